/*
 * Handing over to something else than a kernel. Documented in chain.h.
 *
 * A boot program gets the machine as the firmware would give it, with the
 * packets changed to where its own file came from; a copy of Towline waits
 * above, in the middle of memory, where it is the least likely to be written
 * over, and comes back if the program returns.
 */
#include "chain.h"
#include <string.h>
#include "base/err.h"
#include "base/log.h"
#include "base/mem.h"
#include "crypto/verified.h"
#include "fw/clock.h"
#include "fw/console.h"
#include "fw/disk.h"
#include "fw/keys.h"
#include "fw/memory.h"
#include "fw/power.h"
#include "fw/pxe.h"
#include "netboot.h"
#include "proto/dhcp.h"
#include "proto/dhcp_patch.h"
#include "proto/url.h"
#include "road.h"
#include "stage0/launch.h"
#include "trust.h"

#define PAGE	    4096
#define BOOT_AT	    0x7C00
/* Below are the interrupt table and the BIOS's data. */
#define BASE_START  0x500
/* Where an MBR that has moved to 600h has its table. */
#define HANDOVER_AT 0x7BE
#define T13_MARK    0x54504721 /* "!GPT": GPT's boot protocol for BIOSes */
/* How long the last line can be read. */
#define READ_MS	    3000

/* The firmware's packets as they were. */
static struct chain_packet {
	uint8_t *own, *before;
	uint16_t len;
} packets[2];

static struct disk_io *disks;

/* The BIOS goes on with the next boot device, or has none. */
static void __attribute__((noreturn)) chain_int18(void)
{
	struct call16 c = {.target = segoff_of(int18_16)};

	call16(&c);
	log_line(LOG_ERROR, "The BIOS has no other boot device. A key starts "
			    "the machine anew.");
	while (keys_get() == KEY_NONE)
		clock_idle();
	power_reboot(false);
}

void chain_leave(int how)
{
	console_text();
	console_clear();
	log_line(LOG_INFO, "Going on with the next boot device.");
	road_pause();
	if (how != -1)
		leave16((uint32_t)how);
	pxe_unload();
	chain_int18();
}

/* A file, to above 1 MiB. */
static int chain_fetch(const char *name, struct span *file)
{
	policy_boot(&trust);
	return netboot_fetch(name, memmap_largest(&memory.high, 0, MEMMAP_TOP),
			     file);
}

/* Will it fit into base memory at an address, and on the firmware's stack? */
static int chain_fits(struct span file, uint32_t to)
{
	uint32_t room = memmap_end_of(&memory.base, to) - to;

	if (to < BASE_START || !file.len || file.len > room)
		return fail(ERR_CHAIN_ROOM, "%zu bytes, from %Xh %u are free",
			    file.len, to, room);
	if (!launch_prepare())
		return fail(ERR_CHAIN_STACK, "%04X:%04X", entry_state.stack.seg,
			    entry_state.stack.off);
	return 0;
}

static struct move chain_move(struct span file, uint32_t to)
{
	return (struct move){to, (uint32_t)(uintptr_t)file.p, file.len};
}

/* The middle of memory, behind the file. NULL if there is not as much. */
static void *chain_keep(struct span file)
{
	struct range room = memmap_largest(&memory.high, 0, MEMMAP_TOP);
	uint32_t at = (room.start / 2 + room.end / 2) & ~(PAGE - 1u);
	uint32_t end = (uint32_t)(uintptr_t)file.p + file.len;

	if (at < end || room.end - at < launch_keep_len())
		return NULL;
	return (void *)(uintptr_t)at;
}

static void chain_unpatch(void)
{
	for (unsigned i = 0; i < 2; i++)
		if (packets[i].own)
			memcpy(packets[i].own, packets[i].before,
			       packets[i].len);
	memset(packets, 0, sizeof(packets));
}

/* One packet, in the firmware's own memory. */
static int chain_patch_one(const struct dhcp_patch *d, uint16_t type,
			   struct chain_packet *k)
{
	uint8_t *own = pxe_cached_own(type, &k->len);
	struct dhcp read;

	if (!own || dhcp_open(&read, own, k->len) < 0) {
		log_line(LOG_DEBUG, "DHCP packet %u stays as it is", type);
		return 0;
	}
	k->before = arena_alloc(&memory.heap, k->len);
	if (!k->before)
		return fail(ERR_CHAIN_PACKET, "%u bytes", k->len);
	memcpy(k->before, own, k->len);
	k->own = own;
	return dhcp_patch(d, k->before, k->len, own, k->len);
}

/* What the program reads about its own file, and what the entry adds. */
static int chain_patch(const struct plan_packet *p)
{
	static char file[URL_PATH_MAX];
	struct dhcp_patch d = {
		.file = file, .option = p->option, .options = p->options};

	netboot_origin(file, sizeof(file), &d.server);
	if (p->server)
		memcpy(&d.server, &p->server, sizeof(d.server));
	TRY(chain_patch_one(&d, PXE_PACKET_ACK, &packets[0]));
	return chain_patch_one(&d, PXE_PACKET_REPLY, &packets[1]);
}

/* A boot program came back. Is the firmware still as it was? */
static int chain_back(uint32_t ax)
{
	mem_prepare();
	console_again();
	if (!pxe_unchanged() || road_resume() < 0) {
		log_line(LOG_ERROR, "The boot program came back without PXE. "
				    "Going on with the next boot device.");
		clock_wait(READ_MS);
		chain_int18();
	}
	return fail(ERR_CHAIN_BACK, "AX = %u", (unsigned)ax);
}

static int chain_start_nbp(const struct verified *v, struct span file)
{
	void *keep = chain_keep(file);
	struct launch *l;

	log_line(LOG_INFO, "Starting a boot program (%s)", v->by);
	console_text();
	road_pause();
	pxe_remember();
	l = launch_prepare();
	l->move[0] = chain_move(file, BOOT_AT);
	l->entry.off = BOOT_AT;
	l->ebx = entry_state.pxenv.off;
	l->es = entry_state.pxenv.seg;
	l->edx = segoff_phys(entry_state.pxenv);
	return chain_back(launch(l, keep));
}

static int chain_nbp(const struct plan *p)
{
	struct verified v;
	struct span file;
	int rc;

	TRY(chain_fetch(p->file, &file));
	TRY(chain_fits(file, BOOT_AT));
	TRY(policy_prove(&trust, &v));
	rc = chain_patch(&p->packet);
	if (rc == 0)
		rc = chain_start_nbp(&v, file);
	chain_unpatch();
	return rc;
}

/* Start a boot sector that is above 1 MiB; never returns if it has begun. */
static int chain_start_sector(const struct plan_disk *d, struct span sector,
			      const struct disk_place *at)
{
	struct segoff to = {d->off, d->seg};
	struct launch *l;

	if (!d->seg && !d->off)
		to.off = BOOT_AT;
	TRY(chain_fits(sector, segoff_phys(to)));
	if (d->hide && d->partition && !at->gpt_len)
		TRY(disk_hide(disks, at->drive, d->partition));
	console_text();
	road_pause();
	if (!d->keep_pxe)
		pxe_unload();
	l = launch_prepare();
	l->move[0] = chain_move(sector, segoff_phys(to));
	l->entry = (struct segoff){d->ip ? d->ip : to.off, to.seg};
	l->stack = (struct segoff){BOOT_AT, 0};
	l->edx = at->drive;
	if (d->swap && at->drive % DISK_HD0) {
		disk_swap(at->drive);
		l->edx &= DISK_HD0;
	}
	if (at->entry.type) {
		memcpy((void *)HANDOVER_AT, &at->entry,
		       sizeof(*at) - offsetof(struct disk_place, entry));
		l->esi = HANDOVER_AT;
	}
	if (at->gpt_len)
		l->eax = T13_MARK;
	launch(l, NULL);
	return 0;
}

static int chain_place(const struct plan_disk *d, struct disk_place *at)
{
	disks = disk_open();
	if (!disks)
		return fail(ERR_CHAIN_DISK, "drive %02Xh", d->drive);
	return disk_find(disks, d, disk_count(), at);
}

static int chain_disk(const struct plan_disk *d)
{
	struct disk_place at;
	struct mbr *sector = arena_alloc(&memory.heap, sizeof(*sector));

	if (!sector)
		return fail(ERR_CHAIN_DISK, "%u bytes", DISK_SECTOR);
	TRY(chain_place(d, &at));
	TRY(disk_read_boot(disks, &at, sector));
	log_line(LOG_INFO, "Starting drive %02Xh, sector %u", at.drive,
		 (unsigned)at.lba);
	return chain_start_sector(d, span_of(sector, sizeof(*sector)), &at);
}

static int chain_sector(const struct plan *p)
{
	struct disk_place at = {.drive = p->disk.drive};
	struct verified v;
	struct span file;

	TRY(chain_fetch(p->file, &file));
	if (p->disk.partition || p->disk.mbr_id || p->disk.label ||
	    p->disk.guid)
		TRY(chain_place(&p->disk, &at));
	TRY(policy_prove(&trust, &v));
	log_line(LOG_INFO, "Starting a boot sector (%s)", v.by);
	return chain_start_sector(&p->disk, file, &at);
}

static int chain_local(int how)
{
	struct plan_disk d = {.drive = (uint8_t)how};

	/* As ISOLINUX has it: a drive. */
	if (how >= DISK_HD0 && how <= 0xFF)
		return chain_disk(&d);
	/* As PXELINUX has it: 16 bits, and the firmware is told any number. */
	chain_leave((int16_t)how);
}

static int chain_do(const struct plan *p)
{
	switch (p->kind) {
	case PLAN_NBP:
		return chain_nbp(p);
	case PLAN_SECTOR:
		return chain_sector(p);
	case PLAN_DISK:
		return chain_disk(&p->disk);
	case PLAN_LOCAL:
		return chain_local(p->number);
	case PLAN_REBOOT:
		log_line(LOG_INFO, "Starting the machine anew.");
		power_reboot(p->number);
	default:
		log_line(LOG_INFO, "Switching off.");
		return power_off();
	}
}

int chain(const struct plan *p, const char **object)
{
	uint8_t *low = arena_mark(&memory.low);
	int rc;

	*object = p->file ? p->file : "local boot";
	rc = chain_do(p);
	arena_release(&memory.low, low);
	return rc;
}
