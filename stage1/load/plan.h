/*
 * What an entry of the menu comes to: the files that are needed and what is
 * done with them. Made of a config entry, or of a typed line (plan_make); the
 * programs that PXELINUX has in .c32 files are recognised by name. Does no I/O.
 */
#ifndef LOAD_PLAN_H
#define LOAD_PLAN_H

#include "base/arena.h"
#include "base/machine.h"
#include "spec/dhcp.h"

enum plan_kind {
	PLAN_KERNEL, /* file: by its content: Linux, Multiboot, ELF, NBP... */
	PLAN_LINUX,  /* file is a Linux kernel, else an error */
	PLAN_MULTIBOOT, /* file is a Multiboot 1 or 2 kernel (mboot.c32) */
	PLAN_NBP,	/* file is a network boot program */
	PLAN_SECTOR,	/* file is a boot sector */
	PLAN_IMAGE,	/* file is a disk image */
	PLAN_DISK,	/* a boot sector of a local disk */
	PLAN_LOCAL,	/* LOCALBOOT: number */
	PLAN_REBOOT,	/* number: 1 a warm start */
	PLAN_POWEROFF,
	PLAN_CONFIG, /* file is another config, read with prefix cmdline;
			number 1 or 2: the words of file are the configs of a
			menu, or of a graphic one */
	PLAN_MENU,   /* back to the menu */
	PLAN_ENTRY,  /* cmdline is a label or a line, resolved again */
	PLAN_TEXT,   /* text is shown (page by page) */
	PLAN_SHOW,   /* file is a text file, shown */
};

#define PLAN_FILES_MAX 32

/* An initrd, or a Multiboot module. */
struct plan_file {
	const char *file;
	/* A module's command line without its name, never NULL. An initrd's
	   path inside an archive made for it (INITRD file=path), else NULL. */
	const char *args;
};

/* PLAN_DISK and PLAN_SECTOR: as chain.c32 has them. */
struct plan_disk {
	uint8_t drive;	   /* DL: 80h is hd0, 0 is fd0 */
	bool is_boot;	   /* the drive the BIOS would boot: drive not given */
	uint8_t partition; /* 0: the disk's MBR; 1..4 primary, 5.. logical */
	uint32_t mbr_id;   /* look for the disk with it, 0: do not */
	const char *label, *guid; /* of a GPT partition, or NULL */
	uint16_t seg, off, ip;	  /* where the sector goes, 0:7C00 is usual */
	bool swap;		  /* hd0 and the drive change names */
	bool hide; /* other primary partitions are marked hidden */
	bool keep_pxe;
};

#define PLAN_OPTIONS_MAX 19

/* PLAN_NBP: what the DHCP packets say instead (pxechn.c32's options). */
struct plan_packet {
	uint32_t server; /* siaddr in network order, 0: the file's */
	struct dhcp_new option[PLAN_OPTIONS_MAX];
	uint8_t options;
	bool wait; /* for a key before the start */
};

struct plan {
	enum plan_kind kind;
	const char *file;    /* as written, or NULL */
	const char *cmdline; /* never NULL; without the file's name */
	int number;
	const char *text;
	struct plan_disk disk;
	uint8_t file_count;
	struct plan_file files[PLAN_FILES_MAX];
	struct plan_packet packet;
};

/* How an entry names its file: as menu/conf.h has it, and a typed line. */
enum plan_by {
	PLAN_BY_KERNEL, /* by the name's ending, as PXELINUX */
	PLAN_BY_LINUX,
	PLAN_BY_LOCALBOOT,
	PLAN_BY_PXE,
	PLAN_BY_BOOT,
	PLAN_BY_FDIMAGE,
	PLAN_BY_COM32,
	PLAN_BY_CONFIG,
	PLAN_BY_LINE, /* cmdline begins with the file's name; a program may
			 lack its .c32; ".linux file" and the like */
};

struct plan_ask {
	enum plan_by by;
	const char *kernel;  /* path as written; of LINE and LOCALBOOT NULL */
	const char *cmdline; /* the words behind it, or "" */
	int number;	     /* of LOCALBOOT */
	const struct machine *machine;
};

/*
 * Find out what an entry comes to. All strings of the plan are in the arena or
 * those of the question. Fails if a program is not known or its arguments are
 * not its syntax (the detail names them), or if there is no room.
 */
int plan_make(struct plan *p, const struct plan_ask *ask, struct arena *arena);

#endif
