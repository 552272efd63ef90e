/*
 * Fuzzes stage1/base: the formatter beside the C library's, numbers and
 * addresses beside a plain reading of them, text through the log.
 */
#include "fuzz.h"
#include <errno.h>
#include "base/fmt.h"
#include "base/log.h"
#include "base/str.h"

/* One conversion with random flags and width, both ways. */
static void check_fmt(struct span *in, size_t room, const char *text)
{
	static const char *const ends[] = {"d",	 "u",	"x",   "X",   "c",
					   "s",	 ".*s", "lld", "llu", "llx",
					   "ld", "lu",	"zu"};
	unsigned which = fuzz_u8(in) % 13, flags = fuzz_u8(in);
	unsigned width = fuzz_u8(in) % 40;
	char format[32], *ours = malloc(room + 1), theirs[2000];
	uint64_t n = (uint64_t)fuzz_u16(in) << 48 |
		     (uint64_t)fuzz_u16(in) << 32 |
		     (uint64_t)fuzz_u16(in) << 16 | fuzz_u16(in);
	bool zero = flags & 2 && which != 4 && which != 5 && which != 6;
	size_t a, b;

	snprintf(format, sizeof(format), "<%%%s%s%.0u%s>", flags & 1 ? "-" : "",
		 zero ? "0" : "", width, ends[which]);
	if (!width)
		snprintf(format, sizeof(format), "<%%%s%s%s>",
			 flags & 1 ? "-" : "", zero ? "0" : "", ends[which]);
#pragma GCC diagnostic push
#pragma GCC diagnostic ignored "-Wformat-nonliteral"
#pragma GCC diagnostic ignored "-Wformat-security"
#define BOTH(...)                                                              \
	a = fmt(ours, room, format, __VA_ARGS__);                              \
	b = (size_t)snprintf(theirs, sizeof(theirs), format, __VA_ARGS__)
	if (which < 4) {
		BOTH((int)n);
	} else if (which == 4) {
		BOTH((int)(n % 95 + 32));
	} else if (which == 5) {
		BOTH(text);
	} else if (which == 6) {
		BOTH((int)(n & 31), text);
	} else if (which < 10) {
		BOTH((long long)n);
	} else {
		BOTH((long)n);
	}
#pragma GCC diagnostic pop
	FUZZ_CHECK(a == b);
	if (room) {
		theirs[room - 1 < b ? room - 1 : b] = '\0';
		FUZZ_CHECK(strcmp(ours, theirs) == 0);
	}
	free(ours);
}

static void check_number(const char *text)
{
	bool hex = text[0] == '0' && (text[1] | 0x20) == 'x';
	const char *digits = hex ? text + 2 : text, *end;
	size_t n =
		strspn(digits, hex ? "0123456789abcdefABCDEF" : "0123456789");
	uint32_t value = 0;
	unsigned long long wanted;

	errno = 0;
	wanted = strtoull(text, NULL, hex ? 16 : 10);
	end = str_number(text, UINT32_MAX, &value);
	if (!n || errno || wanted > UINT32_MAX) {
		FUZZ_CHECK(!end);
	} else {
		FUZZ_CHECK(end == digits + n);
		FUZZ_CHECK(value == wanted);
	}
}

static void check_ip(const char *text)
{
	char again[FMT_IP];
	ip4 ip;
	const char *end = str_ip(text, &ip);

	if (end && text[0] != '0' && !strstr(text, ".0"))
		FUZZ_CHECK(strncmp(fmt_ip(again, ip), text,
				   (size_t)(end - text)) == 0);
}

static void check_log(const char *text)
{
	char line[LOG_LINE_MAX], last[LOG_LINE_MAX] = "";
	uint32_t at = 0;
	unsigned n = 0;

	log_line(LOG_DEBUG, "%s", text);
	while (log_read(&at, line, sizeof(line)) >= 0) {
		FUZZ_CHECK(++n <= 8192);
		strcpy(last, line);
	}
	FUZZ_CHECK(strlen(last) == (strlen(text) < LOG_LINE_MAX
					    ? strlen(text)
					    : LOG_LINE_MAX - 1));
	for (const char *p = last; *p; p++)
		FUZZ_CHECK((uint8_t)*p >= ' ');
}

int LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t len)
{
	struct span in = span_of(bytes, len);
	size_t room = fuzz_u8(&in), n = fuzz_u8(&in);
	char *text, *cut;

	cut = (char *)fuzz_bytes(&in, &n);
	text = malloc(n + 1);
	memcpy(text, cut, n);
	text[n] = '\0';
	check_fmt(&in, room, text);
	check_number(text);
	check_ip(text);
	check_log(text);
	free(cut);
	cut = malloc(room + 1);
	if (room)
		FUZZ_CHECK(str_copy(cut, room, text) == (strlen(text) < room));
	free(cut);
	free(text);
	return 0;
}
