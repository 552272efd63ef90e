/*
 * The network card through UNDI, by the pump (stage0/pump.h). PXE 2.1 section
 * 3.4.
 */
#ifndef FW_UNDI_H
#define FW_UNDI_H

#include "proto/nic.h"

/*
 * Open the card for our own IP: directed and broadcast frames. The firmware's
 * UDP interface must not be used from then on until undi_pause. There is one.
 */
int undi_open(struct nic **nic);

/* Give the interrupt line back as it was; pxe_unload() does the rest. */
void undi_close(void);

/* Give the card back to the firmware's UDP interface, until undi_open. */
void undi_pause(void);

/* What a call into this firmware costs beyond ours into real mode, in us. */
uint32_t undi_call_us(void);

/* What was counted of PXE calls, mode switches and frames, for people. */
const char *undi_counters(void);

#endif
