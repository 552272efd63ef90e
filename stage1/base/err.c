/* The list of failures and the newest detail. Documented in err.h. */
#include "base/err.h"
#include "base/fmt.h"
#include "base/str.h"

#define CODE_LEN 3

/* Rows of a code and a sentence, each with a NUL: no pointers to them. */
static const char err_rows[] = "\0\0\0\0\0" /* ERR_NONE */
#define ERR(name, code, sentence) code "\0" sentence "\0"
#include "base/err.def"
#include "base/err_chain.def"
#include "base/err_net.def"
#include "base/err_trust.def"
#undef ERR
	;

#define ERR(name, code, sentence)                                              \
	_Static_assert(sizeof(code) == CODE_LEN + 1, "code of " #name);
#include "base/err.def"
#include "base/err_chain.def"
#include "base/err_net.def"
#include "base/err_trust.def"
#undef ERR

static char err_detail_text[ERR_DETAIL_MAX];

int fail(enum err e, const char *format, ...)
{
	va_list args;

	va_start(args, format);
	vfmt(err_detail_text, sizeof(err_detail_text), format, args);
	va_end(args);
	str_printable(err_detail_text);
	return -(int)e;
}

/* The row of a return code; the empty row if there is none. */
static const char *err_row(int rc)
{
	const char *row = err_rows;

	if (rc > -ERR_ROM_FIRST)
		for (; rc < 0; rc++)
			row += CODE_LEN + 1 + strlen(row + CODE_LEN + 1) + 1;
	return row;
}

const char *err_code(int rc)
{
	return err_row(rc);
}

const char *err_sentence(int rc)
{
	return err_row(rc) + CODE_LEN + 1;
}

const char *err_detail(void)
{
	return err_detail_text;
}

const char *err_text(int rc)
{
	static char text[ERR_TEXT_MAX];

	fmt(text, sizeof(text), *err_detail_text ? "%s (%s) [%s]" : "%s%s [%s]",
	    err_sentence(rc), err_detail_text, err_code(rc));
	return text;
}
