# build/towverify: crypto/ as a program of this machine, for tools/towsign.

HOST_CC ?= gcc
HOST_CFLAGS := -std=gnu11 -O2 -Wall -Wextra -Wshadow -Werror -I. -Istage1

TOWVERIFY := tools/towverify.c $(CRYPTO:%=crypto/%.c) \
	$(patsubst %,stage1/base/%.c,div err fmt span str)
host_obj = $(patsubst %.c,build/host/%.o,$(1))
TOWVERIFY_MBED := $(libmbedtls_obj:%=build/host/mbedtls/%)

build/towverify: $(call host_obj,$(TOWVERIFY)) $(TOWVERIFY_MBED)
	@echo "  LD    $@"
	$(Q)$(HOST_CC) $(HOST_CFLAGS) -o $@ $^

build/host/crypto/prim.o: HOST_CFLAGS += $(LIBMBEDTLS_INCLUDES)
build/host/crypto/prim.o: | $(LIBMBEDTLS_STAMP)
$(TOWVERIFY_MBED): build/host/mbedtls/%.o: crypto/mbedtls_config.h | $(LIBMBEDTLS_STAMP)
	@mkdir -p $(@D)
	@echo "  CC    $@"
	$(Q)$(HOST_CC) $(filter-out -W%,$(HOST_CFLAGS)) $(LIBMBEDTLS_INCLUDES) \
		-c -o $@ $(lib_src)/mbedtls/library/$*.c

build/host/%.o: %.c
	@mkdir -p $(@D)
	@echo "  CC    $@"
	$(Q)$(HOST_CC) $(HOST_CFLAGS) -MMD -MP -c -o $@ $<

-include $(patsubst %.o,%.d,$(call host_obj,$(TOWVERIFY)))
