/*
 * An HTTP answer up to its body: status line and header fields (RFC 9112
 * sections 4 and 5). Part of http.c.
 */
#include "base/err.h"
#include "base/str.h"
#include "proto/http_part.h"

static int http_no_http(const struct http *h)
{
	return fail(ERR_HTTP_NO_HTTP, "\"%.*s\"", 40, h->line);
}

int http_line_byte(struct http *h, uint8_t byte)
{
	bool control = (byte < ' ' && !strchr("\t\r\n", byte)) || byte == 0x7F;

	if (++h->head_len > HTTP_HEAD_MAX)
		return fail(ERR_HTTP_HEAD, "more than %u bytes", HTTP_HEAD_MAX);
	h->line[h->line_len] = '\0';
	/* A CR alone would be the end of a line to some, and a blank to others.
	 */
	if (control || !byte || (h->cr && byte != '\n')) {
		if (h->phase == HTTP_STATUS_LINE)
			return http_no_http(h);
		return fail(ERR_HTTP_CONTROL, "%02Xh in \"%.*s\"", byte, 40,
			    h->line);
	}
	h->cr = byte == '\r';
	if (byte == '\n')
		return 1;
	if (h->cr)
		return 0;
	if (h->line_len + 1 < HTTP_LINE_MAX)
		h->line[h->line_len++] = (char)byte;
	else
		h->cut = true;
	return 0;
}

/* "HTTP/1.1 200 OK"; the reason may be missing with its blank. */
static int http_status_line(struct http *h)
{
	static const char version[] = "HTTP/1.";
	const char *p = h->line + sizeof(version) - 1, *end = NULL;
	uint32_t status = 0;

	if (strncmp(h->line, version, sizeof(version) - 1) == 0 &&
	    str_digit(p[0]) < 10 && p[1] == ' ')
		end = str_number(p + 2, 999, &status);
	if (end != p + 5 || status < 100 || (*end && *end != ' '))
		return http_no_http(h);
	memset(&h->head, 0, sizeof(h->head));
	h->head.status = (uint16_t)status;
	h->head.old = *p == '0';
	h->keep = !h->head.old;
	str_copy(h->reason, sizeof(h->reason), *end ? end + 1 : end);
	h->phase = HTTP_FIELDS;
	if (!h->known) {
		h->etag[0] = '\0';
		h->modified[0] = '\0';
		h->date[0] = '\0';
	}
	return 0;
}

/* A decimal number below 2^62 at *p, which ends behind it. */
static bool http_number(const char **p, uint64_t *number)
{
	uint64_t n = 0;
	const char *start = *p;

	for (; str_digit(**p) < 10; (*p)++) {
		if (n >> 58)
			return false;
		n = n * 10 + str_digit(**p);
	}
	*number = n;
	return *p > start;
}

/* The file itself, not an error page or a redirect's. */
static bool http_is_file(const struct http *h)
{
	return h->head.status == 200 || h->head.status == 206;
}

/*
 * The fields. Each takes a value without blanks around it.
 */

/* RFC 9112 6.3: a list of equal numbers is one, different ones are a trap. */
static int http_content_length(struct http *h, const char *value)
{
	const char *p = value;
	uint64_t n;

	for (;; p++) {
		bool good = http_number(&p, &n) &&
			    (!h->head.has_length || n == h->head.length);

		while (str_isspace(*p))
			p++;
		if (!good || (*p && *p != ','))
			return fail(ERR_HTTP_LENGTH, "\"%s\"", value);
		h->head.length = n;
		h->head.has_length = true;
		if (!*p)
			return 0;
		while (str_isspace(p[1]))
			p++;
	}
}

static int http_transfer_encoding(struct http *h, const char *value)
{
	if (h->head.chunked || str_casecmp(value, "chunked"))
		return fail(ERR_HTTP_TRANSFER, "\"%s\"", value);
	h->head.chunked = true;
	return 0;
}

static int http_content_encoding(struct http *h, const char *value)
{
	/* The same thing: RFC 9110 8.4.1.3. */
	bool gzip =
		!str_casecmp(value, "gzip") || !str_casecmp(value, "x-gzip");
	bool other =
		h->head.encoding || (!gzip && str_casecmp(value, "identity"));

	h->head.encoding = other  ? HTTP_ENCODING_OTHER
			   : gzip ? HTTP_ENCODING_GZIP
				  : HTTP_ENCODING_IDENTITY;
	return 0;
}

/* "bytes 0-9/10"; a star stands for what is unknown. */
static int http_content_range(struct http *h, const char *value)
{
	struct http_head *d = &h->head;
	const char *p = value + 6;

	d->has_range = false;
	if (!str_caseprefix(value, "bytes "))
		return 0;
	if (*p == '*') {
		p++;
	} else {
		d->has_range = http_number(&p, &d->range_first) &&
			       *p++ == '-' && http_number(&p, &d->range_last);
		if (!d->has_range)
			return 0;
	}
	if (*p++ == '/')
		d->has_range_total = http_number(&p, &d->range_total);
	return 0;
}

/* What tells two versions of the file apart: as before, or the first one. */
static void http_compare(struct http *h, char *known, size_t room,
			 const char *value)
{
	if (!http_is_file(h))
		return;
	if (!h->known) {
		if (!str_copy(known, room, value))
			known[0] = '\0';
	} else if (known[0] && strcmp(known, value)) {
		h->head.changed = true;
	}
}

static int http_etag(struct http *h, const char *value)
{
	http_compare(h, h->etag, sizeof(h->etag), value);
	return 0;
}

static int http_last_modified(struct http *h, const char *value)
{
	http_compare(h, h->modified, sizeof(h->modified), value);
	return 0;
}

static int http_date(struct http *h, const char *value)
{
	if (!h->known)
		str_copy(h->date, sizeof(h->date), value);
	return 0;
}

static int http_location(struct http *h, const char *value)
{
	uint16_t s = h->head.status;

	if ((s > 303 && s != 307 && s != 308) || s < 301 || h->head.located)
		return 0;
	h->head.located = true;
	return url_follow(&h->url, value);
}

static int http_connection(struct http *h, const char *value)
{
	while (*value) {
		while (str_isspace(*value) || *value == ',')
			value++;
		if (str_caseprefix(value, "close"))
			h->keep = false;
		if (str_caseprefix(value, "keep-alive") && h->head.old)
			h->keep = true;
		while (*value && *value != ',')
			value++;
	}
	return 0;
}

/* Seconds; a date would need a clock. */
static int http_retry_after(struct http *h, const char *value)
{
	uint32_t seconds;

	if (str_number(value, UINT16_MAX, &seconds))
		h->retry_after_s = (uint16_t)seconds;
	return 0;
}

static const struct {
	const char *name;
	int (*take)(struct http *h, const char *value);
} http_fields[] = {
	{"Connection", http_connection},
	{"Content-Encoding", http_content_encoding},
	{"Content-Length", http_content_length},
	{"Content-Range", http_content_range},
	{"Date", http_date},
	{"ETag", http_etag},
	{"Last-Modified", http_last_modified},
	{"Location", http_location},
	{"Retry-After", http_retry_after},
	{"Transfer-Encoding", http_transfer_encoding},
};

/* "name: value". */
static int http_field(struct http *h)
{
	char *name = h->line, *value = name, *end = name + h->line_len;

	/* No blank between name and colon: RFC 9112 5.1. */
	while (*value > ' ' && *value != ':')
		value++;
	if (*value != ':' || value == name)
		return fail(ERR_HTTP_FIELD, "\"%.*s\"", 40, name);
	*value++ = '\0';
	while (str_isspace(*value))
		value++;
	while (end > value && str_isspace(end[-1]))
		end--;
	*end = '\0';
	for (size_t i = 0; i < sizeof(http_fields) / sizeof(*http_fields);
	     i++) {
		if (str_casecmp(name, http_fields[i].name))
			continue;
		if (h->cut)
			return fail(ERR_HTTP_LINE, "%s: %u bytes or more", name,
				    HTTP_LINE_MAX);
		return http_fields[i].take(h, value);
	}
	return 0;
}

/* An empty line ends the head; 1xx is followed by another one. */
static int http_head_end(struct http *h)
{
	if (h->head.status / 100 != 1 || h->head.status == 101)
		return http_body_start(h);
	h->phase = HTTP_STATUS_LINE;
	return 0;
}

int http_head_byte(struct http *h, uint8_t byte)
{
	int rc;

	if (h->pending) {
		/* RFC 9112 5.2: a line that begins so belongs to the last. */
		h->pending = false;
		if (byte != ' ' && byte != '\t') {
			TRY(http_field(h));
			h->line_len = 0;
			h->cut = false;
		}
	}
	rc = http_line_byte(h, byte);
	if (rc <= 0)
		return rc;
	if (h->phase == HTTP_FIELDS && h->line_len) {
		h->pending = true;
		return 0;
	}
	/* An empty line before the answer is what another one left over. */
	rc = h->phase == HTTP_FIELDS ? http_head_end(h)
	     : h->line_len	     ? http_status_line(h)
				     : 0;
	h->line_len = 0;
	h->cut = false;
	return rc;
}
