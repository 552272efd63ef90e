/* Where Linux kernels go on machines of all kinds. */
#include "base/err.h"
#include "load/linux.h"
#include "unit.h"

#define MB(n) ((uint32_t)(n) << 20)

/* Where kernels go that want size bytes from pref, on machines of two ranges.
 */
static const struct {
	uint32_t free[4]; /* start, end; twice; in MB */
	uint32_t pref, size, align;
	bool relocatable;
	uint32_t run_at;  /* 0: no room */
	unsigned free_kb; /* as told if there is no room */
} places[] = {
	/* Where it wants, to the byte. */
	{{1, 128}, MB(16), MB(48), MB(2), true, MB(16), 0},
	{{1, 128}, MB(16), MB(48), MB(2), false, MB(16), 0},
	{{16, 64}, MB(16), MB(48), MB(2), true, MB(16), 0},
	{{16, 64}, MB(16), MB(48), MB(2), false, MB(16), 0},
	{{16, 64}, MB(16), MB(48) + 1, MB(2), true, 0, 49152},
	{{16, 64}, MB(16), MB(48) + 1, MB(2), false, 0, 49152},
	/* Not where it wants: higher, at a multiple of its alignment. */
	{{1, 32, 65, 128}, MB(16), MB(48), MB(2), true, MB(66), 0},
	{{1, 32, 65, 128}, MB(16), MB(48), MB(16), true, MB(80), 0},
	{{1, 32, 65, 128}, MB(16), MB(48), MB(64), true, 0, 64512},
	{{17, 128}, MB(16), MB(48), MB(2), true, MB(18), 0},
	{{17, 128}, MB(16), MB(48), MB(2), false, 0, 0},
	{{1, 32, 65, 128}, MB(16), MB(48), MB(2), false, 0, 16384},
	/* Never lower: it would move itself up again. */
	{{1, 63, 100, 110}, MB(16), MB(48), MB(2), true, 0, 48128},
	{{1, 15}, MB(16), MB(8), MB(2), true, 0, 0},
	/* A wish between two multiples would be rounded up by the kernel. */
	{{1, 128}, MB(17), MB(48), MB(2), true, MB(18), 0},
	{{1, 65}, MB(17), MB(48), MB(2), true, 0, 49152},
	{{1, 128}, MB(17), MB(48), MB(2), false, MB(17), 0},
	/* An old one at 1 MiB. */
	{{1, 64}, MB(1), MB(32), 1, false, MB(1), 0},
	{{2, 64}, MB(1), MB(32), 1, false, 0, 0},
	/* At the end of 32 bits. */
	{{1, 4095}, 0xFFFFFFFF, MB(48), MB(2), true, 0, 0},
	{{1, 4095}, 0xFFFFFFFF, MB(48), MB(2), false, 0, 0},
	{{1, 4095}, 0xFFE00000, MB(1), MB(2), true, 0xFFE00000, 0},
	{{1, 4095}, 0xFFE00000, MB(1), MB(2), false, 0xFFE00000, 0},
	{{1, 4095}, 0xFFE00000, MB(1) + 1, MB(2), true, 0, 1024},
	{{1, 4095}, 0xFFE00000, 0x40000000, MB(2), false, 0, 1024},
	{{1, 4095}, 0xF0000000, MB(256), MB(2), true, 0, 261120},
	{{1, 4095}, MB(16), MB(48), 0x80000000, true, 0x80000000, 0},
	{{1, 2048}, MB(16), MB(48), 0x80000000, true, 0, 2080768},
};

static void test_places(void **state)
{
	(void)state;
	for (size_t i = 0; i < COUNT(places); i++) {
		const uint32_t *f = places[i].free;
		struct linux_kernel k = {.pref_address = places[i].pref,
					 .init_size = places[i].size,
					 .align = places[i].align,
					 .relocatable = places[i].relocatable};
		struct memmap m = {0};
		uint32_t run_at = 0;
		char detail[80];
		int rc;

		memmap_add(&m, MB(f[0]), MB(f[1] - f[0]));
		memmap_add(&m, MB(f[2]), MB(f[3] - f[2]));
		rc = linux_place(&k, &m, &run_at);
		if (run_at != places[i].run_at)
			print_message("place %zu\n", i);
		assert_int_equal(run_at, places[i].run_at);
		assert_int_equal(rc, run_at ? 0 : -ERR_LINUX_NO_ROOM);
		if (!rc)
			continue;
		sprintf(detail,
			"%u KB needed in one piece from %Xh, %u KB free",
			(k.init_size + 1023) / 1024, places[i].pref,
			places[i].free_kb);
		assert_string_equal(err_detail(), detail);
	}
}

int main(void)
{
	const struct CMUnitTest tests[] = {cmocka_unit_test(test_places)};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
