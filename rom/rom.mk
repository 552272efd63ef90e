# The option ROMs: build/rom/e1000.rom and build/rom/virtio-net.rom. One image
# for each card; they differ by the driver's object and the ids in the header.

ROM_B := build/rom
ROM_CC ?= gcc
ROM_CFLAGS := -std=gnu11 -m16 -march=i686 -mtune=i386 -Os -mregparm=3 \
	-mpreferred-stack-boundary=2 -ffreestanding -fno-pic -fno-stack-protector \
	-fno-asynchronous-unwind-tables -ffunction-sections -fdata-sections \
	-fno-strict-aliasing -fno-jump-tables -fomit-frame-pointer -fno-ivopts -Wall -Wextra -Werror \
	-I. -Istage1 -include rom/quiet.h

ROM_C := $(patsubst %,rom/%.c,api api_boot api_frame api_tftp \
	api_udp api_undi arp bev bios client dialogue discover frag ip \
	load load_memory menu message mtftp net nic pxe say vendor)
ROM_SHARED := $(patsubst %,stage1/base/%.c,div fmt mem span str) \
	$(patsubst %,proto/%.c,dhcp tftp tftp_keep tftp_options)
ROM_ASM := rom/entry.asm rom/far.asm rom/flat.asm

rom_objects = $(patsubst %,$(ROM_B)/%.o,$(ROM_C) $(ROM_SHARED) $(ROM_ASM))

ROMS := $(ROM_B)/e1000.rom $(ROM_B)/virtio-net.rom

# What every frame passes is compiled for speed.
ROM_HOT := $(patsubst %,$(ROM_B)/rom/%.c.o,api_frame nic e1000 virtio-net)
$(ROM_HOT): ROM_CFLAGS += -O2

# A C file that includes nothing is not quieted: only the shared ones fail().
$(ROM_B)/%.c.o: %.c
	@mkdir -p $(@D)
	@echo "  CC16  $<"
	@$(ROM_CC) $(ROM_CFLAGS) -MMD -MP -c -o $@ $<

$(ROM_B)/%.asm.o: %.asm rom/asm.inc
	@mkdir -p $(@D)
	@echo "  NASM  $<"
	@nasm -f elf32 -I rom/ -o $@ $<

$(ROM_B)/head-%.o: rom/head.asm rom/asm.inc
	@mkdir -p $(@D)
	@echo "  NASM  $< for $*"
	@nasm -f elf32 -I rom/ -DROM_VENDOR=$(ROM_VENDOR) \
		-DROM_DEVICE=$(ROM_DEVICE) -DROM_NAME='"$*"' -o $@ $<

$(ROM_B)/e1000.elf $(ROM_B)/head-e1000.o: ROM_VENDOR := 0x8086
$(ROM_B)/e1000.elf $(ROM_B)/head-e1000.o: ROM_DEVICE := 0x100E
$(ROM_B)/virtio-net.elf $(ROM_B)/head-virtio-net.o: ROM_VENDOR := 0x1AF4
$(ROM_B)/virtio-net.elf $(ROM_B)/head-virtio-net.o: ROM_DEVICE := 0x1000

$(ROM_B)/%.elf: $(ROM_B)/head-%.o $(rom_objects) $(ROM_B)/rom/%.c.o rom/rom.lds
	@echo "  LD    $@"
	@ld -m elf_i386 -z noexecstack --no-warn-rwx-segments --gc-sections -n -T rom/rom.lds -Map $(@:.elf=.map) \
		-o $@ $(filter %.o,$^)

$(ROM_B)/%.rom: $(ROM_B)/%.elf $(ROM_B)/mkrom
	@objcopy -O binary -j .image $< $(@:.rom=.bin)
	@$(ROM_B)/mkrom $(@:.rom=.bin) $@
	@size -A $< | awk '$$1 == ".bss" { \
		printf "$@: %d more at run time\n", $$2 }'

$(ROM_B)/mkrom: rom/mkrom.c rom/pack.c rom/pack.h stage1/spec/optrom.h
	@mkdir -p $(@D)
	$(CC) -std=c11 -O2 -Wall -Wextra -Werror -I. -Istage1 -o $@ \
		rom/mkrom.c rom/pack.c

.PHONY: rom
rom: $(ROMS)


# The NBPs that test the API (tests/rom).
ROM_TEST := $(ROM_B)/test
rom_test_parts = $(patsubst %,$(ROM_B)/tests/rom/nbp/%.o,start.asm nbp.c \
	structures.c $(1)) $(ROM_B)/stage1/base/mem.c.o \
	$(ROM_B)/rom/far.asm.o $(ROM_B)/rom/flat.asm.o

$(ROM_TEST)/api.elf: $(call rom_test_parts,api.c udp.c undi.c)
$(ROM_TEST)/restart.elf: $(call rom_test_parts,restart.c)
$(ROM_TEST)/getnext.elf: $(call rom_test_parts,getnext.c)
$(ROM_TEST)/%.elf: tests/rom/nbp/nbp.lds
	@mkdir -p $(@D)
	@echo "  LD    $@"
	@ld -m elf_i386 -z noexecstack --no-warn-rwx-segments --gc-sections -n \
		-T tests/rom/nbp/nbp.lds -o $@ $(filter %.o,$^)

$(ROM_TEST)/%.nbp: $(ROM_TEST)/%.elf
	@objcopy -O binary -j .image $< $@

.PHONY: rom-tests
rom-tests: $(patsubst %,$(ROM_TEST)/%.nbp,api restart getnext)

-include $(shell find $(ROM_B) -name '*.d' 2>/dev/null)
