/* Linux by its 32-bit boot protocol. Documented in linux.h. */
#include "base/err.h"
#include "base/fmt.h"
#include "base/str.h"
#include "load/linux.h"

/* Kernels before 2.10 do not say; a decompressed one was below this. */
#define INIT_SIZE_OLD 0x2000000
#define SETUP_SECTS_OLD 4

static int linux_no_kernel(const uint8_t *p, size_t len)
{
	char found[48] = "the file is empty";
	size_t n = 0;

	if (len)
		n = fmt(found, sizeof(found), "it begins with");
	for (size_t i = 0; i < len && i < 4; i++)
		n += fmt(found + n, sizeof(found) - n, " %02X", p[i]);
	return fail(ERR_LINUX_NO_KERNEL, "%s", found);
}

/* The header fields of newer protocols, with what older ones meant. */
static void linux_fields(struct linux_kernel *k, const struct linux_setup *s)
{
	k->version = s->version;
	k->pref_address = LINUX_LOAD_ADDRESS;
	k->align = 1;
	k->relocatable = false;
	k->init_size = k->code_len > INIT_SIZE_OLD / 2 ? k->code_len * 2
						       : INIT_SIZE_OLD;
	k->initrd_max = LINUX_INITRD_MAX_OLD;
	k->cmdline_max = LINUX_CMDLINE_OLD;
	if (s->version >= LINUX_PROTOCOL(2, 3))
		k->initrd_max = s->initrd_addr_max;
	if (s->version >= LINUX_PROTOCOL(2, 5)) {
		k->relocatable = s->relocatable_kernel;
		k->align = s->kernel_alignment;
	}
	if (s->version >= LINUX_PROTOCOL(2, 6))
		k->cmdline_max = s->cmdline_size;
	if (s->version >= LINUX_PROTOCOL(2, 10)) {
		k->pref_address = (uint32_t)s->pref_address;
		k->init_size = s->init_size;
		if (s->pref_address >> 32)
			k->pref_address = 0; /* not ours to reach: relocate */
	}
}

int linux_read(struct linux_kernel *k, struct span file)
{
	const struct linux_setup *s =
		(const struct linux_setup *)(file.p + LINUX_SETUP_AT);
	uint32_t sects;

	if (file.len < LINUX_SETUP_AT + sizeof(*s) ||
	    s->boot_flag != LINUX_BOOT_FLAG || s->header != LINUX_MAGIC)
		return linux_no_kernel(file.p, file.len);
	if (s->version < LINUX_PROTOCOL(2, 2) ||
	    !(s->loadflags & LINUX_LOADED_HIGH))
		return fail(ERR_LINUX_OLD, "protocol %u.%02u", s->version >> 8,
			    s->version & 0xFF);
	sects = s->setup_sects ? s->setup_sects : SETUP_SECTS_OLD;
	k->file = file.p;
	k->setup_len = (sects + 1) * LINUX_SECTOR;
	/* syssize counts 16 bytes, the last ones perhaps not in the file. */
	if (file.len < k->setup_len ||
	    (file.len - k->setup_len + 15) / 16 < s->syssize)
		return fail(ERR_LINUX_TRUNCATED,
			    "%zu bytes came, its header says %u", file.len,
			    k->setup_len + s->syssize * 16);
	k->code_len = (uint32_t)file.len - k->setup_len;
	linux_fields(k, s);
	if (k->align & (k->align - 1) || !k->align ||
	    k->init_size > 0x40000000 || k->cmdline_max > 0x10000)
		return fail(ERR_LINUX_HEADER,
			    "alignment %Xh, init_size %Xh, cmdline_size %Xh",
			    k->align, k->init_size, k->cmdline_max);
	if (k->init_size < k->code_len)
		k->init_size = k->code_len;
	return 0;
}

int linux_place(const struct linux_kernel *k, const struct memmap *free,
		uint32_t *run_at)
{
	struct range most;

	if (k->pref_address &&
	    memmap_lowest(free, k->pref_address, 0xFFFFF000, k->init_size, 1,
			  run_at) &&
	    *run_at == k->pref_address)
		return 0;
	/* Below its preferred address it would move itself there again. */
	if (k->relocatable &&
	    memmap_lowest(free, k->pref_address, 0xFFFFF000, k->init_size,
			  k->align, run_at))
		return 0;
	most = memmap_largest(free, k->pref_address, 0xFFFFF000);
	return fail(ERR_LINUX_NO_ROOM,
		    "%u KB needed from %Xh, %u KB free, %u KB missing",
		    k->init_size / 1024, k->pref_address,
		    (most.end - most.start) / 1024,
		    (k->init_size - (most.end - most.start)) / 1024);
}

void linux_params(struct linux_params *p, const struct linux_kernel *k,
		  const struct linux_boot *b)
{
	const uint8_t *header = k->file + LINUX_SETUP_AT;
	/* boot.rst: the header ends at 202h + the byte at 201h. */
	size_t len = 0x202 - LINUX_SETUP_AT + k->file[0x201];

	if (len > sizeof(p->setup))
		len = sizeof(p->setup);
	memset(p, 0, sizeof(*p));
	memcpy(&p->setup, header, len);
	p->setup.vid_mode = b->vid_mode;
	p->setup.type_of_loader = LINUX_LOADER_ID;
	p->setup.code32_start = b->run_at;
	p->setup.cmd_line_ptr = b->cmdline;
	p->setup.ramdisk_image = b->initrd;
	p->setup.ramdisk_size = b->initrd_len;
	if (b->quiet)
		p->setup.loadflags |= LINUX_QUIET;
}

/* Numbers of vga=: decimal or hexadecimal, or one of the names. */
static uint16_t linux_vga(const char *value)
{
	uint32_t n;

	if (str_caseprefix(value, "ext"))
		return 0xFFFE;
	if (str_caseprefix(value, "ask"))
		return 0xFFFD;
	if (str_number(value, 0xFFFF, &n))
		return (uint16_t)n;
	return 0xFFFF;
}

/* mem=: bytes, or with K, M or G behind. */
static uint32_t linux_mem(const char *value)
{
	uint32_t n;
	const char *unit = str_number(value, 0xFFFFFFFF, &n);
	unsigned shift = 0;

	if (!unit)
		return 0xFFFFFFFF;
	if (str_lower(*unit) == 'k')
		shift = 10;
	else if (str_lower(*unit) == 'm')
		shift = 20;
	else if (str_lower(*unit) == 'g')
		shift = 30;
	return n > 0xFFFFFFFF >> shift ? 0xFFFFFFFF : n << shift;
}

void linux_cmdline(const char *cmdline, struct linux_boot *b, uint32_t *mem_end)
{
	const char *word = cmdline;

	b->vid_mode = 0xFFFF;
	b->quiet = false;
	*mem_end = 0xFFFFFFFF;
	while (*word) {
		if (!strncmp(word, "vga=", 4))
			b->vid_mode = linux_vga(word + 4);
		else if (!strncmp(word, "mem=", 4))
			*mem_end = linux_mem(word + 4);
		else if (!strncmp(word, "quiet", 5) &&
			 (!word[5] || str_isspace(word[5])))
			b->quiet = true;
		while (*word && !str_isspace(*word))
			word++;
		while (*word && str_isspace(*word))
			word++;
	}
}
