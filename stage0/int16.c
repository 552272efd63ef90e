/* Software interrupts through the glove box. Documented in call16.h. */
#include "stage0/call16.h"

void call16_int(uint8_t n, struct call16 *c)
{
	/* As the CPU does it: flags and return address, interrupts off. */
	c->target = ((const struct segoff *)0)[n];
	c->flags = FLAG_CARRY;
	c->words = 1;
	c->word[0] = FLAG_INTERRUPT | FLAG_CARRY;
	call16(c);
}
