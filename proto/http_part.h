/* What the parts of the HTTP engine know of each other: http.c the request and
 * the connection, http_head.c an answer up to its body, http_body.c the rest.
 */
#ifndef PROTO_HTTP_PART_H
#define PROTO_HTTP_PART_H

#include "proto/http.h"

/* In the order in which they come; all but HTTP_BODY consist of lines. */
enum http_phase {
	HTTP_STATUS_LINE,
	HTTP_FIELDS,
	HTTP_CHUNK_SIZE,
	HTTP_BODY,
	HTTP_CHUNK_END,
	HTTP_TRAILER,
};

enum http_encoding {
	HTTP_ENCODING_ABSENT,
	HTTP_ENCODING_IDENTITY,
	HTTP_ENCODING_GZIP,
	HTTP_ENCODING_OTHER,
};

/* For left: the body ends with the connection. */
#define HTTP_UNTIL_CLOSE UINT64_MAX
/* For end: unknown. */
#define HTTP_NO_END	 UINT64_MAX

/* Leave HTTP_RUNNING. Returns 0. */
int http_stop(struct http *h, enum http_state state, int rc);

/* The answer's body is complete, or not wanted: what does it mean? */
int http_finish(struct http *h);

/* One byte of status line or fields. */
int http_head_byte(struct http *h, uint8_t byte);

/* One byte of any line: 1 when h->line is complete. */
int http_line_byte(struct http *h, uint8_t byte);

/* The head is complete: what sort of body comes? */
int http_body_start(struct http *h);

/* One byte of a line between chunks or behind them. */
int http_chunk_byte(struct http *h, uint8_t byte);

/* Take body bytes from the front. */
int http_body_bytes(struct http *h, struct span *bytes);

#endif
