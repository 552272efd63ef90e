/* HTTP over one connection after the other. Documented in http.h. */
#include "proto/http.h"
#include "base/err.h"
#include "base/fmt.h"
#include "base/str.h"
#include "proto/http_part.h"

#define HTTP_PORT 80

void http_start(struct http *h, const struct url *url,
		const struct http_wish *wish)
{
	memset(h, 0, sizeof(*h));
	h->url = *url;
	h->wish = *wish;
}

int http_stop(struct http *h, enum http_state state, int rc)
{
	h->state = state;
	h->rc = rc;
	return 0;
}

/* RFC 4648 section 4. to has room for the text and its NUL. */
static void http_base64(char *to, const char *from)
{
	static const char digits[64] = "ABCDEFGHIJKLMNOPQRSTUVWXYZ"
				       "abcdefghijklmnopqrstuvwxyz"
				       "0123456789+/";
	size_t len = strlen(from), i;
	uint32_t bits = 0;

	for (i = 0; i < (len + 2) / 3 * 3; i++) {
		bits = bits << 8 | (i < len ? (uint8_t)from[i] : 0);
		if (i % 3 != 2)
			continue;
		for (int shift = 18; shift >= 0; shift -= 6)
			*to++ = digits[bits >> shift & 63];
	}
	*to = '\0';
	for (; i > len; i--)
		*--to = '=';
}

/*
 * What If-Range may name (RFC 9110 13.1.5): a strong ETag; or the date, if it
 * is older than the answer that told it, so that no second change in the same
 * second is missed.
 */
static const char *http_validator(const struct http *h)
{
	if (h->etag[0] == '"')
		return h->etag;
	return h->date[0] && strcmp(h->date, h->modified) ? h->modified : "";
}

/* The fields that only some requests have. */
static size_t http_request_more(const struct http *h, char *buf, size_t room)
{
	const char *validator = http_validator(h);
	char login[(URL_LOGIN_MAX + 2) / 3 * 4 + 1];
	size_t len = 0;

	if (h->url.login[0]) {
		http_base64(login, h->url.login);
		len += fmt(buf, room, "Authorization: Basic %s\r\n", login);
	}
	if (!h->received)
		return len;
	len += fmt(buf + len, room - len, "Range: bytes=%llu-\r\n",
		   (unsigned long long)h->received);
	if (validator[0])
		len += fmt(buf + len, room - len, "If-Range: %s\r\n",
			   validator);
	return len;
}

size_t http_request(struct http *h, char *buf)
{
	const size_t room = HTTP_REQUEST_MAX;
	const struct url *u = &h->url;
	char port[8] = "";
	size_t len;

	h->state = HTTP_RUNNING;
	h->rc = 0;
	h->keep = false;
	h->answered = false;
	h->ahead = false;
	h->retry_after_s = 0;
	h->phase = HTTP_STATUS_LINE;
	h->drain = false;
	h->pending = false;
	h->cr = false;
	h->cut = false;
	h->line_len = 0;
	h->head_len = 0;
	h->drained = 0;
	if (u->port != HTTP_PORT)
		fmt(port, sizeof(port), ":%u", u->port);
	len = fmt(buf, room,
		  "GET %s HTTP/1.1\r\nHost: %s%s\r\nUser-Agent: %.*s\r\n"
		  "Accept: */*\r\nAccept-Encoding: %s\r\n"
		  "Connection: keep-alive\r\n",
		  u->path, u->host, port, 63, h->wish.agent,
		  h->wish.gunzip ? "gzip" : "identity");
	len += http_request_more(h, buf + len, room - len);
	return len + fmt(buf + len, room - len, "\r\n");
}

void http_unpacked(struct http *h, uint64_t bytes)
{
	if (!h->gzip || h->etag[0] == '"')
		return;
	h->gzip = false;
	h->wish.gunzip = NULL;
	h->received = bytes;
	h->has_total = false;
	h->etag[0] = '\0'; /* of the other form */
}

static int http_step(struct http *h, struct span *bytes)
{
	uint8_t byte = 0;

	if (h->phase == HTTP_BODY)
		return http_body_bytes(h, bytes);
	span_u8(bytes, &byte);
	if (h->phase <= HTTP_FIELDS)
		return http_head_byte(h, byte);
	return http_chunk_byte(h, byte);
}

struct span http_input(struct http *h, struct span bytes)
{
	if (bytes.len)
		h->answered = true;
	while (h->state == HTTP_RUNNING && bytes.len) {
		int rc = http_step(h, &bytes);

		if (rc == 0)
			continue;
		h->keep = false;
		http_stop(h, HTTP_FAILED, rc);
	}
	/* Nobody asked for more than one answer. */
	if (bytes.len && !h->ahead)
		h->keep = false;
	return bytes;
}

uint64_t http_left(const struct http *h)
{
	if (h->state != HTTP_RUNNING || h->phase != HTTP_BODY || h->drain ||
	    h->head.chunked || h->head.old || !h->keep)
		return UINT64_MAX;
	return h->left;
}

void http_eof(struct http *h)
{
	int rc;

	h->keep = false;
	if (h->state != HTTP_RUNNING)
		return;
	if (h->phase != HTTP_BODY || h->left != HTTP_UNTIL_CLOSE) {
		http_lost(h, fail(ERR_HTTP_BROKEN, "after %llu bytes",
				  (unsigned long long)h->received));
		return;
	}
	rc = http_finish(h);
	if (rc < 0)
		http_stop(h, HTTP_FAILED, rc);
}

void http_lost(struct http *h, int rc)
{
	h->keep = false;
	if (h->state != HTTP_RUNNING)
		return;
	if (!h->drain)
		http_stop(h, HTTP_AGAIN, rc);
	else if ((rc = http_finish(h)) < 0)
		http_stop(h, HTTP_FAILED, rc);
}
