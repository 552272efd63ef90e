/* Archives made on the fly: to the byte, and of any path. */
#include <string.h>
#include "load/cpio.h"
#include "unit.h"

/* magic, ino, mode, uid, gid, nlink, mtime; size; devices; name's size; check
 */
#define HEAD(mode, size, name_size, name)                                      \
	"070701"                                                               \
	"00000000" mode "00000000"                                             \
	"00000000"                                                             \
	"00000001"                                                             \
	"00000000" size "00000000"                                             \
	"00000000"                                                             \
	"00000000"                                                             \
	"00000000" name_size "00000000" name
#define FOLDER(name_size, name)		 HEAD("000041ED", "00000000", name_size, name)
#define FILE_HEAD(size, name_size, name) HEAD("000081A4", size, name_size, name)

static const struct {
	const char *path;
	uint32_t size;
	const char *head;
	size_t len;
} rows[] = {
	/* 110 and the name with its NUL, to a multiple of 4. */
	{"a", 5, FILE_HEAD("00000005", "00000002", "a\0"), 112},
	{"abc", 0xFFFFFFFF, FILE_HEAD("FFFFFFFF", "00000004", "abc\0\0\0"),
	 116},
	{"/a", 5, FILE_HEAD("00000005", "00000002", "a\0"), 112},
	{"///a", 5, FILE_HEAD("00000005", "00000002", "a\0"), 112},
	{"d/a", 5,
	 FOLDER("00000002", "d\0")
		 FILE_HEAD("00000005", "00000004", "d/a\0\0\0"),
	 112 + 116},
	{"/d/e/a", 5,
	 FOLDER("00000002", "d\0") FOLDER("00000004", "d/e\0\0\0")
		 FILE_HEAD("00000005", "00000006", "d/e/a\0"),
	 112 + 116 + 116},
	{"d//a", 5,
	 FOLDER("00000003", "d/\0\0\0\0")
		 FILE_HEAD("00000005", "00000005", "d//a\0\0"),
	 116 + 116},
	{"d/", 5, FILE_HEAD("00000005", "00000003", "d/\0\0\0\0"), 116},
	{"", 5, FILE_HEAD("00000005", "00000001", "\0\0"), 112},
};

static void test_rows(void **state)
{
	(void)state;
	for (size_t i = 0; i < COUNT(rows); i++) {
		uint8_t *head = guard_alloc(rows[i].len);
		char *path = guard_copy(rows[i].path, strlen(rows[i].path) + 1);

		print_message("path \"%s\"\n", path);
		assert_int_equal(cpio_head(NULL, path, rows[i].size),
				 rows[i].len);
		memset(head, 0xA5, rows[i].len);
		assert_int_equal(cpio_head(head, path, rows[i].size),
				 rows[i].len);
		assert_memory_equal(head, rows[i].head, rows[i].len);
		guard_free(path, strlen(rows[i].path) + 1);
		guard_free(head, rows[i].len);
	}
}

int main(void)
{
	const struct CMUnitTest tests[] = {cmocka_unit_test(test_rows)};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
