/*
 * The first C: A20, is there memory at 1 MiB, unpack stage1 to it, go. Runs
 * with a small stack in base memory; keeps nothing there.
 */
#include <string.h>
#include "stage0/a20.h"
#include "stage0/call16.h"
#include "stage0/e820.h"
#include "stage0/head.h"
#include "stage0/link.h"
#include "stage0/unpack.h"

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

#define PACKED_MAX 0x20000 /* more is rubbish */

/* On the big stack: stage1 to its place, and run it. */
void stage0_unpack(void)
{
	const uint8_t *from = link_hot_end;
	uint8_t *to = link_hot;
	size_t len = head.packed_len, first = (size_t)(link_hot - link_packed);
	bool is_sane = len > first && len <= PACKED_MAX &&
		       head.image_len == (size_t)(link_high_end - link_high);

	if (is_sane) {
		/* Close the hole in the packed data, up to where there may be a
		   stamp; no BIOS is called until it ran. */
		len -= first;
		__asm__ volatile("rep movsb"
				 : "+D"(to), "+S"(from), "+c"(len)
				 :
				 : "memory");
	}
	if (!is_sane ||
	    !unpack(&head, link_packed, link_high, (struct mix *)link_end))
		give_up("the file is damaged; copy towline.0 again.");
	memset(link_bss, 0, (size_t)(link_bss_end - link_bss));
	memset(link_hot, 0, (size_t)(link_hot_end - link_hot));
	stage1_main();
}

void stage0_main(void)
{
	if (!a20_enable())
		give_up("address line A20 can not be switched on.");
	/* What is behind stage1 is needed to unpack it. */
	if (!memory_is_usable((uintptr_t)link_high,
			      (uintptr_t)link_end + sizeof(struct mix)))
		give_up("the memory at 1 MiB is not free.");
	__asm__ volatile("mov %0, %%esp\n\tcall *%1"
			 :
			 : "r"(link_stack_top), "r"(stage0_unpack)
			 : "memory");
	__builtin_unreachable();
}
