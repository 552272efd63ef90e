/* Fetching a file by TFTP into memory. Documented in load.h. */
#include "rom/load.h"

#include <string.h>
#include "base/err.h"
#include "rom/bios.h"
#include "rom/nic.h"

enum {
	/* No fragments, and room for a tunnel's headers on the way. */
	BLKSIZE = 1456,
	FIRST_PORT = 2070,
	PORTS = 1000,
};

struct tftp load_tftp;
static struct load_from load_source;
static uint16_t load_port;
static int load_send_status;
uint8_t load_datagram[LOAD_DATAGRAM_MAX];

int load_begin(const struct load_from *from, struct sink *sink,
	       uint16_t blksize)
{
	struct tftp_wish wish = {
		.blksize = blksize, .windowsize = 1, .port = from->port};

	load_source = *from;
	load_send_status = PXE_STATUS_SUCCESS;
	/* A fresh port for each transfer: late packets of the last one. */
	load_port = (uint16_t)(FIRST_PORT + bios_ms() / 8 % PORTS * 4);
	if (tftp_start(&load_tftp, from->name, &wish, sink, load_port,
		       bios_ms()) < 0)
		return PXE_STATUS_TFTP_CANNOT_OPEN_CONNECTION;
	return PXE_STATUS_SUCCESS;
}

static void load_send(void)
{
	uint8_t out[TFTP_OUTPUT_MAX];
	struct net_to to = {.ip = load_source.server,
			    .gateway = load_source.gateway};
	size_t len;

	for (;;) {
		len = tftp_output(&load_tftp, out, &to.dst_port, &to.src_port,
				  bios_ms());
		if (len == 0)
			return;
		load_port = to.src_port;
		load_send_status = net_send(&to, far_near(out), (uint16_t)len);
		if (load_send_status == PXE_STATUS_ARP_TIMEOUT)
			load_tftp.state = TFTP_FAILED;
	}
}

bool load_step(void)
{
	struct net_dgram d;
	uint16_t len;

	load_send();
	if (load_tftp.state != TFTP_RUNNING || !net_poll(&d))
		return false;
	if (!ip_equal(d.src, load_source.server) || d.len > LOAD_DATAGRAM_MAX) {
		net_drop(&d);
		return true;
	}
	len = d.len;
	if (net_take(&d, far_near(load_datagram), LOAD_DATAGRAM_MAX))
		tftp_input(&load_tftp, d.src_port, d.dst_port,
			   span_of(load_datagram, len), bios_ms());
	load_send();
	return true;
}

int load_status(void)
{
	if (load_tftp.state == TFTP_DONE)
		return PXE_STATUS_SUCCESS;
	if (load_send_status == PXE_STATUS_ARP_TIMEOUT)
		return PXE_STATUS_TFTP_CANNOT_ARP_ADDRESS;
	switch (-load_tftp.rc) {
	case ERR_TFTP_NOT_FOUND:
		return PXE_STATUS_TFTP_FILE_NOT_FOUND;
	case ERR_TFTP_ACCESS:
		return PXE_STATUS_TFTP_ACCESS_VIOLATION;
	case ERR_TFTP_REFUSED:
	case ERR_TFTP_ENDED:
		return PXE_STATUS_TFTP_ERROR_OPCODE;
	case ERR_TFTP_SILENT:
		return PXE_STATUS_TFTP_OPEN_TIMEOUT;
	case ERR_TFTP_STALLED:
		return PXE_STATUS_TFTP_READ_TIMEOUT;
	case ERR_ROM_TSIZE:
	case ERR_ROM_FULL:
		return PXE_STATUS_BSTRAP_FILE_TOO_BIG;
	case ERR_ROM_CANCELLED:
		return PXE_STATUS_BINL_CANCELED_BY_KEYSTROKE;
	default:
		return PXE_STATUS_TFTP_CANNOT_READ_FROM_CONNECTION;
	}
}

int load_file(const struct load_from *from, struct sink *sink,
	      bool (*poll)(void))
{
	int rc = load_begin(from, sink, BLKSIZE);

	if (rc)
		return rc;
	while (load_tftp.state == TFTP_RUNNING) {
		if (load_step())
			continue;
		if (poll())
			tftp_cancel(&load_tftp,
				    fail(ERR_ROM_CANCELLED, "%s", from->name));
		bios_relax();
	}
	/* The last ACK, or a polite ERROR. */
	load_send();
	return load_status();
}
