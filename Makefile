# Towline: everything is listed by name, on this page.
#
#   make          build/towline.0, with the size of every part
#   make run      boot a signed Debian kernel in QEMU, on this terminal (NIC=e1000
#                 ..., FIRMWARE=ipxe, TAMPER=kernel ...: see tools/run)
#   make test     unit tests on this machine, boot tests in QEMU
#   make lint     formatting, layering, lengths
#   make bench    Towline beside its peers (tests/bench/README.md)
#   make fuzz     every fuzzer for FUZZ_SECONDS

.DEFAULT_GOAL := all
# What a failing recipe has begun to write is not taken for done next time.
.DELETE_ON_ERROR:
CC := gcc
NASM := nasm
PYTHON := /usr/bin/python3

VERSION := 0.1
# The NBP's largest size, in bytes; link.ld has the other limits.
LIMIT := 90112

# Optimisations that make the program smaller, or not even that, but what packing
# makes of it larger: 0.7 KB of towline.0 together.
NO_PASSES := -fno-if-conversion -fno-shrink-wrap \
	-fno-tree-tail-merge -fno-tree-dominator-opts -fno-thread-jumps \
	-fno-defer-pop -fno-caller-saves -fno-tree-ccp -fno-tree-pre \
	-fno-optimize-sibling-calls

CFLAGS := -std=c11 -m32 -march=i486 -mregparm=3 -Oz -ffreestanding \
	-mpreferred-stack-boundary=2 -fno-pic -fno-pie -fno-stack-protector \
	-fno-asynchronous-unwind-tables -fcf-protection=none \
	$(NO_PASSES) \
	-fomit-frame-pointer -fno-strict-aliasing \
	-ffunction-sections -fdata-sections \
	--param=min-pagesize=0 \
	-Wall -Wextra -Wshadow -Wstrict-prototypes -Wmissing-prototypes -Werror

# make V=1 shows the commands.
Q := $(if $(V),,@)

LIB_CFLAGS := $(filter-out -W% -std=c11,$(CFLAGS))
include tools/libs.mk

INCLUDES := -I. -Istage1 $(LIB_INCLUDES) $(LIBZ_INCLUDES)
DEFINES := -DVERSION='"$(VERSION)"'

# stage0: stays below 1 MiB.
STAGE0 := stage0/head.asm stage0/call16.asm stage0/a20.c stage0/e820.c \
	stage0/int16.c stage0/mix.c stage0/pump.asm stage0/stage0.c \
	stage0/unpack.c
# Used by both halves: link.ld divides it.
SHARED := stage1/base/mem.c
# stage1: unpacked to 1 MiB.
BASE := arena canvas crc32 div err fmt gunzip log memmap place png smbios span str \
	text
FW := acpi clock console disk gfx keymap keys launch machine memory power pxe \
	pxe_find redirect rtc serial udp undi vbe vga
PROTO := bis cfgname dhcp dhcp_patch dhcp_print fetch fetch_http http \
	http_body http_head ip ip_sum ip_tcp ip_tell ip_udp source tftp \
	tftp_keep tftp_options url vars
CRYPTO := alg alloc cert check cms der manifest oldhash passwd policy prim \
	pubkey sha256 stamp verified
MENU := complete conf conf_color conf_do conf_label conf_menu conf_word edit \
	history menu menu_draw pager progress vtkeys
LOAD := acpi cpio disk image linux multiboot multiboot_info plan plan_c32 \
	plan_chain plan_pxechn program
# The order packs well, as does that of the libraries below.
STAGE1 := $(FW:%=stage1/fw/%.c) stage1/fw/fault.asm stage1/fw/fault.c \
	stage1/fw/disk_hook.asm stage1/fw/launch.asm \
	stage1/boot.c stage1/boot_linux.c stage1/boot_multiboot.c \
	stage1/chain.c stage1/config.c stage1/entry.c stage1/graphic.c \
	stage1/handoff.c stage1/info.c stage1/main.c stage1/netboot.c \
	stage1/road.c stage1/road_tftp.c stage1/session.c stage1/setup.c \
	stage1/syslog.c stage1/trust.c stage1/way.c \
	$(BASE:%=stage1/base/%.c) $(PROTO:%=proto/%.c) \
	$(LOAD:%=stage1/load/%.c) $(MENU:%=menu/%.c) $(CRYPTO:%=crypto/%.c)

obj = $(patsubst %,build/%.o,$(1))
OBJECTS := $(call obj,$(STAGE0) $(SHARED) $(STAGE1))

.PHONY: all
all: build/towline.0 build/towverify rom

build/%.0: build/%.elf tools/pack.py build/mixpack
	$(Q)$(PYTHON) tools/pack.py $< $@ $(LIMIT)

build/towline.elf: stage0/link.ld $(OBJECTS) $(LIBMBEDTLS) $(LIBLWIP) $(LIBZ) \
		| build/mixpack
	@echo "  LD    $@"
	$(Q)ld -m elf_i386 --gc-sections --no-warn-rwx-segments -nostdlib \
		-T stage0/link.ld -Map $(@:.elf=.map) -o $@ \
		$(filter %.o %.a,$^)
	@tools/sizes $(@:.elf=.map) $@

# What packs; the model is the one that unpacks.
build/mixpack: stage0/mixpack.c stage0/mix.c stage0/mix.h
	@mkdir -p $(@D)
	@echo "  HOST  $@"
	$(Q)$(CC) -std=c11 -O2 -Wall -Wextra -Werror -I. -Istage1 -o $@ \
		$(filter %.c,$^)

# Objects depend on this page, which has the flags.
build/%.c.o: %.c Makefile | $(LIBZ_STAMP)
	@mkdir -p $(@D)
	@echo "  CC    $<"
	$(Q)$(CC) $(CFLAGS) $(DEFINES) $(INCLUDES) -MMD -MP -c -o $@ $<

# All the time of a check goes into this one.
build/crypto/sha256.c.o: CFLAGS += -O2

LWIP_USERS := $(patsubst %,build/proto/%.c.o,ip ip_sum ip_tcp ip_tell ip_udp)
$(LWIP_USERS): INCLUDES += $(LIBLWIP_INCLUDES)
$(LWIP_USERS): | $(LIBLWIP_STAMP)

build/crypto/prim.c.o: INCLUDES += $(LIBMBEDTLS_INCLUDES)
build/crypto/prim.c.o: | $(LIBMBEDTLS_STAMP)

build/%.asm.o: %.asm build/offsets.inc
	@mkdir -p $(@D)
	@echo "  NASM  $<"
	$(Q)$(NASM) -f elf32 -Ibuild/ -o $@ $<

build/offsets.s: stage0/offsets.c Makefile
	@mkdir -p $(@D)
	$(Q)$(CC) $(CFLAGS) $(INCLUDES) -MMD -MP -S -o $@ $<

build/offsets.inc: build/offsets.s
	$(Q)sed -n 's/^@EQU \([A-Z0-9_]*\) \$$*/\1 equ /p' $< > $@

-include build/offsets.d $(patsubst %.o,%.d,$(OBJECTS))

# What the guest of "make run" and of the tests is made of.
GUEST := build/guest/vmlinuz build/guest/initrd.img
$(GUEST) &: tools/make-guest tools/guest-init tools/newc.py
	tools/make-guest

.PHONY: setup
setup:
	@tools/setup

# Each of run, test and lint installs what is missing before make decides what
# to build: a recursive call, since a missing compiler can not compile.
.PHONY: run
run: setup
	@$(MAKE) --no-print-directory build/towline.0 build/towverify rom $(GUEST)
	@tools/run

.PHONY: test
test: setup
	@$(MAKE) --no-print-directory build/towline.0 $(GUEST) unit sign-test
	@$(MAKE) --no-print-directory boot-test

# The tool that signs and stamps.
.PHONY: sign-test
sign-test: build/towline.0 build/towverify build/unit/samples/done
	$(PYTHON) -m pytest -q tests/sign

# TESTS chooses: make boot-test TESTS="-k menu"; TESTS=--at-length is all. Three at a
# time, since many wait for a time-out: each has a network
# of its own.
.PHONY: boot-test
boot-test: build/towline.0 $(GUEST) build/lab/wire build/towverify \
		build/unit/samples/done rom rom-tests guests
	@tools/fetch-packages pxelinux syslinux-common atftpd tftpd-hpa nginx \
		grub-common grub-pc-bin ipxe isc-dhcp-server kea-common \
		kea-dhcp4-server memtest86+ linux-image-amd64 \
		xen-hypervisor-4.17-amd64
	$(PYTHON) -m pytest -q -n 3 tests/lab tests/bench tests/boot tests/rom \
		$(TESTS)

.PHONY: lint
lint: setup
	@tools/lint

.PHONY: screenshots
screenshots: build/towline.0 $(GUEST)
	@PYTHONPATH=tests $(PYTHON) -m lab.pictures docs/pictures
	@tools/fetch-packages linux-image-amd64
	@PYTHONPATH=tests $(PYTHON) -m lab.pictures_graphic docs/pictures

include rom/rom.mk
include tools/towverify.mk
include tests/unit/unit.mk
include tests/fuzz/fuzz.mk
include tests/lab/wire.mk
include tests/lab/guests/guests.mk
include tests/bench/bench.mk

.PHONY: clean
clean:
	rm -rf build
