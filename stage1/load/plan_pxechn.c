/*
 * pxechn.c32's arguments: a network boot program, and what DHCP's packets are
 * to tell it.
 */
#include "load/plan_job.h"
#include "base/err.h"
#include "base/str.h"

#define PXECHN_CODE_MAX 254 /* also the bytes of an option */
#define PXECHN_SERVER	66  /* option: the server's name */
#define PXECHN_OPTIONS                                                         \
	(sizeof(((struct plan_packet *)0)->option) /                           \
	 sizeof(((struct plan_packet *)0)->option[0]))

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

/* -o: "code.type=value". */
static int pxechn_option(struct plan_job *j, char *text)
{
	struct plan_packet *p = &j->plan->packet;
	const char *dot;
	char *type, *value;
	uint32_t code = 0;
	int len = -1;

	if (p->options == PXECHN_OPTIONS)
		return fail(ERR_PXECHN_OPTIONS, "-o %s", text);
	/* A number takes 8 bytes at most, others no more than their text. */
	TRY(plan_copy(j, strlen(text) < 8 ? "12345678" : text, &value));
	dot = str_number(text, PXECHN_CODE_MAX, &code);
	type = text + (dot && *dot == '.' ? dot + 1 - text : 0);
	if (code && type != text && *type && type[1] == '=')
		len = pxechn_value(*type, type + 2, value);
	if (len < 0 || len > PXECHN_CODE_MAX)
		return fail(ERR_PXECHN_VALUE, "-o %s", text);
	p->option[p->options].code = (uint8_t)code;
	p->option[p->options].len = (uint8_t)len;
	p->option[p->options++].bytes = (const uint8_t *)value;
	return 0;
}

/* One option letter with its value. */
static int pxechn_valued(struct plan_job *j, char letter, char *value)
{
	struct plan_packet *p = &j->plan->packet;
	const char *end = value + strlen(value);

	switch (*value ? letter : 0) {
	case 'o':
		return pxechn_option(j, value);
	case 'c':
		p->config = value;
		break;
	case 'p':
		p->prefix = value;
		break;
	case 't':
		end = str_number(value, UINT32_MAX, &p->reboot_time);
		p->has_reboot_time = true;
		break;
	default:
		end = NULL;
	}
	if (end && !*end)
		return 0;
	return fail(ERR_PXECHN_ARGUMENT, "-%c %s", letter, value);
}

/* A word of option letters, as getopt has them. */
static int pxechn_word(struct plan_job *j, char *word, bool *wants_server)
{
	struct plan_packet *p = &j->plan->packet;

	for (; *word; word++)
		if (*word == 'w')
			p->wait_s = UINT32_MAX;
		else if (*word == 'W')
			p->wds = true;
		else if (*word == 'S')
			*wants_server = true;
		else
			return pxechn_valued(j, *word,
					     word[1] ? word + 1 : plan_word(j));
	return 0;
}

static void pxechn_server(struct plan_packet *p, const char *host)
{
	const char *end;
	ip4 address;

	end = str_ip(host, &address);
	if (end && !*end)
		memcpy(&p->server, &address, sizeof(p->server));
}

/* -S: option 66 says the server, as text or as four bytes. */
static void pxechn_server_of_option(struct plan_packet *p)
{
	for (unsigned i = 0; i < p->options; i++)
		if (p->option[i].code != PXECHN_SERVER)
			continue;
		else if (p->option[i].len == sizeof(p->server))
			memcpy(&p->server, p->option[i].bytes,
			       sizeof(p->server));
		else
			pxechn_server(p, (const char *)p->option[i].bytes);
}

/* What server::path and scheme://user@server:port/path say to DHCP. */
static int pxechn_file(struct plan_job *j, const char *file)
{
	struct plan_packet *p = &j->plan->packet;
	char *host, *path, *end;

	TRY(plan_copy(j, file, &host));
	path = strchr(host, ':');
	if (!path)
		return 0;
	if (path[1] == ':') {
		*path = '\0';
		path += 2;
	} else if (path[1] == '/' && path[2] == '/') {
		host = path + 3;
		path = strchr(host, '/');
		if (!path)
			return 0;
		*path++ = '\0';
		end = strchr(host, '@');
		host = end ? end + 1 : host;
		end = strchr(host, ':');
		if (end)
			*end = '\0';
	} else {
		return 0;
	}
	p->file = path;
	if (*host)
		p->host = host;
	pxechn_server(p, host);
	return 0;
}

int plan_pxechn(struct plan_job *j)
{
	struct plan *p = j->plan;
	char *word = plan_word(j);
	bool wants_server = false;

	/* -r only means to let the firmware load the file: the same to us. */
	if (!strcmp(word, "-r"))
		word = plan_word(j);
	if (!*word || *word == '-')
		return fail(ERR_PXECHN_FILE, "%s", word);
	p->kind = PLAN_NBP;
	p->file = word;
	p->cmdline = "";
	TRY(pxechn_file(j, word));
	while (*(word = plan_word(j)))
		if (*word == '-')
			TRY(pxechn_word(j, word + 1, &wants_server));
	if (wants_server)
		pxechn_server_of_option(&p->packet);
	return 0;
}
