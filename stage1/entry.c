/* From what was chosen to a plan. Documented in entry.h. */
#include "entry.h"
#include "base/err.h"
#include "base/str.h"
#include "fw/machine.h"
#include "fw/memory.h"
#include "netboot.h"
#include "proto/vars.h"

#define ENTRY_DEPTH 8

_Static_assert(CONF_CONFIG == (int)PLAN_BY_CONFIG &&
		       CONF_COM32 == (int)PLAN_BY_COM32 &&
		       CONF_PXE == (int)PLAN_BY_PXE,
	       "the directives of menu/conf.h are those of load/plan.h");

static const struct vars entry_vars = {&netboot_lease, &machine};

/* Room for a command line. */
static int entry_room(char **room)
{
	*room = arena_alloc(&memory.heap, CONF_LINE_MAX);
	return *room ? 0 : fail(ERR_ENTRY_MEMORY, "%u bytes", CONF_LINE_MAX);
}

int entry_expand(const char *text, const char **to)
{
	char *room;
	int len;

	*to = text;
	if (!text || !strchr(text, '$'))
		return 0;
	TRY(entry_room(&room));
	len = vars_expand(&entry_vars, text, room, CONF_LINE_MAX);
	TRY(len);
	arena_release(&memory.heap, (uint8_t *)room + len + 1);
	*to = room;
	return 0;
}

/* One label or line, as it stands. */
static int entry_step(const struct config *conf, const struct conf_label *label,
		      const char *cmdline, struct plan *plan,
		      const char **object)
{
	struct plan_ask ask = {.by = PLAN_BY_LINE, .machine = &machine};

	if (label) {
		ask.by = (enum plan_by)label->kind;
		ask.number = label->localboot;
		TRY(entry_expand(label->kernel, &ask.kernel));
		if (ask.kernel)
			*object = ask.kernel;
	} else if (conf->no_implicit) {
		return fail(ERR_ENTRY_IMPLICIT, "%s", cmdline);
	}
	TRY(entry_expand(cmdline, &ask.cmdline));
	TRY(plan_make(plan, &ask, &memory.heap));
	if (label && label->action != CONF_BOOTS)
		plan->kind = label->action == CONF_HELP ? PLAN_SHOW : PLAN_MENU;
	return 0;
}

/* SYSAPPEND is for kernels: the programs' arguments are left alone. */
static int entry_append(struct plan *plan, uint32_t bits)
{
	char *cmdline;

	if (!bits || plan->kind > PLAN_MULTIBOOT)
		return 0;
	TRY(entry_room(&cmdline));
	str_copy(cmdline, CONF_LINE_MAX, plan->cmdline);
	TRY(vars_sysappend(&entry_vars, bits, cmdline, CONF_LINE_MAX));
	plan->cmdline = *cmdline == ' ' ? cmdline + 1 : cmdline;
	return 0;
}

int entry_plan(const struct config *conf, const struct conf_label *label,
	       const char *cmdline, struct plan *plan, const char **object)
{
	struct conf_label *next;
	uint32_t sysappend = 0;
	char *line;

	for (unsigned depth = 0; depth < ENTRY_DEPTH; depth++) {
		*object = label ? label->name : cmdline;
		if (label)
			sysappend |= label->sysappend;
		TRY(entry_step(conf, label, cmdline, plan, object));
		if (plan->kind != PLAN_ENTRY)
			return entry_append(plan, sysappend);
		TRY(entry_room(&line));
		TRY(conf_resolve(conf, plan->cmdline, &next, line,
				 CONF_LINE_MAX));
		label = next;
		cmdline = line;
	}
	return fail(ERR_ENTRY_LOOP, "the last one is %s", cmdline);
}
