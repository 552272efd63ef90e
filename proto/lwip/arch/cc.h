/*
 * lwIP's view of compiler and platform: gcc, 32 bit, little endian, without a
 * libc; on the host, for tests, the same. It has no output.
 */
#ifndef PROTO_LWIP_ARCH_CC_H
#define PROTO_LWIP_ARCH_CC_H

#include <stdint.h>

/* Headers that a freestanding compiler does not have, and we do not supply. */
#define LWIP_NO_INTTYPES_H 1
#define LWIP_NO_UNISTD_H   1
#define LWIP_NO_CTYPE_H	   1

/* printf formats of the left-out inttypes.h; only debug output names them. */
#define X8_F  "02x"
#define U16_F "u"
#define S16_F "d"
#define X16_F "x"
#define U32_F "u"
#define S32_F "d"
#define X32_F "x"
#define SZT_F "u"

#define BYTE_ORDER LITTLE_ENDIAN

/* One instruction instead of a call, fifteen times a segment. */
#define lwip_htons(x) __builtin_bswap16(x)

/* RFC 1071 over at most 65535 bytes, not inverted, as words of this machine. */
uint16_t ip_sum(const void *p, int len);
#define LWIP_CHKSUM ip_sum

/* Names as a whole, of base/str; both end with a NUL. */
int str_casecmp(const char *a, const char *b);
#define lwip_strnicmp(a, b, len) str_casecmp(a, b)

/* Debug output is never compiled in: with nothing to print, no printf. */
#define LWIP_PLATFORM_DIAG(x)                                                  \
	do {                                                                   \
	} while (0)
#define LWIP_PLATFORM_ASSERT(x)                                                \
	do {                                                                   \
	} while (0)

/* Ports and ids that a blind attacker cannot guess; nic_rand() is ours. */
uint32_t nic_rand(void);
#define LWIP_RAND() nic_rand()

#endif
