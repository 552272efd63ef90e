/* The policy of this boot. Documented in trust.h. */
#include <string.h>
#include "base/err.h"
#include "base/fmt.h"
#include "base/log.h"
#include "base/str.h"
#include "fw/clock.h"
#include "fw/memory.h"
#include "fw/rtc.h"
#include "netboot.h"
#include "proto/bis.h"
#include "road.h"
#include "stage0/head.h"
#include "stage0/link.h"
#include "trust.h"

#define MANIFEST       "towline.manifest"
#define SIGNATURE      ".p7s" /* behind the manifest's name */
/* "server::" and what DHCP may call a file. */
#define TRUST_NAME_MAX (FMT_IP + 2 + 256)
#define ASK_MS	       200 /* for the boot server's answer; doubles */
#define ASK_AGAIN      2   /* times: 1.4 s in all */

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

/* Wait for the answer to one request. */
static bool trust_listen(struct wire *w, const struct bis *b, uint32_t ms,
			 struct bis_file *f)
{
	uint32_t start = clock_ms();
	struct span datagram;
	uint16_t port;

	while (clock_ms() - start < ms)
		if (w->receive(w, netboot_lease.server, BIS_PORT, &port,
			       &datagram) > 0 &&
		    bis_answer(b, datagram, f))
			return true;
	return false;
}

/* Ask the boot server that the boot file came from, if that was one. */
static bool trust_ask(struct bis_file *f)
{
	uint8_t request[BIS_REQUEST_LEN];
	struct bis bis = {.lease = &netboot_lease};
	struct wire *w = road_wire();
	uint32_t cycles = clock_cycles();

	if (!netboot_lease.has_item || !w)
		return false;
	memcpy(bis.xid, &cycles, sizeof(bis.xid));
	policy_type(&trust, bis.type);
	bis_request(&bis, request);
	for (uint32_t ms = ASK_MS; ms <= ASK_MS << ASK_AGAIN; ms <<= 1) {
		/* What is not sent will be lost, too. */
		w->send(w, netboot_lease.server, BIS_PORT, BIS_PORT, request,
			sizeof(request));
		if (trust_listen(w, &bis, ms, f))
			return true;
	}
	log_line(LOG_DEBUG, "The boot server names no credentials.");
	return false;
}

/* The manifest's name: the boot server's, or else the one beside the config. */
static void trust_name(char *name, size_t room)
{
	struct bis_file f;
	char server[FMT_IP];

	str_copy(name, room, MANIFEST);
	if (trust_ask(&f)) {
		fmt(name, room, "%s::%s", fmt_ip(server, f.server), f.name);
		log_line(LOG_INFO, "The boot server names credentials: %s",
			 name);
	}
}

static int trust_fetch(const char *name)
{
	char signature_name[TRUST_NAME_MAX + sizeof(SIGNATURE)];
	struct span text, signature;

	fmt(signature_name, sizeof(signature_name), "%s" SIGNATURE, name);
	TRY(netboot_credential(name, &text));
	TRY(netboot_credential(signature_name, &signature));
	return policy_manifest(&trust, text, signature);
}

int trust_credentials(const char **object)
{
	static char name[TRUST_NAME_MAX];
	int rc;

	*object = name;
	policy_forget(&trust);
	if (!trust.wants_manifest)
		return 0;
	trust_name(name, sizeof(name));
	rc = trust_fetch(name);
	if (rc == 0)
		log_line(LOG_INFO, "%s: %s", name, trust.by);
	else if (!trust.is_required)
		log_line(LOG_WARN, "%s: %s", name, err_text(rc));
	return trust.is_required ? rc : 0;
}

void trust_tighten(struct config *c)
{
	if (trust.is_required)
		c->no_options = c->no_implicit = true;
}
