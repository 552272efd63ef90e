/*
 * What may boot: the stamp, the manifest, and a verdict for each object, made
 * into a struct verified. In order:
 *
 *	policy_begin	  once; the machine's clock comes in here
 *	policy_manifest	  if there is a stamp: the two files, when they came
 *	policy_boot	  when something is chosen: nothing of it is proved yet
 *	policy_object	  for each file: the sink that it has to go through
 *	policy_verdict	  when all its bytes have come, before anyone looks
 *	policy_forgive	  if it failed, and another source is asked
 *	policy_prove	  the proof for handoff(), if all of them were good
 *
 * The config and what it includes go through the same two. Fetches nothing and
 * shows nothing. Whatever goes wrong under a stamp that requires
 * signatures ends in an error; there is no state in which it "passes".
 */
#ifndef CRYPTO_POLICY_H
#define CRYPTO_POLICY_H

#include "crypto/check.h"
#include "crypto/cms.h"
#include "crypto/stamp.h"
#include "crypto/verified.h"

#define POLICY_BY_MAX 128

struct policy {
	bool wants_manifest; /* there is a stamp */
	bool is_required;    /* nothing unsigned: no typed lines, no options of
				DHCP that change what boots */
	char by[POLICY_BY_MAX]; /* who signed the manifest, for the screen */

	/* Private to policy.c from here. */
	struct stamp stamp;
	struct cms_rules rules;
	struct manifest manifest;
	bool has_manifest;
	int rc; /* of the stamp or the manifest; final */
	bool in_config;
	unsigned open;	       /* objects without a verdict, or a bad one */
	unsigned good, others; /* objects that are signed, that are not */
	unsigned config_others;
};

/* An object on its way; private to policy.c. */
struct policy_object {
	struct check check;
	bool is_checked;
};

/*
 * Take what is stamped into this towline.0 (see stamp_read). now is the
 * machine's clock. Fails on a broken stamp, and everything else fails then.
 */
int policy_begin(struct policy *p, const char *mark, struct span stamp,
		 cert_time now);

/*
 * The manifest and its signature have come; text has to stay. Fails if they are
 * not what the stamp asks for: nothing is listed then. May be called again with
 * others.
 */
int policy_manifest(struct policy *p, struct span text, struct span signature);

/* No manifest is there any more: its text goes. */
void policy_forget(struct policy *p);

/* If there is a stamp: the type of credentials to ask for (stamp_type). */
void policy_type(const struct policy *p, uint8_t type[STAMP_TYPE_LEN]);

/*
 * True if it makes sense to ask the server for a file of this name. Under a
 * stamp that requires signatures that is what the manifest lists, so that
 * nobody can make a config be passed over by hiding it.
 */
bool policy_lists(const struct policy *p, const char *name);

/*
 * Begin to count objects: those of the config, and, anew for each choice, what
 * boots. A bad verdict in between is final until here.
 */
void policy_config(struct policy *p);
void policy_boot(struct policy *p);

/*
 * A file named as in a config will be pushed into *out, which passes it on to
 * next; both have to live until the verdict. Fails if it may not be used.
 */
int policy_object(struct policy *p, struct policy_object *o, const char *name,
		  struct sink *next, struct sink **out);

/*
 * The file has come whole (rc is 0), or not: rc. 0 if it may be used, and only
 * then. To be called once for each successful policy_object.
 */
int policy_verdict(struct policy *p, struct policy_object *o, int rc);

/*
 * The file that policy_object or policy_verdict has just refused is forgotten;
 * it will be tried again from another source, by another policy_object.
 */
void policy_forgive(struct policy *p);

/*
 * Fill *v if all objects since policy_boot() may be used. It says who signed,
 * or that something is unsigned; it refers to p.
 */
int policy_prove(struct policy *p, struct verified *v);

#endif
