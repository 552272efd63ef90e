# The kernels that tests/boot/test_images.py boots; they say what they were told.

GUESTS := build/lab/guests
GUEST_CFLAGS := -std=gnu11 -m32 -march=i386 -Os -ffreestanding -fpie \
	-fvisibility=hidden -fno-stack-protector -fcf-protection=none \
	-fno-asynchronous-unwind-tables -fno-strict-aliasing -Wall -Wextra \
	-Werror -Istage1

$(GUESTS)/guest.o: tests/lab/guests/guest.c stage1/spec/multiboot.h
	@mkdir -p $(@D)
	@echo "  CC    $<"
	$(Q)$(CC) $(GUEST_CFLAGS) -c -o $@ $<

$(GUESTS)/entry-1.o $(GUESTS)/entry-2.o $(GUESTS)/entry-1flat.o: \
$(GUESTS)/entry-%.o: tests/lab/guests/entry.asm
	@mkdir -p $(@D)
	$(Q)$(NASM) -f elf32 -DMULTIBOOT=$(*:flat=) $(if $(findstring flat,$*),-DFLAT) \
		-o $@ $<

$(GUESTS)/mb%.elf: $(GUESTS)/entry-%.o $(GUESTS)/guest.o tests/lab/guests/guest.lds
	$(Q)ld -m elf_i386 -z noexecstack --no-warn-rwx-segments \
		-T tests/lab/guests/guest.lds -o $@ $(filter %.o,$^)

$(GUESTS)/mb1flat.bin: $(GUESTS)/mb1flat.elf
	$(Q)objcopy -O binary $< $@

$(GUESTS)/real-old $(GUESTS)/real-new: tests/lab/guests/real.asm
	@mkdir -p $(@D)
	$(Q)$(NASM) -f bin $(if $(findstring new,$@),-DHEADER) -o $@ $<

.PHONY: guests
guests: $(GUESTS)/mb1.elf $(GUESTS)/mb2.elf $(GUESTS)/mb1flat.bin \
	$(GUESTS)/real-old $(GUESTS)/real-new
