/*
 * Fuzzer of the terminal's keys: pairs of a byte and a pause. Every key must
 * be one that base/key.h knows, and silence must bring it to rest.
 */
#include "fuzz.h"
#include "menu/vtkeys.h"

static void fuzz_check(int key)
{
	FUZZ_CHECK(key == KEY_NONE || (key > 0 && key <= 0xFF) ||
		   (key >= KEY_UP && key <= KEY_F12));
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t len)
{
	struct vtkeys v = {0};
	uint32_t now_ms = UINT32_MAX - 1000;
	size_t i;

	for (i = 0; i + 1 < len; i += 2) {
		now_ms += data[i + 1];
		if (data[i + 1] & 1)
			fuzz_check(vtkeys_idle(&v, now_ms));
		fuzz_check(vtkeys_byte(&v, data[i], now_ms));
	}
	for (i = 0; i < 2; i++)
		fuzz_check(vtkeys_idle(&v, now_ms + VTKEYS_ESC_MS));
	FUZZ_CHECK(vtkeys_idle(&v, now_ms + 10000) == KEY_NONE);
	return 0;
}
