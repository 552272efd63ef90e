/* What a file is. Documented in image.h. */
#include "load/image.h"
#include <string.h>
#include "base/err.h"
#include "base/fmt.h"
#include "load/linux.h"
#include "load/multiboot.h"

/* What is taken for a kernel by mistake: how many bytes, they, and its name. */
static const char others[] = "\4\177ELFELF of another kind\0"
			     "\5\270\377L\315!a PXELINUX module\0"
			     "\5\270\376L\315!a PXELINUX module\0"
			     "\2MZa program for EFI\0"
			     "\2\37\213gzip data\0"
			     "\5\3757zXZxz data\0"
			     "\4(\265/\375zstd data\0"
			     "\6"
			     "070701an initrd (cpio)\0"
			     "\2#!a script\0"
			     "\1<a web page\0";

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
	for (const char *p = others; *p; p += strlen(p) + 1) {
		size_t len = (size_t)*p++;

		if (file.len >= len && !memcmp(file.p, p, len)) {
			found = p + len;
			break;
		}
	}
	return fail(ERR_IMAGE_UNKNOWN, "it begins as %s", found);
}
