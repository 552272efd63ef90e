/* Variables and SYSAPPEND. Documented in vars.h. */
#include "proto/vars.h"
#include "base/err.h"
#include "base/fmt.h"
#include "base/log.h"
#include "base/str.h"

/* Text under way; len counts what does not fit, too. */
struct vars_out {
	char *to;
	size_t room, len;
};

#define VARS_NAME_MAX 32 /* with a format and a NUL; longer ones are unknown   \
			  */

enum vars_kind {
	VARS_TEXT,    /* in the lease */
	VARS_MACHINE, /* at: enum machine_text */
	VARS_IP,      /* in the lease */
	VARS_MAC,
	VARS_UUID,
};

#define LEASE(member) offsetof(struct dhcp_lease, member)
static const struct vars_name {
	char name[13];
	uint8_t kind;
	uint16_t at;
} vars_name[] = {
	{"mac", VARS_MAC, 0},
	{"ip", VARS_IP, LEASE(address)},
	{"netmask", VARS_IP, LEASE(mask)},
	{"gateway", VARS_IP, LEASE(gateway)},
	{"dns", VARS_IP, LEASE(dns)},
	{"next-server", VARS_IP, LEASE(server)},
	{"hostname", VARS_TEXT, LEASE(host_name)},
	{"domain", VARS_TEXT, LEASE(domain_name)},
	{"filename", VARS_TEXT, LEASE(boot_file)},
	{"uuid", VARS_UUID, 0},
	{"manufacturer", VARS_MACHINE, MACHINE_VENDOR},
	{"product", VARS_MACHINE, MACHINE_PRODUCT},
	{"serial", VARS_MACHINE, MACHINE_SERIAL},
	{"asset", VARS_MACHINE, MACHINE_ASSET},
};

enum vars_format {
	VARS_AS_USUAL,
	VARS_HEX,
	VARS_HEXHYP,
	VARS_HEXRAW,
	VARS_GUID
};
/* As iPXE calls them. */
static const char vars_format[][7] = {"", "hex", "hexhyp", "hexraw", "guid"};

#define VARS_UUID_DASHES 0x550u /* bit n: one before byte n */
#define VARS_BETWEEN	 ~1u	/* before all but the first */

/* SYSAPPEND's bits 10h and up. */
static const char vars_sys[][12] = {
	"SYSVENDOR", "SYSPRODUCT", "SYSVERSION", "SYSSERIAL", "SYSSKU",
	"SYSFAMILY", "MBVENDOR",   "MBPRODUCT",	 "MBVERSION", "MBSERIAL",
	"MBASSET",   "BIOSVENDOR", "BIOSVERSION"};

#define VARS_SYS_FIRST 4
#define VARS_SYS_LAST                                                          \
	(VARS_SYS_FIRST + sizeof(vars_sys) / sizeof(*vars_sys) - 1)
#define VARS_BITS (VARS_SYS_LAST + 2) /* behind them SYSFF */

static void vars_put(struct vars_out *o, char c)
{
	if (o->len < o->room)
		o->to[o->len] = c;
	o->len++;
}

/* What is no good in a word: runs of it become one '_', none at the ends.
   A0h, too, is a blank to Linux. */
static bool vars_is_bad(uint8_t c)
{
	return c <= ' ' || c >= 0x7F || c == '"';
}

static void vars_text(struct vars_out *o, const uint8_t *p, size_t len)
{
	size_t start = o->len;
	bool gap = false;

	for (; len; len--, p++) {
		if (vars_is_bad(*p)) {
			gap = o->len > start;
			continue;
		}
		if (gap)
			vars_put(o, '_');
		gap = false;
		vars_put(o, (char)*p);
	}
}

static void vars_word(struct vars_out *o, const char *text)
{
	while (*text)
		vars_put(o, *text++);
}

static void vars_hex(struct vars_out *o, const uint8_t *p, size_t len,
		     char between, uint32_t where)
{
	size_t at = o->len < o->room ? o->len : o->room;

	o->len += fmt_hex(o->to + at, o->room - at, p, len, between, where);
}

static void vars_ip(struct vars_out *o, ip4 address)
{
	char text[FMT_IP];

	vars_word(o, fmt_ip(text, address));
}

/* RFC 4578's and SMBIOS' first three fields have their low byte first; people
   write the high one first. */
static void vars_uuid(struct vars_out *o, const uint8_t *p)
{
	static const uint8_t order[] = {3, 2, 1, 0, 5, 4, 7, 6};
	uint8_t uuid[16];

	memcpy(uuid, p, sizeof(uuid));
	for (unsigned i = 0; i < sizeof(order); i++)
		uuid[i] = p[order[i]];
	vars_hex(o, uuid, sizeof(uuid), '-', VARS_UUID_DASHES);
}

/* DHCP's, else SMBIOS', as it lies there; empty if neither has one. */
static struct span vars_uuid_of(const struct vars *v)
{
	const struct dhcp_lease *l = v->lease;
	const struct machine *m = v->machine;

	if (l->has_uuid)
		return span_of(l->uuid, sizeof(l->uuid));
	return span_of(m->uuid, m->has_uuid ? sizeof(m->uuid) : 0);
}

/* A variable's bytes; none if it has no value. */
static struct span vars_bytes(const struct vars *v, const struct vars_name *n)
{
	const char *text = (const char *)v->lease + n->at;

	switch (n->kind) {
	case VARS_MAC:
		return span_of(v->lease->mac, v->lease->mac_len);
	case VARS_UUID:
		return vars_uuid_of(v);
	case VARS_IP:
		return span_of(text, memcmp(text, "\0\0\0", 4) ? 4 : 0);
	case VARS_MACHINE:
		text = v->machine->text[n->at];
		break;
	}
	return span_of(text, text ? strlen(text) : 0);
}

static void vars_value(struct vars_out *o, const struct vars *v,
		       const struct vars_name *n, unsigned format)
{
	struct span b = vars_bytes(v, n);
	ip4 address;

	if (!b.len)
		return;
	if (n->kind == VARS_MAC && format == VARS_AS_USUAL)
		format = VARS_HEX;
	if (n->kind == VARS_UUID && format == VARS_GUID)
		vars_hex(o, b.p, b.len, '-', VARS_UUID_DASHES);
	else if (format != VARS_AS_USUAL)
		vars_hex(o, b.p, b.len, format == VARS_HEX ? ':' : '-',
			 format == VARS_HEXRAW ? 0 : VARS_BETWEEN);
	else if (n->kind == VARS_UUID)
		vars_uuid(o, b.p);
	else if (n->kind == VARS_IP)
		vars_ip(o, *(ip4 *)memcpy(&address, b.p, sizeof(address)));
	else
		vars_text(o, b.p, b.len);
}

/* The place of a word in a table of words of this size, or -1. */
#define VARS_FIND(table, word)                                                 \
	vars_find((const char *)(table), sizeof(*(table)),                     \
		  sizeof(table) / sizeof(*(table)), word)
static int vars_find(const char *table, size_t step, size_t count,
		     const char *word)
{
	for (size_t i = 0; i < count; i++)
		if (!strcmp(table + i * step, word))
			return (int)i;
	return -1;
}

/* Replace the variable whose name has len characters. False if unknown. */
static bool vars_one(struct vars_out *o, const struct vars *v, const char *text,
		     size_t len)
{
	static char last[VARS_NAME_MAX]; /* one line for each is enough */
	char word[VARS_NAME_MAX], *name = word, *format;
	int n, f;

	if (len >= sizeof(word))
		return false;
	fmt(word, sizeof(word), "%.*s", (int)len, text);
	if (!strncmp(word, "net", 3) && word[3] && word[4] == '/')
		name += 5;
	format = strchr(name, ':');
	if (format)
		*format++ = '\0';
	n = VARS_FIND(vars_name, name);
	f = VARS_FIND(vars_format, format ? format : "");
	if (n >= 0 && f >= 0) {
		vars_value(o, v, &vars_name[n], (unsigned)f);
		return true;
	}
	if (strncmp(last, text, len)) {
		fmt(last, sizeof(last), "%.*s", (int)len, text);
		log_line(LOG_WARN, "${%s} is no variable and stays as it is",
			 last);
	}
	return false;
}

/* End the text. */
static int vars_end(struct vars_out *o)
{
	if (o->len >= o->room)
		return fail(ERR_VARS_LONG, "%u bytes, of at most %u",
			    (unsigned)o->len, (unsigned)o->room - 1);
	o->to[o->len] = '\0';
	return (int)o->len;
}

int vars_expand(const struct vars *v, const char *text, char *to, size_t room)
{
	struct vars_out o = {to, room, 0};

	while (*text) {
		const char *name = text + 2, *end = NULL;

		if (text[0] == '$' && text[1] == '{')
			end = strchr(name, '}');
		if (end && vars_one(&o, v, name, (size_t)(end - name)))
			text = end + 1;
		else
			vars_put(&o, *text++);
	}
	return vars_end(&o);
}

static void vars_append_net(struct vars_out *o, const struct vars *v,
			    unsigned bit)
{
	const struct dhcp_lease *l = v->lease;
	struct span uuid = vars_uuid_of(v);

	if (bit == 0) {
		const ip4 *list[] = {&l->address, &l->server, &l->gateway,
				     &l->mask};

		for (unsigned i = 0; i < 4; i++) {
			vars_word(o, i ? ":" : " ip=");
			vars_ip(o, *list[i]);
		}
	} else if (bit == 1) {
		vars_word(o, " BOOTIF=");
		vars_hex(o, &l->mac_type, 1, 0, 0);
		vars_hex(o, l->mac, l->mac_len, '-', ~0u);
	} else if (uuid.len) {
		vars_word(o, " SYSUUID=");
		vars_hex(o, uuid.p, uuid.len, '-', VARS_UUID_DASHES);
	}
}

static void vars_append_machine(struct vars_out *o, const struct machine *m,
				unsigned bit)
{
	const char *text;

	if (bit == 3) {
		vars_word(o, " CPU=");
		vars_put(o, m->cpu_family);
		for (unsigned i = 0; i < 6; i++)
			if (m->cpu >> i & 1)
				vars_put(o, "PVTXLS"[i]);
	} else if (bit > VARS_SYS_LAST) {
		char number[16];

		fmt(number, sizeof(number), " SYSFF=%u", m->form);
		if (m->form)
			vars_word(o, number);
	} else if ((text = m->text[bit - VARS_SYS_FIRST])) {
		vars_put(o, ' ');
		vars_word(o, vars_sys[bit - VARS_SYS_FIRST]);
		vars_put(o, '=');
		vars_text(o, (const uint8_t *)text, strlen(text));
	}
}

int vars_sysappend(const struct vars *v, uint32_t bits, char *to, size_t room)
{
	struct vars_out o = {to, room, strlen(to)};

	for (unsigned bit = 0; bit < VARS_BITS; bit++) {
		if (!(bits >> bit & 1))
			continue;
		if (bit < 3)
			vars_append_net(&o, v, bit);
		else
			vars_append_machine(&o, v->machine, bit);
	}
	return vars_end(&o);
}
