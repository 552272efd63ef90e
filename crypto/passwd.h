/*
 * A typed password against one as a config stores it: plain text, or the way of
 * crypt(3): $1$ MD5-crypt, $5$ and $6$ SHA-crypt (Drepper, 2007), and
 * PXELINUX's $4$: the SHA-1 of salt and password in base 64.
 */
#ifndef CRYPTO_PASSWD_H
#define CRYPTO_PASSWD_H

#include "base/span.h"

/* Longer ones match nothing; bytes. */
#define PASSWD_MAX	  64
/* So many hashes take some seconds. */
#define PASSWD_ROUNDS_MAX 200000

/*
 * True if typed is the password that stored stands for. The empty stored
 * password is nobody's, and so is one that passwd_check refuses.
 */
bool passwd_matches(const char *typed, const char *stored);

/* Fails on a stored password that no typed one can match: of another kind. */
int passwd_check(const char *stored);

#endif
