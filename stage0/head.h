/*
 * The first bytes of towline.0. tools/pack.py fills in the numbers after the
 * 32-bit part has been compressed.
 */
#ifndef STAGE0_HEAD_H
#define STAGE0_HEAD_H

#include "spec/types.h"

struct head {
	uint8_t jump[8];
	char magic[4];	     /* "TLN1" */
	uint32_t packed_len; /* packed bytes behind the low part */
	uint32_t image_len;  /* bytes when unpacked */
	uint32_t image_sum;  /* unpack_sum() of them */
	/* tools/towsign changes these two (crypto/stamp.h); here they stay. */
	char stamp_mark[4];
	uint32_t stamp_at; /* of the stamp in the file */
} PACKED;

extern const struct head head;

#endif
