/*
 * The first C: A20, is there memory at 1 MiB, inflate stage1 to it, go. Runs
 * with a small stack in base memory; keeps nothing there.
 */
#define Z_SOLO /* zlib.h: no libc behind it */
#include <string.h>
#include <zlib.h>
#include "stage0/a20.h"
#include "stage0/call16.h"
#include "stage0/e820.h"
#include "stage0/head.h"
#include "stage0/link.h"

void stage0_main(void);
void stage0_unpack(void);

static void say(const char *text)
{
	while (*text) {
		struct call16 c = {.eax = 0x0E00 | (uint8_t)*text++,
				   .ebx = 0x0007};

		call16_int(0x10, &c);
	}
}

/* The one place below main that decides: there is nobody above. */
static void __attribute__((noreturn)) give_up(const char *why)
{
	say("Towline can not start: ");
	say(why);
	say("\r\nGoing on with the next boot device.\r\n");
	leave16(0);
}

/* True if the BIOS lists all of [start, end) as usable. */
static bool memory_is_usable(uint32_t start, uint32_t end)
{
	struct call16 c = {.eax = 0x8800};
	struct e820_walk walk = {0};
	struct e820_entry e;

	while (e820_next(&walk, &e))
		if (e.type == E820_RAM && e.base <= start &&
		    e.base + e.len >= end)
			return true;
	if (walk.answered)
		return false;
	/* Before E820: AH=88h, KB from 1 MiB. */
	call16_int(0x15, &c);
	return !(c.flags & FLAG_CARRY) &&
	       end <= 0x100000 + (c.eax & 0xFFFF) * 1024;
}

/* inflateBack() asks for its state only. */
static voidpf unpack_alloc(voidpf opaque, uInt items, uInt size)
{
	(void)items;
	(void)size;
	return opaque;
}

static void unpack_free(voidpf opaque, voidpf p)
{
	(void)opaque;
	(void)p;
}

/*
 * Input in pieces too short for inflate_fast(), which is then never called and
 * need not be linked: 1.1 KB less in a file whose packed part is small.
 */
#define PIECE 5

static unsigned unpack_in(void *from, z_const unsigned char **piece)
{
	z_const unsigned char **next = from;

	if (*next >= link_packed + head.packed_len)
		return 0;
	*piece = *next;
	*next += PIECE;
	return PIECE;
}

void inflate_fast(z_streamp z, unsigned start);
void inflate_fast(z_streamp z, unsigned start)
{
	(void)z;
	(void)start;
	give_up("its unpacker was built against another zlib.");
}

static int unpack_out(void *to, unsigned char *bytes, unsigned len)
{
	uint8_t **next = to;

	if (len > (size_t)(link_high + head.image_len - *next))
		return 1;
	memcpy(*next, bytes, len);
	*next += len;
	return 0;
}

/*
 * tools/pack.py made the targets of calls absolute, so that calls of the same
 * function look the same and pack better. Back to relative.
 */
static void unpack_calls(void)
{
	uint32_t at = 0;

	while (at + 5 <= head.image_len) {
		if (link_high[at++] != 0xE8)
			continue;
		*(uint32_t *)(link_high + at) -= at;
		at += 4;
	}
}

static uint32_t head_sum(const uint8_t *p, uint32_t len)
{
	uint32_t sum = 0;

	while (len--)
		sum = (sum << 5 | sum >> 27) + *p++;
	return sum;
}

static bool unpack(void)
{
	z_stream z = {.zalloc = unpack_alloc,
		      .zfree = unpack_free,
		      .opaque = link_zmemory};
	z_const unsigned char *in = link_packed;
	uint8_t *out = link_high;

	if (inflateBackInit(&z, 15, link_zwindow) != Z_OK ||
	    inflateBack(&z, unpack_in, &in, unpack_out, &out) != Z_STREAM_END)
		return false;
	unpack_calls();
	return head_sum(link_high, head.image_len) == head.image_sum;
}

/* On the big stack: stage1 to its place, and run it. */
void stage0_unpack(void)
{
	memset(link_bss, 0, (size_t)(link_bss_end - link_bss));
	if (!unpack())
		give_up("the file is damaged; copy towline.0 again.");
	stage1_main();
}

void stage0_main(void)
{
	if (!a20_enable())
		give_up("address line A20 can not be switched on.");
	if (!memory_is_usable((uintptr_t)link_high, (uintptr_t)link_zend))
		give_up("the memory at 1 MiB is not free.");
	__asm__ volatile("mov %0, %%esp\n\tcall *%1"
			 :
			 : "r"(link_stack_top), "r"(stage0_unpack)
			 : "memory");
	__builtin_unreachable();
}
