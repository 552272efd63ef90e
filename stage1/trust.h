/*
 * The one policy of this boot: glue between crypto/, the machine and the
 * network. What it decides is in crypto/policy.h.
 */
#ifndef STAGE1_TRUST_H
#define STAGE1_TRUST_H

#include "crypto/policy.h"
#include "menu/conf.h"

extern struct policy trust;

/* Take the stamp out of base memory, before anyone else uses that. */
void trust_keep_stamp(void);

/*
 * Read the stamp, and the clock. Fails if it is broken: nothing may boot then.
 * Comes after netboot_init(): it takes away what DHCP may not decide.
 */
int trust_init(void);

/*
 * Fetch manifest and signature into memory.heap; they have to stay there until
 * the next call. A boot server is asked for their name, if there is one
 * (proto/bis.h). Says who signed. Fails only where signatures are required;
 * else it warns. *object is the manifest's name.
 */
int trust_credentials(const char **object);

/* Where signatures are required nobody types what boots: nor by this config. */
void trust_tighten(struct config *c);

#endif
