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

static void fmt_put(struct fmt_state *f, const char *text, size_t len)
{
	for (; len; len--, f->len++, text++)
		if (f->len + 1 < f->room)
			f->buf[f->len] = *text;
}

static void fmt_item(struct fmt_state *f, struct fmt_item *i)
{
	size_t pad = i->width > i->len ? i->width - i->len : 0;

	/* The sign stands before the zeros. */
	if (i->fill == '0' && i->len && *i->text == '-') {
		fmt_put(f, i->text++, 1);
		i->len--;
	}
	for (; pad && !i->left; pad--)
		fmt_put(f, &i->fill, 1);
	fmt_put(f, i->text, i->len);
	for (; pad; pad--)
		fmt_put(f, " ", 1);
}

/* The digits of n, written backwards from end. Returns the first. */
static char *fmt_digits(char *end, uint64_t n, uint32_t base, char ten)
{
	do {
		uint32_t digit = div_u64(&n, base);

		*--end = (char)(digit < 10 ? '0' + digit
					   : (uint32_t)ten + digit - 10);
	} while (n);
	return end;
}

/* The number of the next argument in 64 bits; d keeps its sign. */
static uint64_t fmt_number(struct fmt_state *f, unsigned longs, char how)
{
	uint64_t n, mask = UINT_MAX;

	if (longs == 0) {
		n = (uint64_t)va_arg(f->args, int);
	} else if (longs == 1) {
		n = (uint64_t)va_arg(f->args, long);
		mask = ULONG_MAX;
	} else {
		n = va_arg(f->args, unsigned long long);
		mask = UINT64_MAX;
	}
	return how == 'd' ? n : n & mask;
}

/* %d %u %x %X, and %c: what is not a letter of a number is itself. */
static void fmt_value(struct fmt_state *f, struct fmt_item *i, char how)
{
	char room[24]; /* the 20 digits of 2^64 and a sign */
	char *end = room + sizeof(room), *p = end;
	uint64_t n;

	switch (how) {
	case 'd':
	case 'u':
	case 'x':
	case 'X':
		n = fmt_number(f, i->longs, how);
		if (how == 'd' && n >> 63) {
			p = fmt_digits(p, -n, 10, 0);
			*--p = '-';
			break;
		}
		p = fmt_digits(p, n, how == 'u' ? 10 : 16,
			       (char)(how - ('x' - 'a')));
		break;
	case 'c':
		how = (char)va_arg(f->args, int);
		/* fall through */
	default:
		*--p = how;
	}
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
			fmt_put(&f, format, 1);
	va_end(f.args);
	if (room)
		buf[f.len < room ? f.len : room - 1] = '\0';
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
