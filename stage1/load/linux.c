/* Linux by its boot protocol. Documented in linux.h. */
#include "base/err.h"
#include "base/str.h"
#include "load/image.h"
#include "load/linux.h"

/* Kernels before 2.10 do not say; a decompressed one was below this. */
#define INIT_SIZE_OLD	0x2000000
#define SETUP_SECTS_OLD 4
/* As much as leaves the setup code its stack. */
#define SETUP_LEN_MAX	0x8200
/* Far above what any kernel has, far below what overflows. */
#define INIT_SIZE_MAX	0x40000000
#define CMDLINE_MAX	0x10000

/* With the mark HdrS or, before 2.00, without. */
static bool linux_has_sector(struct span file)
{
	const struct linux_setup *s =
		(const struct linux_setup *)(file.p + LINUX_SETUP_AT);

	return file.len >= LINUX_SETUP_AT + sizeof(*s) &&
	       s->boot_flag == LINUX_BOOT_FLAG;
}

bool linux_is(struct span file)
{
	const struct linux_setup *s =
		(const struct linux_setup *)(file.p + LINUX_SETUP_AT);

	return linux_has_sector(file) && s->header == LINUX_MAGIC;
}

/* Where things go if it is entered in real mode. */
static void linux_fields_16(struct linux_kernel *k, bool is_high)
{
	bool is_old = k->version < LINUX_PROTOCOL(2, 2) || !is_high;

	k->is_16bit = true;
	k->relocatable = false;
	k->align = 1;
	k->pref_address = is_high ? LINUX_LOAD_ADDRESS : LINUX_LOW_ADDRESS;
	/* Without a guess: no loader made one. */
	if (!is_high || k->version < LINUX_PROTOCOL(2, 10))
		k->init_size = k->code_len;
	k->real_at = is_old ? LINUX_REAL_ADDRESS : LINUX_LOW_ADDRESS;
	k->heap_end = is_old ? LINUX_REAL_HEAP_OLD : LINUX_REAL_HEAP;
	if (k->cmdline_max >= LINUX_REAL_MAX - k->heap_end)
		k->cmdline_max = LINUX_REAL_MAX - k->heap_end - 1;
}

/* The header fields of newer protocols, with what older ones meant. */
static void linux_fields(struct linux_kernel *k, const struct linux_setup *s)
{
	k->pref_address = LINUX_LOAD_ADDRESS;
	k->align = 1;
	k->relocatable = false;
	k->init_size = k->code_len > INIT_SIZE_OLD / 2 ? k->code_len * 2
						       : INIT_SIZE_OLD;
	k->initrd_max = LINUX_INITRD_MAX_OLD;
	k->cmdline_max = LINUX_CMDLINE_OLD;
	if (k->version >= LINUX_PROTOCOL(2, 3))
		k->initrd_max = s->initrd_addr_max;
	if (k->version >= LINUX_PROTOCOL(2, 5) && s->relocatable_kernel) {
		k->relocatable = true;
		k->align = s->kernel_alignment;
	}
	if (k->version >= LINUX_PROTOCOL(2, 6))
		k->cmdline_max = s->cmdline_size;
	if (k->version >= LINUX_PROTOCOL(2, 10)) {
		if (s->pref_address) /* 0: it has no wish */
			k->pref_address = s->pref_address;
		k->init_size = s->init_size;
	}
	if (k->init_size < k->code_len)
		k->init_size = k->code_len;
}

/* What would overflow, or could not be meant. */
static int linux_check(const struct linux_kernel *k)
{
	if (k->align && !(k->align & (k->align - 1)) &&
	    k->init_size <= INIT_SIZE_MAX && k->cmdline_max <= CMDLINE_MAX &&
	    !(k->pref_address >> 32) &&
	    (!k->is_16bit || k->setup_len <= SETUP_LEN_MAX) &&
	    (k->pref_address != LINUX_LOW_ADDRESS ||
	     k->init_size <= LINUX_REAL_ADDRESS - LINUX_LOW_ADDRESS))
		return 0;
	return fail(ERR_LINUX_HEADER,
		    "alignment %Xh, init_size %Xh, cmdline_size %Xh, "
		    "pref_address %llXh, setup %Xh",
		    k->align, k->init_size, k->cmdline_max,
		    (unsigned long long)k->pref_address, k->setup_len);
}

/* Is there a payload, as only Linux has it? */
static bool linux_is_linux(const struct linux_kernel *k,
			   const struct linux_setup *s)
{
	return k->version >= LINUX_PROTOCOL(2, 8) && s->payload_length &&
	       s->payload_offset <= k->code_len &&
	       s->payload_length <= k->code_len - s->payload_offset;
}

int linux_read(struct linux_kernel *k, struct span file)
{
	const struct linux_setup *s =
		(const struct linux_setup *)(file.p + LINUX_SETUP_AT);
	uint32_t sects, paragraphs;
	bool has_header = linux_is(file), is_high;

	if (!linux_has_sector(file))
		return image_unknown(file);
	memset(k, 0, sizeof(*k));
	k->version = has_header ? s->version : 0;
	sects = s->setup_sects ? s->setup_sects : SETUP_SECTS_OLD;
	/* boot.rst: before 2.04 the field has two bytes; not to be trusted. */
	paragraphs = k->version >= LINUX_PROTOCOL(2, 4) ? s->syssize : 0;
	k->file = file.p;
	k->setup_len = (sects + 1) * LINUX_SECTOR;
	/* The last bytes of the last 16 need not be in the file. */
	if (file.len <= k->setup_len ||
	    (file.len - k->setup_len + 15) / 16 < paragraphs)
		return fail(ERR_LINUX_TRUNCATED,
			    "%zu bytes came, its header says %llu", file.len,
			    k->setup_len + paragraphs * 16ull);
	k->code_len = (uint32_t)(file.len - k->setup_len);
	linux_fields(k, s);
	is_high = has_header && s->loadflags & LINUX_LOADED_HIGH;
	if (!is_high || !linux_is_linux(k, s))
		linux_fields_16(k, is_high);
	return linux_check(k);
}

int linux_place(const struct linux_kernel *k, const struct memmap *free,
		uint32_t *run_at)
{
	uint32_t wish = (uint32_t)k->pref_address;
	uint32_t room = memmap_end_of(free, wish) - wish;
	struct range most;

	if (!k->relocatable && room >= k->init_size) {
		*run_at = wish;
		return 0;
	}
	/*
	 * Loaded below its wish or between two multiples of its alignment, it
	 * would move itself to the next one, over what is there.
	 */
	if (k->relocatable && memmap_lowest(free, wish, MEMMAP_TOP,
					    k->init_size, k->align, run_at))
		return 0;
	most = memmap_largest(free, wish, MEMMAP_TOP);
	if (k->relocatable)
		room = most.end - most.start;
	return fail(ERR_LINUX_NO_ROOM,
		    "%u KB needed in one piece from %Xh, %u KB free",
		    (k->init_size + 1023) / 1024, wish, room / 1024);
}

void linux_params(struct linux_params *p, const struct linux_kernel *k,
		  const struct linux_boot *b)
{
	/* boot.rst: the header ends at 202h + the byte at 201h. */
	size_t end = 0x202 + k->file[0x201];

	/* A newer one than ours is handed on whole. */
	if (end > LINUX_SETUP_END)
		end = LINUX_SETUP_END;
	memset(p, 0, sizeof(*p));
	memcpy((uint8_t *)p + LINUX_SETUP_AT, k->file + LINUX_SETUP_AT,
	       end - LINUX_SETUP_AT);
	p->setup.vid_mode = b->vid_mode;
	p->setup.type_of_loader = LINUX_LOADER_ID;
	p->setup.code32_start = b->run_at;
	p->setup.cmd_line_ptr = b->cmdline;
	p->setup.ramdisk_image = b->initrd;
	p->setup.ramdisk_size = b->initrd_len;
	if (b->quiet)
		p->setup.loadflags |= LINUX_QUIET;
}

/* What protocols before 2.02 want to know of the command line. */
static void linux_real_old(uint8_t *block, const struct linux_kernel *k)
{
	uint16_t words[2] = {LINUX_CMDLINE_MAGIC, (uint16_t)k->heap_end};

	memcpy(block + LINUX_OLD_CMDLINE_AT, words, sizeof(words));
}

uint32_t linux_real(uint8_t *block, const struct linux_kernel *k,
		    const struct linux_boot *b, const char *cmdline)
{
	struct linux_setup *s = (struct linux_setup *)(block + LINUX_SETUP_AT);
	uint32_t len = k->heap_end + (uint32_t)strlen(cmdline) + 1;

	memcpy(block, k->file, k->setup_len);
	memcpy(block + k->heap_end, cmdline, len - k->heap_end);
	s->vid_mode = b->vid_mode;
	if (k->version < LINUX_PROTOCOL(2, 2))
		linux_real_old(block, k);
	else
		s->cmd_line_ptr = k->real_at + k->heap_end;
	if (k->version < LINUX_PROTOCOL(2, 0))
		return len;
	s->type_of_loader = LINUX_LOADER_ID;
	s->setup_move_size = (uint16_t)len;
	s->ramdisk_image = b->initrd;
	s->ramdisk_size = b->initrd_len;
	if (k->version >= LINUX_PROTOCOL(2, 1)) {
		s->heap_end_ptr = (uint16_t)(k->heap_end - LINUX_SECTOR);
		s->loadflags |= LINUX_CAN_USE_HEAP;
	}
	return len;
}

/* Numbers of vga=: decimal or hexadecimal, or one of the names. */
static uint16_t linux_vga(const char *value)
{
	uint32_t n;

	if (str_caseprefix(value, "ext"))
		return LINUX_VGA_EXTENDED;
	if (str_caseprefix(value, "ask"))
		return LINUX_VGA_ASK;
	if (str_caseprefix(value, "current"))
		return LINUX_VGA_CURRENT;
	if (str_number(value, 0xFFFF, &n))
		return (uint16_t)n;
	return LINUX_VGA_NORMAL;
}

/* The value of mem=, if it is lower than limit: bytes, or K, M, G ... behind.
 */
static uint32_t linux_mem(const char *value, uint32_t limit)
{
	static const char units[] = "kmgtpe";
	uint32_t n;
	const char *end = str_number(value, 0xFFFFFFFF, &n), *unit;
	unsigned shift = 0;

	if (!end || !n) /* as the kernel: "nopentium", or nonsense */
		return limit;
	unit = *end ? strchr(units, str_lower(*end)) : NULL;
	if (unit)
		shift = 10 * (unsigned)(unit - units + 1);
	if (shift >= 32 || n > limit >> shift)
		return limit;
	return n << shift;
}

/* True if that word is at s, and ends. */
static bool linux_word(const char *s, const char *word)
{
	size_t len = strlen(word);

	return !strncmp(s, word, len) && (!s[len] || str_isspace(s[len]));
}

void linux_cmdline(const char *cmdline, struct linux_boot *b, uint32_t *mem_end)
{
	const char *word = cmdline;

	b->vid_mode = LINUX_VGA_NORMAL;
	b->has_vga = false;
	b->quiet = b->keep_pxe = false;
	*mem_end = 0xFFFFFFFF;
	while (*word) {
		if (!strncmp(word, "vga=", 4)) {
			b->vid_mode = linux_vga(word + 4);
			b->has_vga = true;
		} else if (!strncmp(word, "mem=", 4))
			*mem_end = linux_mem(word + 4, *mem_end);
		b->quiet |= linux_word(word, "quiet");
		b->keep_pxe |= linux_word(word, "keeppxe");
		word = str_skip(str_skip(word, false), true);
	}
}
