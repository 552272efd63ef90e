/* Blocks that came too early. Documented in tftp_keep.h. */
#include "proto/tftp_keep.h"
#include <string.h>

/* A slot begins with the length of its block, plus one; 0: it is empty. */
#define HEAD 2

static uint32_t tftp_keep_slots(const struct tftp *t)
{
	if (!t->wish.room || t->windowsize == 1)
		return 0;
	return t->wish.room_len / (HEAD + t->blksize);
}

/* The slot of the block so many beyond the next; NULL: there is none. */
static uint8_t *tftp_keep_slot(const struct tftp *t, uint32_t beyond)
{
	uint32_t slots = tftp_keep_slots(t);

	if (beyond >= slots)
		return NULL;
	return t->wish.room + (t->slot + beyond) % slots * (HEAD + t->blksize);
}

void tftp_keep_none(struct tftp *t)
{
	uint8_t *slot;

	t->slot = 0;
	for (uint32_t i = 0; (slot = tftp_keep_slot(t, i)) != NULL; i++)
		memset(slot, 0, HEAD);
}

bool tftp_keep_put(struct tftp *t, uint16_t number, uint16_t beyond,
		   struct span bytes)
{
	uint8_t *slot = tftp_keep_slot(t, beyond);
	uint16_t head = (uint16_t)(bytes.len + 1);

	if (!slot || bytes.len > t->blksize || number <= beyond)
		return false;
	memcpy(slot, &head, HEAD);
	memcpy(slot + HEAD, bytes.p, bytes.len);
	return true;
}

void tftp_keep_next(struct tftp *t)
{
	uint8_t *slot = tftp_keep_slot(t, 0);

	if (!slot)
		return;
	memset(slot, 0, HEAD);
	t->slot = (uint16_t)((t->slot + 1u) % tftp_keep_slots(t));
}

bool tftp_keep_get(const struct tftp *t, struct span *bytes)
{
	const uint8_t *slot = tftp_keep_slot(t, 0);
	uint16_t head = 0;

	if (slot)
		memcpy(&head, slot, HEAD);
	if (!head)
		return false;
	*bytes = span_of(slot + HEAD, head - 1u);
	return true;
}
