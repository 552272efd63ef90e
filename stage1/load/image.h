/*
 * What a file is, by its content. What remains, boot sectors and network boot
 * programs, has no marks: its name or the config's words tell.
 */
#ifndef LOAD_IMAGE_H
#define LOAD_IMAGE_H

#include "base/span.h"

enum image_kind {
	IMAGE_OTHER,
	IMAGE_LINUX,	 /* with the mark HdrS */
	IMAGE_MULTIBOOT, /* 1 or 2 */
	IMAGE_ELF,	 /* an executable with neither */
};

enum image_kind image_kind(struct span file);

/* Fail, saying what the file seems to be. */
int image_unknown(struct span file);

#endif
