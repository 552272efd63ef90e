/* The network as a boot sees it. Documented in netboot.h. */
#include "base/err.h"
#include "base/fmt.h"
#include "base/log.h"
#include "base/place.h"
#include "base/str.h"
#include "fw/clock.h"
#include "fw/console.h"
#include "fw/keys.h"
#include "fw/memory.h"
#include "fw/pxe.h"
#include "menu/progress.h"
#include "netboot.h"
#include "proto/cfgname.h"
#include "proto/url.h"
#include "road.h"
#include "trust.h"

/* What iPXE and Windows PE agree on, and somewhat more. */
#define PACKET_MAX   2048
#define REDRAW_MS    100
#define REDRAW_SHARE 20 /* drawing takes at most one part in so many */
#define PATH_MAX     512

struct dhcp_lease netboot_lease;
static char prefix[PATH_MAX];
static struct url url; /* of the file that is fetched */

/* A firmware may lack any of the three; the ACK or the reply must be there. */
static int netboot_packets(void)
{
	uint8_t *buf = arena_alloc(&memory.low, PACKET_MAX);
	int merged = 0, rc = 0;

	if (!buf)
		return fail(ERR_NETBOOT_BUFFER, "%u bytes", PACKET_MAX);
	for (uint16_t type = PXE_PACKET_DISCOVER; type <= PXE_PACKET_REPLY;
	     type++) {
		int len = pxe_get_cached_info(type, buf, PACKET_MAX);

		rc = len < 0 ? len
			     : dhcp_merge(&netboot_lease, buf, (size_t)len);
		if (rc < 0)
			log_line(LOG_WARN, "DHCP packet %u: %s (%s) [%s]", type,
				 err_sentence(rc), err_detail(), err_code(rc));
		else if (type != PXE_PACKET_DISCOVER)
			merged++;
	}
	return merged ? 0 : rc;
}

static void netboot_say_card(void)
{
	struct pxe_undi_get_nic_type nic = {0};
	struct pxe_undi_get_information info = {0};

	log_line(LOG_INFO, "PXE %u.%u (%s, entry %04X:%04X), base memory %u KB",
		 pxe_api.version >> 8, pxe_api.version & 0xFF, pxe_api.found_by,
		 pxe_api.entry.seg, pxe_api.entry.off, memory.base_end / 1024);
	if (!pxe_undi_get_nic_type(&nic) && nic.nic_type == PXE_NIC_PCI)
		log_line(LOG_DEBUG, "card %04x:%04x at %02x:%02x.%x",
			 nic.vendor_id, nic.dev_id, nic.bus_dev_func >> 8,
			 nic.bus_dev_func >> 3 & 0x1F, nic.bus_dev_func & 7);
	if (!pxe_undi_get_information(&info))
		log_line(LOG_DEBUG, "interrupt %u, MTU %u, %u receive buffers",
			 info.int_number, info.max_tran_unit, info.rx_buf_ct);
}

static void netboot_say_lease(void)
{
	const struct dhcp_lease *l = &netboot_lease;
	const uint8_t *m = l->mac;
	char ip[FMT_IP], mask[FMT_IP], gateway[FMT_IP], server[FMT_IP];

	log_line(LOG_INFO, "%02x:%02x:%02x:%02x:%02x:%02x  %s/%s  gateway %s",
		 m[0], m[1], m[2], m[3], m[4], m[5], fmt_ip(ip, l->address),
		 fmt_ip(mask, l->mask), fmt_ip(gateway, l->gateway));
	log_line(LOG_INFO, "server %s, boot file %s, prefix \"%s\"",
		 fmt_ip(server, l->server), l->boot_file, prefix);
}

int netboot_init(void)
{
	struct range taken[PXE_TAKEN_MAX];
	int rc = pxe_find();

	/* Memory is needed to say anything at all, also that PXE is missing. */
	TRY(memory_init(taken, rc < 0 ? 0 : pxe_taken(taken)));
	TRY(rc);
	TRY(pxe_init());
	netboot_say_card();
	TRY(netboot_packets());
	cfgname_prefix(&netboot_lease, prefix, sizeof(prefix));
	netboot_say_lease();
	return road_open(&netboot_lease);
}

/* The progress line and the Esc key of one transfer. */
struct look {
	struct fetch_watch watch;
	const char *name;
	uint32_t draw_at_ms; /* of elapsed_ms: when to draw next */
};

/* Drawing must not cost speed, and a slow serial line is slow. */
static void netboot_draw(struct look *l, const struct progress *p)
{
	char line[CANVAS_COLS_MAX + 1];
	uint32_t start = clock_ms(), pause;

	progress_line(p, line, console_width());
	console_status(line);
	pause = (clock_ms() - start) * REDRAW_SHARE;
	l->draw_at_ms = p->elapsed_ms + (pause > REDRAW_MS ? pause : REDRAW_MS);
}

static int netboot_look(struct fetch_watch *w, const struct fetch_state *s)
{
	struct look *l = (struct look *)w;
	struct progress p = {l->name, s->done, s->total, s->elapsed_ms};

	if (keys_get_seldom() == KEY_ESC)
		return fail(ERR_NETBOOT_ESC, "after %u bytes",
			    (unsigned)s->done);
	if (s->elapsed_ms >= l->draw_at_ms)
		netboot_draw(l, &p);
	return 0;
}

static int netboot_receive(const char *name, struct sink *out, bool quiet)
{
	struct look look = {{netboot_look}, name, REDRAW_MS};
	struct fetch_state state = {0};
	const char *how;
	struct progress p;
	char path[PATH_MAX], line[LOG_LINE_MAX];

	if (!cfgname_join(prefix, name, path, sizeof(path)))
		return fail(ERR_NETBOOT_PATH, "prefix and name exceed %u bytes",
			    PATH_MAX - 1);
	TRY(url_of(&url, path, netboot_lease.server));
	TRY(road_fetch(&url, out, &look.watch, &state, &how));
	p = (struct progress){name, state.done, state.total, state.elapsed_ms};
	progress_summary(&p, state.retransmissions, how, line, sizeof(line));
	log_line(quiet ? LOG_DEBUG : LOG_INFO, "%s", line);
	return 0;
}

int netboot_fetch(const char *name, struct sink *out, bool quiet)
{
	struct policy_object object;
	struct sink *in;

	TRY(policy_object(&trust, &object, name, out, &in));
	return policy_verdict(&trust, &object,
			      netboot_receive(name, in, quiet));
}

/* A way to fetch: checked, or not. */
typedef int netboot_way(const char *name, struct sink *out, bool quiet);

static int netboot_keep(netboot_way *fetch, const char *name,
			struct arena *arena, bool quiet, struct span *text)
{
	struct place place;
	char *start = arena_alloc(arena, 0);
	size_t room = arena_room(arena);

	/* In place at the arena's end: the length is not known before. */
	if (!start || room == 0)
		return fail(ERR_NETBOOT_TEXT, "%s", name);
	place_init(&place, start, (uint32_t)room - 1);
	TRY(fetch(name, &place.sink, quiet));
	start[place.len] = '\0';
	arena->next += place.len + 1;
	*text = span_of(start, place.len);
	return 0;
}

int netboot_text(const char *name, struct arena *arena, bool quiet,
		 const char **text, size_t *len)
{
	struct span bytes;

	TRY(netboot_keep(netboot_fetch, name, arena, quiet, &bytes));
	*text = (const char *)bytes.p;
	*len = bytes.len;
	return 0;
}

int netboot_credential(const char *name, struct span *bytes)
{
	return netboot_keep(netboot_receive, name, &memory.heap, true, bytes);
}

void netboot_poll(void)
{
	road_poll();
}
