/* The BIOS's date, INT 1Ah AH=04h, and time, AH=02h. Documented in rtc.h. */
#include "fw/rtc.h"
#include "stage0/call16.h"

/* Two digits of BCD behind those that are there. */
static uint64_t rtc_join(uint64_t number, uint32_t bcd)
{
	return number * 100 + (bcd >> 4 & 15) * 10 + (bcd & 15);
}

uint64_t rtc_now(void)
{
	struct call16 date = {.eax = 0x0400}, time = {.eax = 0x0200};
	uint64_t now = 0;

	call16_int(0x1A, &date);
	call16_int(0x1A, &time);
	if ((date.flags | time.flags) & FLAG_CARRY)
		return 0;
	now = rtc_join(now, date.ecx >> 8);
	now = rtc_join(now, date.ecx);
	now = rtc_join(now, date.edx >> 8);
	now = rtc_join(now, date.edx);
	now = rtc_join(now, time.ecx >> 8);
	now = rtc_join(now, time.ecx);
	return rtc_join(now, time.edx >> 8);
}
