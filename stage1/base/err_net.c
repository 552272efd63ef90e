/* The sentences of the network engine, for err.c. Documented in err.h. */
#include "base/err.h"
#include "base/err_text.h"

const char *const err_net_table[] = {
	ERR_TEXT_NONE, /* ERR_NET_FIRST */
#define ERR(name, code, sentence) code "\0" sentence,
#include "base/err_net.def"
#undef ERR
};

#define ERR(name, code, sentence) ERR_TEXT_CHECK(name, code);
#include "base/err_net.def"
#undef ERR
