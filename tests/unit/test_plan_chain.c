/*
 * Tests of stage1/load/plan_chain.c and plan_pxechn.c: each argument, and what
 * is none.
 */
#include "base/err.h"
#include "plan_text.h"
#include "unit.h"

struct row {
	const char *cmdline, *expected;
};

static void check_rows(const char *program, const struct row *row, size_t count)
{
	struct machine machine = {0};
	char text[2048];

	for (; count; count--, row++) {
		struct plan_ask ask = {PLAN_BY_COM32, program, row->cmdline, 0,
				       &machine};

		plan_text(&ask, text, sizeof(text));
		if (strcmp(text, row->expected))
			fprintf(stderr, "%s %s\n", program, row->cmdline);
		assert_string_equal(text, row->expected);
	}
}

static void test_chain_disks(void **state)
{
	static const struct row rows[] = {
		{"", "disk boot"},
		{"boot", "disk boot"},
		{"boot 1", "disk boot part=1"},
		{"boot,2", "disk boot part=2"},
		{"hd0", "disk drive=80"},
		{"hd0 0", "disk drive=80"},
		{"hd0 1", "disk drive=80 part=1"},
		{"hd1,5", "disk drive=81 part=5"},
		{"hd127 255", "disk drive=ff part=255"},
		{"fd0", "disk drive=00"},
		{"fd1", "disk drive=01"},
		{"mbr:0x1234abcd", "disk drive=80 mbr=1234abcd"},
		{"mbr=0x1234abcd 2", "disk drive=80 part=2 mbr=1234abcd"},
		{"mbr=17,3", "disk drive=80 part=3 mbr=00000011"},
		{"guid:a-b", "disk drive=80 guid=a-b"},
		{"guid=a-b,2", "disk drive=80 part=2 guid=a-b"},
		{"label:my,disk", "disk drive=80 label=my,disk"},
		{"label=x", "disk drive=80 label=x"},
		{"hd0 hd1", "disk drive=81"},
		{"hd1 boot", "disk boot"},
	};

	(void)state;
	check_rows("chain.c32", rows, COUNT(rows));
}

static void test_chain_options(void **state)
{
	static const struct row rows[] = {
		{"hd1 swap", "disk drive=81 swap"},
		{"swap hd1 1", "disk drive=81 part=1 swap"},
		{"hd0 1 swap noswap", "disk drive=80 part=1"},
		{"hd0 2 hide", "disk drive=80 part=2 hide"},
		{"hd0 2 hide nohide", "disk drive=80 part=2"},
		{"hd0 keeppxe", "disk drive=80 keeppxe"},
		{"hd0 keeppxe nokeeppxe", "disk drive=80"},
		{"hd0 1 setbpb", "disk drive=80 part=1"},
		{"hd0 1 sethidden", "disk drive=80 part=1"},
		{"hd0 1 setbpb nosetbpb", "disk drive=80 part=1"},
		{"hd0 maps hand hptr nohptr warn strict relax prefmbr gpthcrc "
		 "gptlcrc nogptlcrc nofixchs nosave nobreak nosect nofile",
		 "disk drive=80"},
		{"hd0 exit nonsense", "disk drive=80"},
		{"file=x.bs", "sector file=x.bs boot"},
		{"hd0 1 file=x.bs", "sector file=x.bs drive=80 part=1"},
		{"hd0 bs=x.bs filebpb", "sector file=x.bs drive=80"},
		{"file=x nofile", "disk boot"},
		{"file=x seg=0x2000", "sector file=x boot at=2000:0:0"},
		{"file=x seg=0x70::0x200", "sector file=x boot at=70:0:200"},
		{"file=x seg=0:0x7c00:0x7c00", "sector file=x boot"},
		{"file=x seg=8192:1:", "sector file=x boot at=2000:1:0"},
	};

	(void)state;
	check_rows("chain.c32", rows, COUNT(rows));
}

static void test_chain_bad(void **state)
{
	static const struct row rows[] = {
		{"hd", "E06 hd"},
		{"hdx", "E06 hdx"},
		{"hd128", "E06 hd128"},
		{"hd-1", "E06 hd-1"},
		{"hd0 256", "E06 hd0"},
		{"hd0,x", "E06 hd0"},
		{"hd0,", "E06 hd0"},
		{"hd0 1x", "E06 hd0"},
		{"fd0x", "E06 fd0x"},
		{"mbr", "E06 mbr"},
		{"mbr=", "E06 mbr="},
		{"mbr=0x100000000", "E06 mbr=0x100000000"},
		{"guid=", "E06 guid="},
		{"label:", "E06 label:"},
		{"1", "E06 1"},
		{"fs", "E06 fs"},
		{"file=", "E06 file="},
		{"seg=", "E06 seg="},
		{"seg=x", "E06 seg=x"},
		{"seg=1:2:3:4", "E06 seg=1:2:3:4"},
		{"seg=0x10000", "E06 seg=0x10000"},
		{"seg=1x", "E06 seg=1x"},
		{"ntldr=bootmgr", "E06 ntldr=bootmgr"},
		{"hd0 fixchs break", "E06 fixchs"},
		{"hd0 1 setbpb save", "E06 save"},
		{"unhideall", "E06 unhideall"},
		{"nonsense", "E06 nonsense"},
		{"nono", "E06 nono"},
		{"save", "E06 save"},
		{"swapp", "E06 swapp"},
		{"map", "E06 map"},
	};

	(void)state;
	check_rows("chain.c32", rows, COUNT(rows));
}

static void test_pxechn(void **state)
{
	static const struct row rows[] = {
		{"a.0", "nbp file=a.0"},
		{"-r a.0", "nbp file=a.0"},
		{"10.1.2.3::b/a.0", "nbp file=10.1.2.3::b/a.0"},
		{"http://u:p@10.1.2.3:80/b/a.0",
		 "nbp file=http://u:p@10.1.2.3:80/b/a.0"},
		{"a.0 -c x.cfg -p http://h/t/ -t 600",
		 "nbp file=a.0 209=782e636667 210=687474703a2f2f682f742f "
		 "211=00000258"},
		{"a.0 -cx.cfg -t0x10",
		 "nbp file=a.0 209=782e636667 211=00000010"},
		{"a.0 -w", "nbp file=a.0 wait"},
		{"a.0 -W", "nbp file=a.0"},
		{"a.0 -wWc x - y", "nbp file=a.0 209=78 wait"},
		{"a.0 -o 15.s=domain.loc -o 6.x=0A:01:01:02",
		 "nbp file=a.0 15=646f6d61696e2e6c6f63 6=0a010102"},
		{"a.0 -o 0xA0.b=255 -o 1.w=258 -o 2.l=16909060 -o 3.q=1",
		 "nbp file=a.0 160=ff 1=0102 2=01020304 3=0000000000000001"},
		{"a.0 -o 254.s=", "nbp file=a.0 254="},
		{"a.0 -S -o 66.x=0a:01:01:08",
		 "nbp file=a.0 server=10.1.1.8 66=0a010108"},
		{"a.0 -o 66.s=10.1.1.8 -S",
		 "nbp file=a.0 server=10.1.1.8 66=31302e312e312e38"},
		{"a.0 -S -o 66.s=other", "nbp file=a.0 66=6f74686572"},
		{"a.0 -S -o 66.s=10.1.1.8x",
		 "nbp file=a.0 66=31302e312e312e3878"},
		{"a.0 -o 66.s=10.1.1.8", "nbp file=a.0 66=31302e312e312e38"},
	};

	(void)state;
	check_rows("pxechn.c32", rows, COUNT(rows));
}

static void test_pxechn_bad(void **state)
{
	static const struct row rows[] = {
		{"", "E09 "},
		{"-h", "E09 -h"},
		{"-r", "E09 "},
		{"a.0 -x", "E07 -x "},
		{"a.0 --help", "E07 -- help"},
		{"a.0 -t", "E07 -t "},
		{"a.0 -t x", "E08 211.l=x"},
		{"a.0 -t 1x", "E08 211.l=1x"},
		{"a.0 -c", "E07 -c "},
		{"a.0 -o", "E07 -o "},
		{"a.0 -o x", "E07 -o x"},
		{"a.0 -o 0.b=1", "E08 0.b=1"},
		{"a.0 -o 255.b=1", "E07 -o 255.b=1"},
		{"a.0 -o 1b=1", "E07 -o 1b=1"},
		{"a.0 -o 1.=1", "E07 -o 1.=1"},
		{"a.0 -o 1.b1", "E07 -o 1.b1"},
		{"a.0 -o 1..=1", "E08 1..=1"},
		{"a.0 -o 1.z=1", "E08 1.z=1"},
		{"a.0 -o 1.b=256", "E08 1.b=256"},
		{"a.0 -o 1.w=65536", "E08 1.w=65536"},
		{"a.0 -o 1.l=4294967296", "E08 1.l=4294967296"},
		{"a.0 -o 1.b=", "E08 1.b="},
		{"a.0 -o 1.x=", "E08 1.x="},
		{"a.0 -o 1.x=0", "E08 1.x=0"},
		{"a.0 -o 1.x=0g", "E08 1.x=0g"},
		{"a.0 -o 1.x=01:", "E08 1.x=01:"},
		{"a.0 -o 1.x=0102", "E08 1.x=0102"},
	};
	char many[300] = "a.0";

	(void)state;
	check_rows("pxechn.c32", rows, COUNT(rows));
	for (int i = 0; i < 20; i++)
		sprintf(many + strlen(many), " -o %d.b=1", i + 1);
	check_rows("pxechn.c32", &(struct row){many, "E10 20"}, 1);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_chain_disks),
		cmocka_unit_test(test_chain_options),
		cmocka_unit_test(test_chain_bad),
		cmocka_unit_test(test_pxechn),
		cmocka_unit_test(test_pxechn_bad),
	};

	return cmocka_run_group_tests_name("plan_chain", tests, NULL, NULL);
}
