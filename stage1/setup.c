/* What a config says of the machine. Documented in setup.h. */
#include "setup.h"
#include "base/err.h"
#include "base/log.h"
#include "crypto/passwd.h"
#include "fw/console.h"
#include "fw/keymap.h"
#include "fw/memory.h"
#include "fw/redirect.h"
#include "fw/serial.h"
#include "fw/vga.h"
#include "netboot.h"
#include "syslog.h"

static void setup_serial(const struct conf_serial *s)
{
	if (!s->given)
		return;
	if (s->off)
		serial_close();
	else if (!serial_open(s->port, s->baud, s->flow))
		log_line(LOG_WARN, "SERIAL %Xh: no serial port there", s->port);
}

/*
 * Our own serial line makes the firmware's unnecessary. Nobody is left without
 * any.
 */
static void setup_screen(const struct config *c)
{
	enum vga_way way = VGA_MEMORY;

	if (c->no_screen && !serial_is_open())
		log_line(LOG_WARN, "CONSOLE 0 needs a serial line (SERIAL)");
	if (c->no_screen && serial_is_open())
		way = VGA_OFF;
	else if (!serial_is_open() && redirect_found())
		way = VGA_BIOS;
	if (way == vga_way)
		return;
	console_text();
	vga_way = way;
	vga_init();
}

/* A map by name, else a file. */
static void setup_keymap(const char *name)
{
	uint8_t *mark = arena_mark(&memory.heap);
	const char *file;
	size_t len;
	int rc;

	if (!name || keymap_use(name))
		return;
	rc = netboot_text(name, &memory.heap, false, &file, &len);
	if (rc == 0 && !keymap_use_file(file, len))
		rc = fail(ERR_KEYMAP_LENGTH, "it has %zu", len);
	arena_release(&memory.heap, mark);
	if (rc < 0)
		log_line(LOG_WARN, "KBDMAP %s: %s", name, err_text(rc));
}

/* A password that nobody can type is better known before. */
static void setup_passwd(const char *where, const char *stored)
{
	int rc = stored ? passwd_check(stored) : 0;

	if (rc < 0)
		log_line(LOG_WARN, "%s: %s", where, err_text(rc));
}

static void setup_passwds(const struct config *c)
{
	for (const struct conf_menu *m = c->menus; m; m = m->next) {
		setup_passwd("MENU MASTER PASSWD", m->look.master);
		for (const struct conf_label *l = m->rows; l; l = l->row_below)
			setup_passwd(l->title, l->passwd);
	}
}

void setup_apply(const struct config *c)
{
	setup_passwds(c);
	setup_serial(&c->serial);
	setup_screen(c);
	setup_keymap(c->keymap);
	syslog_open(c->syslog);
}
