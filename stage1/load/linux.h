/*
 * Linux by its 32-bit boot protocol: what the header says, where everything
 * goes, and the zero page. Computes only; moves nothing, jumps nowhere.
 */
#ifndef LOAD_LINUX_H
#define LOAD_LINUX_H

#include "base/memmap.h"
#include "base/span.h"
#include "spec/linux.h"

/* What linux_read found in a kernel file. */
struct linux_kernel {
	const uint8_t *file;   /* not owned */
	uint32_t setup_len;    /* real-mode part, boot sector included */
	uint32_t code_len;     /* protected-mode part, behind it */
	uint16_t version;      /* of the protocol */
	uint64_t pref_address; /* where it wants to run; below 4 GiB */
	uint32_t align;	       /* any multiple of it, if relocatable */
	bool relocatable;
	uint32_t init_size;   /* bytes it needs from there on */
	uint32_t initrd_max;  /* highest address of an initrd's last byte */
	uint32_t cmdline_max; /* without the NUL */
};

/*
 * Check a whole kernel file and take what matters from its header (boot.rst,
 * 2.02 and later with a bzImage). Fails on what is no kernel, too old, shorter
 * than its header says, or impossible to place. k->file then has at least
 * k->setup_len bytes, of which linux_params needs the first 290h.
 */
int linux_read(struct linux_kernel *k, struct span file);

/*
 * Choose the address the kernel runs at: the one it prefers, else, if it is
 * relocatable, the lowest aligned one above that has init_size bytes. Fails
 * with what there is.
 */
int linux_place(const struct linux_kernel *k, const struct memmap *free,
		uint32_t *run_at);

/* What the kernel is told. Addresses are physical. */
struct linux_boot {
	uint32_t run_at;
	uint32_t cmdline;	     /* in base memory, NUL-terminated */
	uint32_t initrd, initrd_len; /* 0, 0: none */
	uint16_t vid_mode;	     /* LINUX_VGA_x, or another mode */
	bool has_vga;		     /* vga= was given */
	bool quiet;
};

/* Fill a zero page (zero-page.rst) but for screen and memory map. */
void linux_params(struct linux_params *p, const struct linux_kernel *k,
		  const struct linux_boot *b);

/*
 * Read what a boot loader has to know of a command line: vga=, quiet, and mem=
 * (as *mem_end, where usable memory ends, the lowest one counts; FFFFFFFFh if
 * not given).
 */
void linux_cmdline(const char *cmdline, struct linux_boot *b,
		   uint32_t *mem_end);

#endif
