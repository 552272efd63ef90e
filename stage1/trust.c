/* The policy of this boot. Documented in trust.h. */
#include <string.h>
#include "base/err.h"
#include "base/log.h"
#include "fw/memory.h"
#include "fw/rtc.h"
#include "netboot.h"
#include "stage0/head.h"
#include "stage0/link.h"
#include "trust.h"

#define MANIFEST  "towline.manifest"
#define SIGNATURE MANIFEST ".p7s"

struct policy trust;
static uint8_t stamp[STAMP_MAX];

void trust_keep_stamp(void)
{
	/* What the head says is believed only as far as reading goes: the stamp
	   is checked, and where there is none nothing is read of this. */
	uint32_t at = head.stamp_at & 0x7FFFF;

	memcpy(stamp, link_low + at, sizeof(stamp));
}

int trust_init(void)
{
	TRY(policy_begin(&trust, head.stamp_mark, span_of(stamp, sizeof(stamp)),
			 rtc_now()));
	if (trust.is_required) {
		log_line(LOG_INFO, "Only what is signed boots.");
		/* Option 209 is nobody's signature. */
		netboot_lease.config_file[0] = '\0';
	}
	return 0;
}

static int trust_fetch(void)
{
	struct span text, signature;

	TRY(netboot_credential(MANIFEST, &text));
	TRY(netboot_credential(SIGNATURE, &signature));
	return policy_manifest(&trust, text, signature);
}

int trust_credentials(void)
{
	int rc;

	policy_forget(&trust);
	if (!trust.wants_manifest)
		return 0;
	rc = trust_fetch();
	if (rc == 0)
		log_line(LOG_INFO, MANIFEST ": %s", trust.by);
	else if (!trust.is_required)
		log_line(LOG_WARN, MANIFEST ": %s (%s) [%s]", err_sentence(rc),
			 err_detail(), err_code(rc));
	return trust.is_required ? rc : 0;
}

void trust_tighten(struct config *c)
{
	if (trust.is_required)
		c->no_options = c->no_implicit = true;
}
