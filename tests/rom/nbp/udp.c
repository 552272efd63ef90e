/* The UDP and TFTP functions, against an echo server and a TFTP server. */
#include <string.h>
#include "nbp.h"
#include "rom/bios.h"

#define ECHO_PORT      0x5B1B /* 7003, as it lies in a block */
#define OUR_PORT       0x0430 /* 12292 */
#define FRAGMENTS_PORT 0x5C1B /* 7004 */

static const farptr data = (farptr)DATA_SEG << 16;
static const farptr other = (farptr)OTHER_SEG << 16;

static void fill(farptr at, uint32_t len)
{
	uint32_t i;
	uint8_t c;

	for (i = 0; i < len; i++) {
		c = data_pattern(i);
		far_put(at + i, &c, 1);
	}
}

static bool same(farptr at, uint32_t from, uint32_t len)
{
	uint32_t i;
	uint8_t c;

	for (i = 0; i < len; i++) {
		far_get(&c, at + i, 1);
		if (c != data_pattern(from + i))
			return false;
	}
	return true;
}

static uint32_t udp_write(uint16_t len)
{
	struct pxe_udp_write w = {.ip = server,
				  .src_port = OUR_PORT,
				  .dst_port = ECHO_PORT,
				  .buffer_size = len,
				  .buffer = {0, DATA_SEG}};

	return call(PXE_UDP_WRITE, &w);
}

/* Read for up to a second; the room is given. */
static struct pxe_udp_read udp_read(uint16_t room, uint16_t port)
{
	uint32_t start = ticks();
	struct pxe_udp_read r;

	do {
		r = (struct pxe_udp_read){.d_port = port,
					  .buffer_size = room,
					  .buffer = {0, OTHER_SEG}};
		if (call(PXE_UDP_READ, &r) == 0)
			break;
	} while (ticks() - start < 18);
	return r;
}

static void test_echo(const char *name, uint16_t len)
{
	struct pxe_udp_read r;

	fill(data, len);
	check_equal(name, udp_write(len), 0);
	r = udp_read(0xFF00, OUR_PORT);
	check_equal("its echo", r.status, 0);
	check_equal("its length", r.buffer_size, len);
	check("its bytes", same(other, 0, len));
	check("its addresses", memcmp(&r.src_ip, &server, 4) == 0 &&
				       memcmp(&r.dest_ip, &client, 4) == 0 &&
				       r.s_port == ECHO_PORT &&
				       r.d_port == OUR_PORT);
}

static void test_null(void)
{
	struct pxe_udp_write w = {.ip = server, .buffer_size = 1};
	struct pxe_udp_read r = {.buffer_size = 100};
	uint32_t vector = far_read32(0);

	check_equal("UDP_WRITE from nowhere", call(PXE_UDP_WRITE, &w), 1);
	udp_write(100);
	check_equal("UDP_READ to nowhere", call(PXE_UDP_READ, &r), 1);
	check_equal("writes nothing there", far_read32(0), vector);
	udp_read(100, 0);
	w.buffer_size = 0xFFFF;
	w.buffer.seg = DATA_SEG;
	check_equal("UDP_WRITE of too much", call(PXE_UDP_WRITE, &w), 1);
}

/*
 * What comes first cannot be put together: overlapping, with two ends, without
 * an end, too long, many without a beginning. The last one can.
 */
static void test_fragments(void)
{
	struct pxe_udp_write w = {.ip = server,
				  .src_port = OUR_PORT,
				  .dst_port = FRAGMENTS_PORT,
				  .buffer = {0, DATA_SEG}};
	struct pxe_udp_read r;

	check_equal("ask for bad fragments", call(PXE_UDP_WRITE, &w), 0);
	r = udp_read(0xFF00, OUR_PORT);
	check_equal("the good ones among them", r.status, 0);
	check_equal("their length", r.buffer_size, 3000);
	check("their bytes", same(other, 0, 3000));
	check_equal("and nothing else", udp_read(100, OUR_PORT).status,
		    PXE_STATUS_FAILURE);
	test_echo("many fragments after bad ones", 32767);
}

void test_udp(void)
{
	struct pxe_udp_open open = {.src_ip = client};
	struct pxe_status_block s;
	struct pxe_udp_read r;

	check_equal("UDP_READ while closed", udp_read(100, 0).status,
		    PXE_STATUS_UDP_CLOSED);
	check_equal("UDP_WRITE while closed", udp_write(1), 1);
	check_equal("UDP_OPEN", call(PXE_UDP_OPEN, &open), 0);
	check_equal("UDP_OPEN again", call(PXE_UDP_OPEN, &open), 0);
	check_equal("nothing to read", udp_read(100, 0).status,
		    PXE_STATUS_FAILURE);
	test_echo("a datagram", 100);
	test_echo("an empty one", 0);
	test_echo("an odd one", 1471);
	test_echo("two fragments", 1473);
	test_echo("many fragments", 32767);
	udp_write(100);
	check_equal("filtered by port", udp_read(100, 0x1111).status,
		    PXE_STATUS_FAILURE);
	udp_write(3000);
	r = udp_read(1001, 0);
	check_equal("cut to the room", r.buffer_size, 1001);
	check("the part that fits", same(other, 0, 1001));
	test_null();
	test_fragments();
	check_equal("UDP_CLOSE", call(PXE_UDP_CLOSE, &s), 0);
	check_equal("UDP_CLOSE while closed", call(PXE_UDP_CLOSE, &s), 1);
}

/* Open, read to the end, compare; the number of packets. */
static void read_all(uint16_t packet_size, uint32_t size)
{
	static struct pxe_tftp_open o;
	struct pxe_tftp_read r;
	uint32_t at = 0;
	uint16_t number = 0;
	bool good = true;

	o = (struct pxe_tftp_open){
		.server = server, .port = 0x4500, .packet_size = packet_size};
	memcpy(o.name, "pattern", sizeof("pattern"));
	check_equal("TFTP_OPEN", call(PXE_TFTP_OPEN, &o), 0);
	check("its packet size",
	      o.packet_size >= 512 && o.packet_size <= packet_size);
	do {
		r = (struct pxe_tftp_read){.buffer = {0, OTHER_SEG}};
		if (call(PXE_TFTP_READ, &r) != 0)
			break;
		good &= r.packet_number == ++number && same(other, at, r.size);
		at += r.size;
	} while (r.size == o.packet_size);
	check_equal("all of it", at, size);
	check("in order", good);
	check_equal("a read beyond the end", call(PXE_TFTP_READ, &r), 1);
}

static void test_fsize(uint32_t size)
{
	static struct pxe_tftp_get_fsize f;

	f.server = server;
	memcpy(f.name, "pattern", sizeof("pattern"));
	check_equal("GET_FSIZE", call(PXE_TFTP_GET_FSIZE, &f), 0);
	check_equal("the size", f.size, size);
	memcpy(f.name, "nothing", sizeof("nothing"));
	check_equal("of no file", call(PXE_TFTP_GET_FSIZE, &f), 1);
	check_equal("its status", f.status, PXE_STATUS_TFTP_FILE_NOT_FOUND);
	memcpy(f.name, "empty", sizeof("empty"));
	check_equal("of an empty file", call(PXE_TFTP_GET_FSIZE, &f), 1);
	check_equal("its status", f.status, PXE_STATUS_TFTP_NO_FILESIZE);
	memset(f.name, 'x', sizeof(f.name));
	check_equal("of a name without an end", call(PXE_TFTP_GET_FSIZE, &f),
		    1);
}

static void test_read_file(uint32_t size)
{
	static struct pxe_tftp_read_file f;
	uint32_t i;
	bool good = true;

	f = (struct pxe_tftp_read_file){
		.server = server, .buffer = DATA_SEG * 16, .size = 65536};
	memcpy(f.name, "pattern", sizeof("pattern"));
	check_equal("READ_FILE", call(PXE_TFTP_READ_FILE, &f), 0);
	check_equal("its size", f.size, size);
	check("its bytes", same(data, 0, size));
	f.buffer = 0x200001;
	f.size = size;
	check_equal("READ_FILE above 1 MB", call(PXE_TFTP_READ_FILE, &f), 0);
	for (i = 0; i < size; i += 97)
		good &= (uint8_t)(flat_read((0x200001 + i) & ~3u) >>
				  ((0x200001 + i) & 3) * 8) == data_pattern(i);
	check("its bytes", good);
	f.buffer = 0;
	f.size = 65536;
	check_equal("READ_FILE to nowhere", call(PXE_TFTP_READ_FILE, &f), 1);
	f.buffer = 0x200001;
	f.size = size - 1;
	check_equal("too little room", call(PXE_TFTP_READ_FILE, &f), 1);
	check_equal("its status", f.status, PXE_STATUS_BSTRAP_FILE_TOO_BIG);
}

void test_tftp(void)
{
	const uint32_t size = 20000;
	static struct pxe_tftp_open o;
	struct pxe_status_block s;
	struct pxe_tftp_read r = {0};
	uint32_t vector = far_read32(0);

	flat_setup();
	check_equal("TFTP_READ while closed", call(PXE_TFTP_READ, &r), 1);
	check_equal("its status", r.status, PXE_STATUS_TFTP_CLOSED);
	read_all(512, size);
	check_equal("TFTP_CLOSE", call(PXE_TFTP_CLOSE, &s), 0);
	check_equal("TFTP_CLOSE again", call(PXE_TFTP_CLOSE, &s), 1);
	read_all(1456, size);
	o = (struct pxe_tftp_open){
		.server = server, .port = 0x4500, .packet_size = 512};
	memcpy(o.name, "pattern", sizeof("pattern"));
	check_equal("TFTP_OPEN without a close", call(PXE_TFTP_OPEN, &o), 0);
	check_equal("TFTP_READ to nowhere", call(PXE_TFTP_READ, &r), 1);
	memcpy(o.name, "nothing", sizeof("nothing"));
	check_equal("and again: no file", call(PXE_TFTP_OPEN, &o), 1);
	check_equal("its status", o.status, PXE_STATUS_TFTP_FILE_NOT_FOUND);
	test_fsize(size);
	test_read_file(size);
	check_equal("the first vector is as it was", far_read32(0), vector);
}
