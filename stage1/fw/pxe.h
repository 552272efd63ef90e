/*
 * The firmware's PXE API: finding it, one typed function per call used,
 * unloading it. PXE 2.1 sections 3 and 4.
 */
#ifndef FW_PXE_H
#define FW_PXE_H

#include "base/memmap.h"
#include "spec/pxe.h"

/* The API that was found. */
struct pxe_api {
	struct segoff entry;
	uint16_t version;	   /* 0201h = 2.1 */
	const struct pxe *pxe;	   /* NULL before 2.1 */
	const struct pxenv *pxenv; /* NULL if only !PXE was found */
	const char *found_by;
};
extern struct pxe_api pxe_api;

/*
 * Find the API: the pointer on the entry stack, ES:BX, INT 1Ah, then a search
 * of memory for !PXE and PXENV+. Every structure's checksum is checked.
 */
int pxe_find(void);

/* The base memory that the firmware still uses: at most PXE_TAKEN_MAX. */
#define PXE_TAKEN_MAX 12
unsigned pxe_taken(struct range *taken);

/* Before something else has PXE; and later: is it there as it was? */
void pxe_remember(void);
bool pxe_unchanged(void);

/* Allocate the parameter block; once, after memory_init. */
int pxe_init(void);

/*
 * A packet the firmware keeps (enum pxe_packet_type), copied to buf, which
 * must be in base memory. Returns its length, at most room.
 */
int pxe_get_cached_info(uint16_t type, void *buf, uint16_t room);

/*
 * Where the firmware itself keeps such a packet; *room is how much it may have.
 * NULL: it does not say.
 */
uint8_t *pxe_cached_own(uint16_t type, uint16_t *room);

/* The UDP API; one socket. address is the own one. */
int pxe_udp_open(ip4 address);
int pxe_udp_close(void);

int pxe_undi_get_information(struct pxe_undi_get_information *p);
int pxe_undi_get_nic_type(struct pxe_undi_get_nic_type *p);
int pxe_undi_get_iface_info(struct pxe_undi_get_iface_info *p);

/* Open the card for frames of these kinds (PXE_FILTER_*). */
int pxe_undi_open(uint16_t filter);
void pxe_undi_close(void);

/*
 * Make the card quiet and take the PXE stack down, before an operating system
 * is entered: UDP_CLOSE, UNDI_CLOSE, UNDI_SHUTDOWN, UNLOAD_STACK, STOP_UNDI.
 * Firmware that refuses a step is logged, not an error: its memory simply
 * stays reserved below 40:13. If none does, base memory ends where it did
 * before PXE.
 */
void pxe_unload(void);

#endif
