/*
 * Fetching a file to physical memory, by TFTP or MTFTP; the NBP's place.
 * Documented in load.h.
 */
#include "rom/load.h"

#include <string.h>
#include "base/err.h"
#include "rom/bios.h"
#include "rom/mtftp.h"
#include "rom/nic.h"

enum { NBP_ADDRESS = 0x7C00, ONE_MB = 0x100000 };

/* A sink that writes from at to end. */
struct load_memory {
	struct sink sink;
	uint32_t at, end;
};

/* Below 1 MB without need for big limits. */
static void load_write(uint32_t at, const void *bytes, size_t len)
{
	if (at + len <= ONE_MB)
		far_put(far_at((uint16_t)(at >> 4), at & 15), bytes, len);
	else
		flat_put(at, bytes, len);
}

static int load_memory_expect(struct sink *sink, uint64_t total)
{
	struct load_memory *m = (struct load_memory *)sink;

	return total > m->end - m->at
		       ? fail(ERR_ROM_TSIZE, "%u bytes", (unsigned)total)
		       : 0;
}

static int load_memory_push(struct sink *sink, const void *bytes, size_t len)
{
	struct load_memory *m = (struct load_memory *)sink;

	if (len > m->end - m->at)
		return fail(ERR_ROM_FULL, "%u bytes", (unsigned)len);
	load_write(m->at, bytes, len);
	m->at += len;
	return 0;
}

static struct mtftp mtftp;

/* Send what the engine wants sent, if anything. */
static int load_mtftp_send(const struct load_from *from,
			   const struct load_group *group)
{
	static const char mode[] = "octet";
	uint8_t out[2 + TFTP_NAME_MAX + sizeof(mode)] = {0};
	struct net_to to = {.ip = from->server,
			    .gateway = from->gateway,
			    .src_port = group->client_port,
			    .dst_port = group->server_port};
	size_t len = strlen(from->name) + 1;

	switch (mtftp_output(&mtftp, bios_ms())) {
	case MTFTP_SEND_REQUEST:
		out[1] = TFTP_RRQ;
		memcpy(out + 2, from->name, len);
		memcpy(out + 2 + len, mode, sizeof(mode));
		len += 2 + sizeof(mode);
		break;
	case MTFTP_SEND_ACK:
		to.dst_port = mtftp.port;
		out[1] = TFTP_ACK;
		out[2] = (uint8_t)(mtftp.ack >> 8);
		out[3] = (uint8_t)mtftp.ack;
		len = TFTP_HEADER_LEN;
		break;
	default:
		return PXE_STATUS_SUCCESS;
	}
	return net_send(&to, far_near(out), (uint16_t)len);
}

/* Take one datagram. False if there is none. */
static bool load_mtftp_receive(const struct load_from *from,
			       const struct load_group *group, uint32_t address,
			       uint32_t end)
{
	struct net_dgram d;
	struct span data;
	uint32_t at;
	uint16_t len;

	if (!net_poll(&d))
		return false;
	len = d.len;
	if (!ip_equal(d.src, from->server) ||
	    len > MTFTP_BLOCK_LEN + TFTP_HEADER_LEN ||
	    d.dst_port != group->client_port) {
		net_drop(&d);
		return true;
	}
	if (net_take(&d, far_near(load_datagram), sizeof(load_datagram)) &&
	    mtftp_input(&mtftp, d.src_port, ip_is_group(d.dst),
			span_of(load_datagram, len), bios_ms(), &at, &data)) {
		/* A hole here would be found by nobody. */
		if (at + data.len > end - address)
			mtftp.phase = MTFTP_FAILED;
		else
			load_write(address + at, data.p, data.len);
	}
	return true;
}

/* True if the whole file came. */
static bool load_mtftp(const struct load_from *from,
		       const struct load_group *group, uint32_t address,
		       uint32_t end, bool (*poll)(void))
{
	static const ip4 nobody;

	if (strlen(from->name) >= TFTP_NAME_MAX)
		return false;
	net_join(group->ip);
	mtftp_start(&mtftp, group->listen_s, group->transmit_s, bios_ms());
	while (mtftp.phase < MTFTP_DONE) {
		if (load_mtftp_send(from, group) || poll())
			mtftp.phase = MTFTP_FAILED;
		else if (!load_mtftp_receive(from, group, address, end))
			bios_relax();
	}
	net_join(nobody);
	return mtftp.phase == MTFTP_DONE;
}

int load_to_memory(const struct load_from *from, const struct load_group *group,
		   uint32_t address, uint32_t end, uint32_t *size,
		   bool (*poll)(void))
{
	struct load_memory m = {
		.sink = {load_memory_expect, load_memory_push, NULL},
		.at = address,
		.end = end};
	int rc;

	if (group && load_mtftp(from, group, address, end, poll)) {
		*size = mtftp.len;
		return PXE_STATUS_SUCCESS;
	}
	rc = load_file(from, &m.sink, poll);
	*size = m.at - address;
	return rc;
}

int load_nbp(const struct load_from *from, const struct load_group *group,
	     uint32_t *size, bool (*poll)(void))
{
	/* Up to our own memory, which begins with the rings. */
	uint32_t end = (uint32_t)far_read16(far_at(0x40, 0x13)) * 1024;
	int rc = load_to_memory(from, group, NBP_ADDRESS, end, size, poll);

	if (rc == PXE_STATUS_SUCCESS && *size == 0)
		rc = PXE_STATUS_TFTP_CANNOT_READ_FROM_CONNECTION;
	return rc;
}
