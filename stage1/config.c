/* Finding and reading the config. Documented in config.h. */
#include "config.h"
#include "base/err.h"
#include "base/fmt.h"
#include "base/log.h"
#include "base/str.h"
#include "entry.h"
#include "fw/memory.h"
#include "graphic.h"
#include "netboot.h"
#include "proto/cfgname.h"
#include "road.h"
#include "setup.h"
#include "trust.h"

/* The config that an entry asked for in place of the machine's own. */
static struct {
	char file[CFGNAME_MAX], folder[CFGNAME_MAX];
	int number; /* as of PLAN_CONFIG */
} asked;

static const char *not_included; /* the last INCLUDE that failed */

/* The parser's question. */
static int config_include(struct conf_env *env, const char *name,
			  const char **text, size_t *len)
{
	const char *expanded;

	not_included = name;
	TRY(entry_expand(name, &expanded));
	not_included = expanded;
	TRY(netboot_text(expanded, env->arena, false, text, len));
	not_included = NULL;
	return 0;
}

/* The server answers, and has no such file. */
static bool config_missing(int rc)
{
	return rc == -ERR_TFTP_NOT_FOUND || rc == -ERR_TFTP_ACCESS ||
	       rc == -ERR_TFTP_REFUSED || rc == -ERR_HTTP_NOT_FOUND ||
	       rc == -ERR_HTTP_FORBIDDEN;
}

/* The first config there is, in PXELINUX's order. */
static int config_search(char *name, const char **text, size_t *len)
{
	for (unsigned n = 0; cfgname(&netboot_lease, n, name, CFGNAME_MAX);
	     n++) {
		int rc;

		if (!policy_lists(&trust, name))
			continue;
		rc = netboot_text(name, &memory.heap, true, text, len);
		if (rc == 0) {
			log_line(LOG_INFO, "Config %s", name);
			return 0;
		}
		/* Only "not there" lets the search go on: a silent server
		   would be asked a dozen times. What is signed for this machine
		   may not be hidden from it. */
		if (trust.is_required || !config_missing(rc))
			return rc;
		log_line(LOG_DEBUG, "%s: not there", name);
	}
	return fail(ERR_CONFIG_NOT_FOUND, "the last one asked for was %s",
		    name);
}

/* On one boot server after the other. */
static int config_find(char *name, const char **text, size_t *len)
{
	for (unsigned tried = 1;; tried++) {
		int rc = config_search(name, text, len);

		if (rc >= 0 || rc == -ERR_NETBOOT_ESC ||
		    !netboot_other_server(tried))
			return rc;
		log_line(LOG_WARN, "Config: %s; asking the next server",
			 err_text(rc));
	}
}

/*
 * The config that was asked for. What comes later is in its folder. A menu's
 * configs are what UI has behind its program.
 */
static int config_asked(char *name, const char **text, size_t *len)
{
	static char menus[CFGNAME_MAX + 16];

	str_copy(name, CFGNAME_MAX, asked.file);
	*asked.file = '\0';
	if (asked.number) {
		*text = menus;
		*len = fmt(menus, sizeof(menus), "UI %s %s",
			   asked.number == 1 ? "menu" : "vesamenu", name);
		return 0;
	}
	TRY(netboot_text(name, &memory.heap, false, text, len));
	if (!netboot_folder(asked.folder))
		return fail(ERR_ENTRY_FOLDER, "%s", asked.folder);
	return 0;
}

/* The SAY lines of a config, one below the other. */
static void config_say(const char *text)
{
	while (text && *text) {
		const char *end = strchr(text, '\n');
		size_t len = end ? (size_t)(end - text) : strlen(text);

		log_line(LOG_INFO, "%.*s", (int)len, text);
		text += len + (text[len] == '\n');
	}
}

int config_read(struct config *conf, const char **object)
{
	static char first[CFGNAME_MAX], other[CFGNAME_MAX];
	bool is_asked = *asked.file;
	/* Who can have a signed part left out changes what the rest means. */
	struct conf_env env = {config_include, &memory.heap, trust.is_required,
			       is_asked ? first : NULL};
	char *name = is_asked ? other : first;
	const char *text;
	size_t len;
	int rc;

	if (!is_asked)
		netboot_folder(NULL);
	TRY(trust_credentials(object));
	policy_config(&trust);
	rc = is_asked ? config_asked(name, &text, &len)
		      : config_find(name, &text, &len);
	*object = rc == -ERR_CONFIG_NOT_FOUND ? "config" : name;
	TRY(rc);
	not_included = NULL;
	rc = conf_parse(conf, &env, name, text, len);
	if (rc < 0 && env.is_whole && not_included)
		*object = not_included;
	TRY(rc);
	trust_tighten(conf);
	setup_apply(conf);
	graphic_start(conf);
	TRY(road_force(conf->road != CONF_ROAD_UDP,
		       conf->road != CONF_ROAD_UNDI));
	config_say(conf->say);
	return 0;
}

int config_ask(const struct plan *plan)
{
	if (!str_copy(asked.file, sizeof(asked.file), plan->file) ||
	    !str_copy(asked.folder, sizeof(asked.folder), plan->cmdline))
		return fail(ERR_ENTRY_CONFIG, "%s", plan->cmdline);
	asked.number = plan->number;
	return 0;
}

bool config_is_asked(void)
{
	return *asked.file;
}
