/* One round with a person. Documented in session.h. */
#include "base/err.h"
#include "base/fmt.h"
#include "base/log.h"
#include "base/str.h"
#include "boot.h"
#include "fw/clock.h"
#include "fw/console.h"
#include "fw/keys.h"
#include "fw/memory.h"
#include "fw/serial.h"
#include "menu/menu.h"
#include "netboot.h"
#include "proto/cfgname.h"
#include "road.h"
#include "session.h"
#include "trust.h"
#include "stage0/call16.h"
#include "spec/pxe.h"

/* After this time without a key an error goes to the next boot device. */
#define GIVE_UP_MS 60000

static struct config conf;
static struct menu menu;
static char message[ERR_DETAIL_MAX + 240]; /* what went wrong last */
static bool was_automatic;		   /* nobody had touched a key for it */
static bool menu_is_new;		   /* of a config just read */

/* LOCALBOOT's values: -1 is INT 18h, the others go back to the firmware. */
static void __attribute__((noreturn)) session_leave(int how)
{
	struct call16 c = {.target = segoff_of(int18_16)};

	console_clear();
	log_line(LOG_INFO, "Going on with the next boot device.");
	if (how == -1)
		call16(&c);
	leave16((uint32_t)how);
}

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
	session_leave(PXE_NBP_DONE);
}

static const char *not_included; /* the last INCLUDE that failed */

/* The parser's questions. */
static int session_include(struct conf_env *env, const char *name,
			   const char **text, size_t *len)
{
	int rc = netboot_text(name, env->arena, false, text, len);

	if (rc < 0)
		not_included = name;
	return rc;
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

static void session_serial(const struct conf_serial *s)
{
	if (!s->given)
		return;
	if (s->off)
		serial_close();
	else if (!serial_open(s->port, s->baud))
		log_line(LOG_WARN, "SERIAL %Xh: no serial port there", s->port);
}

static int session_config(const char **object)
{
	static char name[CFGNAME_MAX];
	/* Who can have a signed part left out changes what the rest means. */
	struct conf_env env = {session_include, session_warn, session_note,
			       &memory.heap, trust.is_required};
	const char *text;
	size_t len;
	int rc;

	TRY(trust_credentials(object));
	policy_config(&trust);
	rc = session_find(name, &text, &len);
	*object = rc == -ERR_CONFIG_NOT_FOUND ? "config" : name;
	TRY(rc);
	not_included = NULL;
	rc = conf_parse(&conf, &env, name, text, len);
	if (rc < 0 && env.is_whole && not_included)
		*object = not_included;
	TRY(rc);
	trust_tighten(&conf);
	session_serial(&conf.serial);
	TRY(road_force(conf.road != CONF_ROAD_UDP,
		       conf.road != CONF_ROAD_UNDI));
	conf_check(&conf, &env);
	session_say(conf.say);
	return 0;
}

/* The kernel of a typed line is its first word; the rest its command line. */
static const char *session_typed(char *line)
{
	char *p = line;

	while (*p && !str_isspace(*p))
		p++;
	if (*p)
		*p++ = '\0';
	while (str_isspace(*p))
		p++;
	return p;
}

/* The initrds of a command line; "file=path" is put into an archive. */
static int session_initrds(struct plan *p)
{
	const char *name[CONF_INITRD_MAX];
	int count = conf_initrds(p->cmdline, &memory.heap, name);

	TRY(count);
	for (int i = 0; i < count; i++) {
		char *path = strchr(name[i], '=');

		if (path)
			*path++ = '\0';
		p->files[p->file_count++] = (struct plan_file){name[i], path};
	}
	return 0;
}

/* Boot what was chosen; if that comes back, it has failed: how. */
static int session_start(void)
{
	const struct conf_label *label = menu.chosen;
	static struct plan plan;
	uint8_t *mark = arena_mark(&memory.heap);
	const char *object, *kernel, *cmdline = menu.cmdline;
	int rc;

	if (label && label->kind == CONF_LOCALBOOT)
		session_leave(label->localboot);
	kernel = label ? label->kernel : menu.cmdline;
	if (!label)
		cmdline = session_typed(menu.cmdline);
	log_line(LOG_INFO, "Booting %s", label ? label->title : kernel);
	plan = (struct plan){.file = kernel, .cmdline = cmdline};
	object = "initrd=";
	rc = session_initrds(&plan);
	if (rc >= 0)
		rc = boot_plan(&plan, &object);
	session_error(object, rc);
	arena_release(&memory.heap, mark);
	return rc;
}

/* Where nobody is there to see an error, ONERROR is tried, once. */
static void session_boot(void)
{
	int rc;

	console_clear();
	was_automatic = menu.by_timeout;
	rc = session_start();
	if (!was_automatic || !conf.menus->look.onerror ||
	    rc == -ERR_NETBOOT_ESC)
		return;
	rc = conf_resolve(&conf, conf.menus->look.onerror, &menu.chosen,
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

static enum menu_action session_menu(void)
{
	static struct canvas canvas;
	enum menu_action action;

	if (menu_is_new)
		menu_start(&menu, &conf, NULL, clock_ms());
	else
		menu_again(&menu, message, clock_ms());
	menu_is_new = false;
	if (was_automatic)
		menu_fall_back(&menu, GIVE_UP_MS / 1000, clock_ms());
	do {
		console_size(&canvas);
		menu_draw(&menu, &canvas, clock_ms());
		console_show(&canvas);
		action = session_menu_step();
	} while (action == MENU_WAIT);
	return action;
}

void session(void)
{
	uint8_t *mark = arena_mark(&memory.heap);
	const char *object;
	int rc = session_config(&object);

	menu_is_new = true;
	was_automatic = false;
	if (rc < 0) {
		session_error(object, rc);
		rc = session_wait("Enter tries again, Esc leaves.");
		if (rc == KEY_NONE || rc == KEY_ESC)
			session_leave(PXE_NBP_DONE);
		rc = -1;
	}
	while (rc == 0) {
		if (session_menu() == MENU_LEAVE)
			session_leave(PXE_NBP_DONE);
		session_boot();
	}
	arena_release(&memory.heap, mark);
}
