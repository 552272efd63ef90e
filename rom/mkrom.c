/*
 * Finish an option ROM image: pack its body, pad it to whole units and fill in
 * the lengths and checksums of the layouts in spec/optrom.h. A host tool:
 * mkrom IN OUT.
 */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "rom/pack.h"
#include "spec/optrom.h"

#define ROM_MAX 32768

static uint8_t image[PACK_MAX + 1];

static void mkrom_die(const char *what, const char *object)
{
	fprintf(stderr, "mkrom: %s: %s\n", object, what);
	exit(1);
}

static uint8_t mkrom_sum(const void *bytes, size_t len)
{
	const uint8_t *p = bytes;
	uint8_t sum = 0;

	while (len--)
		sum += *p++;
	return sum;
}

/* The structure at an offset that the header names, with its signature. */
static void *mkrom_find(size_t size, uint16_t offset, const char *signature,
			size_t len)
{
	if ((size_t)offset + len > size ||
	    memcmp(image + offset, signature, 4) != 0)
		mkrom_die("not where the header says it is", signature);
	return image + offset;
}

static size_t mkrom_read(const char *name)
{
	FILE *in = fopen(name, "rb");
	size_t size;

	if (!in)
		mkrom_die("cannot open", name);
	size = fread(image, 1, sizeof(image), in);
	fclose(in);
	if (size > PACK_MAX)
		mkrom_die("larger than a segment", name);
	if (size < sizeof(struct optrom_header))
		mkrom_die("too short for a ROM header", name);
	return size;
}

/* Put the packed body in the body's place. Returns the image's new size. */
static size_t mkrom_pack(size_t size)
{
	static uint8_t packed[PACK_MAX], check[PACK_MAX];
	struct optrom_header *h = (struct optrom_header *)image;
	size_t start = h->body_start, end = h->body_end, len;

	if (start < sizeof(*h) || start >= end || end != size)
		mkrom_die("not where the header says it is", "body");
	len = pack(image + start, end - start, packed, sizeof(packed));
	if (len == 0 || start + len > ROM_MAX)
		mkrom_die("larger than 32768 bytes, packed", "image");
	if (pack_undo(packed, len, check, end - start) != end - start ||
	    memcmp(check, image + start, end - start) != 0)
		mkrom_die("does not unpack to what it was", "body");
	memset(image + start, 0, sizeof(image) - start);
	memcpy(image + start, packed, len);
	printf("%zu bytes, packed %zu\n", size, start + len);
	return (start + len + OPTROM_UNIT - 1) / OPTROM_UNIT * OPTROM_UNIT;
}

static void mkrom_finish(size_t size)
{
	struct optrom_header *h = (struct optrom_header *)image;
	struct optrom_pcir *pcir;
	struct optrom_pnp *pnp;
	struct optrom_undi *undi;

	if (h->signature != OPTROM_SIGNATURE)
		mkrom_die("no 55 AA at offset 0", "header");
	pcir = mkrom_find(size, h->pcir, "PCIR", sizeof(*pcir));
	pnp = mkrom_find(size, h->pnp, "$PnP", sizeof(*pnp));
	undi = mkrom_find(size, h->undi_rom_id, "UNDI", sizeof(*undi));
	h->length = (uint8_t)(size / OPTROM_UNIT);
	pcir->image_length = h->length;
	pnp->checksum -= mkrom_sum(pnp, sizeof(*pnp));
	undi->checksum -= mkrom_sum(undi, sizeof(*undi));
	h->checksum -= mkrom_sum(image, size);
}

int main(int argc, char **argv)
{
	size_t size;
	FILE *out;

	if (argc != 3) {
		fputs("usage: mkrom IN OUT\n", stderr);
		return 2;
	}
	size = mkrom_pack(mkrom_read(argv[1]));
	mkrom_finish(size);
	out = fopen(argv[2], "wb");
	if (!out || fwrite(image, 1, size, out) != size || fclose(out) != 0)
		mkrom_die("cannot write", argv[2]);
	return 0;
}
