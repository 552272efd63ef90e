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
	bool has_zeros; /* an address that is not known is 0.0.0.0 */
};

#define VARS_NAME_MAX                                                          \
	32 /* with a format and a NUL; longer ones are unknown                 \
	    */

enum vars_kind {
	VARS_TEXT,    /* in the lease */
	VARS_MACHINE, /* at: enum machine_text */
	VARS_IP,      /* in the lease */
	VARS_MAC,
	VARS_BOOTIF, /* type and MAC */
	VARS_UUID,
	VARS_GUID, /* the UUID's bytes as they lie there */
	VARS_CPU,
	VARS_FORM,
};

#define LEASE(member) offsetof(struct dhcp_lease, member)
#define VARS_BITS     18
static const struct vars_name {
	char name[13];
	uint8_t kind;
	uint16_t at;
} vars_name[] = {
	/* SYSAPPEND's bits. */
	{"ip", VARS_IP, LEASE(address)},
	{"BOOTIF", VARS_BOOTIF, 0},
	{"SYSUUID", VARS_GUID, 0},
	{"CPU", VARS_CPU, 0},
	{"SYSVENDOR", VARS_MACHINE, MACHINE_VENDOR},
	{"SYSPRODUCT", VARS_MACHINE, MACHINE_PRODUCT},
	{"SYSVERSION", VARS_MACHINE, MACHINE_VERSION},
	{"SYSSERIAL", VARS_MACHINE, MACHINE_SERIAL},
	{"SYSSKU", VARS_MACHINE, MACHINE_SKU},
	{"SYSFAMILY", VARS_MACHINE, MACHINE_FAMILY},
	{"MBVENDOR", VARS_MACHINE, MACHINE_BOARD_VENDOR},
	{"MBPRODUCT", VARS_MACHINE, MACHINE_BOARD_PRODUCT},
	{"MBVERSION", VARS_MACHINE, MACHINE_BOARD_VERSION},
	{"MBSERIAL", VARS_MACHINE, MACHINE_BOARD_SERIAL},
	{"MBASSET", VARS_MACHINE, MACHINE_BOARD_ASSET},
	{"BIOSVENDOR", VARS_MACHINE, MACHINE_BIOS_VENDOR},
	{"BIOSVERSION", VARS_MACHINE, MACHINE_BIOS_VERSION},
	{"SYSFF", VARS_FORM, 0},
	/* The rest of SYSAPPEND's ip=, in its order. */
	{"next-server", VARS_IP, LEASE(server)},
	{"gateway", VARS_IP, LEASE(gateway)},
	{"netmask", VARS_IP, LEASE(mask)},
	{"dns", VARS_IP, LEASE(dns)},
	{"mac", VARS_MAC, 0},
	{"uuid", VARS_UUID, 0},
	{"hostname", VARS_TEXT, LEASE(host_name)},
	{"domain", VARS_TEXT, LEASE(domain_name)},
	{"filename", VARS_TEXT, LEASE(boot_file)},
	{"manufacturer", VARS_MACHINE, MACHINE_VENDOR},
	{"product", VARS_MACHINE, MACHINE_PRODUCT},
	{"serial", VARS_MACHINE, MACHINE_SERIAL},
	{"asset", VARS_MACHINE, MACHINE_ASSET},
};

#define VARS_DASHES 0x550u /* of a UUID; bit n: one before byte n */

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

static void vars_text(struct vars_out *o, const char *p)
{
	size_t start = o->len;
	bool gap = false;

	for (; *p; p++) {
		if (vars_is_bad((uint8_t)*p)) {
			gap = o->len > start;
			continue;
		}
		if (gap)
			vars_put(o, '_');
		gap = false;
		vars_put(o, *p);
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

/* DHCP's UUID, else SMBIOS', as it lies there. Its first three fields have
   their low byte first; people write the high one first. */
static void vars_uuid(struct vars_out *o, const struct vars *v, bool is_text)
{
	static const uint8_t order[] = {3, 2, 1, 0, 5, 4, 7, 6};
	const uint8_t *p =
		v->lease->has_uuid ? v->lease->uuid : v->machine->uuid;
	uint8_t uuid[16];

	if (!v->lease->has_uuid && !v->machine->has_uuid)
		return;
	memcpy(uuid, p, sizeof(uuid));
	for (unsigned i = 0; is_text && i < sizeof(order); i++)
		uuid[i] = p[order[i]];
	vars_hex(o, uuid, sizeof(uuid), '-', VARS_DASHES);
}

static void vars_ip(struct vars_out *o, const uint8_t *at)
{
	char text[FMT_IP];
	ip4 address;

	memcpy(&address, at, sizeof(address));
	if (o->has_zeros || memcmp(at, "\0\0\0", sizeof(address)))
		vars_word(o, fmt_ip(text, address));
}

static void vars_cpu(struct vars_out *o, const struct machine *m)
{
	vars_put(o, m->cpu_family);
	for (unsigned i = 0; i < 6; i++)
		if (m->cpu >> i & 1)
			vars_put(o, "PVTXLS"[i]);
}

static void vars_value(struct vars_out *o, const struct vars *v,
		       const struct vars_name *n, char between)
{
	const struct dhcp_lease *l = v->lease;
	const char *text = (const char *)l + n->at;
	char number[4];

	switch (n->kind) {
	case VARS_MACHINE:
		text = v->machine->text[n->at];
		/* fallthrough */
	case VARS_TEXT:
		if (text)
			vars_text(o, text);
		break;
	case VARS_IP:
		vars_ip(o, (const uint8_t *)text);
		break;
	case VARS_BOOTIF:
		vars_hex(o, &l->mac_type, 1, 0, 0);
		between = '-';
		/* fallthrough */
	case VARS_MAC:
		vars_hex(o, l->mac, l->mac_len, between,
			 n->kind == VARS_BOOTIF ? ~0u
			 : between		? ~1u
						: 0);
		break;
	case VARS_CPU:
		vars_cpu(o, v->machine);
		break;
	case VARS_FORM:
		fmt(number, sizeof(number), "%u", v->machine->form);
		if (v->machine->form)
			vars_word(o, number);
		break;
	default:
		vars_uuid(o, v, n->kind == VARS_UUID);
	}
}

/* What is between the bytes of ${mac:format}; false if there is no such. */
static bool vars_between(const char *format, char *between)
{
	bool is_raw = !strcmp(format, "hexraw");

	*between = is_raw ? 0 : '-';
	return is_raw || !strcmp(format, "hexhyp");
}

/* The variable of this name, NULL if there is none. */
static const struct vars_name *vars_find(const char *name)
{
	for (unsigned i = 0; i < sizeof(vars_name) / sizeof(*vars_name); i++)
		if (!strcmp(name, vars_name[i].name))
			return &vars_name[i];
	return NULL;
}

/* Replace the variable whose name has len characters. False if unknown. */
static bool vars_one(struct vars_out *o, const struct vars *v, const char *text,
		     size_t len)
{
	static char last[VARS_NAME_MAX]; /* one line for each is enough */
	char word[VARS_NAME_MAX], *name = word, *format, between = ':';
	const struct vars_name *n;

	fmt(word, sizeof(word), "%.*s", (int)len, text);
	if (!strncmp(word, "net", 3) && word[3] && word[4] == '/')
		name += 5;
	format = strchr(name, ':');
	if (format)
		*format++ = '\0';
	n = vars_find(name);
	if (n && (!format ||
		  (n->kind == VARS_MAC && vars_between(format, &between)))) {
		vars_value(o, v, n, between);
		return true;
	}
	if (strcmp(last, word)) {
		str_copy(last, sizeof(last), word);
		log_line(LOG_WARN, "${%s} is no variable and stays", word);
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
	struct vars_out o = {to, room, 0, false};

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

/* One word. What is not known makes none. */
static void vars_append(struct vars_out *o, const struct vars *v, unsigned bit)
{
	const struct vars_name *n = &vars_name[bit];
	size_t start = o->len, value;

	vars_put(o, ' ');
	vars_word(o, n->name);
	vars_put(o, '=');
	value = o->len;
	vars_value(o, v, n, 0);
	if (o->len == value)
		o->len = start;
	for (unsigned i = 0; !bit && i < 3; i++) {
		vars_put(o, ':');
		vars_value(o, v, &vars_name[VARS_BITS + i], 0);
	}
}

int vars_sysappend(const struct vars *v, uint32_t bits, char *to, size_t room)
{
	struct vars_out o = {to, room, strlen(to), true};

	for (unsigned bit = 0; bit < VARS_BITS; bit++)
		if (bits >> bit & 1)
			vars_append(&o, v, bit);
	return vars_end(&o);
}
