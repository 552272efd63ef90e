/* Multicast TFTP of PXE 2.1. Documented in mtftp.h. */
#include "rom/mtftp.h"

#include <string.h>
#include "spec/tftp.h"

enum {
	LISTEN_DEFAULT_S = 1,
	TRANSMIT_DEFAULT_S = 2,
	OPEN_TRIES = 6,
	ACK_TRIES = 3,
	ROUNDS = 5, /* of listening and asking, before plain TFTP is better */
};

static void mtftp_enter(struct mtftp *m, enum mtftp_phase phase,
			uint32_t wait_ms, uint32_t now_ms)
{
	m->phase = phase;
	m->deadline_ms = now_ms + wait_ms;
	m->tries = 0;
	m->heard = false;
}

void mtftp_start(struct mtftp *m, uint8_t listen_s, uint8_t transmit_s,
		 uint32_t now_ms)
{
	memset(m, 0, sizeof(*m));
	m->listen_ms = (listen_s ? listen_s : LISTEN_DEFAULT_S) * 1000u;
	m->transmit_ms = (transmit_s ? transmit_s : TRANSMIT_DEFAULT_S) * 1000u;
	mtftp_enter(m, MTFTP_LISTEN, m->listen_ms, now_ms);
}

static bool mtftp_complete(const struct mtftp *m)
{
	return m->last && m->got == m->last;
}

/* Note a block of len bytes. True if it is a new one. */
static bool mtftp_note(struct mtftp *m, uint16_t block, size_t len)
{
	uint8_t bit = (uint8_t)(1 << block % 8), *byte = &m->map[block / 8];

	if (len < MTFTP_BLOCK_LEN) {
		m->last = block + 1;
		m->len = block * (uint32_t)MTFTP_BLOCK_LEN + (uint32_t)len;
	}
	if (block + 1 > m->highest)
		m->highest = block + 1;
	if (*byte & bit)
		return false;
	*byte |= bit;
	m->got++;
	return true;
}

/* The way a block comes tells who is the master. */
static void mtftp_data_phase(struct mtftp *m, uint16_t from_port, bool to_group,
			     uint32_t now_ms)
{
	/* The copy for the group may come before the one for us. */
	if (!to_group && m->phase != MTFTP_RECEIVE)
		mtftp_enter(m, MTFTP_RECEIVE, m->transmit_ms, now_ms);
	else if (m->phase == MTFTP_OPEN)
		mtftp_enter(m, MTFTP_LISTEN, m->transmit_ms, now_ms);
	if (m->phase == MTFTP_RECEIVE)
		m->port = from_port;
	m->deadline_ms = now_ms + m->transmit_ms;
	m->tries = 0;
	m->heard = true;
}

bool mtftp_input(struct mtftp *m, uint16_t from_port, bool to_group,
		 struct span datagram, uint32_t now_ms, uint32_t *at,
		 struct span *data)
{
	uint16_t opcode, block;
	bool is_new;

	if (!span_be16(&datagram, &opcode) || !span_be16(&datagram, &block))
		return false;
	if (opcode == TFTP_ERROR && !to_group && m->phase != MTFTP_LISTEN)
		m->phase = MTFTP_FAILED;
	if (opcode != TFTP_DATA || block == 0 || block > MTFTP_BLOCKS_MAX ||
	    datagram.len > MTFTP_BLOCK_LEN || m->phase >= MTFTP_DONE)
		return false;
	mtftp_data_phase(m, from_port, to_group, now_ms);
	is_new = mtftp_note(m, block - 1, datagram.len);
	if (m->phase == MTFTP_RECEIVE) {
		/* Also what we have: the server waits for it. */
		m->ack = block;
		m->send = true;
	} else if (mtftp_complete(m)) {
		m->phase = MTFTP_DONE;
	}
	*at = (uint32_t)(block - 1) * MTFTP_BLOCK_LEN;
	*data = datagram;
	return is_new;
}

static enum mtftp_send mtftp_ask(struct mtftp *m, uint32_t now_ms)
{
	if (m->tries++ >= OPEN_TRIES) {
		m->phase = MTFTP_FAILED;
		return MTFTP_SEND_NOTHING;
	}
	m->deadline_ms = now_ms + m->transmit_ms;
	return MTFTP_SEND_REQUEST;
}

/*
 * Nobody sends (any more). Whoever has missed most asks first: the others wait
 * a second longer for each block that they have more.
 */
static void mtftp_listen_over(struct mtftp *m, uint32_t now_ms)
{
	uint32_t missed_ms = (uint32_t)(m->highest - m->got) * 1000;

	if (m->heard && missed_ms < m->listen_ms) {
		mtftp_enter(m, MTFTP_LISTEN, m->listen_ms - missed_ms, now_ms);
		return;
	}
	mtftp_enter(m, MTFTP_OPEN, 0, now_ms);
	if (m->rounds++ >= ROUNDS)
		m->phase = MTFTP_FAILED;
}

enum mtftp_send mtftp_output(struct mtftp *m, uint32_t now_ms)
{
	if (m->phase == MTFTP_LISTEN && (int32_t)(now_ms - m->deadline_ms) >= 0)
		mtftp_listen_over(m, now_ms);
	if (m->phase == MTFTP_OPEN && (int32_t)(now_ms - m->deadline_ms) >= 0)
		return mtftp_ask(m, now_ms);
	if (m->phase != MTFTP_RECEIVE)
		return MTFTP_SEND_NOTHING;
	if (!m->send && (int32_t)(now_ms - m->deadline_ms) < 0)
		return MTFTP_SEND_NOTHING;
	if (!m->send) {
		m->deadline_ms = now_ms + m->transmit_ms;
		if (m->tries++ >= ACK_TRIES)
			mtftp_enter(m, MTFTP_LISTEN, m->listen_ms, now_ms);
	}
	m->send = false;
	/* The master is done with the last block, when it is acknowledged. */
	if (m->phase == MTFTP_RECEIVE && m->ack == m->last && mtftp_complete(m))
		m->phase = MTFTP_DONE;
	return MTFTP_SEND_ACK;
}
