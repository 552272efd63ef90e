# The unit tests: programs for this machine, built from the same sources with
# the sanitizers on. "make unit" builds and runs all of them.

UNIT_CC ?= gcc
UNIT_CFLAGS := -std=gnu11 -g -O1 -fsanitize=address,undefined \
	-fno-sanitize-recover=all -Wall -Wextra -Wshadow -Werror \
	-I. -Istage1 -Itests/unit
UNIT_PROGRAMS :=

unit_obj = $(patsubst %.c,build/unit/%.o,$(1))
UNIT_BASE := $(patsubst %,stage1/base/%.c,arena canvas div err fmt log span str)
UNIT_CONF := $(UNIT_BASE) tests/unit/conf_text.c \
	$(patsubst %,menu/%.c,conf conf_do conf_label conf_menu conf_word)

# unit_test: name (of tests/unit/<name>.c), the sources it tests
define unit_test
UNIT_PROGRAMS += build/unit/$(1)
build/unit/$(1): $(call unit_obj,tests/unit/$(1).c $(2))
	@echo "  LD    $$@"
	$$(Q)$$(UNIT_CC) $$(UNIT_CFLAGS) -o $$@ $$^ -lcmocka
endef

# One line for each test.
$(eval $(call unit_test,test_base,$(UNIT_BASE)))
$(eval $(call unit_test,test_cfgname,$(UNIT_BASE) proto/dhcp.c proto/cfgname.c))
$(eval $(call unit_test,test_dhcp,$(UNIT_BASE) proto/dhcp.c))
$(eval $(call unit_test,test_dhcp_merge,$(UNIT_BASE) proto/dhcp.c))
$(eval $(call unit_test,test_tftp,$(UNIT_BASE) proto/tftp.c proto/tftp_options.c))
$(eval $(call unit_test,test_tftp_lost,$(UNIT_BASE) proto/tftp.c proto/tftp_options.c tests/unit/tftp_peer.c))
$(eval $(call unit_test,test_tftp_net,$(UNIT_BASE) proto/tftp.c proto/tftp_options.c tests/unit/tftp_peer.c))
$(eval $(call unit_test,test_tftp_options,$(UNIT_BASE) proto/tftp.c proto/tftp_options.c))
$(eval $(call unit_test,test_conf,$(UNIT_CONF)))
$(eval $(call unit_test,test_edit,$(UNIT_BASE) menu/edit.c))
$(eval $(call unit_test,test_menu,$(UNIT_CONF) menu/menu.c menu/menu_draw.c menu/edit.c))
$(eval $(call unit_test,test_progress,$(UNIT_BASE) menu/progress.c))
$(eval $(call unit_test,test_vtkeys,$(UNIT_BASE) menu/vtkeys.c))
$(eval $(call unit_test,test_impair,tests/lab/impair.c))

# mem.c is 32-bit assembly: its test has a recipe of its own, and no cmocka.
UNIT_PROGRAMS += build/unit/test_mem
build/unit/test_mem: tests/unit/test_mem.c stage1/base/mem.c tests/unit/guard.h
	@mkdir -p $(@D)
	@echo "  LD    $@"
	$(Q)$(UNIT_CC) -std=gnu11 -m32 -g -Os -ffreestanding -Wall -Wextra \
		-Werror -I. -Istage1 -Itests/unit -o $@ $<

build/unit/%.o: %.c
	@mkdir -p $(@D)
	@echo "  CC    $@"
	$(Q)$(UNIT_CC) $(UNIT_CFLAGS) -MMD -c -o $@ $<

-include $(wildcard build/unit/*/*/*.d build/unit/*/*.d)

.PHONY: unit
unit: $(UNIT_PROGRAMS)
	@rc=0; for p in $^; do echo "  RUN   $$p"; $$p || rc=1; done; exit $$rc
