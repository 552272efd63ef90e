/*
 * The body of an HTTP answer and what the answer means: length, chunks, range,
 * status (RFC 9112 sections 6 and 7, RFC 9110 sections 14 and 15). Part of
 * http.c.
 */
#include "base/err.h"
#include "base/str.h"
#include "proto/http_part.h"

/* More of an error page is not read for the sake of a connection. */
#define HTTP_DRAIN_MAX 65536

static int http_changed(const struct http *h, const char *what)
{
	return fail(ERR_HTTP_CHANGED, "%s, after %llu bytes", what,
		    (unsigned long long)h->received);
}

static bool http_is_busy(uint16_t status)
{
	return status >= 500 || status == 429 || status == 408;
}

/* The error that a status means. */
static enum err http_error(uint16_t status)
{
	if (http_is_busy(status))
		return ERR_HTTP_BUSY;
	switch (status) {
	case 401:
		return ERR_HTTP_LOGIN;
	case 403:
		return ERR_HTTP_FORBIDDEN;
	case 404:
	case 410:
		return ERR_HTTP_NOT_FOUND;
	default:
		return ERR_HTTP_STATUS;
	}
}

/* An answer that is not the file. */
static int http_outcome(struct http *h)
{
	const struct http_head *d = &h->head;
	int rc;

	if (d->located) {
		if (++h->redirects > HTTP_REDIRECTS_MAX)
			return fail(ERR_HTTP_REDIRECTS, "%u, the last to %s",
				    h->redirects, h->url.host);
		return http_stop(h, HTTP_REDIRECT, 0);
	}
	/* Broken off right at the end of a file of unknown length. */
	if (d->status == 416 && h->received && d->has_range_total) {
		if (d->range_total == h->received)
			return http_stop(h, HTTP_DONE, 0);
		return http_changed(h, "it is shorter now");
	}
	rc = fail(http_error(d->status), "%u %s", d->status, h->reason);
	return http_stop(h, http_is_busy(d->status) ? HTTP_AGAIN : HTTP_FAILED,
			 rc);
}

int http_finish(struct http *h)
{
	if (h->drain)
		return http_outcome(h);
	if (h->at < h->received && h->left != HTTP_UNTIL_CLOSE)
		return http_changed(h, "it is shorter now");
	if (h->at < h->received || (h->end != HTTP_NO_END && h->at < h->end) ||
	    (h->has_total && h->at < h->total))
		return http_stop(h, HTTP_AGAIN,
				 fail(ERR_HTTP_SHORT, "at byte %llu",
				      (unsigned long long)h->at));
	return http_stop(h, HTTP_DONE, 0);
}

/* 206: is it the part that was asked for? */
static int http_range(struct http *h)
{
	const struct http_head *d = &h->head;
	uint64_t len = d->range_last - d->range_first + 1;

	if (!h->received || !d->has_range || d->range_first != h->received ||
	    d->range_last < d->range_first ||
	    (d->has_range_total && d->range_last >= d->range_total) ||
	    (d->has_length && d->length != len))
		return fail(ERR_HTTP_RANGE, "%llu-%llu, asked from %llu",
			    (unsigned long long)d->range_first,
			    (unsigned long long)d->range_last,
			    (unsigned long long)h->received);
	h->at = d->range_first;
	h->end = d->range_last + 1;
	return 0;
}

/* 200 or 206: the file. Is it still the same? */
static int http_file(struct http *h)
{
	const struct http_head *d = &h->head;
	bool part = d->status == 206;
	bool has_total = part ? d->has_range_total : d->has_length;
	uint64_t total = part ? d->range_total : d->length;
	bool gzip = h->wish.gunzip && d->encoding == HTTP_ENCODING_GZIP;
	bool first = !h->known;

	h->at = 0;
	h->end = has_total ? total : HTTP_NO_END;
	if (part)
		TRY(http_range(h));
	if (h->wish.gunzip && d->encoding == HTTP_ENCODING_OTHER)
		return fail(ERR_HTTP_ENCODING, "%s", h->url.path);
	/* RFC 9110 15.3.7: a part need not repeat what is known. */
	if (part && d->encoding == HTTP_ENCODING_ABSENT)
		gzip = h->gzip;
	if (!first && (d->changed || gzip != h->gzip))
		return http_changed(h, "its ETag, date or encoding differs");
	if (has_total &&
	    (h->has_total ? total != h->total : total < h->received))
		return http_changed(h, "its length differs");
	h->known = true;
	h->gzip = gzip;
	h->redirects = 0;
	if (has_total) {
		h->has_total = true;
		h->total = total;
	}
	if (h->has_total && h->end > h->total)
		h->end = h->total;
	if (has_total && first) {
		struct sink *out = gzip ? h->wish.gunzip : h->wish.out;

		return out->expect(out, total);
	}
	return 0;
}

/* RFC 9112 6.3, for GET. */
static int http_length(struct http *h)
{
	const struct http_head *d = &h->head;

	/* Two lengths: whoever stands between might believe the other one. */
	if (d->chunked && (d->has_length || d->old))
		return fail(ERR_HTTP_AMBIGUOUS, "%s", h->url.path);
	h->phase = d->chunked ? HTTP_CHUNK_SIZE : HTTP_BODY;
	h->left = d->has_length ? d->length : HTTP_UNTIL_CLOSE;
	if (d->status == 204 || d->status == 304)
		h->left = 0;
	return 0;
}

int http_body_start(struct http *h)
{
	const struct http_head *d = &h->head;

	TRY(http_length(h));
	h->drain = d->status != 200 && d->status != 206;
	if (!h->drain)
		TRY(http_file(h));
	if (!d->chunked && h->left > HTTP_DRAIN_MAX &&
	    (h->drain || h->left == HTTP_UNTIL_CLOSE))
		h->keep = false;
	if (h->left == 0 || (h->drain && !h->keep))
		return http_finish(h);
	return 0;
}

/* Body bytes to the sink, less what it has. */
static int http_push(struct http *h, struct span bytes)
{
	struct sink *out = h->gzip ? h->wish.gunzip : h->wish.out;
	struct span known;

	if (h->drain) {
		h->drained += (uint32_t)bytes.len;
		if (h->drained <= HTTP_DRAIN_MAX)
			return 0;
		h->keep = false;
		return http_finish(h);
	}
	if (bytes.len > h->end - h->at)
		return fail(ERR_HTTP_LONG, "more than %llu bytes",
			    (unsigned long long)h->end);
	h->at += bytes.len;
	if (h->at <= h->received)
		return 0;
	if (h->at - h->received < bytes.len)
		span_take(&bytes, bytes.len - (size_t)(h->at - h->received),
			  &known);
	h->received = h->at;
	return out->push(out, bytes.p, bytes.len);
}

int http_body_bytes(struct http *h, struct span *bytes)
{
	struct span part = {NULL, 0};

	span_take(bytes, bytes->len < h->left ? bytes->len : (size_t)h->left,
		  &part);
	if (h->left != HTTP_UNTIL_CLOSE)
		h->left -= part.len;
	TRY(http_push(h, part));
	if (h->left || h->state != HTTP_RUNNING)
		return 0;
	if (!h->head.chunked)
		return http_finish(h);
	h->phase = HTTP_CHUNK_END;
	h->head_len = 0;
	return 0;
}

/* The size, then perhaps an extension (RFC 9112 7.1). */
static int http_chunk_size(struct http *h)
{
	const char *p = h->line;
	uint64_t n = 0;
	bool good = !h->cut && str_digit(*p) < 16;

	for (; str_digit(*p) < 16 && !(n >> 58); p++)
		n = n << 4 | str_digit(*p);
	while (str_isspace(*p))
		p++;
	if (!good || (*p && *p != ';'))
		return fail(ERR_HTTP_CHUNK, "size \"%.*s\"", 20, h->line);
	h->left = n;
	h->phase = n ? HTTP_BODY : HTTP_TRAILER;
	return 0;
}

static int http_chunk_line(struct http *h)
{
	switch (h->phase) {
	case HTTP_CHUNK_SIZE:
		return http_chunk_size(h);
	case HTTP_CHUNK_END:
		if (h->line_len)
			return fail(ERR_HTTP_CHUNK_END, "\"%.*s\"", 20,
				    h->line);
		h->phase = HTTP_CHUNK_SIZE;
		return 0;
	default: /* HTTP_TRAILER: nothing in it is of use */
		return h->line_len ? 0 : http_finish(h);
	}
}

int http_chunk_byte(struct http *h, uint8_t byte)
{
	int rc = http_line_byte(h, byte);

	if (rc <= 0)
		return rc;
	rc = http_chunk_line(h);
	h->line_len = 0;
	h->cut = false;
	return rc;
}
