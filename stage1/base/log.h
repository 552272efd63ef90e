/*
 * The log: lines with a level, kept in a ring and given to the outputs that
 * want that level. The outputs (screen, serial, debug port) register here, so
 * that base/ knows no hardware.
 */
#ifndef BASE_LOG_H
#define BASE_LOG_H

#include "spec/types.h"

enum log_level { LOG_ERROR, LOG_WARN, LOG_INFO, LOG_DEBUG };

/*
 * Write one line (without a line end), cut to LOG_LINE_MAX bytes with the NUL.
 * Control characters in it are shown as dots: what a server sent can not
 * move a terminal's cursor.
 */
#define LOG_LINE_MAX 480
void log_line(enum log_level level, const char *format, ...)
	__attribute__((format(printf, 2, 3)));

/* An output: called with each finished line whose level is <= level. */
struct log_output {
	enum log_level level;
	void (*write)(enum log_level level, const char *line);
	struct log_output *next;
};
void log_add_output(struct log_output *o);

/*
 * Read back the newest 8 KB, oldest line first. *at is 0 before the first
 * call, and moves on. Returns the line's level and puts its text in line (cut
 * to room bytes with the NUL), or returns -1 if there is none left.
 */
int log_read(uint32_t *at, char *line, size_t room);

/* The place behind the newest line, for log_read. */
uint32_t log_end(void);

#endif
