/* What Linux's command line tells a boot loader: vga=, mem=, quiet. */
#include <string.h>
#include "load/linux.h"
#include "unit.h"

#define NORMAL 0xFFFF
#define NO_END 0xFFFFFFFF

static const struct {
	const char *line;
	uint16_t vid_mode;
	bool quiet;
	uint32_t mem_end;
} rows[] = {
	{"", NORMAL, false, NO_END},
	{"   ", NORMAL, false, NO_END},
	{"root=/dev/sda1 ro", NORMAL, false, NO_END},
	/* vga= */
	{"vga=normal", NORMAL, false, NO_END},
	{"vga=ext", 0xFFFE, false, NO_END},
	{"vga=ask", 0xFFFD, false, NO_END},
	{"vga=ASK", 0xFFFD, false, NO_END},
	{"vga=current", 0x0F04, false, NO_END},
	{"vga=791", 791, false, NO_END},
	{"vga=0x317", 0x317, false, NO_END},
	{"vga=0X317", 0x317, false, NO_END},
	{"ro vga=791 x", 791, false, NO_END},
	{"\tvga=791\t", 791, false, NO_END},
	{"vga=791 vga=792", 792, false, NO_END},
	{"vga=", NORMAL, false, NO_END},
	{"vga=0x", NORMAL, false, NO_END},
	{"vga=65536", NORMAL, false, NO_END},
	{"vga=99999999999", NORMAL, false, NO_END},
	{"xvga=791", NORMAL, false, NO_END},
	{"VGA=791", NORMAL, false, NO_END},
	{"vga 791", NORMAL, false, NO_END},
	{"vga", NORMAL, false, NO_END},
	/* quiet */
	{"quiet", NORMAL, true, NO_END},
	{"ro quiet splash", NORMAL, true, NO_END},
	{"  quiet  ", NORMAL, true, NO_END},
	{"ro\nquiet\nx", NORMAL, true, NO_END},
	{"quies", NORMAL, false, NO_END},
	{"quieter", NORMAL, false, NO_END},
	{"quiet=1", NORMAL, false, NO_END},
	{"unquiet", NORMAL, false, NO_END},
	{"qui", NORMAL, false, NO_END},
	/* mem= */
	{"mem=4096", NORMAL, false, 4096},
	{"mem=64K", NORMAL, false, 0x10000},
	{"mem=64k", NORMAL, false, 0x10000},
	{"mem=512M", NORMAL, false, 0x20000000},
	{"mem=512m", NORMAL, false, 0x20000000},
	{"mem=3G", NORMAL, false, 0xC0000000},
	{"mem=3g", NORMAL, false, 0xC0000000},
	{"mem=0x20000000", NORMAL, false, 0x20000000},
	{"mem=0x200M", NORMAL, false, 0x20000000},
	{"mem=4G", NORMAL, false, NO_END},
	{"mem=4095M", NORMAL, false, 0xFFF00000},
	{"mem=4096M", NORMAL, false, NO_END},
	{"mem=4194303K", NORMAL, false, 0xFFFFFC00},
	{"mem=4194304K", NORMAL, false, NO_END},
	{"mem=4294967295", NORMAL, false, 0xFFFFFFFF},
	{"mem=4294967296", NORMAL, false, NO_END},
	{"mem=4294967295G", NORMAL, false, NO_END},
	{"mem=99999999999999999999", NORMAL, false, NO_END},
	{"mem=1T", NORMAL, false, NO_END},
	{"mem=1t", NORMAL, false, NO_END},
	{"mem=1P", NORMAL, false, NO_END},
	{"mem=1e", NORMAL, false, NO_END},
	/* The kernel does not take these either. */
	{"mem=", NORMAL, false, NO_END},
	{"mem=0", NORMAL, false, NO_END},
	{"mem=0M", NORMAL, false, NO_END},
	{"mem=nopentium", NORMAL, false, NO_END},
	{"mem=M", NORMAL, false, NO_END},
	{"mem=-1", NORMAL, false, NO_END},
	{"memmap=64M", NORMAL, false, NO_END},
	{"xmem=64M", NORMAL, false, NO_END},
	{"mem 64M", NORMAL, false, NO_END},
	/* The kernel applies each: the lowest counts. */
	{"mem=512M mem=1G", NORMAL, false, 0x20000000},
	{"mem=1G mem=512M", NORMAL, false, 0x20000000},
	{"mem=512M mem=nopentium", NORMAL, false, 0x20000000},
	{"mem=512M mem=8T", NORMAL, false, 0x20000000},
	{"mem=512M mem=0", NORMAL, false, 0x20000000},
	/* All together. */
	{"quiet mem=64M vga=0x317 initrd=a", 0x317, true, 0x4000000},
};

/* Each line at a guard page. */
static void test_rows(void **state)
{
	(void)state;
	for (size_t i = 0; i < COUNT(rows); i++) {
		size_t room = strlen(rows[i].line) + 1;
		char *line = guard_copy(rows[i].line, room);
		bool has_vga = strstr(line, "vga=") == line ||
			       strstr(line, " vga=") || strstr(line, "\tvga=");
		struct linux_boot b = {
			.vid_mode = 1, .has_vga = !has_vga, .quiet = true};
		uint32_t mem_end = 1;

		linux_cmdline(line, &b, &mem_end);
		if (b.vid_mode != rows[i].vid_mode ||
		    b.quiet != rows[i].quiet || mem_end != rows[i].mem_end)
			print_message("line: %s\n", line);
		assert_int_equal(b.vid_mode, rows[i].vid_mode);
		assert_int_equal(b.has_vga, has_vga);
		assert_int_equal(b.quiet, rows[i].quiet);
		assert_int_equal(mem_end, rows[i].mem_end);
		guard_free(line, room);
	}
}

/* PXELINUX's keeppxe. */
static void test_keep_pxe(void **state)
{
	static const struct {
		const char *line;
		bool keep_pxe;
	} lines[] = {
		{"", false},	       {"keeppxe", true},
		{"a keeppxe b", true}, {"keeppxe=1", false},
		{"nokeeppxe", false},  {"keeppx", false},
	};

	(void)state;
	for (size_t i = 0; i < COUNT(lines); i++) {
		struct linux_boot b = {.keep_pxe = true};
		uint32_t mem_end;

		linux_cmdline(lines[i].line, &b, &mem_end);
		assert_int_equal(b.keep_pxe, lines[i].keep_pxe);
	}
}

int main(void)
{
	const struct CMUnitTest tests[] = {cmocka_unit_test(test_rows),
					   cmocka_unit_test(test_keep_pxe)};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
