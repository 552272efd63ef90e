/* One round with a person. Documented in session.h. */
#include "base/err.h"
#include "base/fmt.h"
#include "base/log.h"
#include "base/str.h"
#include "boot.h"
#include "chain.h"
#include "crypto/passwd.h"
#include "entry.h"
#include "fw/clock.h"
#include "fw/console.h"
#include "fw/gfx.h"
#include "fw/keys.h"
#include "fw/memory.h"
#include "graphic.h"
#include "info.h"
#include "menu/menu.h"
#include "netboot.h"
#include "proto/cfgname.h"
#include "road.h"
#include "session.h"
#include "setup.h"
#include "trust.h"
#include "spec/pxe.h"

/* After this time without a key an error goes to the next boot device. */
#define GIVE_UP_MS 60000

static struct config conf;
static struct menu menu;
static char message[ERR_DETAIL_MAX + 240]; /* what went wrong last */
static bool was_automatic;		   /* nobody had touched a key for it */
static bool menu_is_new;		   /* of a config just read */
static const char *to_show;		   /* a text, when the menu is back */
static uint8_t *menu_heap;		   /* behind the config's memory */

/* The config that an entry asked for in place of the machine's own. */
static struct {
	char file[CFGNAME_MAX], folder[CFGNAME_MAX];
	int number; /* as of PLAN_CONFIG */
} asked;

/* "object: sentence (detail) [code]" to screen and log. */
static void session_error(const char *object, int rc)
{
	const char *detail = err_detail();

	fmt(message, sizeof(message), "%s: %s%s%s%s [%s]", object,
	    err_sentence(rc), *detail ? " (" : "", detail, *detail ? ")" : "",
	    err_code(rc));
	log_line(LOG_ERROR, "%s", message);
}

/* Wait for a key, or KEY_NONE after GIVE_UP_MS; the time left is shown. */
static int session_wait(const char *what)
{
	uint32_t start = clock_ms(), passed;
	char line[120];
	int key;

	while ((passed = clock_ms() - start) < GIVE_UP_MS) {
		key = keys_get();
		if (key != KEY_NONE) {
			console_status("");
			return key;
		}
		fmt(line, sizeof(line), "%s Next boot device in %u s...", what,
		    (GIVE_UP_MS - passed + 999) / 1000);
		console_status(line);
		netboot_poll();
		clock_idle();
	}
	return KEY_NONE;
}

void session_require(const char *object, int rc)
{
	if (rc >= 0)
		return;
	session_error(object, rc);
	session_wait("Press a key.");
	chain_leave(PXE_NBP_DONE);
}

static const char *not_included; /* the last INCLUDE that failed */

/* The parser's questions. */
static int session_include(struct conf_env *env, const char *name,
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

static void session_note(struct conf_env *env, const char *file, unsigned line,
			 const char *sentence)
{
	(void)env;
	log_line(LOG_DEBUG, "%s:%u: %s", file, line, sentence);
}

static void session_warn(struct conf_env *env, const char *file, unsigned line,
			 const char *sentence)
{
	(void)env;
	log_line(LOG_WARN, "%s:%u: %s", file, line, sentence);
}

/* The server answers, and has no such file. */
static bool session_missing(int rc)
{
	return rc == -ERR_TFTP_NOT_FOUND || rc == -ERR_TFTP_ACCESS ||
	       rc == -ERR_TFTP_REFUSED || rc == -ERR_HTTP_NOT_FOUND ||
	       rc == -ERR_HTTP_FORBIDDEN;
}

/* The first config there is, in PXELINUX's order. */
static int session_search(char *name, const char **text, size_t *len)
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
		if (trust.is_required || !session_missing(rc))
			return rc;
		log_line(LOG_DEBUG, "%s: not there", name);
	}
	return fail(ERR_CONFIG_NOT_FOUND, "the last one asked for was %s",
		    name);
}

/* On one boot server after the other. */
static int session_find(char *name, const char **text, size_t *len)
{
	for (unsigned tried = 1;; tried++) {
		int rc = session_search(name, text, len);

		if (rc >= 0 || rc == -ERR_NETBOOT_ESC ||
		    !netboot_other_server(tried))
			return rc;
		log_line(LOG_WARN,
			 "Config: %s (%s) [%s]; asking the next "
			 "server",
			 err_sentence(rc), err_detail(), err_code(rc));
	}
}

/*
 * The config that was asked for. What comes later is in its folder. A menu's
 * configs are what UI has behind its program.
 */
static int session_asked(char *name, const char **text, size_t *len)
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
static void session_say(const char *text)
{
	while (text && *text) {
		const char *end = strchr(text, '\n');
		size_t len = end ? (size_t)(end - text) : strlen(text);

		log_line(LOG_INFO, "%.*s", (int)len, text);
		text += len + (text[len] == '\n');
	}
}

static int session_config(const char **object)
{
	static char first[CFGNAME_MAX], other[CFGNAME_MAX];
	bool is_asked = *asked.file;
	/* Who can have a signed part left out changes what the rest means. */
	struct conf_env env = {session_include,	  session_warn,
			       session_note,	  &memory.heap,
			       trust.is_required, is_asked ? first : NULL};
	char *name = is_asked ? other : first;
	const char *text;
	size_t len;
	int rc;

	if (!is_asked)
		netboot_folder(NULL);
	TRY(trust_credentials(object));
	policy_config(&trust);
	rc = is_asked ? session_asked(name, &text, &len)
		      : session_find(name, &text, &len);
	*object = rc == -ERR_CONFIG_NOT_FOUND ? "config" : name;
	TRY(rc);
	not_included = NULL;
	rc = conf_parse(&conf, &env, name, text, len);
	if (rc < 0 && env.is_whole && not_included)
		*object = not_included;
	TRY(rc);
	trust_tighten(&conf);
	setup_apply(&conf);
	graphic_start(&conf);
	TRY(road_force(conf.road != CONF_ROAD_UDP,
		       conf.road != CONF_ROAD_UNDI));
	session_say(conf.say);
	return 0;
}

static int session_ask(const struct plan *plan)
{
	if (!str_copy(asked.file, sizeof(asked.file), plan->file) ||
	    !str_copy(asked.folder, sizeof(asked.folder), plan->cmdline))
		return fail(ERR_ENTRY_CONFIG, "%s", plan->cmdline);
	asked.number = plan->number;
	return 0;
}

/* Do it; if that comes back without an error, the menu is shown again. */
static int session_do(const struct plan *plan, const char **object)
{
	size_t len;

	if (plan->file)
		*object = plan->file;
	switch (plan->kind) {
	case PLAN_KERNEL:
	case PLAN_LINUX:
	case PLAN_MULTIBOOT:
		return boot_plan(plan, object);
	case PLAN_CONFIG:
		return session_ask(plan);
	case PLAN_MENU:
		return 0;
	case PLAN_SHOW:
		return netboot_text(plan->file, &memory.heap, false, &to_show,
				    &len);
	case PLAN_TEXT:
		to_show = plan->text;
		return 0;
	case PLAN_IMAGE:
		return fail(ERR_ENTRY_KIND, "%s", plan->file);
	default:
		if (plan->packet.wait)
			session_wait("Press a key to start it.");
		return chain(plan, object);
	}
}

/* Boot what was chosen; if that comes back, it has failed: how. */
static int session_start(void)
{
	static struct plan plan;
	const struct conf_label *label = menu.chosen;
	const char *object;
	int rc;

	*message = '\0';
	arena_release(&memory.heap, menu_heap);
	log_line(LOG_INFO, "Booting %s", label ? label->title : menu.cmdline);
	rc = entry_plan(&conf, label, menu.cmdline, &plan, &object);
	if (rc >= 0)
		rc = session_do(&plan, &object);
	if (rc < 0)
		session_error(object, rc);
	return rc;
}

/* Where nobody is there to see an error, ONERROR is tried, once. */
static void session_boot(void)
{
	int rc;

	console_clear();
	was_automatic = menu.by_timeout;
	rc = session_start();
	if (rc >= 0 || !was_automatic || !menu.menu->look.onerror ||
	    rc == -ERR_NETBOOT_ESC)
		return;
	rc = conf_resolve(&conf, menu.menu->look.onerror, &menu.chosen,
			  menu.cmdline, sizeof(menu.cmdline));
	if (rc < 0)
		session_error("ONERROR", rc);
	else
		session_start();
}

static enum menu_action session_menu_step(void)
{
	uint32_t now = clock_ms();
	int key = keys_get();

	if (key != KEY_NONE)
		return menu_key(&menu, key, now);
	netboot_poll();
	clock_idle();
	return menu_tick(&menu, clock_ms());
}

static void session_draw(unsigned who)
{
	static struct canvas canvas;

	console_size(&canvas, who);
	menu_draw(&menu, &canvas, clock_ms());
	console_show(&canvas, who);
}

/* A graphic screen shows more than fits on a terminal. */
static void session_show(void)
{
	graphic_background(menu_background(&menu));
	if (!gfx_is_on()) {
		session_draw(CONSOLE_BOTH);
		return;
	}
	session_draw(CONSOLE_SCREEN);
	session_draw(CONSOLE_TERMINAL);
}

/* The text that the menu wants. */
static void session_text(enum menu_action action)
{
	const char *text;
	size_t len;
	int rc = 0;

	if (action == MENU_SHOW) {
		rc = netboot_text(menu.file, &memory.heap, false, &text, &len);
	} else {
		text = action == MENU_INFO ? info_text(&memory.heap)
					   : info_log(&memory.heap);
		len = strlen(text);
	}
	if (rc >= 0) {
		menu_show(&menu, text, len);
		return;
	}
	session_error(menu.file, rc);
	/* PXELINUX says nothing about DISPLAY. */
	menu_fail(&menu, menu.file == conf.display ? NULL : message);
}

static enum menu_action session_menu(void)
{
	enum menu_action action;

	menu.passwd_matches = passwd_matches;
	/* Before the count-down begins. */
	graphic_background(conf.start->look.background);
	if (menu_is_new)
		menu_start(&menu, &conf, NULL, clock_ms());
	else
		menu_again(&menu, message);
	menu_is_new = false;
	if (was_automatic)
		menu_fall_back(&menu, GIVE_UP_MS / 1000, clock_ms());
	if (to_show)
		menu_show(&menu, to_show, strlen(to_show));
	to_show = NULL;
	do {
		session_show();
		action = session_menu_step();
		if (action >= MENU_SHOW) {
			arena_release(&memory.heap, menu_heap);
			session_text(action);
		}
		if (action == MENU_REDRAW)
			console_clear();
	} while (action == MENU_WAIT || action >= MENU_REDRAW);
	return action;
}

void session(void)
{
	uint8_t *mark = arena_mark(&memory.heap);
	const char *object;
	int rc = session_config(&object);

	menu_is_new = true;
	was_automatic = false;
	to_show = NULL;
	menu_heap = arena_mark(&memory.heap);
	if (rc < 0) {
		session_error(object, rc);
		rc = session_wait("Enter tries again, Esc leaves.");
		if (rc == KEY_NONE || rc == KEY_ESC)
			chain_leave(PXE_NBP_DONE);
		rc = -1;
	}
	while (rc == 0 && !*asked.file) {
		if (session_menu() == MENU_LEAVE)
			chain_leave(PXE_NBP_DONE);
		session_boot();
	}
	arena_release(&memory.heap, mark);
}
