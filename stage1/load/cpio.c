/* Headers of cpio archives. Documented in cpio.h. */
#include "load/cpio.h"
#include <string.h>
#include "base/fmt.h"

#define HEADER 110 /* characters */
#define FOLDER 040755
#define FILE   0100644

/* One header, with the first len characters of path as name. */
static size_t cpio_entry(uint8_t *to, const char *path, size_t len,
			 unsigned mode, uint32_t size)
{
	size_t name_end = HEADER + len + 1;
	size_t end = (name_end + CPIO_ALIGN - 1) & ~(size_t)(CPIO_ALIGN - 1);

	if (!to)
		return end;
	memset(to, 0, end);
	/* magic, ino, mode, uid and gid, nlink, mtime, filesize, four device
	   numbers, namesize, check */
	fmt((char *)to, end, "070701%08X%08X%016X%08X%08X%08X%032X%08X%08X%.*s",
	    0, mode, 0, 1, 0, size, 0, (unsigned)len + 1, 0, (int)len, path);
	return end;
}

size_t cpio_head(uint8_t *to, const char *path, uint32_t size)
{
	size_t len = 0;

	while (*path == '/')
		path++;
	for (const char *p = path; *p; p++)
		if (*p == '/' && p[1] && p[1] != '/')
			len += cpio_entry(to ? to + len : NULL, path,
					  (size_t)(p - path), FOLDER, 0);
	return len +
	       cpio_entry(to ? to + len : NULL, path, strlen(path), FILE, size);
}
