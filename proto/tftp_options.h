/*
 * The text part of TFTP: the request with its options, and the server's OACK
 * (RFC 2347). Used by tftp.c only.
 */
#ifndef PROTO_TFTP_OPTIONS_H
#define PROTO_TFTP_OPTIONS_H

#include "proto/tftp.h"

/*
 * Write the request for t's file, as t wishes, to buf (TFTP_OUTPUT_MAX bytes).
 * Returns its length.
 */
size_t tftp_options_ask(const struct tftp *t, char *buf);

/*
 * Take blksize, windowsize and tsize from an OACK (after its opcode) to t.
 * Options that were not asked for and rubbish after the options are passed
 * over. Fails on a value that can not be right.
 */
int tftp_options_agree(struct tftp *t, struct span oack);

#endif
