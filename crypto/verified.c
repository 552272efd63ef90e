/* Who may boot. Documented in verified.h. */
#include "crypto/verified.h"

void verified_unsigned(struct verified *v, const char *why)
{
	*v = (struct verified){.is_signed = false, .by = why};
}

void verified_signed(struct verified *v, const char *by)
{
	*v = (struct verified){.is_signed = true, .by = by};
}
