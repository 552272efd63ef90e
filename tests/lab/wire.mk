# The lab's wire between QEMU and the network, and its capture program, for this
# machine: build/lab/wire, build/lab/sniff.

WIRE_CFLAGS := -std=gnu11 -D_GNU_SOURCE -O2 -g -Wall -Wextra -Wshadow -Wstrict-prototypes \
	-Wmissing-prototypes -Werror
WIRE := $(patsubst %,tests/lab/%.c,wire wire_packet impair)

build/lab/wire: $(WIRE) tests/lab/impair.h tests/lab/wire_packet.h
	@mkdir -p $(@D)
	@echo "  CC    $@"
	$(Q)gcc $(WIRE_CFLAGS) -o $@ $(WIRE)

build/lab/sniff: tests/lab/sniff.c
	@mkdir -p $(@D)
	@echo "  CC    $@"
	$(Q)gcc $(WIRE_CFLAGS) -o $@ $<
