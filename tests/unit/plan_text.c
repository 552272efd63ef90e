/* A plan as a line of text. Documented in plan_text.h. */
#include "plan_text.h"
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include "base/err.h"

static const char *const kinds[] = {"kernel", "linux",	  "multiboot", "nbp",
				    "sector", "image",	  "disk",      "local",
				    "reboot", "poweroff", "config",    "menu",
				    "entry",  "text",	  "show"};

struct out {
	char *text;
	size_t room, len;
};

static void add(struct out *o, const char *format, ...)
{
	va_list args;

	va_start(args, format);
	o->len += (size_t)vsnprintf(o->text + o->len, o->room - o->len, format,
				    args);
	va_end(args);
	if (o->len >= o->room)
		abort();
}

static void add_text(struct out *o, const char *name, const char *value)
{
	if (value)
		add(o, " %s=%s", name, value);
}

static void add_flag(struct out *o, const char *name, bool value)
{
	if (value)
		add(o, " %s", name);
}

static void add_disk(struct out *o, const struct plan_disk *d)
{
	if (d->is_boot)
		add(o, " boot");
	else
		add(o, " drive=%02x", d->drive);
	if (d->partition)
		add(o, " part=%u", d->partition);
	if (d->mbr_id)
		add(o, " mbr=%08x", d->mbr_id);
	add_text(o, "label", d->label);
	add_text(o, "guid", d->guid);
	if (d->seg || d->off != 0x7C00 || d->ip != 0x7C00)
		add(o, " at=%x:%x:%x", d->seg, d->off, d->ip);
	add_flag(o, "swap", d->swap);
	add_flag(o, "hide", d->hide);
	add_flag(o, "keeppxe", d->keep_pxe);
}

static void add_packet(struct out *o, const struct plan_packet *p)
{
	const uint8_t *ip = (const uint8_t *)&p->server;

	if (p->server)
		add(o, " server=%u.%u.%u.%u", ip[0], ip[1], ip[2], ip[3]);
	for (int i = 0; i < p->options; i++) {
		const uint8_t *bytes = p->option[i].bytes;

		add(o, " %u=", p->option[i].code);
		for (int n = 0; n < p->option[i].len; n++)
			add(o, "%02x", bytes[n]);
	}
	add_flag(o, "wait", p->wait);
}

static void add_plan(struct out *o, const struct plan *p)
{
	add(o, "%s", kinds[p->kind]);
	add_text(o, "file", p->file);
	if (*p->cmdline)
		add(o, " [%s]", p->cmdline);
	for (int i = 0; i < p->file_count; i++) {
		add(o, " +%s", p->files[i].file);
		if (p->files[i].args)
			add(o, "(%s)", p->files[i].args);
	}
	if (p->number)
		add(o, " %d", p->number);
	if (p->kind == PLAN_DISK || p->kind == PLAN_SECTOR)
		add_disk(o, &p->disk);
	if (p->kind == PLAN_NBP)
		add_packet(o, &p->packet);
	if (p->kind == PLAN_TEXT && !strstr(p->text, "list"))
		abort();
}

void plan_text(const struct plan_ask *ask, char *text, size_t room)
{
	static struct plan plan;
	struct out out = {text, room, 0};
	struct arena arena;
	size_t len = 4 * (strlen(ask->cmdline) + 64);
	uint8_t *memory = malloc(len);
	int rc;

	/* Nothing but zeros may be believed. */
	memset(&plan, 0xA5, sizeof(plan));
	memset(memory, 0xA5, len);
	arena_init(&arena, memory, len);
	rc = plan_make(&plan, ask, &arena);
	if (rc < 0)
		add(&out, "%s %s", err_code(rc), err_detail());
	else
		add_plan(&out, &plan);
	free(memory);
}
