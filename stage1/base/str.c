/* The text helpers that string.h lacks. Documented in str.h. */
#include "base/str.h"

bool str_copy(char *to, size_t room, const char *from)
{
	for (; room; room--)
		if (!(*to++ = *from++))
			return true;
	to[-1] = '\0';
	return false;
}

int str_lower(int c)
{
	return c >= 'A' && c <= 'Z' ? c + ('a' - 'A') : c;
}

bool str_isspace(int c)
{
	return c == ' ' || (c >= '\t' && c <= '\r');
}

char *str_skip(const char *s, bool blank)
{
	while (*s && str_isspace((uint8_t)*s) == blank)
		s++;
	return (char *)(uintptr_t)s;
}

size_t str_same(const char *a, const char *b)
{
	size_t n = 0;

	while (a[n] && str_lower((uint8_t)a[n]) == str_lower((uint8_t)b[n]))
		n++;
	return n;
}

int str_casecmp(const char *a, const char *b)
{
	size_t n = str_same(a, b);

	return str_lower((uint8_t)a[n]) - str_lower((uint8_t)b[n]);
}

bool str_caseprefix(const char *s, const char *prefix)
{
	return !prefix[str_same(s, prefix)];
}

unsigned str_digit(int c)
{
	c = str_lower(c);
	if (c >= '0' && c <= '9')
		return (unsigned)(c - '0');
	if (c >= 'a' && c <= 'f')
		return (unsigned)(c - 'a' + 10);
	return 16;
}

const char *str_number(const char *s, uint32_t max, uint32_t *value)
{
	unsigned base = 10, digit;
	uint32_t n = 0;

	if (s[0] == '0' && str_lower(s[1]) == 'x') {
		base = 16;
		s += 2;
	}
	if (str_digit(*s) >= base)
		return NULL;
	for (; (digit = str_digit(*s)) < base; s++) {
		if (n > (UINT32_MAX - digit) / base)
			return NULL;
		n = n * base + digit;
		if (n > max)
			return NULL;
	}
	*value = n;
	return s;
}

const char *str_ip(const char *s, ip4 *address)
{
	unsigned i;

	for (i = 0; i < 4; i++) {
		unsigned n = 0, digits = 0;

		if (i && *s++ != '.')
			return NULL;
		for (; str_digit(*s) < 10 && digits < 3; digits++)
			n = n * 10 + str_digit(*s++);
		if (!digits || n > 255)
			return NULL;
		address->b[i] = (uint8_t)n;
	}
	return str_digit(*s) < 10 ? NULL : s;
}

char *str_printable(char *s)
{
	char *p;

	for (p = s; *p; p++)
		if ((uint8_t)*p < ' ' || *p == 0x7F)
			*p = '.';
	return s;
}
