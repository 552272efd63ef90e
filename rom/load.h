/*
 * Fetching a file by TFTP into memory, and the NBP's place at 0000:7C00.
 */
#ifndef ROM_LOAD_H
#define ROM_LOAD_H

#include "base/err.h"
#include "base/sink.h"
#include "proto/tftp.h"
#include "rom/net.h"

/* Our own reasons to end a transfer, beside the engine's enum err. */
enum { LOAD_TOO_BIG = ERR_COUNT, LOAD_CANCELLED };

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

/* Load to 0000:7C00; *size receives the length. Enum pxe_status. */
int load_nbp(const struct load_from *from, uint32_t *size, bool (*poll)(void));

/* A sink that writes to physical memory from address to end. */
struct load_memory {
	struct sink sink;
	uint32_t at, end;
	bool overflow; /* the file was longer */
};
void load_memory_init(struct load_memory *m, uint32_t at, uint32_t end);

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
