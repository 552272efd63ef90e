/* Fuzzes base/smbios.c: the input is an entry point and a table. */
#include "fuzz.h"
#include "base/smbios.h"

int LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t len)
{
	struct span in = span_of(bytes, len);
	struct machine m = {0};
	uint32_t address, table_len;
	uint8_t memory[512], *copy = fuzz_bytes(&in, &len);
	struct arena arena;

	arena_init(&arena, memory, sizeof(memory));
	if (smbios_entry(span_of(copy, len), &address, &table_len))
		FUZZ_CHECK(address && address <= UINT32_MAX - table_len);
	smbios_read(&m, span_of(copy, len), &arena);
	for (int i = 0; i < MACHINE_TEXTS; i++)
		if (m.text[i])
			FUZZ_CHECK(strlen(m.text[i]) < sizeof(memory));
	free(copy);
	return 0;
}
