# The unit tests: programs for this machine, built from the same sources with
# the sanitizers on. "make unit" builds and runs all of them.

UNIT_CC ?= gcc
UNIT_CFLAGS := -std=gnu11 -g -O1 -fsanitize=address,undefined \
	-fno-sanitize-recover=all -Wall -Wextra -Wshadow -Werror \
	-I. -Istage1 -Itests/unit
UNIT_PROGRAMS :=

unit_obj = $(patsubst %.c,build/unit/%.o,$(1))
UNIT_BASE := $(patsubst %,stage1/base/%.c,arena canvas crc32 div err fmt log span str text)
UNIT_HTTP := $(UNIT_BASE) proto/url.c $(patsubst %,proto/%.c,http http_body http_head) \
	tests/unit/http_run.c
UNIT_CONF := $(UNIT_BASE) tests/unit/conf_text.c \
	$(patsubst %,menu/%.c,conf conf_color conf_do conf_label conf_menu conf_word)
UNIT_MENU := $(UNIT_CONF) tests/unit/menu_play.c \
	$(patsubst %,menu/%.c,complete edit history menu menu_draw pager)

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
$(eval $(call unit_test,test_bis,$(UNIT_BASE) proto/bis.c proto/dhcp.c))
$(eval $(call unit_test,test_dhcp,$(UNIT_BASE) proto/dhcp.c))
$(eval $(call unit_test,test_dhcp_patch,$(UNIT_BASE) proto/dhcp.c proto/dhcp_patch.c))
$(eval $(call unit_test,test_disk,$(UNIT_BASE) stage1/load/disk.c))
$(eval $(call unit_test,test_acpi,$(UNIT_BASE) stage1/load/acpi.c))
$(eval $(call unit_test,test_dhcp_print,$(UNIT_BASE) proto/dhcp.c proto/dhcp_print.c))
$(eval $(call unit_test,test_dhcp_merge,$(UNIT_BASE) proto/dhcp.c))
$(eval $(call unit_test,test_tftp,$(UNIT_BASE) proto/tftp.c proto/tftp_keep.c proto/tftp_options.c))
$(eval $(call unit_test,test_tftp_keep,$(UNIT_BASE) proto/tftp.c proto/tftp_keep.c proto/tftp_options.c))
$(eval $(call unit_test,test_tftp_lost,$(UNIT_BASE) proto/tftp.c proto/tftp_keep.c proto/tftp_options.c tests/unit/tftp_peer.c))
$(eval $(call unit_test,test_tftp_net,$(UNIT_BASE) proto/tftp.c proto/tftp_keep.c proto/tftp_options.c tests/unit/tftp_peer.c))
$(eval $(call unit_test,test_fetch,$(UNIT_BASE) stage1/base/place.c proto/fetch.c proto/tftp.c proto/tftp_keep.c proto/tftp_options.c))
$(eval $(call unit_test,test_source,$(UNIT_BASE) $(patsubst %,proto/%.c,source cfgname dhcp url)))
$(eval $(call unit_test,test_tftp_options,$(UNIT_BASE) proto/tftp.c proto/tftp_keep.c proto/tftp_options.c))
UNIT_LOAD := $(UNIT_BASE) stage1/base/memmap.c $(patsubst %,stage1/load/%.c, \
	image linux multiboot multiboot_info program)
$(eval $(call unit_test,test_linux,$(UNIT_LOAD)))
$(eval $(call unit_test,test_linux_cmdline,$(UNIT_LOAD)))
$(eval $(call unit_test,test_linux_place,$(UNIT_LOAD)))
$(eval $(call unit_test,test_linux_real,$(UNIT_LOAD)))
$(eval $(call unit_test,test_image,$(UNIT_LOAD)))
$(eval $(call unit_test,test_multiboot,$(UNIT_LOAD)))
$(eval $(call unit_test,test_multiboot_info,$(UNIT_LOAD)))
$(eval $(call unit_test,test_program,$(UNIT_LOAD)))
$(eval $(call unit_test,test_cpio,$(UNIT_BASE) stage1/load/cpio.c))
UNIT_PLAN := $(UNIT_BASE) tests/unit/plan_text.c \
	$(patsubst %,stage1/load/%.c,plan plan_c32 plan_chain plan_pxechn)
$(eval $(call unit_test,test_plan,$(UNIT_PLAN)))
$(eval $(call unit_test,test_plan_chain,$(UNIT_PLAN)))
$(eval $(call unit_test,test_vars,$(UNIT_BASE) proto/vars.c))
$(eval $(call unit_test,test_smbios,$(UNIT_BASE) stage1/base/smbios.c))
$(eval $(call unit_test,test_memmap,stage1/base/memmap.c))
$(eval $(call unit_test,test_place,$(UNIT_BASE) stage1/base/place.c))
$(eval $(call unit_test,test_http,$(UNIT_HTTP)))
$(eval $(call unit_test,test_http_resume,$(UNIT_HTTP)))
$(eval $(call unit_test,test_http_status,$(UNIT_HTTP)))
$(eval $(call unit_test,test_conf,$(UNIT_CONF)))
$(eval $(call unit_test,test_conf_rows,$(UNIT_CONF)))
$(eval $(call unit_test,test_conf_bad,$(UNIT_CONF)))
$(eval $(call unit_test,test_conf_menus,$(UNIT_CONF) tests/unit/conf_tree.c))
$(eval $(call unit_test,test_corpus,$(UNIT_CONF) tests/unit/conf_tree.c))
$(eval $(call unit_test,test_edit,$(UNIT_BASE) menu/edit.c menu/pager.c))
$(eval $(call unit_test,test_menu,$(UNIT_MENU)))
$(eval $(call unit_test,test_screens,$(UNIT_MENU)))
$(eval $(call unit_test,test_pager,$(UNIT_BASE) menu/history.c menu/pager.c))
$(eval $(call unit_test,test_keymap,$(UNIT_BASE) stage1/fw/keymap.c))
$(eval $(call unit_test,test_progress,$(UNIT_BASE) menu/progress.c))
$(eval $(call unit_test,test_url,$(UNIT_BASE) proto/url.c))
$(eval $(call unit_test,test_way,stage1/way.c stage1/base/div.c))
$(eval $(call unit_test,test_vtkeys,$(UNIT_BASE) menu/vtkeys.c))
UNIT_ROM := stage1/base/span.c rom/vendor.c rom/ip.c rom/frag.c
$(eval $(call unit_test,test_rom_vendor,$(UNIT_ROM:rom/frag.c=)))
$(eval $(call unit_test,test_rom_ip,$(UNIT_ROM)))
$(eval $(call unit_test,test_rom_pack,rom/pack.c))
$(eval $(call unit_test,test_unpack,stage0/mix.c stage0/unpack.c))
build/unit/test_unpack: | build/mixpack
$(eval $(call unit_test,test_impair,tests/lab/impair.c))

# gunzip.c sits on zlib, built for this machine as tools/libs.mk does it for the
# other one.
UNIT_ZLIB_FLAGS := $(LIBZ_INCLUDES) -DZ_SOLO -DNO_GZIP -DHAVE_MEMCPY -DBUILDFIXED \
	-include stage1/libc/zlib_raw.h
UNIT_ZLIB := $(patsubst %,build/unit/zlib/%.o,inflate inffast inftrees)
$(UNIT_ZLIB): build/unit/zlib/%.o: | $(LIBZ_STAMP)
	@mkdir -p $(@D)
	@echo "  CC    $@"
	$(Q)$(UNIT_CC) $(filter-out -W%,$(UNIT_CFLAGS)) $(UNIT_ZLIB_FLAGS) \
		-c -o $@ $(lib_src)/zlib/$*.c
build/unit/stage1/base/gunzip.o: UNIT_CFLAGS += $(LIBZ_INCLUDES)
build/unit/stage1/base/gunzip.o: | $(LIBZ_STAMP)
UNIT_PROGRAMS += build/unit/test_gunzip
build/unit/test_gunzip: $(call unit_obj,tests/unit/test_gunzip.c $(UNIT_BASE) \
		stage1/base/gunzip.c) $(UNIT_ZLIB)
	@echo "  LD    $@"
	$(Q)$(UNIT_CC) $(UNIT_CFLAGS) -o $@ $^ -lcmocka

# And PNG.
UNIT_PNG := $(UNIT_BASE) $(patsubst %,stage1/base/%.c,gunzip png) tests/unit/png_make.c
build/unit/stage1/base/png.o: | $(LIBZ_STAMP)
UNIT_PROGRAMS += build/unit/test_png
build/unit/test_png: $(call unit_obj,tests/unit/test_png.c $(UNIT_PNG)) $(UNIT_ZLIB)
	@echo "  LD    $@"
	$(Q)$(UNIT_CC) $(UNIT_CFLAGS) -o $@ $^ -lcmocka

# The graphic screen draws PNG, on real addresses below 4 GiB.
UNIT_VBE := tests/unit/fake_vbe.c stage1/fw/vbe.c stage1/base/memmap.c
$(eval $(call unit_test,test_vbe,$(UNIT_VBE) stage1/base/arena.c))
UNIT_PROGRAMS += build/unit/test_gfx
build/unit/test_gfx: $(call unit_obj,tests/unit/test_gfx.c stage1/fw/gfx.c \
		$(UNIT_VBE) $(UNIT_PNG)) $(UNIT_ZLIB)
	@echo "  LD    $@"
	$(Q)$(UNIT_CC) $(UNIT_CFLAGS) -o $@ $^ -lcmocka

# crypto/ sits on Mbed TLS, built for this machine in the same way.
UNIT_MBED := $(libmbedtls_obj:%=build/unit/mbedtls/%)
$(UNIT_MBED): build/unit/mbedtls/%.o: crypto/mbedtls_config.h | $(LIBMBEDTLS_STAMP)
	@mkdir -p $(@D)
	@echo "  CC    $@"
	$(Q)$(UNIT_CC) $(filter-out -W%,$(UNIT_CFLAGS)) -O2 $(LIBMBEDTLS_INCLUDES) \
		-c -o $@ $(lib_src)/mbedtls/library/$*.c
build/unit/crypto/prim.o: UNIT_CFLAGS += $(LIBMBEDTLS_INCLUDES)
build/unit/crypto/prim.o: | $(LIBMBEDTLS_STAMP)
# The library's memory comes from malloc here, so that the sanitizers see it.
UNIT_CRYPTO := $(UNIT_BASE) stage1/base/place.c $(patsubst %,crypto/%.c,alg \
	cert check cms der manifest oldhash passwd policy prim pubkey sha256 stamp \
	verified) tests/unit/alloc_host.c tests/unit/samples.c

# crypto_test: name; linked with all of crypto/
define crypto_test
UNIT_PROGRAMS += build/unit/$(1)
build/unit/$(1): $(call unit_obj,tests/unit/$(1).c $(UNIT_CRYPTO)) $(UNIT_MBED)
	@echo "  LD    $$@"
	$$(Q)$$(UNIT_CC) $$(UNIT_CFLAGS) -o $$@ $$^ -lcmocka
endef
$(eval $(call crypto_test,test_check))
$(eval $(call crypto_test,test_cms))
$(eval $(call crypto_test,test_der))
$(eval $(call crypto_test,test_policy))
$(eval $(call crypto_test,test_passwd))
build/unit/test_passwd: | build/unit/passwords
build/unit/passwords: tests/unit/make-passwords
	@echo "  CRYPT $@"
	$(Q)tests/unit/make-passwords $@
$(eval $(call crypto_test,test_vectors))
build/unit/test_vectors: | build/unit/vectors
build/unit/vectors: tests/unit/make-vectors
	@echo "  NIST  $@"
	$(Q)tests/unit/make-vectors $@
build/unit/test_cms build/unit/test_policy: | build/unit/samples/done
build/unit/samples/done: tests/unit/sign-samples
	@echo "  SIGN  $(@D)"
	$(Q)tests/unit/sign-samples $(@D)
$(eval $(call unit_test,test_manifest,$(UNIT_BASE) crypto/manifest.c))
$(eval $(call unit_test,test_alloc,crypto/alloc.c))
# So does HTTP's loop, which unpacks what comes gzipped.
build/unit/proto/fetch_http.o: UNIT_CFLAGS += $(DEFINES)
UNIT_FETCH := $(addprefix build/unit/,test_fetch_http test_fetch_gzip test_fetch_ahead)
UNIT_PROGRAMS += $(UNIT_FETCH)
$(UNIT_FETCH): build/unit/%: build/unit/tests/unit/%.o \
		$(call unit_obj,$(filter-out tests/%,$(UNIT_HTTP)) \
		stage1/base/gunzip.c stage1/base/place.c proto/fetch_http.c) $(UNIT_ZLIB)
	@echo "  LD    $@"
	$(Q)$(UNIT_CC) $(UNIT_CFLAGS) -o $@ $^ -lcmocka

# proto/ip.c sits on lwIP, built for this machine.
# This machine has an ssize_t of its own, and its pointers want more than lwIP's
# alignment for 32 bits; x86 does not mind.
UNIT_LWIP_FLAGS := $(LIBLWIP_INCLUDES) -include sys/types.h -fno-sanitize=alignment
UNIT_LWIP := $(liblwip_obj:%=build/unit/lwip/%)
$(UNIT_LWIP): build/unit/lwip/%.o: $(LIBLWIP_PORT) | $(LIBLWIP_STAMP)
	@mkdir -p $(@D)
	@echo "  CC    $@"
	$(Q)$(UNIT_CC) $(filter-out -W%,$(UNIT_CFLAGS)) $(UNIT_LWIP_FLAGS) \
		-c -o $@ $(lib_src)/lwip/src/$*.c
UNIT_IP := $(UNIT_BASE) $(patsubst %,proto/%.c,ip ip_sum ip_tcp ip_tell ip_udp) tests/unit/ip_wire.c
UNIT_ON_LWIP := $(call unit_obj,$(patsubst %,proto/%.c,ip ip_sum ip_tcp ip_tell ip_udp))
$(UNIT_ON_LWIP): UNIT_CFLAGS += $(UNIT_LWIP_FLAGS)
$(UNIT_ON_LWIP): | $(LIBLWIP_STAMP)
$(eval $(call unit_test,test_ip_sum,proto/ip_sum.c))
UNIT_PROGRAMS += build/unit/test_ip build/unit/test_ip_tcp
build/unit/test_ip: $(call unit_obj,tests/unit/test_ip.c $(UNIT_IP))
build/unit/test_ip_tcp: $(call unit_obj,tests/unit/test_ip_tcp.c \
		tests/unit/tcp_peer.c $(UNIT_IP) $(filter-out tests/% stage1/base/%,$(UNIT_HTTP)) \
		proto/fetch_http.c stage1/base/gunzip.c) $(UNIT_ZLIB)
build/unit/test_ip build/unit/test_ip_tcp: $(UNIT_LWIP)
	@echo "  LD    $@"
	$(Q)$(UNIT_CC) $(UNIT_CFLAGS) -o $@ $^ -lcmocka

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
	$(Q)$(UNIT_CC) $(UNIT_CFLAGS) -MMD -MP -c -o $@ $<

-include $(wildcard build/unit/*/*/*.d build/unit/*/*.d)

.PHONY: unit
unit: $(UNIT_PROGRAMS)
	@rc=0; for p in $^; do echo "  RUN   $$p"; $$p || rc=1; done; exit $$rc
