# Towline: everything is listed by name, on this page.
#
#   make          build/towline.0, with the size of every part
#   make run      boot a Debian kernel in QEMU, on this terminal (NIC=e1000 ...)
#   make test     unit tests on this machine, boot tests in QEMU
#   make lint     formatting, layering, lengths
#   make fuzz     every fuzzer for FUZZ_SECONDS

CC := gcc
NASM := nasm
PYTHON := /usr/bin/python3

VERSION := 0.1
# 32,768 is the largest NBP of the PXE specification; link.ld has the others.
LIMIT := 32768

CFLAGS := -std=gnu11 -m32 -march=i686 -mregparm=3 -Os -ffreestanding \
	-mpreferred-stack-boundary=2 -fno-pic -fno-pie -fno-stack-protector \
	-fno-asynchronous-unwind-tables -fcf-protection=none \
	-fomit-frame-pointer -fno-strict-aliasing \
	-ffunction-sections -fdata-sections \
	--param=min-pagesize=0 \
	-Wall -Wextra -Wshadow -Wstrict-prototypes -Wmissing-prototypes -Werror

# make V=1 shows the commands.
Q := $(if $(V),,@)

LIB_CFLAGS := $(filter-out -W% -std=gnu11,$(CFLAGS))
include tools/libs.mk

INCLUDES := -I. -Istage1 $(LIB_INCLUDES) $(LIBZ_INCLUDES)
DEFINES := -DVERSION='"$(VERSION)"'

# stage0: stays below 1 MiB.
STAGE0 := stage0/head.asm stage0/call16.asm stage0/a20.c stage0/e820.c \
	stage0/int16.c stage0/unpack.c
# Used by both halves, so it lies in the low one.
SHARED := stage1/base/mem.c
# stage1: unpacked to 1 MiB.
BASE := arena canvas div err fmt log memmap place span str
FW := clock console keys memory pxe pxe_find serial udp vga
PROTO := cfgname dhcp fetch tftp tftp_options
CRYPTO := verified
MENU := conf conf_do conf_label conf_menu conf_word edit menu menu_draw \
	progress vtkeys
LOAD := linux
STAGE1 := $(BASE:%=stage1/base/%.c) $(FW:%=stage1/fw/%.c) \
	$(PROTO:%=proto/%.c) $(CRYPTO:%=crypto/%.c) $(MENU:%=menu/%.c) \
	$(LOAD:%=stage1/load/%.c) \
	stage1/boot.c stage1/handoff.c stage1/main.c stage1/netboot.c \
	stage1/session.c

obj = $(patsubst %,build/%.o,$(basename $(1)))
OBJECTS := $(call obj,$(STAGE0) $(SHARED) $(STAGE1))

.PHONY: all
all: build/towline.0

build/towline.0: build/towline.elf tools/pack.py
	$(Q)$(PYTHON) tools/pack.py $< $@ $(LIMIT)

build/towline.elf: $(OBJECTS) $(LIBZ) stage0/link.ld
	@echo "  LD    $@"
	$(Q)ld -m elf_i386 --gc-sections --no-warn-rwx-segments -nostdlib \
		-T stage0/link.ld -Map build/towline.map -o $@ \
		$(OBJECTS) $(LIBZ)
	@tools/sizes build/towline.map

build/%.o: %.c | $(LIBZ_STAMP)
	@mkdir -p $(@D)
	@echo "  CC    $<"
	$(Q)$(CC) $(CFLAGS) $(DEFINES) $(INCLUDES) -MMD -c -o $@ $<

build/%.o: %.asm build/offsets.inc
	@mkdir -p $(@D)
	@echo "  NASM  $<"
	$(Q)$(NASM) -f elf32 -Ibuild/ -o $@ $<

build/offsets.inc: stage0/offsets.c stage0/call16.h stage0/head.h stage0/jump32.h
	@mkdir -p $(@D)
	$(Q)$(CC) $(CFLAGS) $(INCLUDES) -S -o - $< | \
		sed -n 's/^@EQU \([A-Z0-9_]*\) \$$*/\1 equ /p' > $@

-include $(patsubst %.o,%.d,$(OBJECTS))

include tests/unit/unit.mk

.PHONY: clean
clean:
	rm -rf build
