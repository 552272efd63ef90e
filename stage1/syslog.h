/*
 * The log's lines, to a syslog server by UDP (RFC 3164): those of level info
 * and above, from the first on that the log still has. Sent when the network
 * has time, and lost where it has none: nothing waits for them.
 */
#ifndef STAGE1_SYSLOG_H
#define STAGE1_SYSLOG_H

#include "spec/types.h"

/* Send to this host (address or name) from now on. NULL: to nobody. */
void syslog_open(const char *host);

/* Send some of what is there. Not in the middle of a file. */
void syslog_poll(void);

/* Send what is there, as far as that is possible now. */
void syslog_flush(void);

#endif
