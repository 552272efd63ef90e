/*
 * PXELINUX's programs, by name: what menu.c32, ifcpu64.c32 and the like do.
 * Their syntax is documented in docs/ENTRIES.md. Not here: chain.c32
 * (plan_chain.c), pxechn.c32 (plan_pxechn.c).
 */
#include "load/plan_job.h"
#include "base/err.h"
#include "base/str.h"

/* What is wrong with the arguments, and the syntax. */
static int c32_bad(const char *word, const char *syntax)
{
	return fail(ERR_PLAN_ARGUMENT, "\"%s\"; %s", word, syntax);
}

/* Fails if there is one more argument. */
static int c32_end(struct plan_job *j, const char *syntax)
{
	char *word = plan_word(j);

	return *word ? c32_bad(word, syntax) : 0;
}

/* A text, or a kind of plan that needs nothing more. */
static int c32_kind(struct plan_job *j, int kind)
{
	j->plan->kind = (enum plan_kind)kind;
	return 0;
}

/* What is left is a label or a line; nothing means the menu. */
static int c32_entry(struct plan_job *j, int unused)
{
	(void)unused;
	j->plan->cmdline = j->rest;
	return c32_kind(j, *j->rest ? PLAN_ENTRY : PLAN_MENU);
}

/* The n-th of the commands that "--" divides; the last, if they are fewer. */
static int c32_choose(struct plan_job *j, unsigned n)
{
	bool has_more;
	char *command;

	do
		command = plan_cut(j, "--", &has_more);
	while (has_more && n--);
	j->rest = command;
	return c32_entry(j, 0);
}

static int c32_ifcpu64(struct plan_job *j, int unused)
{
	uint32_t cpu = j->ask->machine->cpu;

	(void)unused;
	return c32_choose(j, cpu & MACHINE_LONG	 ? 0
			     : cpu & MACHINE_PAE ? 1
						 : 2);
}

static int c32_ifcpu(struct plan_job *j, int unused)
{
	static const char syntax[] =
		"it takes 64, pae, hvm, multicore, smp, hypervisor -- label "
		"-- label";
	static const struct {
		char name[11];
		uint32_t any;
	} test[] = {{"64", MACHINE_LONG},
		    {"pae", MACHINE_PAE},
		    {"hvm", MACHINE_VMX | MACHINE_SVM},
		    {"multicore", MACHINE_MULTICORE},
		    {"smp", MACHINE_SMP},
		    {"hypervisor", MACHINE_HYPERVISOR},
		    {"debug", ~0u}};
	bool has_more, is_so = true;
	char *word = plan_cut(j, "--", &has_more), *labels = j->rest;
	unsigned i;

	(void)unused;
	if (!has_more)
		return c32_bad(word, syntax);
	for (j->rest = word; *(word = plan_word(j));) {
		for (i = 0; i < sizeof(test) / sizeof(*test); i++)
			if (!strcmp(word, test[i].name))
				break;
		if (i == sizeof(test) / sizeof(*test))
			return c32_bad(word, syntax);
		is_so = is_so && j->ask->machine->cpu & test[i].any;
	}
	j->rest = labels;
	return c32_choose(j, !is_so);
}

/* What would have to be there before a network boot is not. */
static int c32_if_not(struct plan_job *j, int unused)
{
	bool has_more;
	char *word = plan_cut(j, "--", &has_more);

	if (!has_more)
		return c32_bad(word, "it takes label -- label");
	return c32_entry(j, unused);
}

static int c32_whichsys(struct plan_job *j, int unused)
{
	bool has;
	char *all = plan_cut(j, "-pxe-", &has), *command = j->rest;

	if (!has)
		return c32_bad(all, "it takes -pxe- and a label");
	plan_cut(j, "-iso-", &has);
	j->rest = command;
	plan_cut(j, "-sys-", &has);
	j->rest = command;
	return c32_entry(j, unused);
}

static int c32_linux(struct plan_job *j, int unused)
{
	char *file = plan_word(j), *cmdline;

	(void)unused;
	if (!*file || *file == '-')
		return c32_bad(file, "it takes a kernel");
	TRY(plan_copy(j, j->rest, &cmdline));
	j->plan->file = file;
	j->plan->cmdline = cmdline;
	c32_kind(j, PLAN_LINUX);
	return plan_kernel(j, true);
}

/* The file and arguments up to "---". */
static int c32_part(struct plan_job *j, bool *has_more, char **file,
		    char **args)
{
	char *part = plan_cut(j, "---", has_more), *rest = j->rest;

	j->rest = part;
	do
		*file = plan_word(j);
	while (!strcmp(*file, "-aout") || !strcmp(*file, "-noaout"));
	*args = j->rest;
	j->rest = rest;
	return **file && **file != '-'
		       ? 0
		       : c32_bad(*file, "it takes kernel arguments --- module "
					"arguments --- ...");
}

static int c32_mboot(struct plan_job *j, int unused)
{
	char *file, *args;
	bool has_more;

	(void)unused;
	TRY(c32_part(j, &has_more, &file, &args));
	j->plan->file = file;
	j->plan->cmdline = args;
	while (has_more) {
		TRY(c32_part(j, &has_more, &file, &args));
		TRY(plan_add(j, file, args));
	}
	return c32_kind(j, PLAN_MULTIBOOT);
}

/* A file, and what is left: a kernel by its content, or another config. */
static int c32_file(struct plan_job *j, int kind)
{
	j->plan->file = plan_word(j);
	j->plan->cmdline = j->rest;
	c32_kind(j, kind);
	return *j->plan->file ? 0 : c32_bad("", "it takes a file");
}

/* number: as of PLAN_CONFIG. */
static int c32_menu(struct plan_job *j, int number)
{
	j->plan->number = number;
	if (!*j->rest)
		return c32_kind(j, PLAN_MENU);
	j->plan->file = j->rest;
	j->plan->cmdline = "";
	return c32_kind(j, PLAN_CONFIG);
}

static int c32_cat(struct plan_job *j, int kind)
{
	TRY(c32_file(j, kind));
	return c32_end(j, "it takes one file");
}

static int c32_ls(struct plan_job *j, int unused)
{
	(void)unused;
	j->plan->text = "A boot server does not list its files.\n";
	return c32_kind(j, PLAN_TEXT);
}

static int c32_reboot(struct plan_job *j, int kind)
{
	char *word;

	while (*(word = plan_word(j))) {
		if (strcmp(word, "-w") && strcmp(word, "--warm"))
			return c32_bad(word, "it takes -w");
		j->plan->number = 1;
	}
	return c32_kind(j, kind);
}

static int c32_poweroff(struct plan_job *j, int kind)
{
	c32_kind(j, kind);
	return c32_end(j, "it takes nothing");
}

static int c32_chain(struct plan_job *j, int unused)
{
	(void)unused;
	return plan_chain(j);
}

static int c32_pxechn(struct plan_job *j, int unused)
{
	(void)unused;
	return plan_pxechn(j);
}

static const struct c32 {
	char name[9];
	uint8_t with;
	int (*make)(struct plan_job *j, int with);
} c32[] = {
	{"linux", 0, c32_linux}, /* the first: see plan_is_program */
	{"menu", 1, c32_menu},
	{"vesamenu", 2, c32_menu},
	{"chain", 0, c32_chain},
	{"pxechn", 0, c32_pxechn},
	{"mboot", 0, c32_mboot},
	{"elf", PLAN_KERNEL, c32_file},
	{"config", PLAN_CONFIG, c32_file},
	{"cat", PLAN_SHOW, c32_cat},
	{"cmd", 0, c32_entry},
	{"ifcpu64", 0, c32_ifcpu64},
	{"ifcpu", 0, c32_ifcpu},
	{"ifplop", 0, c32_if_not},
	{"ifmemdsk", 0, c32_if_not},
	{"whichsys", 0, c32_whichsys},
	{"ls", 0, c32_ls},
	{"dir", 0, c32_ls},
	{"reboot", PLAN_REBOOT, c32_reboot},
	{"poweroff", PLAN_POWEROFF, c32_poweroff},
};
#define C32_COUNT (sizeof(c32) / sizeof(*c32))

/* What to use in place of the others. */
static const struct c32_other {
	const char *names; /* a blank before and behind each */
	const char *use;
} c32_other[] = {
	{" hdt pci pcitest dmi dmitest vpdtest meminfo cpuid cpuidtest disk "
	 "vesainfo sysdump prdhcp pwd ",
	 "see the menu's information screen"},
	{" gpxecmd sanboot ", "use ipxe.lkrn"},
	{" gfxboot cmenu lua ", "use vesamenu.c32"},
	{" kbdmap ", "use KBDMAP"},
	{" sdi ", "use wimboot"},
};

/* The name of a program without folder and ending. */
static size_t c32_name(const char **path)
{
	const char *p, *end = NULL;

	for (p = *path; *p; p++) {
		if (*p == '/' || *p == ':')
			*path = p + 1;
		if (*p == '.')
			end = p;
	}
	return (size_t)((end && end > *path ? end : p) - *path);
}

/* The program of this name of len characters, C32_COUNT if there is none. */
static size_t c32_find(const char *name, size_t len)
{
	size_t i;

	for (i = 0; i < C32_COUNT; i++)
		if (strlen(c32[i].name) == len &&
		    str_caseprefix(name, c32[i].name))
			break;
	return i;
}

bool plan_is_program(const char *name)
{
	size_t i = c32_find(name, strlen(name));

	/* A kernel may well be called linux. */
	return i && i < C32_COUNT;
}

int plan_program(struct plan_job *j, const char *path)
{
	const char *name = path, *use = "";
	size_t len = c32_name(&name), i = c32_find(name, len);

	if (i < C32_COUNT)
		return c32[i].make(j, c32[i].with);
	if (name[len] && str_casecmp(name + len, ".c32"))
		use = "use PXE for a network boot program";
	for (i = 0; i < sizeof(c32_other) / sizeof(*c32_other); i++)
		if (plan_lists(c32_other[i].names, name, len))
			use = c32_other[i].use;
	return fail(ERR_PLAN_PROGRAM, "%s", use);
}
