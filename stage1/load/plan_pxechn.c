/*
 * pxechn.c32's arguments: a network boot program, and what DHCP's packets are
 * to tell it.
 */
#include "load/plan_job.h"
#include "base/err.h"
#include "base/str.h"

#define PXECHN_CODE_MAX 254 /* also the bytes of an option */

/* A number in so many bytes, high byte first. False if text is none. */
static bool pxechn_number(const char *text, uint8_t *bytes, unsigned len)
{
	uint32_t n, max = len < 4 ? (1u << (8 * len)) - 1 : UINT32_MAX;
	const char *end = str_number(text, max, &n);

	if (!end || *end)
		return false;
	for (; len; n >>= 8)
		bytes[--len] = (uint8_t)n;
	return true;
}

/* "0a:01:ff" to bytes with a NUL behind. Returns how many, or -1. */
static int pxechn_hex(const char *text, char *bytes)
{
	int n = 0;

	do {
		unsigned high = str_digit((uint8_t)*text), low;

		if (high > 15 || (low = str_digit((uint8_t)text[1])) > 15)
			return -1;
		bytes[n++] = (char)(high << 4 | low);
		text += 2;
	} while (*text++ == ':');
	bytes[n] = '\0';
	return text[-1] ? -1 : n;
}

/* The value of an option, by its type. Returns its length, or -1. */
static int pxechn_value(char type, const char *text, char *value)
{
	static const char types[] = "bw.l...q"; /* at: length less one */
	const char *place = strchr(types, type);
	unsigned len;

	if (type == 'x')
		return pxechn_hex(text, value);
	if (type == 's') {
		memcpy(value, text, strlen(text) + 1);
		return (int)strlen(text);
	}
	if (type == '.' || !place)
		return -1;
	len = (unsigned)(place - types) + 1;
	return pxechn_number(text, (uint8_t *)value, len) ? (int)len : -1;
}

/* Option 66, for -S: an address as text, or as its bytes. */
static void pxechn_server(struct plan_packet *p, const char *value, int len)
{
	const char *end = value;
	ip4 address;

	memcpy(&address, value, sizeof(address));
	if (len != sizeof(address))
		end = str_ip(value, &address);
	if (end && (end == value || !*end))
		memcpy(&p->server, &address, sizeof(p->server));
}

/* An option with a value of that type. */
static int pxechn_add(struct plan_job *j, uint8_t code, char type,
		      const char *text)
{
	struct plan_packet *p = &j->plan->packet;
	struct dhcp_new *o = &p->option[p->options];
	char *value;
	int len;

	if (p->options++ == PLAN_OPTIONS_MAX)
		return fail(ERR_PXECHN_OPTIONS, "%u", code);
	/* A number takes 8 bytes at most, others no more than their text. */
	TRY(plan_copy(j, strlen(text) < 8 ? "12345678" : text, &value));
	len = pxechn_value(type, text, value);
	if (!code || len < 0 || len > PXECHN_CODE_MAX)
		return fail(ERR_PXECHN_VALUE, "%u.%c=%s", code, type, text);
	if (code == DHCP_TFTP_SERVER)
		pxechn_server(p, value, len);
	*o = (struct dhcp_new){code, (uint8_t)len, value};
	return 0;
}

/* -o: "code.type=value". */
static int pxechn_option(struct plan_job *j, const char *text)
{
	uint32_t code = 0;
	const char *type = str_number(text, PXECHN_CODE_MAX, &code);

	if (!type || *type++ != '.' || !*type || type[1] != '=')
		return fail(ERR_PXECHN_ARGUMENT, "-o %s", text);
	return pxechn_add(j, (uint8_t)code, *type, type + 2);
}

/* One option letter with its value. */
static int pxechn_valued(struct plan_job *j, char letter, const char *value)
{
	switch (*value ? letter : 0) {
	case 'o':
		return pxechn_option(j, value);
	case 'c':
		return pxechn_add(j, DHCP_CONFIG_FILE, 's', value);
	case 'p':
		return pxechn_add(j, DHCP_PATH_PREFIX, 's', value);
	case 't':
		return pxechn_add(j, DHCP_REBOOT_TIME, 'l', value);
	default:
		return fail(ERR_PXECHN_ARGUMENT, "-%c %s", letter, value);
	}
}

/* A word of option letters, as getopt has them. */
static int pxechn_word(struct plan_job *j, char *word, bool *by_option)
{
	struct plan_packet *p = &j->plan->packet;

	for (; *word; word++)
		if (*word == 'w')
			p->wait = true;
		else if (*word == 'S')
			*by_option = true;
		else if (*word != 'W') /* both packets are always changed */
			return pxechn_valued(j, *word,
					     word[1] ? word + 1 : plan_word(j));
	return 0;
}

int plan_pxechn(struct plan_job *j)
{
	struct plan *p = j->plan;
	char *word = plan_word(j);
	bool by_option = false;

	/* -r only means to let the firmware load the file: the same to us. */
	if (!strcmp(word, "-r"))
		word = plan_word(j);
	if (!*word || *word == '-')
		return fail(ERR_PXECHN_FILE, "%s", word);
	p->kind = PLAN_NBP;
	p->file = word;
	p->cmdline = "";
	while (*(word = plan_word(j)))
		if (*word == '-')
			TRY(pxechn_word(j, word + 1, &by_option));
	if (!by_option)
		p->packet.server = 0;
	return 0;
}
