/* One round with a person. Documented in session.h. */
#include "base/err.h"
#include "base/fmt.h"
#include "base/log.h"
#include "base/str.h"
#include "boot.h"
#include "chain.h"
#include "config.h"
#include "crypto/passwd.h"
#include "entry.h"
#include "fw/clock.h"
#include "fw/console.h"
#include "fw/gfx.h"
#include "fw/keys.h"
#include "fw/memory.h"
#include "fw/power.h"
#include "graphic.h"
#include "info.h"
#include "menu/menu.h"
#include "netboot.h"
#include "proto/url.h"
#include "session.h"
#include "spec/pxe.h"

/* After this time without a key an error goes to the next boot device. */
#define GIVE_UP_S 60
/* Between two looks at keys and menu while files come. */
#define DRAW_MS	  50

static struct config conf;
static struct menu menu;
static char message[ERR_TEXT_MAX]; /* what went wrong last */
static bool was_automatic;	   /* nobody had touched a key for it */
static bool menu_is_new;	   /* of a config just read */
static const char *to_show;	   /* a text, when the menu is back */
static uint8_t *menu_heap;	   /* behind the config's memory */

/* What the count-down will boot comes while it runs. */
static struct {
	const struct conf_menu *menu; /* that was shown then */
	const struct conf_label *label;
	char cmdline[CONF_LINE_MAX];
	uint32_t drawn_ms;
	enum menu_action action; /* what was chosen instead */
	bool is_chosen;		 /* it was, by time or key, and failed: rc */
	int rc;
} ahead;

static struct plan wanted; /* what was chosen comes to */

/* "object: sentence (detail) [code]" to screen and log. */
static void session_error(const char *object, int rc)
{
	char name[LOG_LINE_MAX / 3];

	fmt(message, sizeof(message), "%s: %s",
	    url_bare(object, name, sizeof(name)), err_text(rc));
	log_line(LOG_ERROR, "%s", message);
}

/*
 * Wait for a key, or KEY_NONE after some seconds. What comes then, and the time
 * left, are shown.
 */
static int session_wait(const char *what, const char *then, uint32_t seconds)
{
	uint32_t start = clock_ms(), passed, shown = seconds + 1;
	char line[120];
	int key;

	while ((passed = (clock_ms() - start) / 1000) < seconds) {
		key = keys_get();
		if (key != KEY_NONE) {
			console_status("");
			return key;
		}
		fmt(line, sizeof(line), "%s %s in %u s...", what, then,
		    seconds - passed);
		/* A serial line is slow. */
		if (passed != shown)
			console_status(line);
		shown = passed;
		netboot_poll();
		clock_idle();
	}
	return KEY_NONE;
}

/*
 * Leave after an error, unless a key asks to try again. Nobody there: the
 * network may be what is broken, and DHCP says whether to wait for it (RFC 5071
 * section 6) or to boot something else.
 */
static void session_leave(const char *what, bool may_try_again)
{
	uint32_t restart = netboot_lease.reboot_seconds;
	int key = session_wait(what, restart ? "Restart" : "Next boot device",
			       restart ? restart : GIVE_UP_S);

	if (may_try_again && key != KEY_NONE && key != KEY_ESC)
		return;
	if (restart && key == KEY_NONE)
		power_reboot(false);
	chain_leave(PXE_NBP_DONE);
}

void session_require(const char *object, int rc)
{
	if (rc >= 0)
		return;
	session_error(object, rc);
	session_leave("Press a key.", false);
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
		return config_ask(plan);
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
			session_wait("A key starts it.", "It starts",
				     GIVE_UP_S);
		return chain(plan, object);
	}
}

static void session_say_booting(void)
{
	*message = '\0';
	log_line(LOG_INFO, "Booting %s",
		 menu.chosen ? menu.chosen->title : menu.cmdline);
}

/* Boot what was chosen; if that comes back, it has failed: how. */
static int session_start(void)
{
	const char *object;
	int rc;

	arena_release(&memory.heap, menu_heap);
	session_say_booting();
	rc = entry_plan(&conf, menu.chosen, menu.cmdline, &wanted, &object);
	if (rc >= 0)
		rc = session_do(&wanted, &object);
	if (rc < 0)
		session_error(object, rc);
	return rc;
}

/* Where nobody is there to see an error, ONERROR is tried, once. */
static void session_boot(void)
{
	int rc;

	was_automatic = menu.by_timeout;
	if (ahead.is_chosen) {
		rc = ahead.rc;
	} else {
		console_clear();
		rc = session_start();
	}
	ahead.is_chosen = false;
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

/* A key came, or time passed. */
static enum menu_action session_step(int key)
{
	return key == KEY_NONE ? menu_tick(&menu, clock_ms())
			       : menu_key(&menu, key, clock_ms());
}

static enum menu_action session_menu_step(void)
{
	int key = keys_get();

	if (key == KEY_NONE) {
		netboot_poll();
		clock_idle();
	}
	return session_step(key);
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
	if (!gfx_is_on()) {
		session_draw(CONSOLE_BOTH);
		return;
	}
	session_draw(CONSOLE_SCREEN);
	session_draw(CONSOLE_TERMINAL);
}

/* The text that the menu wants. Quietly: the screen stays while it comes. */
static void session_text(enum menu_action action)
{
	const char *text;
	size_t len;
	int rc = 0;

	if (action == MENU_SHOW) {
		rc = netboot_text(menu.file, &memory.heap, true, &text, &len);
	} else {
		text = action == MENU_INFO ? info_text(&memory.heap)
					   : info_log(&memory.heap);
		len = strlen(text);
	}
	if (rc >= 0) {
		menu_show(&menu, text, len);
	} else if (menu.file == conf.display) {
		/* PXELINUX says nothing about it. */
		menu_fail(&menu, NULL);
	} else {
		session_error(menu.file, rc);
		menu_fail(&menu, message);
	}
}

/* The menu goes on while files come: netboot_meanwhile. */
static int session_meanwhile(void)
{
	uint32_t now = clock_ms();
	enum menu_action action;

	if (now - ahead.drawn_ms < DRAW_MS)
		return 0;
	ahead.drawn_ms = now;
	action = session_step(keys_get());
	session_show();
	/* Another menu may want another picture: it is fetched. */
	if (action == MENU_WAIT && menu.menu == ahead.menu)
		return 0;
	ahead.action = action;
	if (action != MENU_BOOT || menu.chosen != ahead.label ||
	    strcmp(menu.cmdline, ahead.cmdline) != 0)
		return fail(ERR_SESSION_OTHER, "%s", "");
	ahead.is_chosen = true;
	netboot_meanwhile = NULL;
	console_clear();
	session_say_booting();
	console_release(true);
	return 0;
}

/*
 * Fetch what the count-down will boot. Comes back with what was chosen
 * instead; with MENU_BOOT if it was this, and failed; or with MENU_WAIT if it
 * failed before: then it is tried again, for all to see, when its time has
 * come.
 */
static enum menu_action session_ahead(void)
{
	const char *object;
	int rc;

	ahead.menu = menu.menu;
	ahead.label = menu.chosen;
	ahead.action = MENU_WAIT;
	str_copy(ahead.cmdline, sizeof(ahead.cmdline), menu.cmdline);
	console_hold();
	rc = entry_plan(&conf, ahead.label, ahead.cmdline, &wanted, &object);
	if (rc >= 0 && wanted.kind <= PLAN_MULTIBOOT) {
		netboot_meanwhile = session_meanwhile;
		rc = boot_plan(&wanted, &object);
		netboot_meanwhile = NULL;
	}
	console_release(false);
	if (ahead.is_chosen) {
		ahead.rc = rc;
		session_error(object, rc);
	}
	arena_release(&memory.heap, menu_heap);
	return ahead.action;
}

static enum menu_action session_menu(void)
{
	bool look_ahead = !conf.no_prefetch;
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
		menu_fall_back(&menu, GIVE_UP_S, clock_ms());
	if (to_show)
		menu_show(&menu, to_show, strlen(to_show));
	to_show = NULL;
	do {
		graphic_background(menu_background(&menu));
		session_show();
		action = session_menu_step();
		if (action == MENU_WAIT && look_ahead && menu_foresee(&menu)) {
			look_ahead = false;
			action = session_ahead();
		}
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
	int rc = config_read(&conf, &object);

	menu_is_new = true;
	was_automatic = false;
	to_show = NULL;
	menu_heap = arena_mark(&memory.heap);
	if (rc < 0) {
		session_error(object, rc);
		session_leave("Enter tries again, Esc leaves.", true);
	}
	while (rc == 0 && !config_is_asked()) {
		if (session_menu() == MENU_LEAVE)
			chain_leave(PXE_NBP_DONE);
		session_boot();
	}
	arena_release(&memory.heap, mark);
}
