/*
 * The error convention: a function returns 0 (or a count) on success and
 * -ERR_x on failure. There is one enum, one code and one sentence for each
 * failure site (err.def). Codes travel up untouched; only main decides what to
 * do. Not here: any output.
 */
#ifndef BASE_ERR_H
#define BASE_ERR_H

#include "spec/types.h"

enum err {
	ERR_NONE,
#define ERR(name, code, sentence) ERR_##name,
#include "base/err.def"
#include "base/err_chain.def"
#include "base/err_net.def"
#include "base/err_trust.def"
	ERR_ROM_FIRST, /* no error: behind it those of the option ROM */
#include "base/err_rom.def"
#undef ERR
	ERR_COUNT
};

/*
 * Record what came (a printf-like detail, cut to ERR_DETAIL_MAX bytes) and
 * return -e. The detail belongs to the newest failure only. Control characters
 * in it are shown as dots.
 */
#define ERR_DETAIL_MAX 160
#define ERR_TEXT_MAX   (ERR_DETAIL_MAX + 240) /* err_text() */
int fail(enum err e, const char *format, ...)
	__attribute__((format(printf, 2, 3)));

/* The code as shown in brackets, "T04"; rc is what fail() returned. */
const char *err_code(int rc);

/* The sentence: what was expected, and what to do. Never NULL. */
const char *err_sentence(int rc);

/* The detail of the newest fail(), "" if it had none. */
const char *err_detail(void);

/*
 * All of that for people: "sentence (detail) [code]", without a detail if there
 * is none. Good until the next call.
 */
const char *err_text(int rc);

/* Return from the calling function with the rc of an expression that failed. */
#define TRY(expression)                                                        \
	do {                                                                   \
		int try_rc = (expression);                                     \
		if (try_rc < 0)                                                \
			return try_rc;                                         \
	} while (0)

#endif
