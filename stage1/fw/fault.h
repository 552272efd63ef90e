/* CPU exceptions in our own code: told on the screen, never a silent reset. */
#ifndef FW_FAULT_H
#define FW_FAULT_H

/* Install the handlers. Without them a fault resets the machine. */
void fault_init(void);

#endif
