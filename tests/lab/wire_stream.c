/* The wire's end at QEMU: -netdev stream over a unix socket. One QEMU only. */
#include "wire_ends.h"
#include <errno.h>
#include <string.h>
#include <sys/socket.h>
#include <sys/uio.h>
#include <sys/un.h>
#include <unistd.h>

#define PREFIX 4

int wire_stream_listen(const char *path)
{
	struct sockaddr_un address = {.sun_family = AF_UNIX};
	int fd;

	if (strlen(path) >= sizeof(address.sun_path)) {
		errno = ENAMETOOLONG;
		return -1;
	}
	strcpy(address.sun_path, path);
	fd = socket(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0);
	if (fd < 0 || bind(fd, (struct sockaddr *)&address, sizeof(address)) ||
	    listen(fd, 1))
		return -1;
	return fd;
}

int wire_stream_accept(struct wire_stream *s, int listener)
{
	int size = 1; /* the least there is */

	s->fd = accept4(listener, NULL, NULL, SOCK_NONBLOCK | SOCK_CLOEXEC);
	close(listener);
	if (s->fd < 0)
		return -1;
	/*
	 * A few frames at a time: QEMU puts all it has read into a queue, and
	 * of a queue its e1000 loses what is more than its ring.
	 */
	setsockopt(s->fd, SOL_SOCKET, SO_SNDBUF, &size, sizeof(size));
	return 0;
}

/* Puts the whole frames of the buffer onto the wire and moves the rest to its
 * start. */
static int wire_stream_parse(struct wire_stream *s, struct impair *w,
			     int64_t now)
{
	unsigned pos = 0;

	while (s->have - pos >= PREFIX) {
		const uint8_t *p = s->buffer + pos;
		uint32_t len = (uint32_t)p[0] << 24 | (uint32_t)p[1] << 16 |
			       (uint32_t)p[2] << 8 | p[3];

		if (len > sizeof(s->buffer) - PREFIX)
			return -1;
		if (s->have - pos - PREFIX < len)
			break;
		impair_put(w, now, p + PREFIX, len);
		pos += PREFIX + len;
	}
	s->have -= pos;
	memmove(s->buffer, s->buffer + pos, s->have);
	return 0;
}

int wire_stream_receive(struct wire_stream *s, struct impair *w, int64_t now)
{
	ssize_t n = recv(s->fd, s->buffer + s->have,
			 sizeof(s->buffer) - s->have, 0);

	if (n < 0)
		return errno == EAGAIN || errno == EINTR ? 0 : -1;
	if (!n)
		return -1;
	s->have += (unsigned)n;
	return wire_stream_parse(s, w, now);
}

/* How many bytes of the oldest frames one call shall send. */
static unsigned wire_stream_gather(const struct wire_stream *s,
				   const struct wire_fifo *fifo,
				   struct iovec *pieces)
{
	unsigned n = fifo->count < WIRE_BATCH ? fifo->count : WIRE_BATCH;

	for (unsigned i = 0; i < n; i++) {
		struct impair_frame *frame = wire_fifo_at(fifo, i);

		pieces[i].iov_base = frame->prefix;
		pieces[i].iov_len = PREFIX + frame->len;
	}
	pieces[0].iov_base = (uint8_t *)pieces[0].iov_base + s->sent;
	pieces[0].iov_len -= s->sent;
	return n;
}

int wire_stream_send(struct wire_stream *s, struct wire_fifo *fifo,
		     struct impair *w)
{
	while (fifo->count) {
		struct iovec pieces[WIRE_BATCH];
		struct msghdr message = {.msg_iov = pieces};
		unsigned done = 0;
		ssize_t n;

		message.msg_iovlen = wire_stream_gather(s, fifo, pieces);
		n = sendmsg(s->fd, &message, MSG_NOSIGNAL);
		if (n < 0)
			return errno == EAGAIN || errno == EINTR ? 0 : -1;
		s->sent += (unsigned)n;
		while (done < fifo->count) {
			unsigned size = PREFIX + wire_fifo_at(fifo, done)->len;

			if (s->sent < size)
				break;
			s->sent -= size;
			done++;
		}
		wire_fifo_drop(fifo, w, done, true);
	}
	return 0;
}
