/*
 * How the tables of err.c and its kin hold a row: code and sentence in one
 * string, a pointer less for each. Private to them.
 */
#ifndef BASE_ERR_TEXT_H
#define BASE_ERR_TEXT_H

#define ERR_CODE_LEN  3
#define ERR_TEXT_NONE "\0\0\0\0"
#define ERR_TEXT_CHECK(name, code)                                             \
	_Static_assert(sizeof(code) == ERR_CODE_LEN + 1, "code of " #name)

/* From ERR_NET_FIRST on; not there in a towline.0 without the engine. */
extern const char *const err_net_table[] __attribute__((weak));
/* From ERR_TRUST_FIRST on; not there without crypto/. */
extern const char *const err_trust_table[] __attribute__((weak));

#endif
