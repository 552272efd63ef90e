/*
 * The Linux x86 boot protocol (Documentation/arch/x86/boot.rst and
 * zero-page.rst): setup header and boot_params, the fields that are used.
 */
#ifndef SPEC_LINUX_H
#define SPEC_LINUX_H

#include "spec/bios.h"

#define LINUX_SETUP_AT		     0x1F1 /* of the header, in file and zero page */
#define LINUX_SETUP_END		     0x290 /* at most, in the zero page */
#define LINUX_BOOT_FLAG		     0xAA55
#define LINUX_MAGIC		     0x53726448 /* "HdrS" */
#define LINUX_PROTOCOL(major, minor) ((major) << 8 | (minor))
#define LINUX_SECTOR		     512
#define LINUX_INITRD_MAX_OLD	     0x37FFFFFF /* before 2.03 says its own */
/* Before 2.06: the kernel takes 255 of them, what is none takes all. */
#define LINUX_CMDLINE_OLD	     2047
#define LINUX_LOAD_ADDRESS	     0x100000
#define LINUX_LOW_ADDRESS	     0x10000 /* of code that is not LOADED_HIGH */
#define LINUX_REAL_ADDRESS	     0x90000 /* of setup before 2.02 */
#define LINUX_REAL_HEAP_OLD	     0x9800  /* its heap's end */
#define LINUX_REAL_HEAP		     0xE000
#define LINUX_CMDLINE_MAGIC	     0xA33F /* at 20h, before 2.02 */
#define LINUX_LOADER_ID		     0xFF   /* undefined */

/* vid_mode; VESA's numbers are those of the BIOS and LINUX_VGA_VESA (svga.rst).
 */
enum {
	LINUX_VGA_VESA = 0x0200,
	LINUX_VGA_VESA_FIRST = 0x0300,
	LINUX_VGA_VESA_LAST = 0x08FF,
	LINUX_VGA_CURRENT = 0x0F04,
	LINUX_VGA_ASK = 0xFFFD,
	LINUX_VGA_EXTENDED = 0xFFFE, /* 50 lines */
	LINUX_VGA_NORMAL = 0xFFFF,
};

/* orig_video_isVGA of a VESA framebuffer. */
#define LINUX_VIDEO_VLFB 0x23

enum {
	LINUX_LOADED_HIGH = 0x01,
	LINUX_QUIET = 0x20,
	LINUX_CAN_USE_HEAP = 0x80
};

/* In the boot sector, before 2.02: magic, and where the command line is. */
#define LINUX_OLD_CMDLINE_AT 0x20

struct linux_setup {
	uint8_t setup_sects;
	uint16_t root_flags;
	uint32_t syssize;
	uint16_t ram_size;
	uint16_t vid_mode;
	uint16_t root_dev;
	uint16_t boot_flag;
	uint8_t jump[2]; /* jump[1]: the header ends this far behind 202h */
	uint32_t header;
	uint16_t version;
	uint32_t realmode_swtch;
	uint16_t start_sys_seg;
	uint16_t kernel_version;
	uint8_t type_of_loader;
	uint8_t loadflags;
	uint16_t setup_move_size;
	uint32_t code32_start;
	uint32_t ramdisk_image;
	uint32_t ramdisk_size;
	uint32_t bootsect_kludge;
	uint16_t heap_end_ptr;
	uint8_t ext_loader_ver;
	uint8_t ext_loader_type;
	uint32_t cmd_line_ptr;
	uint32_t initrd_addr_max;
	uint32_t kernel_alignment;
	uint8_t relocatable_kernel;
	uint8_t min_alignment;
	uint16_t xloadflags;
	uint32_t cmdline_size;
	uint32_t hardware_subarch;
	uint64_t hardware_subarch_data;
	uint32_t payload_offset;
	uint32_t payload_length;
	uint64_t setup_data;
	uint64_t pref_address;
	uint32_t init_size;
	uint32_t handover_offset;
	uint32_t kernel_info_offset;
} PACKED;
_Static_assert(LINUX_SETUP_AT + offsetof(struct linux_setup, header) == 0x202,
	       "boot.rst: header");
_Static_assert(LINUX_SETUP_AT + offsetof(struct linux_setup, pref_address) ==
		       0x258,
	       "boot.rst: pref_address");

struct linux_screen {
	uint8_t x, y;
	uint16_t ext_mem_k;
	uint16_t page;
	uint8_t mode, cols;
	uint16_t flags;
	uint16_t ega_bx;
	uint16_t unused;
	uint8_t lines;
	uint8_t is_vga;
	uint16_t points;
	uint16_t lfb_width, lfb_height; /* the linear framebuffer */
	uint16_t lfb_depth;
	uint32_t lfb_base;
	uint32_t lfb_size; /* of LINUX_VIDEO_VLFB in blocks of 64 KB */
	uint16_t cl_magic, cl_offset;
	uint16_t lfb_pitch;   /* bytes of a line */
	uint8_t lfb_field[8]; /* size, position of red, green, blue, rest */
	uint16_t vesapm_seg, vesapm_off;
	uint16_t vesa_pages;
	uint16_t vesa_attributes;
	uint32_t capabilities;
	uint32_t ext_lfb_base;
	uint8_t unused2[2];
} PACKED;
_Static_assert(sizeof(struct linux_screen) == 0x40, "zero-page.rst");

struct linux_e820 {
	uint64_t base, len;
	uint32_t type;
} PACKED;

#define LINUX_E820_MAX 128
struct linux_params {
	struct linux_screen screen;
	uint8_t unused1[0x1E0 - 0x40];
	uint32_t alt_mem_k;
	uint8_t unused2[4];
	uint8_t e820_entries;
	uint8_t unused3[0x1F1 - 0x1E9];
	struct linux_setup setup;
	uint8_t unused4[0x2D0 - 0x1F1 - sizeof(struct linux_setup)];
	struct linux_e820 e820[LINUX_E820_MAX];
	uint8_t unused5[0x1000 - 0x2D0 - LINUX_E820_MAX * 20];
} PACKED;
_Static_assert(sizeof(struct linux_params) == 0x1000, "zero-page.rst");

#endif
