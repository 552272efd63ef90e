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
#include "proto/source.h"
#include "road.h"
#include "syslog.h"
#include "trust.h"

/* What iPXE and Windows PE agree on, and somewhat more. */
#define PACKET_MAX   2048
#define REDRAW_MS    100
#define REDRAW_SHARE 20	  /* drawing takes at most one part in so many */
#define RETRY_MS     1000 /* before a source is tried again; doubles */
#define HASTY_TRIES  2	  /* of HTTP, if there is another source */

struct dhcp_lease netboot_lease;
char netboot_firmware[NETBOOT_TEXT], netboot_card[NETBOOT_TEXT];
int (*netboot_meanwhile)(void);
static char prefix[SOURCE_PATH_MAX];
static struct source_servers servers;
static struct source source;  /* of the file that is fetched */
static struct url url;	      /* its present one */
static const char *announced; /* what will be fetched behind it, or NULL */

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
			log_line(LOG_WARN, "DHCP packet %u: %s", type,
				 err_text(rc));
		else if (type != PXE_PACKET_DISCOVER)
			merged++;
	}
	return merged ? 0 : rc;
}

static void netboot_say_card(void)
{
	struct pxe_undi_get_nic_type nic = {0};
	struct pxe_undi_get_information info = {0};
	size_t len = 0;

	fmt(netboot_firmware, NETBOOT_TEXT,
	    "PXE %u.%u (found by %s, entry %04X:%04X), base memory %u KB",
	    pxe_api.version >> 8, pxe_api.version & 0xFF, pxe_api.found_by,
	    pxe_api.entry.seg, pxe_api.entry.off, memory.base_end / 1024);
	log_line(LOG_INFO, "%s", netboot_firmware);
	if (!pxe_undi_get_nic_type(&nic) && nic.nic_type == PXE_NIC_PCI)
		len = fmt(netboot_card, NETBOOT_TEXT,
			  "PCI %04x:%04x at %02x:%02x.%x, ", nic.vendor_id,
			  nic.dev_id, nic.bus_dev_func >> 8,
			  nic.bus_dev_func >> 3 & 0x1F, nic.bus_dev_func & 7);
	if (!pxe_undi_get_information(&info))
		fmt(netboot_card + len, NETBOOT_TEXT - len,
		    "interrupt %u, I/O %Xh, MTU %u, %u buffers",
		    info.int_number, info.base_io, info.max_tran_unit,
		    info.rx_buf_ct);
	log_line(LOG_DEBUG, "%s", netboot_card);
}

static void netboot_say_lease(void)
{
	const struct dhcp_lease *l = &netboot_lease;
	char ip[FMT_IP], mask[FMT_IP], gateway[FMT_IP], server[FMT_IP];
	char mac[3 * sizeof(l->mac)];

	fmt_hex(mac, sizeof(mac), l->mac, l->mac_len, ':', ~1u);
	log_line(LOG_INFO, "%s  %s/%s  gateway %s", mac, fmt_ip(ip, l->address),
		 fmt_ip(mask, l->mask), fmt_ip(gateway, l->gateway));
	log_line(LOG_INFO, "server %s, boot file %s, prefix \"%s\"",
		 fmt_ip(server, l->server), l->boot_file, prefix);
}

static void netboot_servers(void)
{
	const struct dhcp_lease *l = &netboot_lease;

	servers = (struct source_servers){.at = {l->server}, .count = 1};
	for (int i = 0; i < DHCP_OTHER_MAX && dhcp_ip_usable(l->other[i]); i++)
		servers.at[servers.count++] = l->other[i];
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
	netboot_folder(NULL);
	netboot_servers();
	netboot_say_lease();
	return road_open(&netboot_lease);
}

/* One file: its progress line, the Esc key, how it went. */
struct look {
	struct fetch_watch watch;
	struct fetch_state state; /* of the present try */
	uint32_t draw_at_ms;	  /* of elapsed_ms: when to draw next */
	uint32_t retransmissions; /* of the tries before */
	bool quiet;
	bool is_checked; /* it has to go through the policy */
	const char *how;
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

static struct progress netboot_progress(const struct fetch_state *s)
{
	static char name[LOG_LINE_MAX / 3];

	return (struct progress){url_bare(source.name, name, sizeof(name)),
				 s->done, s->total, s->elapsed_ms};
}

static int netboot_look(struct fetch_watch *w, const struct fetch_state *s)
{
	struct look *l = (struct look *)w;
	struct progress p;

	if (netboot_meanwhile)
		return netboot_meanwhile();
	if (keys_get_seldom() == KEY_ESC)
		return fail(ERR_NETBOOT_ESC, "after %u bytes",
			    (unsigned)s->done);
	if (s->elapsed_ms < l->draw_at_ms)
		return 0;
	p = netboot_progress(s);
	netboot_draw(l, &p);
	return 0;
}

void netboot_full_name(char *host, size_t room)
{
	const char *domain = netboot_lease.domain_name;
	size_t len = strlen(host);

	if (*domain && !strchr(host, '.'))
		fmt(host + len, room - len, ".%s", domain);
}

/* The next source's url. */
static int netboot_next(struct source *from, struct url *u)
{
	int rc = source_next(from, u);

	if (rc > 0 && !u->has_ip)
		netboot_full_name(u->host, sizeof(u->host));
	return rc;
}

/* The url of what was announced, if it can be known; valid until the next. */
static const struct url *netboot_ahead(void)
{
	static struct source from;
	static struct url ahead;

	if (!announced)
		return NULL;
	source_start(&from, announced, prefix, &servers);
	announced = NULL;
	return netboot_next(&from, &ahead) > 0 ? &ahead : NULL;
}

void netboot_announce(const char *names)
{
	announced = names;
}

/* What failed, and what comes next. */
static void netboot_complain(const struct look *l, int rc, const char *next)
{
	char name[LOG_LINE_MAX / 3];

	log_line(l->quiet ? LOG_DEBUG : LOG_WARN, "%s: %s; %s",
		 url_text(&url, name, sizeof(name)), err_text(rc), next);
}

/* Is the sink ready for the file's beginning? */
static bool netboot_rewind(const struct look *l, struct sink *out)
{
	if (out->again)
		out->again(out);
	return out->again || !l->state.done;
}

static int netboot_pause(struct look *l, uint32_t ms)
{
	uint32_t start = clock_ms();

	while (clock_ms() - start < ms) {
		TRY(netboot_look(&l->watch, &l->state));
		netboot_poll();
		clock_idle();
	}
	return 0;
}

/* Read url, more than once if it may be worth it. */
static int netboot_try(struct look *l, struct sink *out)
{
	for (unsigned tries = 1;; tries++) {
		uint32_t ms = RETRY_MS << (tries - 1);
		int rc;

		l->draw_at_ms = REDRAW_MS;
		l->state = (struct fetch_state){0};
		rc = road_fetch(&url, out, &l->watch, &l->state, &l->how);
		l->retransmissions += l->state.retransmissions;
		if (rc >= 0 || l->quiet ||
		    source_judge(rc, tries) != SOURCE_AGAIN ||
		    !netboot_rewind(l, out))
			return rc;
		netboot_complain(l, rc, "trying again");
		l->retransmissions++;
		TRY(netboot_pause(l, ms));
	}
}

/* What url's name means to the policy goes for this source only. */
static int netboot_checked(struct look *l, struct sink *out)
{
	struct policy_object object;
	struct sink *in;

	if (!l->is_checked)
		return netboot_try(l, out);
	TRY(policy_object(&trust, &object, source.name, out, &in));
	return policy_verdict(&trust, &object, netboot_try(l, in));
}

/* From one source after the other. */
static int netboot_sources(struct look *l, struct sink *out)
{
	for (;;) {
		int rc = netboot_next(&source, &url);

		l->watch.tries = source_more(&source) ? HASTY_TRIES : 0;
		if (rc > 0)
			rc = netboot_checked(l, out);
		if (rc >= 0 || !source_more(&source) ||
		    source_judge(rc, SOURCE_TRIES_MAX) == SOURCE_OVER ||
		    !netboot_rewind(l, out))
			return rc;
		netboot_complain(l, rc, "trying the next source");
		if (l->is_checked)
			policy_forgive(&trust);
	}
}

static int netboot_receive(struct look *l, const char *names, struct sink *out)
{
	struct source_servers one = {.at = {servers.at[servers.first]},
				     .count = 1};
	struct progress p;
	char line[LOG_LINE_MAX];
	int rc;

	syslog_poll();
	l->watch.look = netboot_look;
	l->watch.next = netboot_ahead();
	/* The manifest is about the file, not about what a server makes of it.
	 */
	l->watch.as_it_is = trust.wants_manifest;
	source_start(&source, names, prefix, l->quiet ? &one : &servers);
	rc = netboot_sources(l, out);
	/* TCP's last word leaves before we are busy with the file. */
	if (url.scheme == URL_HTTP)
		netboot_poll();
	TRY(rc);
	if (!l->quiet)
		source_good(&source, &servers);
	p = netboot_progress(&l->state);
	progress_summary(&p, l->retransmissions, l->how, line, sizeof(line));
	log_line(l->quiet ? LOG_DEBUG : LOG_INFO, "%s", line);
	return 0;
}

int netboot_fetch(const char *name, struct range room, struct span *file)
{
	struct look l = {.is_checked = true};
	struct place place;

	place_init(&place, (void *)(uintptr_t)room.start,
		   room.end - room.start);
	TRY(netboot_receive(&l, name, &place.sink));
	*file = span_of(place.base, place.len);
	return 0;
}

void netboot_origin(char *name, size_t room, ip4 *server)
{
	*server = url.ip;
	if (url.scheme == URL_TFTP)
		str_copy(name, room, url.path);
	else
		url_text(&url, name, room);
}

bool netboot_other_server(unsigned tried)
{
	if (tried >= servers.count || url_names_server(prefix))
		return false;
	servers.first = (servers.first + 1) % servers.count;
	return true;
}

bool netboot_folder(const char *folder)
{
	char joined[SOURCE_PATH_MAX];

	if (!folder)
		cfgname_prefix(&netboot_lease, prefix, sizeof(prefix));
	else if (cfgname_join(prefix, folder, joined, sizeof(joined)))
		str_copy(prefix, sizeof(prefix), joined);
	else
		return false;
	return true;
}

/* Into the arena, with a NUL behind it. */
static int netboot_keep(struct look *l, const char *name, struct arena *arena,
			struct span *bytes)
{
	struct place place;
	char *start = arena_alloc(arena, 0);
	size_t room = arena_room(arena);

	/* In place at the arena's end: the length is not known before. */
	if (!start || room == 0)
		return fail(ERR_NETBOOT_TEXT, "%s", name);
	place_init(&place, start, (uint32_t)room - 1);
	TRY(netboot_receive(l, name, &place.sink));
	start[place.len] = '\0';
	arena->next += place.len + 1;
	*bytes = span_of(start, place.len);
	return 0;
}

int netboot_text(const char *name, struct arena *arena, bool quiet,
		 const char **text, size_t *len)
{
	struct look l = {.quiet = quiet, .is_checked = true};
	struct span bytes;

	TRY(netboot_keep(&l, name, arena, &bytes));
	*text = (const char *)bytes.p;
	*len = bytes.len;
	return 0;
}

int netboot_credential(const char *name, struct span *bytes)
{
	struct look l = {.quiet = !trust.is_required};

	return netboot_keep(&l, name, &memory.heap, bytes);
}

int netboot_settle(void)
{
	while (netboot_meanwhile) {
		TRY(netboot_meanwhile());
		netboot_poll();
		clock_idle();
	}
	return 0;
}

void netboot_poll(void)
{
	road_poll();
	syslog_poll();
}
