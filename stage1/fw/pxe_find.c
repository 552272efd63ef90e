/*
 * Finding the PXE API by all the ways there are (GRUB and others use one, and
 * miss firmware). Documented in pxe.h.
 */
#include <string.h>
#include "base/err.h"
#include "fw/pxe.h"
#include "spec/bios.h"
#include "stage0/call16.h"

#define SCAN_STEP	 16
#define SCAN_END	 0xA0000
/* PXENV+ may lie lower than 40:13; SYSLINUX looks from here, too. */
#define SCAN_PXENV_START 0x10000
#define PXE_VERSION_21	 0x0201

struct pxe_api pxe_api;

static bool sums_to_zero(const uint8_t *p, unsigned len)
{
	uint8_t sum = 0;

	while (len--)
		sum = (uint8_t)(sum + *p++);
	return sum == 0;
}

static const struct pxe *pxe_at(uint32_t phys)
{
	const struct pxe *p = (const struct pxe *)(uintptr_t)phys;

	if (!phys || memcmp(p->signature, PXE_SIGNATURE, 4) ||
	    p->length < sizeof(*p) ||
	    !sums_to_zero((const uint8_t *)p, p->length))
		return NULL;
	return p;
}

static const struct pxenv *pxenv_at(uint32_t phys)
{
	const struct pxenv *p = (const struct pxenv *)(uintptr_t)phys;

	if (!phys || memcmp(p->signature, PXENV_SIGNATURE, 6) ||
	    p->length < PXENV_LEN_20 ||
	    !sums_to_zero((const uint8_t *)p, p->length))
		return NULL;
	return p;
}

static bool use_pxe(const struct pxe *p, const char *found_by)
{
	if (!p)
		return false;
	pxe_api.pxe = p;
	pxe_api.entry = p->entry_sp;
	pxe_api.version = PXE_VERSION_21;
	pxe_api.found_by = found_by;
	return true;
}

static const struct pxe *pxe_scan(void)
{
	uint32_t at = *(volatile uint16_t *)BDA_BASE_MEMORY * 1024u;

	for (; at < SCAN_END; at += SCAN_STEP)
		if (pxe_at(at))
			return pxe_at(at);
	return NULL;
}

static const struct pxenv *pxenv_scan(void)
{
	for (uint32_t at = SCAN_PXENV_START; at < SCAN_END; at += SCAN_STEP)
		if (pxenv_at(at))
			return pxenv_at(at);
	return NULL;
}

/*
 * Version 2.1 promises a pointer to !PXE; Intel's PDK 3.0 claims the version
 * and is too short to have it.
 */
static bool use_pxenv(const struct pxenv *p, const char *found_by)
{
	if (!p)
		return false;
	pxe_api.pxenv = p;
	pxe_api.entry = p->rm_entry;
	pxe_api.version = p->version;
	pxe_api.found_by = found_by;
	if (p->version >= PXE_VERSION_21 && p->length >= PXENV_LEN_21 &&
	    !use_pxe(pxe_at(segoff_phys(p->pxe_ptr)), found_by))
		use_pxe(pxe_scan(), found_by);
	return true;
}

static const struct pxenv *pxenv_by_int1a(void)
{
	struct call16 c = {.eax = PXE_INT1A_QUERY};

	call16_int(0x1A, &c);
	if ((c.flags & FLAG_CARRY) || (uint16_t)c.eax != PXE_INT1A_ANSWER)
		return NULL;
	return pxenv_at(segoff_phys((struct segoff){(uint16_t)c.ebx, c.es}));
}

int pxe_find(void)
{
	const struct pxenv *at_entry = pxenv_at(segoff_phys(entry_state.pxenv));

	if (use_pxe(pxe_at(segoff_phys(entry_state.pxe_ptr)),
		    "!PXE on the stack")) {
		pxe_api.pxenv = at_entry;
		return 0;
	}
	if (use_pxenv(at_entry, "PXENV+ in ES:BX") ||
	    use_pxenv(pxenv_by_int1a(), "PXENV+ by INT 1Ah") ||
	    use_pxe(pxe_scan(), "!PXE in memory") ||
	    use_pxenv(pxenv_scan(), "PXENV+ in memory"))
		return 0;
	return fail(ERR_PXE_NOT_FOUND, "looked at the stack, ES:BX, INT 1Ah, "
				       "and memory");
}

/* What pxe_remember saw. */
static struct {
	struct pxe pxe;
	bool by_int1a;
	uint16_t base_kb;
} was;

void pxe_remember(void)
{
	if (pxe_api.pxe)
		was.pxe = *pxe_api.pxe;
	was.by_int1a = pxenv_by_int1a() != NULL;
	was.base_kb = *(volatile uint16_t *)BDA_BASE_MEMORY;
}

bool pxe_unchanged(void)
{
	const struct pxe *now = pxe_api.pxe;

	/* Unloading clears segments, unhooks INT 1Ah, gives memory back. */
	return was.base_kb == *(volatile uint16_t *)BDA_BASE_MEMORY &&
	       was.by_int1a == (pxenv_by_int1a() != NULL) &&
	       (!now || !memcmp(now->seg, was.pxe.seg, sizeof(now->seg)));
}

static struct range range_of(uint32_t start, uint32_t len)
{
	return (struct range){start, start + len};
}

unsigned pxe_taken(struct range *taken)
{
	const struct pxenv *env = pxe_api.pxenv;
	unsigned n = 0;
	uint32_t sp = segoff_phys(entry_state.stack);

	/* Below our entry frame firmware works; above it lies its own. */
	taken[n++] = (struct range){sp < 0x2000 ? 0 : sp - 0x2000, sp + 0x400};
	for (int i = 0; pxe_api.pxe && i < PXE_SEGS; i++)
		taken[n++] = range_of(pxe_api.pxe->seg[i].phys,
				      pxe_api.pxe->seg[i].size);
	if (!env)
		return n;
	taken[n++] = range_of(env->undi_data_seg * 16u, env->undi_data_size);
	taken[n++] = range_of(env->undi_code_seg * 16u, env->undi_code_size);
	taken[n++] = range_of(env->bc_data_seg * 16u, env->bc_data_size);
	taken[n++] = range_of(env->bc_code_seg * 16u, env->bc_code_size);
	return n;
}
