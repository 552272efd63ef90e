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

static uint8_t *zmemory;

/* inflate() asks for its state only: with Z_FINISH it needs no window. */
static voidpf zalloc(voidpf opaque, uInt items, uInt size)
{
	uint8_t *p = zmemory;

	(void)opaque;
	zmemory += (items * size + 15) & ~15u;
	return p;
}

static void zfree(voidpf opaque, voidpf p)
{
	(void)opaque;
	(void)p;
}

static uint32_t head_sum(const uint8_t *p, uint32_t len)
{
	uint32_t sum = 0;

	while (len--)
		sum = (sum << 5 | sum >> 27) + *p++;
	return sum;
}

/* On the big stack: inflate stage1 and run it. */
void stage0_unpack(void)
{
	z_stream z = {.next_in = link_packed,
		      .avail_in = head.packed_len,
		      .next_out = link_high,
		      .avail_out = head.image_len,
		      .zalloc = zalloc,
		      .zfree = zfree};

	memset(link_bss, 0, (size_t)(link_bss_end - link_bss));
	zmemory = link_zmemory;
	if (inflateInit2(&z, -15) != Z_OK ||
	    inflate(&z, Z_FINISH) != Z_STREAM_END ||
	    z.total_out != head.image_len ||
	    head_sum(link_high, head.image_len) != head.image_sum)
		give_up("the file is damaged; copy towline.0 again.");
	stage1_main();
}

void stage0_main(void)
{
	if (!a20_enable())
		give_up("address line A20 can not be switched on.");
	if (!memory_is_usable((uintptr_t)link_high, (uintptr_t)link_end))
		give_up("the memory at 1 MiB is not free.");
	__asm__ volatile("mov %0, %%esp\n\tcall *%1"
			 :
			 : "r"(link_stack_top), "r"(stage0_unpack)
			 : "memory");
	__builtin_unreachable();
}
