/* C11 7.27, only the type that Mbed TLS names in a header. Nobody here knows
 * the date; see fw/clock for ticks. */
#ifndef STAGE1_LIBC_TIME_H
#define STAGE1_LIBC_TIME_H

typedef long time_t;

#endif
