/*
 * The date that the machine believes in, from the BIOS. Nothing says whether
 * it is right, nor in which time zone it is.
 */
#ifndef FW_RTC_H
#define FW_RTC_H

#include "spec/types.h"

/* YYYYMMDDhhmmss as a decimal number; 0 if the BIOS knows none. */
uint64_t rtc_now(void);

#endif
