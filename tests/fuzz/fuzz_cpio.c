/*
 * Fuzzes stage1/load/cpio.c: the input is a path. What comes out is read back
 * entry by entry, up to the file itself.
 */
#include "fuzz.h"
#include "load/cpio.h"

#define HEADER 110
#define SIZE   0x12345678

static uint32_t hex(const uint8_t *p)
{
	char text[9] = {0};

	memcpy(text, p, 8);
	return (uint32_t)strtoul(text, NULL, 16);
}

/* One entry at p; returns its length. */
static size_t check_entry(const uint8_t *p, size_t room, bool *is_file)
{
	uint32_t name;

	FUZZ_CHECK(room >= HEADER + 1);
	FUZZ_CHECK(!memcmp(p, "070701", 6));
	*is_file = hex(p + 14) == 0100644;
	FUZZ_CHECK(*is_file || hex(p + 14) == 040755);
	FUZZ_CHECK(hex(p + 54) == (*is_file ? SIZE : 0));
	name = hex(p + 94);
	FUZZ_CHECK(name && name <= room - HEADER);
	FUZZ_CHECK(strlen((const char *)p + HEADER) == name - 1);
	return (HEADER + name + 3) & ~(size_t)3;
}

int LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t len)
{
	char *path = malloc(len + 1);
	size_t size, at = 0;
	bool is_file = false;
	uint8_t *head;

	if (len)
		memcpy(path, bytes, len);
	path[len] = '\0';
	size = cpio_head(NULL, path, 0);
	head = malloc(size);
	FUZZ_CHECK(cpio_head(head, path, SIZE) == size);
	while (!is_file) {
		at += check_entry(head + at, size - at, &is_file);
		FUZZ_CHECK(at <= size);
	}
	FUZZ_CHECK(at == size);
	free(head);
	free(path);
	return 0;
}
