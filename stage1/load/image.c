/* What a file is. Documented in image.h. */
#include "load/image.h"
#include <string.h>
#include "base/err.h"
#include "base/fmt.h"
#include "load/linux.h"
#include "load/multiboot.h"

/* What is taken for a kernel by mistake. */
static const struct {
	char begins[6];
	uint8_t len;
	const char *name;
} others[] = {
	{"\177ELF\1", 5, "a PXELINUX module"},
	{"\177ELF", 4, "ELF for other machines"},
	{"MZ", 2, "a program for EFI"},
	{"\37\213", 2, "gzip data"},
	{"\375"
	 "7zXZ",
	 5, "xz data"},
	{"(\265/\375", 4, "zstd data"},
	{"070701", 6, "an initrd (cpio)"},
	{"#!", 2, "a script"},
	{"<", 1, "a web page"},
	{"\270\377L\315!", 5, "a PXELINUX module"},
	{"\270\376L\315!", 5, "a PXELINUX module"},
};

enum image_kind image_kind(struct span file)
{
	if (linux_is(file))
		return IMAGE_LINUX;
	if (multiboot_is(file))
		return IMAGE_MULTIBOOT;
	return program_is_elf(file) ? IMAGE_ELF : IMAGE_OTHER;
}

int image_unknown(struct span file)
{
	char first[16] = "nothing";
	const char *found = first;

	for (size_t i = 0; i < file.len && i < 4; i++)
		fmt(first + 3 * i, 4, "%02X ", file.p[i]);
	for (size_t i = 0; i < sizeof(others) / sizeof(others[0]); i++)
		if (file.len >= others[i].len &&
		    !memcmp(file.p, others[i].begins, others[i].len)) {
			found = others[i].name;
			break;
		}
	return fail(ERR_IMAGE_UNKNOWN, "it begins as %s", found);
}
