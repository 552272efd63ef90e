/* The machine and the boot as texts. Documented in info.h. */
#include "info.h"
#include "base/fmt.h"
#include "base/log.h"
#include "base/str.h"
#include "fw/machine.h"
#include "fw/memory.h"
#include "fw/pxe.h"
#include "netboot.h"
#include "proto/dhcp_print.h"
#include "road.h"
#include "spec/optrom.h"
#include "trust.h"

#define PACKET_MAX	 2048
/* Where option ROMs are (PnP BIOS 1.0a section 3), and how far apart. */
#define ROMS_START	 0xC0000u
#define ROMS_END	 0xF0000u
#define ROMS_STEP	 2048
#define ROM_TEXT_MAX	 64
#define MACHINE_TEXT_MAX 255

static void info_card(struct text *t)
{
	const struct dhcp_lease *l = &netboot_lease;
	struct pxe_undi_get_iface_info line = {0};
	char mac[3 * sizeof(l->mac)];

	fmt_hex(mac, sizeof(mac), l->mac, l->mac_len, ':', ~1u);
	text_add(t, "Card\n  address %s\n  %s\n", mac, netboot_card);
	if (!pxe_undi_get_iface_info(&line))
		text_add(t, "  link speed %u Mbit/s\n",
			 (unsigned)(line.link_speed / 1000000));
}

/* A text of the firmware's, at most max bytes. */
static void info_foreign(struct text *t, const void *text, size_t max)
{
	char *from = t->next;

	text_add(t, " %.*s", (int)max, (const char *)text);
	if (from)
		str_printable(from);
}

/* How long a string may be that begins there in a ROM of len bytes. */
static size_t info_rom_room(uint32_t len, uint16_t at)
{
	uint32_t room = at && at < len ? len - at : 0;

	return room < ROM_TEXT_MAX ? room : ROM_TEXT_MAX;
}

/* The option ROMs that say who made them, by their PnP headers. */
static void info_roms(struct text *t)
{
	for (uint32_t at = ROMS_START; at < ROMS_END; at += ROMS_STEP) {
		const uint8_t *rom = (const uint8_t *)(uintptr_t)at;
		const struct optrom_header *head = (const void *)rom;
		const struct optrom_pnp *pnp = (const void *)(rom + head->pnp);
		uint32_t len = head->length * OPTROM_UNIT;

		if (head->signature != OPTROM_SIGNATURE ||
		    head->pnp + sizeof(*pnp) > len ||
		    memcmp(pnp->signature, "$PnP", sizeof(pnp->signature)))
			continue;
		text_add(t, "  option ROM at %05x:", (unsigned)at);
		info_foreign(t, rom + pnp->manufacturer,
			     info_rom_room(len, pnp->manufacturer));
		info_foreign(t, rom + pnp->product,
			     info_rom_room(len, pnp->product));
		text_add(t, "\n");
	}
}

static void info_firmware(struct text *t)
{
	text_add(t, "Firmware\n  %s\n", netboot_firmware);
	info_roms(t);
	text_add(t, "Machine\n ");
	for (unsigned i = 0; i < MACHINE_TEXTS; i++)
		if (machine.text[i])
			info_foreign(t, machine.text[i], MACHINE_TEXT_MAX);
	text_add(t, "\n");
}

/* The packets as the firmware keeps them. */
static void info_packets(struct text *t)
{
	static const char *const name[] = {"own request", "DHCP reply",
					   "boot server's reply"};
	uint8_t *mark = arena_mark(&memory.low);
	uint8_t *buf = arena_alloc(&memory.low, PACKET_MAX);

	for (uint16_t i = 0; buf && i < 3; i++) {
		int len = pxe_get_cached_info(PXE_PACKET_DISCOVER + i, buf,
					      PACKET_MAX);

		text_add(t, "DHCP: %s, %d bytes\n", name[i], len < 0 ? 0 : len);
		if (len > 0)
			dhcp_print(t, buf, (size_t)len);
	}
	arena_release(&memory.low, mark);
}

static void info_memory(struct text *t)
{
	static const char *const type[] = {"usable", "reserved", "ACPI", "NVS",
					   "bad"};

	text_add(t, "Memory\n");
	for (unsigned i = 0; i < memory.e820_count; i++) {
		const struct e820_entry *e = &memory.e820[i];

		text_add(t, "  %010llx + %010llx %s\n",
			 (unsigned long long)e->base,
			 (unsigned long long)e->len,
			 e->type - 1 < 5 ? type[e->type - 1] : "other");
	}
}

static void info_trust(struct text *t)
{
	char name[POLICY_BY_MAX / 2] = "nobody: no certificate is stamped";

	if (trust.stamp.is_there)
		cert_name(&trust.stamp.cert, name, sizeof(name));
	text_add(t,
		 "Trust\n  who may sign: %s\n  signatures are%s required\n"
		 "  manifest: %s\n",
		 name, trust.is_required ? "" : " not",
		 trust.has_manifest ? trust.by : "none");
}

const char *info_text(struct arena *a)
{
	struct text t;
	const char *text = text_begin(&t, a);

	text_add(&t, "Towline " VERSION "\n");
	info_card(&t);
	info_firmware(&t);
	road_print(&t);
	info_trust(&t);
	info_packets(&t);
	info_memory(&t);
	text_end(&t, a);
	return text;
}

const char *info_log(struct arena *a)
{
	char line[LOG_LINE_MAX];
	struct text t;
	const char *text = text_begin(&t, a);
	uint32_t at = 0;

	while (log_read(&at, line, sizeof(line)) >= 0)
		text_add(&t, "%s\n", line);
	text_end(&t, a);
	return text;
}
