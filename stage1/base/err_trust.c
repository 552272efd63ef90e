/* The sentences of crypto/, for err.c. Documented in err.h. */
#include "base/err.h"
#include "base/err_text.h"

const char *const err_trust_table[] = {
	ERR_TEXT_NONE, /* ERR_TRUST_FIRST */
#define ERR(name, code, sentence) code "\0" sentence,
#include "base/err_trust.def"
#undef ERR
};

#define ERR(name, code, sentence) ERR_TEXT_CHECK(name, code);
#include "base/err_trust.def"
#undef ERR
