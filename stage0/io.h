/* Port input and output. */
#ifndef STAGE0_IO_H
#define STAGE0_IO_H

#include "spec/types.h"

static inline uint8_t inb(uint16_t port)
{
	uint8_t v;

	__asm__ volatile("inb %1, %0" : "=a"(v) : "Nd"(port));
	return v;
}

static inline void outb(uint16_t port, uint8_t v)
{
	__asm__ volatile("outb %0, %1" : : "a"(v), "Nd"(port));
}

/* About a microsecond: a write to the POST port, which nothing minds. */
static inline void io_delay(void)
{
	outb(0x80, 0);
}

#endif
