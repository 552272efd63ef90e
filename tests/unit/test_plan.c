/*
 * Tests of stage1/load/plan*.c: rows of directive, name and arguments, and what
 * they come to; every program with its syntax and with what is not.
 */
#include "base/err.h"
#include "plan_text.h"
#include "unit.h"

struct row {
	enum plan_by by;
	const char *kernel, *cmdline, *expected;
};

#define LM  (MACHINE_LONG | MACHINE_PAE)
#define ANY (LM | MACHINE_VMX | MACHINE_HYPERVISOR | MACHINE_SMP)

static void check(enum plan_by by, const char *kernel, const char *cmdline,
		  uint32_t cpu, const char *expected)
{
	struct machine machine = {.cpu = cpu};
	struct plan_ask ask = {by, kernel, cmdline, 0, &machine};
	char text[8192];

	plan_text(&ask, text, sizeof(text));
	if (strcmp(text, expected))
		fprintf(stderr, "%s [%s]\n", kernel ? kernel : "", cmdline);
	assert_string_equal(text, expected);
}

static void check_rows(const struct row *row, size_t count)
{
	for (; count; count--, row++)
		check(row->by, row->kernel, row->cmdline, LM, row->expected);
}

#define LINE	   PLAN_BY_LINE, NULL
#define KERNEL(n)  PLAN_BY_KERNEL, n
#define PROGRAM(n) PLAN_BY_COM32, n ".c32"

static void test_directives(void **state)
{
	static const struct row rows[] = {
		{KERNEL("vmlinuz"), "", "kernel file=vmlinuz"},
		{KERNEL("vmlinuz"), "ro quiet",
		 "kernel file=vmlinuz [ro quiet]"},
		{KERNEL("a.b/vmlinuz"), "", "kernel file=a.b/vmlinuz"},
		{KERNEL("x.0"), "", "nbp file=x.0"},
		{KERNEL("x.KPXE"), "", "nbp file=x.KPXE"},
		{KERNEL("x.kkpxe"), "", "nbp file=x.kkpxe"},
		{KERNEL("x.pxe"), "a", "nbp file=x.pxe [a]"},
		{KERNEL("x.bin"), "", "sector file=x.bin boot"},
		{KERNEL("x.bs"), "", "sector file=x.bs boot"},
		{KERNEL("x.bss"), "", "sector file=x.bss boot"},
		{KERNEL("x.img"), "", "kernel file=x.img"},
		{KERNEL("linux-6.0.1"), "", "kernel file=linux-6.0.1"},
		{KERNEL(".0"), "", "nbp file=.0"},
		{KERNEL(""), "", "kernel file="},
		{KERNEL("menu.c32"), "", "menu file=menu.c32 1"},
		{KERNEL("menu"), "", "kernel file=menu"},
		{PLAN_BY_LINUX, "x.0", "a=b", "linux file=x.0 [a=b]"},
		{PLAN_BY_LOCALBOOT, NULL, "", "local"},
		{PLAN_BY_PXE, "x.c32", "", "nbp file=x.c32"},
		{PLAN_BY_BOOT, "x", "", "sector file=x boot"},
		{PLAN_BY_FDIMAGE, "x", "c=1", "image file=x [c=1]"},
		{PLAN_BY_CONFIG, "x", "dir/", "config file=x [dir/]"},
		{PLAN_BY_COM32, "reboot", "", "reboot file=reboot"},
		{PLAN_BY_COM32, "a/REBOOT.C32", "", "reboot file=a/REBOOT.C32"},
		{PLAN_BY_COM32, "tftp://1.2.3.4/reboot.c32", "",
		 "reboot file=tftp://1.2.3.4/reboot.c32"},
	};

	(void)state;
	check_rows(rows, COUNT(rows));
}

static void test_lines(void **state)
{
	static const struct row rows[] = {
		{LINE, "vmlinuz", "kernel file=vmlinuz"},
		{LINE, "  vmlinuz \t a  b ", "kernel file=vmlinuz [a  b ]"},
		{LINE, "", "kernel file="},
		{LINE, "x.0", "nbp file=x.0"},
		{LINE, "linux quiet", "kernel file=linux [quiet]"},
		{LINE, "reboot", "reboot file=reboot"},
		{LINE, "reboot.c32 -w", "reboot file=reboot.c32 [-w] 1"},
		{LINE, "chain hd0 2", "disk drive=80 part=2"},
		{LINE, "config a.cfg b/", "config file=a.cfg [b/]"},
		{LINE, ".linux x.0 a", "linux file=x.0 [a]"},
		{LINE, ".kernel x.0", "nbp file=x.0"},
		{LINE, ".pxe vmlinuz", "nbp file=vmlinuz"},
		{LINE, ".boot x", "sector file=x boot"},
		{LINE, ".fdimage x", "image file=x"},
		{LINE, ".config x", "config file=x"},
		{LINE, ".com32 reboot", "reboot file=reboot"},
		{LINE, ".com32 nobody", "E04 "},
		{LINE, ".other x", "kernel file=.other [x]"},
		{LINE, ". x", "kernel file=. [x]"},
	};

	(void)state;
	check_rows(rows, COUNT(rows));
}

static void test_initrds(void **state)
{
	static const struct row rows[] = {
		{KERNEL("k"), "initrd=a", "kernel file=k [initrd=a] +a"},
		{KERNEL("k"), "a initrd=a,b,,c, initrd=d",
		 "kernel file=k [a initrd=a,b,,c, initrd=d] +a +b +c"},
		{KERNEL("k"), "initrd=", "kernel file=k [initrd=]"},
		{KERNEL("k"), "xinitrd=a initrd+=b",
		 "kernel file=k [xinitrd=a initrd+=b]"},
		{PLAN_BY_LINUX, "k", "initrd=a=/etc/a,b=c=d",
		 "linux file=k [initrd=a=/etc/a,b=c=d] +a(/etc/a) +b=c(d)"},
		{KERNEL("k"), "initrd=http://h/f?a=b",
		 "kernel file=k [initrd=http://h/f?a=b] +http://h/f?a=b"},
		{PLAN_BY_PXE, "k", "initrd=a", "nbp file=k [initrd=a]"},
		{PROGRAM("linux"), "k a initrd=a,b c",
		 "linux file=k [a initrd=a,b c] +a +b"},
		{PROGRAM("linux"), "k initrd+=a initrd=b initrdfile=c/d,e@/f/g",
		 "linux file=k [initrd+=a initrd=b initrdfile=c/d,e@/f/g] +a "
		 "+b +c/d(d) +e(/f/g)"},
		{PROGRAM("linux"), "", "E05 \"\"; it takes a kernel"},
		{PROGRAM("linux"), "-dhcpinfo k",
		 "E05 \"-dhcpinfo\"; it takes a kernel"},
	};
	char many[300] = "initrd=x", *p = many + 8;

	(void)state;
	check_rows(rows, COUNT(rows));
	for (int i = 1; i < PLAN_FILES_MAX; i++)
		p += sprintf(p, ",%d", i);
	for (int i = 0; i < 2; i++, p += sprintf(p, ",y")) {
		struct machine machine = {0};
		struct plan_ask ask = {KERNEL("k"), many, 0, &machine};
		char text[600];

		plan_text(&ask, text, sizeof(text));
		assert_memory_equal(text, i ? "E03 y" : "kernel", i ? 6 : 6);
	}
}

static void test_menus(void **state)
{
	static const struct row rows[] = {
		{PROGRAM("menu"), "", "menu file=menu.c32 1"},
		{PROGRAM("vesamenu"), "~", "config file=~ 2"},
		{PROGRAM("menu"), "a.cfg", "config file=a.cfg 1"},
		{PROGRAM("vesamenu"), " a.cfg ", "config file=a.cfg  2"},
		{PROGRAM("vesamenu"), "a.cfg b.cfg",
		 "config file=a.cfg b.cfg 2"},
		{PROGRAM("config"), "a.cfg", "config file=a.cfg"},
		{PROGRAM("config"), "a.cfg b/", "config file=a.cfg [b/]"},
		{PROGRAM("config"), "", "E05 \"\"; it takes a file"},
		{PROGRAM("cat"), "a.txt", "show file=a.txt"},
		{PROGRAM("cat"), "", "E05 \"\"; it takes a file"},
		{PROGRAM("cat"), "a b", "E05 \"b\"; it takes one file"},
		{PROGRAM("ls"), "pxelinux.cfg",
		 "text file=ls.c32 [pxelinux.cfg]"},
		{PROGRAM("dir"), "", "text file=dir.c32"},
		{PROGRAM("cmd"), "linux a b", "entry file=cmd.c32 [linux a b]"},
		{PROGRAM("cmd"), " ", "menu file=cmd.c32"},
		{PROGRAM("elf"), "k a b", "kernel file=k [a b]"},
		{PROGRAM("elf"), "", "E05 \"\"; it takes a file"},
		{PROGRAM("reboot"), "", "reboot file=reboot.c32"},
		{PROGRAM("reboot"), "--warm",
		 "reboot file=reboot.c32 [--warm] 1"},
		{PROGRAM("reboot"), "-w -x", "E05 \"-x\"; it takes -w"},
		{PROGRAM("poweroff"), "", "poweroff file=poweroff.c32"},
		{PROGRAM("poweroff"), "now", "E05 \"now\"; it takes nothing"},
	};

	(void)state;
	check_rows(rows, COUNT(rows));
}

static void test_choices(void **state)
{
	static const struct {
		const char *program, *cmdline;
		uint32_t cpu;
		const char *expected;
	} rows[] = {
		{"ifcpu64", "a b -- c -- d", LM, "[a b]"},
		{"ifcpu64", "a b -- c -- d", MACHINE_PAE, "[c]"},
		{"ifcpu64", "a b -- c -- d e", 0, "[d e]"},
		{"ifcpu64", "a -- c", LM, "[a]"},
		{"ifcpu64", "a -- c", MACHINE_PAE, "[c]"},
		{"ifcpu64", "a -- c", 0, "[c]"},
		{"ifcpu64", "a", 0, "[a]"},
		{"ifcpu64", "a --b", 0, "[a --b]"},
		{"ifcpu64", "  a  --  ", LM, "[a]"},
		{"ifcpu", "64 -- a -- b", LM, "[a]"},
		{"ifcpu", "64 -- a x -- b -- c", 0, "[b]"},
		{"ifcpu", "64 pae hvm smp hypervisor debug -- a -- b", ANY,
		 "[a]"},
		{"ifcpu", "64 multicore -- a -- b", ANY, "[b]"},
		{"ifcpu", "hvm -- a -- b", MACHINE_SVM, "[a]"},
		{"ifcpu", "pae -- a", 0, "[a]"},
		{"ifcpu", "-- a -- b", 0, "[a]"},
		{"ifplop", "a -- b c", LM, "[b c]"},
		{"ifmemdsk", "--mbfts a -- b", LM, "[b]"},
		{"whichsys", "-iso- a -pxe- b c -sys- d", LM, "[b c]"},
		{"whichsys", "-pxe- b", LM, "[b]"},
		{"whichsys", "-sys- a -pxe- b -iso- c", LM, "[b]"},
	};

	(void)state;
	for (size_t i = 0; i < COUNT(rows); i++) {
		char name[32], expected[128];

		sprintf(name, "%s.c32", rows[i].program);
		sprintf(expected, "entry file=%s %s", name, rows[i].expected);
		check(PLAN_BY_COM32, name, rows[i].cmdline, rows[i].cpu,
		      expected);
	}
}

#define IFCPU                                                                  \
	"it takes 64, pae, hvm, multicore, smp, hypervisor -- label -- label"

static void test_bad_choices(void **state)
{
	static const struct row rows[] = {
		{PROGRAM("ifcpu64"), "", "menu file=ifcpu64.c32"},
		{PROGRAM("ifcpu64"), "-- -- ", "menu file=ifcpu64.c32"},
		{PROGRAM("ifcpu"), "", "E05 \"\"; " IFCPU},
		{PROGRAM("ifcpu"), "64", "E05 \"64\"; " IFCPU},
		{PROGRAM("ifcpu"), "32 -- a -- b", "E05 \"32\"; " IFCPU},
		{PROGRAM("ifcpu"), "64 --", "menu file=ifcpu.c32"},
		{PROGRAM("ifplop"), "a b",
		 "E05 \"a b\"; it takes label -- label"},
		{PROGRAM("ifplop"), "a --", "menu file=ifplop.c32"},
		{PROGRAM("whichsys"), "-iso- a",
		 "E05 \"-iso- a\"; it takes -pxe- and a label"},
		{PROGRAM("whichsys"), "-pxe- -iso- a",
		 "menu file=whichsys.c32"},
	};

	(void)state;
	check_rows(rows, COUNT(rows));
}

#define MBOOT "it takes kernel arguments --- module arguments --- ..."

static void test_mboot(void **state)
{
	static const struct row rows[] = {
		{PROGRAM("mboot"), "xen.gz", "multiboot file=xen.gz"},
		{PROGRAM("mboot"), "xen.gz a b --- k c  d --- i",
		 "multiboot file=xen.gz [a b] +k(c  d) +i()"},
		{PROGRAM("mboot"), "-aout  xen.gz a",
		 "multiboot file=xen.gz [a]"},
		{PROGRAM("mboot"), "k -- a ---b",
		 "multiboot file=k [-- a ---b]"},
		{PROGRAM("mboot"), "", "E05 \"\"; " MBOOT},
		{PROGRAM("mboot"), "-c boot.cfg", "E05 \"-c\"; " MBOOT},
		{PROGRAM("mboot"), "-solaris k", "E05 \"-solaris\"; " MBOOT},
		{PROGRAM("mboot"), "k ---", "E05 \"\"; " MBOOT},
		{PROGRAM("mboot"), "k --- a --- --- b", "E05 \"\"; " MBOOT},
	};
	char many[200] = "k", *p = many + 1;

	(void)state;
	check_rows(rows, COUNT(rows));
	for (int i = 0; i <= PLAN_FILES_MAX; i++)
		p += sprintf(p, " --- m");
	check(PROGRAM("mboot"), many, 0, "E03 m");
}

#define INFO "see the menu's information screen"

static void test_others(void **state)
{
	static const struct row rows[] = {
		{PROGRAM("hdt"), "", "E04 " INFO},
		{PROGRAM("x/pci"), "", "E04 " INFO},
		{PROGRAM("pwd"), "", "E04 " INFO},
		{PROGRAM("sanboot"), "", "E04 use ipxe.lkrn"},
		{PROGRAM("gfxboot"), "", "E04 use vesamenu.c32"},
		{PROGRAM("kbdmap"), "de.ktl", "E04 use KBDMAP"},
		{PROGRAM("sdi"), "", "E04 use wimboot"},
		{PROGRAM("nobody"), "", "E04 "},
		{PROGRAM(""), "", "E04 "},
		{PROGRAM("dm"), "", "E04 "},
		{KERNEL("wdsnbp.com"), "",
		 "E04 use PXE for a network boot program"},
		{KERNEL("a.cbt"), "", "E04 use PXE for a network boot program"},
	};

	(void)state;
	check_rows(rows, COUNT(rows));
}

/* With too little memory it fails, and nothing else. */
static void test_memory(void **state)
{
	static const char cmdline[] = "initrd=a,b,c quiet";
	struct machine machine = {0};
	struct plan_ask ask = {KERNEL("k"), cmdline, 0, &machine};
	struct plan plan;
	int rc, failed = 0;

	(void)state;
	for (size_t len = 0; len < 64; len++) {
		uint8_t *memory = guard_alloc(len);
		struct arena arena;

		arena_init(&arena, memory, len);
		rc = plan_make(&plan, &ask, &arena);
		assert_true(rc == 0 || rc == -ERR_PLAN_MEMORY);
		failed += rc != 0;
		guard_free(memory, len);
	}
	assert_in_range(failed, sizeof(cmdline), 48);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_directives),
		cmocka_unit_test(test_lines),
		cmocka_unit_test(test_initrds),
		cmocka_unit_test(test_menus),
		cmocka_unit_test(test_choices),
		cmocka_unit_test(test_bad_choices),
		cmocka_unit_test(test_mboot),
		cmocka_unit_test(test_others),
		cmocka_unit_test(test_memory),
	};

	return cmocka_run_group_tests_name("plan", tests, NULL, NULL);
}
