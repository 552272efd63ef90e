/* \_S5 in AML. Documented in acpi.h. */
#include "load/acpi.h"
#include <string.h>

enum { AML_ZERO = 0, AML_ONE = 1, AML_BYTE = 0x0A, AML_PACKAGE = 0x12 };

/* A small integer: ZeroOp, OneOp or BytePrefix and a byte. */
static bool acpi_byte(struct span *s, uint8_t *value)
{
	return span_u8(s, value) &&
	       (*value <= AML_ONE || (*value == AML_BYTE && span_u8(s, value)));
}

/* Name(_S5_, Package(n) {a, b, ...}), behind the name. */
static bool acpi_package(struct span s, uint8_t type[2])
{
	uint8_t op, len, n;
	struct span more;

	/* The package's length has as many more bytes as its top bits say. */
	return span_u8(&s, &op) && op == AML_PACKAGE && span_u8(&s, &len) &&
	       span_take(&s, len >> 6, &more) && span_u8(&s, &n) && n >= 2 &&
	       acpi_byte(&s, &type[0]) && acpi_byte(&s, &type[1]);
}

bool acpi_s5(struct span aml, uint8_t type[2])
{
	for (; aml.len > 4; aml.p++, aml.len--)
		if (!memcmp(aml.p, "_S5_", 4) &&
		    acpi_package(span_of(aml.p + 4, aml.len - 4), type))
			return true;
	return false;
}
