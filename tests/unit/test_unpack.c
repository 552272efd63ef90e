/*
 * Tests of stage0/mix.c and stage0/unpack.c: what tools/pack.py packs comes out
 * as it was; damage of every kind is seen.
 */
#include "unit.h"
#include <unistd.h>
#include "stage0/unpack.h"

static struct mix *work;

/* Prints the checksum and the packed form of the file it is given. */
static const char packer[] =
	"PYTHONPATH=tools /usr/bin/python3 -B -c '"
	"import sys, struct, pack; data = open(sys.argv[1], \"rb\").read();"
	"sys.stdout.buffer.write(struct.pack(\"<I\", pack.image_sum(data))"
	" + pack.pack(data))' ";

static struct head pack(const uint8_t *bytes, size_t len, uint8_t *packed,
			size_t room)
{
	char name[] = "/tmp/unpack-XXXXXX", command[sizeof(packer) + 30];
	int file = mkstemp(name);
	struct head h = {.image_len = (uint32_t)len};
	FILE *pipe;

	assert_true(file >= 0);
	assert_int_equal(write(file, bytes, len), len);
	close(file);
	snprintf(command, sizeof(command), "%s%s", packer, name);
	pipe = popen(command, "r");
	assert_non_null(pipe);
	assert_int_equal(fread(&h.image_sum, 1, 4, pipe), 4);
	h.packed_len = (uint32_t)fread(packed, 1, room, pipe);
	assert_int_equal(pclose(pipe), 0);
	unlink(name);
	return h;
}

/*
 * Unpack with guard pages behind both, or else (with the sanitizer's guards on
 * both sides). If it says that all is well, it has to be "wanted".
 */
static bool check(const struct head *h, const uint8_t *packed,
		  const uint8_t *wanted, bool guard)
{
	uint8_t *in, *to;
	bool good;

	if (guard) {
		in = guard_copy(packed, h->packed_len);
		to = guard_alloc(h->image_len);
	} else {
		in = malloc(h->packed_len);
		memcpy(in, packed, h->packed_len);
		to = malloc(h->image_len);
	}
	good = unpack(h, in, to, work);
	if (good && wanted)
		assert_memory_equal(to, wanted, h->image_len);
	if (guard) {
		guard_free(in, h->packed_len);
		guard_free(to, h->image_len);
	} else {
		free(in);
		free(to);
	}
	return good;
}

static uint32_t seed;

static uint8_t noise(void)
{
	seed = seed * 1664525 + 1013904223;
	return (uint8_t)(seed >> 24);
}

enum kind { ZEROS, NOISE, TEXT, CODE, RECORDS, FAR_BACK, KINDS };

/* What the filter looks for, and what it might take for it. */
static uint8_t code(size_t i)
{
	static const uint8_t bytes[] = {0xE8, 0xE9, 0x0F, 0x80, 0x8F, 0,
					0xE8, 0xFF, 0x0F, 0x0F, 0x90, 0xEA};

	return bytes[(noise() ^ i) % sizeof(bytes)];
}

static void fill(uint8_t *bytes, size_t len, enum kind kind)
{
	seed = 1;
	for (size_t i = 0; i < len; i++) {
		uint8_t x = noise();

		bytes[i] = 0;
		if (kind == NOISE)
			bytes[i] = x;
		else if (kind == TEXT)
			bytes[i] = "etaoin shrdlu"[x % 13];
		else if (kind == CODE)
			bytes[i] = code(i);
		else if (kind == RECORDS) /* single bytes between repeats */
			bytes[i] = i % 7 == x % 7 ? x : (uint8_t)(i % 20);
		else if (kind == FAR_BACK) /* what came long ago */
			bytes[i] = i < len / 2 ? x : bytes[i - len / 2 + x % 2];
	}
}

static void check_kind(enum kind kind, size_t len)
{
	uint8_t *plain = malloc(len + 1), *packed = malloc(2 * len + 100);
	struct head h;

	fill(plain, len, kind);
	h = pack(plain, len, packed, 2 * len + 100);
	assert_true(check(&h, packed, plain, true));
	assert_true(check(&h, packed, plain, false));
	h.image_sum++;
	assert_false(check(&h, packed, plain, true));
	free(plain);
	free(packed);
}

/* What it is for: a program, this one. */
static void check_program(void)
{
	size_t room = 1 << 20, len;
	uint8_t *plain = malloc(room), *packed = malloc(room);
	FILE *file = fopen("/proc/self/exe", "rb");
	struct head h;

	assert_non_null(file);
	len = fread(plain, 1, room, file);
	fclose(file);
	assert_true(len > 20000);
	h = pack(plain, len, packed, room);
	assert_true(check(&h, packed, plain, true));
	free(plain);
	free(packed);
}

static void test_kinds(void **state)
{
	static const size_t lens[] = {1, 2, 300, 70000, 300000};

	(void)state;
	for (enum kind kind = ZEROS; kind < KINDS; kind++)
		for (size_t i = 0; i < COUNT(lens); i++)
			check_kind(kind, lens[i]);
	check_program();
	/* A call at the very end, and cut off there. */
	for (size_t len = 3; len < 12; len++)
		check_kind(CODE, len);
}

/*
 * The form is one number that stays the same: a change of the model that was
 * not meant to be one would change it.
 */
static void test_known(void **state)
{
	static const char plain[] = "towline towline, a towel; tow a line "
				    "aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa";
	static const uint8_t packed[] = {
		0x8B, 0xC0, 0xAA, 0xD2, 0x63, 0xA5, 0x58, 0x0D,
		0xEA, 0x06, 0x70, 0x29, 0xE3, 0x23, 0xC9, 0xCC,
		0xBA, 0x22, 0x24, 0x4D, 0x46, 0x20, 0x74, 0xB9,
		0x33, 0x7B, 0x4B, 0xAE, 0xEF, 0xDC, 0x28, 0x56,
	};
	struct head h = {.packed_len = sizeof(packed),
			 .image_len = sizeof(plain) - 1,
			 .image_sum = 0xC7EF659F};

	(void)state;
	assert_true(check(&h, packed, (const uint8_t *)plain, true));
}

/* Chances stay between 0 and 1 however sure it is, and however wrong. */
static void test_chances(void **state)
{
	uint8_t *out = guard_alloc(5000);

	(void)state;
	mix_start(work, out);
	for (unsigned i = 0; i < 8 * 5000; i++) {
		uint32_t chance = mix_guess(work);

		assert_in_range(chance, 1, 65535);
		/* Zeros; then whatever is less likely. */
		mix_learn(work, i > 16000 && chance < 32768);
	}
	assert_ptr_equal(work->out, out + 5000);
	guard_free(out, 5000);
}

/* A file with all that a stream can have, and small enough to be thorough. */
#define SMALL 400

static struct head small(uint8_t *plain, uint8_t *packed)
{
	fill(plain, SMALL / 2, RECORDS);
	fill(plain + SMALL / 2, SMALL / 4, CODE);
	memcpy(plain + SMALL * 3 / 4, plain + 3, SMALL / 4);
	return pack(plain, SMALL, packed, 2 * SMALL);
}

static void test_cut(void **state)
{
	uint8_t plain[SMALL], packed[2 * SMALL];
	struct head h = small(plain, packed);

	(void)state;
	assert_true(check(&h, packed, plain, true));
	while (h.packed_len--)
		assert_false(check(&h, packed, plain, true));
}

/* Every bit made the other one. */
static void test_damage(void **state)
{
	uint8_t plain[SMALL], packed[2 * SMALL];
	struct head h = small(plain, packed);

	(void)state;
	for (uint32_t bit = 0; bit < 8 * (h.packed_len - 1); bit++) {
		packed[bit / 8] ^= (uint8_t)(1 << bit % 8);
		assert_false(check(&h, packed, plain, true));
		packed[bit / 8] ^= (uint8_t)(1 << bit % 8);
	}
	/* All that the last byte has to be is near enough. */
	packed[h.packed_len - 1] ^= 0xFF;
	assert_false(check(&h, packed, plain, true));
}

/* The head tells more or less than there is. */
static void test_lengths(void **state)
{
	uint8_t plain[SMALL + 1], packed[2 * SMALL];
	struct head h = small(plain, packed);

	(void)state;
	for (h.image_len = 0; h.image_len < SMALL; h.image_len++)
		assert_false(check(&h, packed, NULL, true));
	for (h.image_len = SMALL + 1; h.image_len < SMALL + 300; h.image_len++)
		assert_false(check(&h, packed, NULL, true));
}

/* Nothing but rubbish, and much room: it ends, in bounds. */
static void test_rubbish(void **state)
{
	uint8_t bytes[100];

	(void)state;
	seed = 7;
	for (unsigned n = 0; n < 1000; n++) {
		struct head h = {.packed_len = n % sizeof(bytes),
				 .image_len = noise() * 4};

		for (size_t i = 0; i < sizeof(bytes); i++)
			bytes[i] = noise();
		check(&h, bytes, NULL, n < 200);
	}
}

static int setup(void **state)
{
	(void)state;
	work = guard_alloc(sizeof(*work));
	/* Nothing may be taken for zero that was not made so. */
	memset(work, 0xA5, sizeof(*work));
	return 0;
}

static int teardown(void **state)
{
	(void)state;
	guard_free(work, sizeof(*work));
	return 0;
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_kinds),	cmocka_unit_test(test_known),
		cmocka_unit_test(test_chances), cmocka_unit_test(test_cut),
		cmocka_unit_test(test_damage),	cmocka_unit_test(test_lengths),
		cmocka_unit_test(test_rubbish),
	};

	return cmocka_run_group_tests(tests, setup, teardown);
}
