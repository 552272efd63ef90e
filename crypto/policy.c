/* What may boot. Documented in policy.h. */
#include "crypto/policy.h"
#include "base/err.h"
#include "base/fmt.h"

int policy_begin(struct policy *p, const char *mark, struct span stamp,
		 cert_time now)
{
	*p = (struct policy){.wants_manifest = true, .is_required = true};
	p->rc = stamp_read(&p->stamp, mark, stamp);
	TRY(p->rc);
	p->wants_manifest = p->stamp.is_there;
	p->is_required = p->stamp.is_there && p->stamp.is_required;
	p->rules = (struct cms_rules){.authority = p->stamp.cert,
				      .ignore_dates = p->stamp.ignore_dates,
				      .now = now};
	return 0;
}

static int policy_read(struct policy *p, struct span text,
		       struct span signature, char *by, size_t room)
{
	TRY(cms_verify(&p->rules, signature, text, by, room));
	/* Signed, so it is no stranger's; still nothing but lines is taken. */
	TRY(manifest_read(&p->manifest, text));
	if (p->manifest.serial < p->stamp.min_serial)
		return fail(ERR_POLICY_SERIAL, "it has %u, stamped is %u",
			    p->manifest.serial, p->stamp.min_serial);
	return 0;
}

void policy_forget(struct policy *p)
{
	p->has_manifest = false;
}

int policy_manifest(struct policy *p, struct span text, struct span signature)
{
	char by[POLICY_BY_MAX / 2] = "";

	if (!p->stamp.is_there)
		return p->rc ? p->rc
			     : fail(ERR_POLICY_NO_STAMP, "%zu bytes", text.len);
	policy_forget(p);
	TRY(policy_read(p, text, signature, by, sizeof(by)));
	fmt(p->by, sizeof(p->by), "signed by %s, serial %u", by,
	    p->manifest.serial);
	p->has_manifest = true;
	return 0;
}

/* The line of an object: 0 and one, or why there is none. */
static int policy_find(const struct policy *p, const char *name,
		       struct manifest_object *line)
{
	char path[MANIFEST_PATH_MAX + 1];

	TRY(p->rc);
	if (!p->has_manifest)
		return fail(ERR_POLICY_NO_MANIFEST, "%s", name);
	TRY(manifest_path(name, path));
	return manifest_find(&p->manifest, path, line);
}

void policy_type(const struct policy *p, uint8_t type[STAMP_TYPE_LEN])
{
	stamp_type(&p->stamp, type);
}

bool policy_lists(const struct policy *p, const char *name)
{
	struct manifest_object line;

	return !p->is_required || policy_find(p, name, &line) == 0;
}

void policy_config(struct policy *p)
{
	p->in_config = true;
	p->config_others = 0;
}

void policy_boot(struct policy *p)
{
	p->in_config = false;
	p->open = p->good = p->others = 0;
}

int policy_object(struct policy *p, struct policy_object *o, const char *name,
		  struct sink *next, struct sink **out)
{
	struct manifest_object line;
	int rc = policy_find(p, name, &line);

	p->open++;
	if (p->is_required)
		TRY(rc);
	*o = (struct policy_object){.is_checked = rc == 0};
	*out = next;
	if (o->is_checked) {
		check_init(&o->check, &line, next);
		*out = &o->check.sink;
	}
	return 0;
}

int policy_verdict(struct policy *p, struct policy_object *o, int rc)
{
	TRY(rc);
	if (o->is_checked)
		TRY(check_end(&o->check));
	p->open--;
	if (o->is_checked)
		p->good++;
	else if (p->in_config)
		p->config_others++;
	else
		p->others++;
	return 0;
}

void policy_forgive(struct policy *p)
{
	p->open--;
}

int policy_prove(struct policy *p, struct verified *v)
{
	TRY(p->rc);
	/* What ended without a verdict is still open. */
	if (p->open || (p->is_required && (p->others || !p->good)))
		return fail(ERR_POLICY_OPEN, "%u without verdict, %u unsigned",
			    p->open, p->others);
	if (p->is_required || (p->good && !p->others && !p->config_others))
		verified_signed(v, p->by);
	else if (p->stamp.is_there)
		verified_unsigned(v, "unsigned: not required by the stamp");
	else
		verified_unsigned(v, "unsigned: no certificate is stamped");
	return 0;
}
