/* The table of failures and the newest detail. Documented in err.h. */
#include "base/err.h"
#include "base/err_text.h"
#include "base/fmt.h"
#include "base/str.h"

static const char *const err_table[] = {
	ERR_TEXT_NONE, /* ERR_NONE */
#define ERR(name, code, sentence) code "\0" sentence,
#include "base/err.def"
#undef ERR
};

#define ERR(name, code, sentence) ERR_TEXT_CHECK(name, code);
#include "base/err.def"
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
	if (rc < 0 && rc > -ERR_NET_FIRST)
		return err_table[-rc];
	if (rc < 0 && rc > -ERR_TRUST_FIRST && err_net_table)
		return err_net_table[-rc - ERR_NET_FIRST];
	if (rc <= -ERR_TRUST_FIRST && rc > -ERR_ROM_FIRST && err_trust_table)
		return err_trust_table[-rc - ERR_TRUST_FIRST];
	return err_table[ERR_NONE];
}

const char *err_code(int rc)
{
	return err_row(rc);
}

const char *err_sentence(int rc)
{
	return err_row(rc) + ERR_CODE_LEN + 1;
}

const char *err_detail(void)
{
	return err_detail_text;
}
