/*
 * Fuzzes stage1/load/plan*.c and proto/vars.c: a directive, facts about the
 * CPU, then a file's name and a command line, each ended by a line end.
 */
#include "fuzz.h"
#include "base/err.h"
#include "load/plan.h"
#include "proto/vars.h"

static char *line(struct span *in)
{
	size_t len = 0;
	char *text;

	while (len < in->len && in->p[len] && in->p[len] != '\n')
		len++;
	text = malloc(len + 1);
	for (size_t i = 0; i < len; i++)
		text[i] = (char)fuzz_u8(in);
	text[len] = '\0';
	fuzz_u8(in);
	return text;
}

/* All strings can be read, and what must be there is. */
static void check(const struct plan *p)
{
	size_t len = strlen(p->cmdline);

	FUZZ_CHECK(p->kind <= PLAN_SHOW);
	FUZZ_CHECK(p->kind != PLAN_TEXT || strlen(p->text));
	FUZZ_CHECK(p->file || p->kind == PLAN_DISK || p->kind == PLAN_LOCAL);
	if (p->file)
		len += strlen(p->file);
	FUZZ_CHECK(p->file_count <= PLAN_FILES_MAX);
	for (int i = 0; i < p->file_count; i++) {
		FUZZ_CHECK(*p->files[i].file || p->files[i].args);
		len += p->files[i].args ? strlen(p->files[i].args) : 0;
		FUZZ_CHECK(p->files[i].args || p->kind != PLAN_MULTIBOOT);
	}
	FUZZ_CHECK(p->packet.options <= PLAN_OPTIONS_MAX);
	for (int i = 0; i < p->packet.options; i++)
		for (int n = 0; n < p->packet.option[i].len; n++)
			len += ((const uint8_t *)p->packet.option[i].bytes)[n];
	FUZZ_CHECK(len != SIZE_MAX);
}

/* What a variable brings in can not divide a word. */
static void check_vars(const char *value, const char *text)
{
	struct dhcp_lease lease = {.mac_len = 6};
	struct machine machine = {.cpu_family = '6'};
	struct vars vars = {&lease, &machine};
	size_t room = strlen(value) + strlen(text) + 1;
	char *to = malloc(room), tail[] = "x${serial}x";
	int rc;

	machine.text[MACHINE_SERIAL] = value;
	rc = vars_expand(&vars, text, to, room);
	FUZZ_CHECK(rc < 0 || strlen(to) == (size_t)rc);
	rc = vars_expand(&vars, tail, to, room);
	for (int i = 0; i < rc; i++)
		FUZZ_CHECK(to[i] > ' ' && to[i] < 0x7F && to[i] != '"');
	*to = '\0';
	rc = vars_sysappend(&vars, ~0u, to, room);
	FUZZ_CHECK(rc < 0 || strlen(to) == (size_t)rc);
	free(to);
}

int LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t len)
{
	struct span in = span_of(bytes, len);
	enum plan_by by = fuzz_u8(&in) % (PLAN_BY_LINE + 1);
	struct machine machine = {.cpu = fuzz_u16(&in)};
	char *kernel = line(&in), *cmdline = line(&in);
	size_t room = 2 * strlen(cmdline) + 64;
	uint8_t *memory = malloc(room);
	struct plan_ask ask = {by, kernel, cmdline, -1, &machine};
	struct plan *plan = malloc(sizeof(*plan));
	struct arena arena;

	if (by == PLAN_BY_LINE || by == PLAN_BY_LOCALBOOT)
		ask.kernel = NULL;
	arena_init(&arena, memory, room);
	if (plan_make(plan, &ask, &arena) == 0)
		check(plan);
	check_vars(kernel, cmdline);
	free(plan);
	free(memory);
	free(cmdline);
	free(kernel);
	return 0;
}
