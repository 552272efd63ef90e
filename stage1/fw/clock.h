/* Time: the CPU's time-stamp counter, measured against the timer chip. */
#ifndef FW_CLOCK_H
#define FW_CLOCK_H

#include "spec/types.h"

/* Calibrate. Takes about 20 ms. */
void clock_init(void);

/* Milliseconds since clock_init; wraps after 49 days. */
uint32_t clock_ms(void);

/* The low half of the CPU's cycle counter; 0 on a CPU without one. */
uint32_t clock_cycles(void);

/* So many cycles (of less than a second) in microseconds; 0 without one. */
uint32_t clock_us(uint32_t cycles);

/* Let time pass, with interrupts on. */
void clock_wait(uint32_t wait_ms);

/* Sleep in real mode until the next interrupt (the timer's, at the latest). */
void clock_idle(void);

#endif
