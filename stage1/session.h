/*
 * One round with a person: config, menu, boot; and what is done about errors.
 * The top that decides.
 */
#ifndef STAGE1_SESSION_H
#define STAGE1_SESSION_H

/*
 * If rc is an error, show it (about this object), wait for a key or the time
 * to pass, and go to the next boot device.
 */
void session_require(const char *object, int rc);

/* One round. Returns when everything is to be tried again. */
void session(void);

#endif
