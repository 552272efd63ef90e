/*
 * Fetching a file by TFTP into memory, and the NBP's place at 0000:7C00.
 */
#ifndef ROM_LOAD_H
#define ROM_LOAD_H

#include "base/sink.h"
#include "proto/tftp.h"
#include "rom/net.h"

struct load_from {
	ip4 server, gateway;
	const char *name;
	uint16_t port; /* host order; 0: 69 */
};

/*
 * Run a transfer to its end, pushing to sink. poll is called while waiting;
 * true cancels. Enum pxe_status.
 */
int load_file(const struct load_from *from, struct sink *sink,
	      bool (*poll)(void));

/* Where a multicast transfer happens (PXE 2.1 section 2.4.10). */
struct load_group {
	ip4 ip;
	uint16_t client_port, server_port; /* host order */
	uint8_t listen_s, transmit_s;
};

/*
 * Fetch to physical memory from address to end; by MTFTP if group is not NULL
 * and that works, else by TFTP. *size receives the length. Enum pxe_status.
 */
int load_to_memory(const struct load_from *from, const struct load_group *group,
		   uint32_t address, uint32_t end, uint32_t *size,
		   bool (*poll)(void));

/* Load to 0000:7C00; *size receives the length. Enum pxe_status. */
int load_nbp(const struct load_from *from, const struct load_group *group,
	     uint32_t *size, bool (*poll)(void));

/* Where a received datagram lies. */
#define LOAD_DATAGRAM_MAX (1468 + TFTP_HEADER_LEN)
extern uint8_t load_datagram[LOAD_DATAGRAM_MAX];

/* One TFTP transfer; the API's calls use the parts themselves. */
extern struct tftp load_tftp;

/* Begin; sends nothing yet. */
int load_begin(const struct load_from *from, struct sink *sink,
	       uint16_t blksize);

/*
 * Send what is due and handle at most one datagram. True if one came. Failing
 * to send (no ARP answer) ends the transfer.
 */
bool load_step(void);

/* What a failed transfer means for the user of the API. Enum pxe_status. */
int load_status(void);

#endif
