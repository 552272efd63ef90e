/*
 * The two functions by which Mbed TLS asks for memory (mbedtls_config.h), from
 * a fixed block: sizes are rounded up to powers of two, and what was freed is
 * kept by size. Everything is given back when a verification ends, so the block
 * never wears out. Not for anyone else.
 */
#include <string.h>
#include "spec/types.h"

#define ALLOC_ROOM    (48 * 1024)
#define ALLOC_MIN     32 /* smallest block */
#define ALLOC_CLASSES 11 /* up to 32 KB */

void *crypto_calloc(size_t count, size_t len);
void crypto_free(void *ptr);

struct alloc_block {
	union {
		struct alloc_block *next; /* while it is free */
		uint32_t class;		  /* while it is lent */
	};
	uint8_t bytes[] __attribute__((aligned(16)));
};

static uint8_t alloc_room[ALLOC_ROOM] __attribute__((aligned(16)));
static size_t alloc_used;
static struct alloc_block *alloc_free[ALLOC_CLASSES];

void *crypto_calloc(size_t count, size_t len)
{
	struct alloc_block *b;
	uint32_t class = 0;

	if (len && count > ALLOC_ROOM / len)
		return NULL;
	len = count * len + sizeof(*b);
	while (class < ALLOC_CLASSES && (size_t)ALLOC_MIN << class < len)
		class ++;
	if (class == ALLOC_CLASSES)
		return NULL;
	b = alloc_free[class];
	if (b) {
		alloc_free[class] = b->next;
	} else {
		if ((size_t)ALLOC_MIN << class > ALLOC_ROOM - alloc_used)
			return NULL;
		b = (struct alloc_block *)(alloc_room + alloc_used);
		alloc_used += (size_t)ALLOC_MIN << class;
	}
	b->class = class;
	return memset(b->bytes, 0, len - sizeof(*b));
}

void crypto_free(void *ptr)
{
	struct alloc_block *b;
	uint32_t class;

	if (!ptr)
		return;
	b = (struct alloc_block *)((uint8_t *)ptr -
				   offsetof(struct alloc_block, bytes));
	class = b->class;
	b->next = alloc_free[class];
	alloc_free[class] = b;
}
