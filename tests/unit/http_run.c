/* Scripted answers. Documented in http_run.h. */
#include "unit.h"
#include "base/err.h"
#include "http_run.h"

struct kept http_plain, http_gzip;

static int kept_expect(struct sink *s, uint64_t total)
{
	struct kept *k = (struct kept *)s;

	assert_int_equal(k->len, 0);
	assert_true(k->expected == UINT64_MAX);
	k->expected = total;
	return k->refuse_expect;
}

static int kept_push(struct sink *s, const void *bytes, size_t len)
{
	struct kept *k = (struct kept *)s;

	assert_true(len > 0 && k->len + len <= sizeof(k->bytes));
	assert_int_equal(k->refuse_expect, 0);
	memcpy(k->bytes + k->len, bytes, len);
	k->len += len;
	return k->refuse_push;
}

void http_begin(struct http *h, const char *url, bool gunzip)
{
	static const ip4 boot_server = {{192, 0, 2, 1}};
	struct http_wish wish = {.out = &http_plain.sink,
				 .gunzip = gunzip ? &http_gzip.sink : NULL,
				 .agent = "Towline/0"};
	struct url u;

	http_plain = (struct kept){.sink = {kept_expect, kept_push, NULL},
				   .expected = UINT64_MAX};
	http_gzip = http_plain;
	assert_int_equal(url_of(&u, url, boot_server), 0);
	http_start(h, &u, &wish);
}

const char *http_ask(struct http *h)
{
	static char text[HTTP_REQUEST_MAX + 1];
	char *buf = guard_alloc(HTTP_REQUEST_MAX);
	size_t len = http_request(h, buf);

	assert_true(len < HTTP_REQUEST_MAX);
	assert_int_equal(h->state, HTTP_RUNNING);
	memcpy(text, buf, len);
	text[len] = '\0';
	guard_free(buf, HTTP_REQUEST_MAX);
	return text;
}

static void feed_piece(struct http *h, const char *bytes, size_t len)
{
	void *copy = guard_copy(bytes, len);

	http_input(h, span_of(copy, len));
	guard_free(copy, len);
}

void http_feed(struct http *h, const struct http_answer *a, size_t pieces)
{
	size_t len = a->len ? a->len : strlen(a->text), split = len;

	if (pieces > 1 && pieces - 1 < len)
		split = pieces - 1;
	if (pieces == 1)
		split = 0;
	feed_piece(h, a->text, split);
	for (; pieces == 1 && split < len; split++)
		feed_piece(h, a->text + split, 1);
	feed_piece(h, a->text + split, len - split);
	if (a->end == CLOSED)
		http_eof(h);
	if (a->end == LOST)
		http_lost(h, LOST_RC);
}

static struct http h;

static void http_check_row(const struct http_row *r, size_t pieces)
{
	struct http_answer a = {r->text, 0, r->end};

	http_begin(&h, "http://srv/f", false);
	http_ask(&h);
	http_feed(&h, &a, pieces);
	if (h.state != r->state || h.rc != -r->rc || h.keep != r->keep ||
	    http_plain.expected != (uint64_t)r->expected)
		print_error("pieces %zu of\n%s\n%s %s\n", pieces, r->text,
			    err_code(h.rc), err_detail());
	assert_int_equal(h.state, r->state);
	assert_int_equal(-h.rc, r->rc);
	assert_int_equal(h.keep, r->keep);
	assert_true(http_plain.expected == (uint64_t)r->expected);
	assert_int_equal(http_plain.len, strlen(r->body));
	assert_memory_equal(http_plain.bytes, r->body, http_plain.len);
	assert_int_equal(h.received, http_plain.len);
	assert_int_equal(h.answered, r->text[0] != '\0');
	/* Nothing that still comes can change that. */
	if (h.state == HTTP_RUNNING)
		return;
	http_feed(&h, &(struct http_answer){FIVE "\r\nhello", 0, CLOSED}, 0);
	assert_int_equal(h.state, r->state);
	assert_int_equal(-h.rc, r->rc);
	assert_int_equal(http_plain.len, strlen(r->body));
	assert_false(h.keep);
}

void http_check_rows(const struct http_row *rows, size_t count)
{
	for (size_t i = 0; i < count; i++)
		for (size_t n = 0; n <= strlen(rows[i].text); n++)
			http_check_row(&rows[i], n);
}
