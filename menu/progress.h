/* One line about a download: bar, size, rate, time left. Text only. */
#ifndef MENU_PROGRESS_H
#define MENU_PROGRESS_H

#include "spec/types.h"

struct progress {
	const char *name;
	uint64_t done, total; /* bytes; total 0: not known */
	uint32_t elapsed_ms;
};

/*
 * Write "initrd.img [####.....]  33.5/67.1 MB     5.2 MB/s  0:06 left" in
 * exactly width columns (>= 40) and a NUL; buf has width + 1 bytes. A narrow
 * line has no time and no bar; of a long name the end is shown.
 */
void progress_line(const struct progress *p, char *buf, int width);

/*
 * The line after a file: "initrd.img: 67.1 MB in 13.2 s, 5.1 MB/s, 0
 * retransmissions, TFTP by the firmware's UDP API". Cut to room bytes.
 */
void progress_summary(const struct progress *p, uint32_t retransmissions,
		      const char *road, char *buf, size_t room);

#endif
