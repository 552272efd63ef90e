/*
 * Text into bounded buffers: the used part of printf. Documented in fmt.h.
 * Not here: precision of numbers, %p, floating point.
 */
#include "base/fmt.h"
#include <limits.h>
#include "base/div.h"

/* The text so far; len counts what does not fit, too. */
struct fmt_state {
	char *buf;
	size_t room, len;
	va_list args;
};

/* One conversion of the format: its flags, and the text made of it. */
struct fmt_item {
	const char *text;
	size_t len, width;
	bool left;
	char fill;
	uint8_t longs; /* 0: int, 1: long or size_t, 2: long long */
};

static void fmt_put(struct fmt_state *f, char c)
{
	if (f->len < f->room)
		f->buf[f->len] = c;
	f->len++;
}

static void fmt_end(const struct fmt_state *f)
{
	if (f->room)
		f->buf[f->len < f->room ? f->len : f->room - 1] = '\0';
}

static void fmt_item(struct fmt_state *f, const struct fmt_item *i)
{
	const char *text = i->text, *end = text + i->len;
	size_t pad = i->width > i->len ? i->width - i->len : 0;

	/* The sign stands before the zeros. */
	if (i->fill == '0' && text < end && *text == '-')
		fmt_put(f, *text++);
	for (; pad && !i->left; pad--)
		fmt_put(f, i->fill);
	while (text < end)
		fmt_put(f, *text++);
	for (; pad; pad--)
		fmt_put(f, ' ');
}

/* The number of the next argument in 64 bits; only d keeps its sign. */
static uint64_t fmt_number(struct fmt_state *f, unsigned longs, char how)
{
	uint64_t mask = longs ? ULONG_MAX : UINT_MAX;

	if (longs > 1)
		return va_arg(f->args, unsigned long long);
	if (how == 'd')
		mask = UINT64_MAX;
	if (longs)
		return (uint64_t)va_arg(f->args, long) & mask;
	return (uint64_t)va_arg(f->args, int) & mask;
}

/* The digits of %d %u %x %X, written backwards from end. Returns the first. */
static char *fmt_digits(char *end, uint64_t n, char how)
{
	const char letter_case = how & ('x' - 'X');
	bool negative = how == 'd' && n >> 63;

	if (negative)
		n = -n;
	do {
		uint32_t digit =
			div_u64(&n, (how | ('x' - 'X')) == 'x' ? 16 : 10);

		*--end = "0123456789ABCDEF"[digit] | letter_case;
	} while (n);
	if (negative)
		*--end = '-';
	return end;
}

/* A number or %c; what is neither is itself, so "%%". */
static void fmt_value(struct fmt_state *f, struct fmt_item *i, char how)
{
	char room[24]; /* the 20 digits of 2^64 and a sign */
	char *end = room + sizeof(room), *p = end - 1;

	if (how == 'd' || how == 'u' || how == 'x' || how == 'X')
		p = fmt_digits(end, fmt_number(f, i->longs, how), how);
	else
		*p = how == 'c' ? (char)va_arg(f->args, int) : how;
	i->text = p;
	i->len = (size_t)(end - p);
	fmt_item(f, i);
}

/* Do one conversion; format is behind the "%". Returns its last character. */
static const char *fmt_conversion(struct fmt_state *f, const char *format)
{
	struct fmt_item i = {.fill = ' '};
	size_t limit = SIZE_MAX;

	for (; *format == '-'; format++)
		i.left = true;
	for (; *format == '0'; format++)
		i.fill = '0';
	for (; *format >= '0' && *format <= '9'; format++)
		i.width = i.width * 10 + (size_t)(*format - '0');
	if (*format == '.') { /* ".*" */
		limit = (size_t)va_arg(f->args, int);
		format += 2;
	}
	for (; *format == 'l' || *format == 'z'; format++)
		i.longs++;
	if (!*format)
		return format - 1;
	if (*format != 's') {
		fmt_value(f, &i, *format);
		return format;
	}
	i.text = va_arg(f->args, const char *);
	while (i.len < limit && i.text[i.len])
		i.len++;
	fmt_item(f, &i);
	return format;
}

size_t vfmt(char *buf, size_t room, const char *format, va_list args)
{
	struct fmt_state f = {.buf = buf, .room = room};

	va_copy(f.args, args);
	for (; *format; format++)
		if (*format == '%')
			format = fmt_conversion(&f, format + 1);
		else
			fmt_put(&f, *format);
	va_end(f.args);
	fmt_end(&f);
	return f.len;
}

size_t fmt(char *buf, size_t room, const char *format, ...)
{
	va_list args;
	size_t len;

	va_start(args, format);
	len = vfmt(buf, room, format, args);
	va_end(args);
	return len;
}

char *fmt_ip(char *buf, ip4 address)
{
	fmt(buf, FMT_IP, "%u.%u.%u.%u", address.b[0], address.b[1],
	    address.b[2], address.b[3]);
	return buf;
}

size_t fmt_hex(char *buf, size_t room, const uint8_t *bytes, size_t len,
	       char between, uint32_t where)
{
	static const char digit[] = "0123456789abcdef";
	struct fmt_state f = {.buf = buf, .room = room};

	for (size_t i = 0; i < len; i++) {
		if (where >> (i < 31 ? i : 31) & 1)
			fmt_put(&f, between);
		fmt_put(&f, digit[bytes[i] >> 4]);
		fmt_put(&f, digit[bytes[i] & 15]);
	}
	fmt_end(&f);
	return f.len;
}

char *fmt_size(char *buf, uint64_t bytes)
{
	const char *unit = "kMGTPE";
	uint32_t tenths;

	if (bytes < 1000) {
		fmt(buf, FMT_SIZE, "%u byte%s", (unsigned)bytes,
		    bytes == 1 ? "" : "s");
		return buf;
	}
	/* Below 999.95 it is rounded to at most 999.9. */
	for (; bytes >= 999950; unit++)
		div_u64(&bytes, 1000);
	tenths = ((uint32_t)bytes + 50) / 100;
	fmt(buf, FMT_SIZE, "%u.%u %cB", tenths / 10, tenths % 10, *unit);
	return buf;
}
