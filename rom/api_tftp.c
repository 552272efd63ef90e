/*
 * The PXE API: TFTP (PXE 2.1 section 3.3, 20h to 25h). One connection; opening
 * a second silently ends the first. A block is acknowledged when it has been
 * taken from the card, so while the caller works on one the next is on its way.
 */
#include "rom/api.h"

#include <string.h>
#include "base/err.h"
#include "rom/bios.h"
#include "rom/load.h"

enum { PACKET_MIN = 512, PACKET_MAX = 1468, BIOS_DATA_END = 0x500 };

/* The open connection. */
static struct {
	struct sink sink;
	bool open;
	bool got;      /* a block came in this step */
	bool over;     /* the last packet has been given out */
	uint16_t size; /* of a whole packet */
	uint16_t number;
	uint16_t len;	     /* of the block that came */
	farptr to;	     /* where it goes; 0: to pending */
	const void *pending; /* until the next load_step */
} conn;

static char name[PXE_FILE_NAME_LEN + 1];

/* The caller's name, ended for sure. */
static const char *api_name(const char *from)
{
	memcpy(name, from, PXE_FILE_NAME_LEN);
	name[PXE_FILE_NAME_LEN] = 0;
	return name;
}

static bool api_never(void)
{
	return false;
}

static int api_expect_any(struct sink *sink, uint64_t total)
{
	(void)sink;
	(void)total;
	return 0;
}

static int api_push_block(struct sink *sink, const void *bytes, size_t len)
{
	(void)sink;
	if (len > PACKET_MAX)
		return fail(ERR_ROM_BLOCK, "%u bytes", (unsigned)len);
	if (conn.to)
		far_put(conn.to, bytes, len);
	else
		conn.pending = bytes;
	conn.len = (uint16_t)len;
	conn.got = true;
	return 0;
}

/* Go on until a block or the end comes. */
static void api_wait_block(void)
{
	conn.got = false;
	while (!conn.got && load_tftp.state == TFTP_RUNNING)
		if (!load_step())
			bios_relax();
}

static void api_tftp_end(void)
{
	if (conn.open && load_tftp.state == TFTP_RUNNING) {
		tftp_cancel(&load_tftp, fail(ERR_ROM_CLOSED, "%s", name));
		load_step();
	}
	conn.open = false;
}

int api_tftp_open(void *block)
{
	struct pxe_tftp_open *p = block;
	struct load_from from = {.server = p->server,
				 .gateway = p->gateway,
				 .name = api_name(p->name),
				 .port = ip_swap16(p->port)};
	int rc = api_need_card();

	if (rc)
		return rc;
	api_tftp_end();
	memset(&conn, 0, sizeof(conn));
	conn.sink = (struct sink){api_expect_any, api_push_block, NULL};
	conn.size = p->packet_size < PACKET_MIN	  ? PACKET_MIN
		    : p->packet_size > PACKET_MAX ? PACKET_MAX
						  : p->packet_size;
	rc = load_begin(&from, &conn.sink, conn.size);
	if (rc)
		return rc;
	/* With the first block the size is settled. */
	api_wait_block();
	if (load_tftp.state == TFTP_FAILED)
		return load_status();
	conn.open = true;
	conn.size = load_tftp.blksize;
	p->packet_size = conn.size;
	return PXE_STATUS_SUCCESS;
}

int api_tftp_close(void *block)
{
	(void)block;
	if (!conn.open)
		return PXE_STATUS_TFTP_CLOSED;
	api_tftp_end();
	return PXE_STATUS_SUCCESS;
}

int api_tftp_read(void *block)
{
	struct pxe_tftp_read *p = block;

	if (!conn.open)
		return PXE_STATUS_TFTP_CLOSED;
	if (api_null(p->buffer, conn.size))
		return PXE_STATUS_FAILURE;
	if (conn.over)
		return PXE_STATUS_TFTP_CANNOT_READ_FROM_CONNECTION;
	if (conn.got) {
		/* Came while the connection was opened. */
		far_put(far_of(p->buffer), conn.pending, conn.len);
	} else {
		conn.len = 0;
		conn.to = far_of(p->buffer);
		api_wait_block();
	}
	conn.got = false;
	if (load_tftp.state == TFTP_FAILED)
		return load_status();
	conn.over = conn.len < conn.size;
	/* A short block in the middle: begun again with smaller ones. */
	if (conn.over && load_tftp.state == TFTP_RUNNING)
		return PXE_STATUS_TFTP_CANNOT_READ_FROM_CONNECTION;
	p->packet_number = ++conn.number;
	p->size = conn.len;
	return PXE_STATUS_SUCCESS;
}

int api_tftp_read_file(void *block)
{
	struct pxe_tftp_read_file *p = block;
	struct load_from from = {.server = p->server,
				 .gateway = p->gateway,
				 .name = api_name(p->name)};
	struct load_group group = {.ip = p->mcast,
				   .client_port = ip_swap16(p->client_port),
				   .server_port = ip_swap16(p->server_port),
				   .listen_s = (uint8_t)p->reopen_delay,
				   .transmit_s = (uint8_t)p->open_timeout};
	uint32_t end = p->buffer + p->size, size;
	int rc = api_need_card();

	if (rc)
		return rc;
	/* The interrupt vectors and the BIOS's data would be gone. */
	if (p->buffer < BIOS_DATA_END)
		return PXE_STATUS_FAILURE;
	if (end < p->buffer)
		end = 0xFFFFFFFF;
	api_tftp_end();
	rc = load_to_memory(&from, ip_is_group(p->mcast) ? &group : NULL,
			    p->buffer, end, &size, api_never);
	p->size = size;
	return rc;
}

/* For asking the size only: stop at once. */
static struct {
	struct sink sink;
	bool known;
	uint32_t size;
} ask;

static int api_expect_size(struct sink *sink, uint64_t total)
{
	(void)sink;
	ask.known = true;
	ask.size = (uint32_t)total;
	return fail(ERR_ROM_SIZE_KNOWN, "%u bytes", (unsigned)total);
}

static int api_push_nothing(struct sink *sink, const void *bytes, size_t len)
{
	(void)sink;
	(void)bytes;
	return fail(ERR_ROM_NO_SIZE, "%u bytes came", (unsigned)len);
}

int api_tftp_get_fsize(void *block)
{
	struct pxe_tftp_get_fsize *p = block;
	struct load_from from = {.server = p->server,
				 .gateway = p->gateway,
				 .name = api_name(p->name)};
	int rc = api_need_card();

	if (rc)
		return rc;
	api_tftp_end();
	memset(&ask, 0, sizeof(ask));
	ask.sink = (struct sink){api_expect_size, api_push_nothing, NULL};
	rc = load_file(&from, &ask.sink, api_never);
	p->size = ask.size;
	if (ask.known)
		return PXE_STATUS_SUCCESS;
	/* Data came without a size, or nothing: an empty file. */
	return rc == PXE_STATUS_BINL_CANCELED_BY_KEYSTROKE || rc == 0
		       ? PXE_STATUS_TFTP_NO_FILESIZE
		       : rc;
}
