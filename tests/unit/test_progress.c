/* The download's line: rows of numbers, and every width. */
#include <stdlib.h>
#include <string.h>
#include "menu/progress.h"
#include "unit.h"

static void test_lines(void **state)
{
	static const struct {
		const char *name;
		uint64_t done, total;
		uint32_t elapsed_ms;
		int width;
		const char *line;
	} rows[] = {
		{"initrd.img", 33500000, 67100000, 6500, 60,
		 "initrd.img [####.....]  33.5/67.1 MB     5.2 MB/s  0:06 "
		 "left"},
		{"initrd.img", 33500000, 67100000, 6500, 40,
		 "initrd.img     33.5/67.1 MB     5.2 MB/s"},
		{"initrd.img", 0, 67100000, 0, 60,
		 "initrd.img [.........]   0.0/67.1 MB    0 bytes/s          "
		 " "},
		{"a", 67100000, 67100000, 1000, 60,
		 "a [##################]  67.1/67.1 MB    67.1 MB/s  0:00 "
		 "left"},
		{"a", 500, 999, 1000, 60,
		 "a [#########.........]     500 bytes  500 bytes/s  0:00 "
		 "left"},
		{"a", 33500000, 0, 6500, 60,
		 "a                            33.5 MB     5.2 MB/s          "
		 " "},
		{"a", 2000, 1000, 1000, 60,
		 "a [##################]        2.0 kB     2.0 kB/s          "
		 " "},
		{"deb/a/long/way/initrd.img", 1000, 999950, 1, 60,
		 "/way/initrd.img [....]    0.0/1.0 MB     1.0 MB/s  0:00 "
		 "left"},
		{"deb/a/long/way/initrd.img", 1000, 999949, 1000, 40,
		 "ay/initrd.img  1.0/999.9 kB     1.0 kB/s"},
		{"a", 1000, 3600000, 1000, 60,
		 "a [..................]    0.0/3.6 MB     1.0 kB/s 59:59 "
		 "left"},
		{"a", 1, UINT64_MAX, 1000, 60,
		 "a [..................]   0.0/18.4 EB     1 byte/s 99:59 "
		 "left"},
		{"a", UINT64_MAX / 2, UINT64_MAX, UINT32_MAX, 60,
		 "a [########..........]   9.2/18.4 EB     4.3 GB/s 99:59 "
		 "left"},
	};
	char buf[140];
	size_t i;

	(void)state;
	for (i = 0; i < COUNT(rows); i++) {
		struct progress p = {rows[i].name, rows[i].done, rows[i].total,
				     rows[i].elapsed_ms};

		progress_line(&p, buf, rows[i].width);
		assert_string_equal(buf, rows[i].line);
	}
}

/* Exactly as wide as asked for, whatever the numbers. */
static void test_widths(void **state)
{
	static const uint64_t bytes[] = {
		0,	    1,		9,	    999,	1000,
		999949,	    999950,	67100000,   999949999,	UINT32_MAX,
		1ULL << 32, 1ULL << 40, 1ULL << 54, UINT64_MAX,
	};
	static const uint32_t times[] = {0, 1, 999, 60000, UINT32_MAX};
	static const char *const names[] = {
		"", "k", "initrd.img",
		"a/very/long/path/of/a/file/that/fills/the/whole/line/and/more/"
		"than/that/because/it/is/longer/than/any/screen/is/wide/so/"
		"that/"
		"it/must/be/cut"};
	const size_t count = COUNT(bytes);
	size_t done, total, time, name;
	int width;

	(void)state;
	for (width = 40; width <= 132; width++) {
		char *buf = malloc((size_t)width + 1);

		for (done = 0; done < count; done++)
			for (total = 0; total < count; total++)
				for (time = 0; time < 5; time++)
					for (name = 0; name < 4; name++) {
						struct progress p = {
							names[name],
							bytes[done],
							bytes[total],
							times[time]};

						progress_line(&p, buf, width);
						assert_int_equal(strlen(buf),
								 width);
					}
		free(buf);
	}
}

static void test_summary(void **state)
{
	static const struct {
		struct progress p;
		uint32_t retransmissions;
		const char *text;
	} rows[] = {
		{{"initrd.img", 67100000, 0, 13249},
		 0,
		 "initrd.img: 67.1 MB in 13.2 s, 5.1 MB/s, 0 retransmissions, "
		 "UNDI"},
		{{"k", 1, 1, 0},
		 1,
		 "k: 1 byte in 0.0 s, 0 bytes/s, 1 retransmission, UNDI"},
		{{"k", 1500000, 1, 50},
		 20,
		 "k: 1.5 MB in 0.0 s, 30.0 MB/s, 20 retransmissions, UNDI"},
	};
	char buf[100], small[10];
	size_t i;

	(void)state;
	for (i = 0; i < COUNT(rows); i++) {
		progress_summary(&rows[i].p, rows[i].retransmissions, "UNDI",
				 buf, sizeof(buf));
		assert_string_equal(buf, rows[i].text);
	}
	progress_summary(&rows[0].p, 0, "UNDI", small, sizeof(small));
	assert_string_equal(small, "initrd.im");
}

int main(void)
{
	static const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_lines),
		cmocka_unit_test(test_widths),
		cmocka_unit_test(test_summary),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
