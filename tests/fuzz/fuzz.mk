# The fuzzers (libFuzzer). "make fuzz" lets each run for FUZZ_SECONDS, from
# tests/fuzz/seeds/<name> and with the words of <name>.dict, if there are any;
# what they found worth keeping stays under build/fuzz/corpus, what broke under
# build/fuzz.

FUZZ_CC ?= clang
FUZZ_SECONDS ?= 60
FUZZ_CFLAGS := -std=gnu11 -g -O1 \
	-fsanitize=fuzzer-no-link,address,undefined -fno-sanitize-recover=all \
	-Wall -Wextra -Werror -I. -Istage1 -Itests/fuzz
FUZZ_PROGRAMS :=

fuzz_obj = $(patsubst %.c,build/fuzz/%.o,$(1))
FUZZ_BASE := $(patsubst %,stage1/base/%.c,arena canvas crc32 div err fmt log span str text)
FUZZ_MENU := $(patsubst %,menu/%.c,conf conf_color conf_do conf_label conf_menu conf_word \
	complete edit history menu menu_draw pager)

# fuzz_test: name (of tests/fuzz/<name>.c), the sources it feeds
define fuzz_test
FUZZ_PROGRAMS += build/fuzz/$(1)
build/fuzz/$(1): $(call fuzz_obj,tests/fuzz/$(1).c $(2))
	@echo "  LD    $$@"
	$$(Q)$$(FUZZ_CC) -fsanitize=fuzzer,address,undefined -o $$@ $$^
endef

# One line for each fuzzer.
$(eval $(call fuzz_test,fuzz_base,$(FUZZ_BASE)))
$(eval $(call fuzz_test,fuzz_bis,$(FUZZ_BASE) proto/bis.c proto/dhcp.c))
$(eval $(call fuzz_test,fuzz_dhcp,$(FUZZ_BASE) proto/dhcp.c proto/dhcp_print.c proto/cfgname.c))
$(eval $(call fuzz_test,fuzz_dhcp_patch,$(FUZZ_BASE) proto/dhcp.c proto/dhcp_patch.c))
$(eval $(call fuzz_test,fuzz_disk,$(FUZZ_BASE) stage1/load/acpi.c stage1/load/disk.c))
FUZZ_LOAD := $(FUZZ_BASE) stage1/base/memmap.c $(patsubst %,stage1/load/%.c, \
	image linux multiboot multiboot_info program)
$(eval $(call fuzz_test,fuzz_linux,$(FUZZ_LOAD)))
$(eval $(call fuzz_test,fuzz_multiboot,$(FUZZ_LOAD)))
$(eval $(call fuzz_test,fuzz_cpio,$(FUZZ_BASE) stage1/load/cpio.c))
$(eval $(call fuzz_test,fuzz_http,$(FUZZ_BASE) proto/url.c $(patsubst %,proto/%.c,http http_body http_head)))
$(eval $(call fuzz_test,fuzz_tftp,$(FUZZ_BASE) proto/tftp.c proto/tftp_keep.c proto/tftp_options.c))
$(eval $(call fuzz_test,fuzz_conf,$(FUZZ_BASE) $(FUZZ_MENU)))
build/fuzz/fuzz_conf.run: FUZZ_SEEDS := tests/corpus
$(eval $(call fuzz_test,fuzz_plan,$(FUZZ_BASE) proto/vars.c $(patsubst %,stage1/load/%.c,plan plan_c32 plan_chain plan_pxechn)))
$(eval $(call fuzz_test,fuzz_smbios,$(FUZZ_BASE) stage1/base/smbios.c))
$(eval $(call fuzz_test,fuzz_menu,$(FUZZ_BASE) $(FUZZ_MENU)))
$(eval $(call fuzz_test,fuzz_rom,stage1/base/span.c rom/vendor.c rom/ip.c rom/frag.c rom/mtftp.c))
$(eval $(call fuzz_test,fuzz_vtkeys,menu/vtkeys.c))
$(eval $(call fuzz_test,fuzz_unpack,stage0/mix.c stage0/unpack.c stage1/base/span.c))
$(eval $(call fuzz_test,fuzz_url,$(FUZZ_BASE) proto/url.c))

# gunzip.c sits on zlib, as in tests/unit/unit.mk; inflate is fuzzed with it.
FUZZ_ZLIB := $(patsubst %,build/fuzz/zlib/%.o,inflate inffast inftrees)
$(FUZZ_ZLIB): build/fuzz/zlib/%.o: | $(LIBZ_STAMP)
	@mkdir -p $(@D)
	@echo "  CC    $@"
	$(Q)$(FUZZ_CC) $(filter-out -W%,$(FUZZ_CFLAGS)) $(UNIT_ZLIB_FLAGS) \
		-c -o $@ $(lib_src)/zlib/$*.c
build/fuzz/stage1/base/gunzip.o: FUZZ_CFLAGS += $(LIBZ_INCLUDES)
build/fuzz/stage1/base/gunzip.o: | $(LIBZ_STAMP)
FUZZ_PROGRAMS += build/fuzz/fuzz_gunzip
build/fuzz/fuzz_gunzip: $(call fuzz_obj,tests/fuzz/fuzz_gunzip.c $(FUZZ_BASE) \
		stage1/base/gunzip.c) $(FUZZ_ZLIB)
	@echo "  LD    $@"
	$(Q)$(FUZZ_CC) -fsanitize=fuzzer,address,undefined -o $@ $^

build/fuzz/stage1/base/png.o: | $(LIBZ_STAMP)
FUZZ_PROGRAMS += build/fuzz/fuzz_png
build/fuzz/fuzz_png: $(call fuzz_obj,tests/fuzz/fuzz_png.c $(FUZZ_BASE) \
		stage1/base/gunzip.c stage1/base/png.c) $(FUZZ_ZLIB)
	@echo "  LD    $@"
	$(Q)$(FUZZ_CC) -fsanitize=fuzzer,address,undefined -o $@ $^

# crypto/ sits on Mbed TLS; the seeds are the signatures of the unit tests.
FUZZ_MBED := $(libmbedtls_obj:%=build/fuzz/mbedtls/%)
$(FUZZ_MBED): build/fuzz/mbedtls/%.o: crypto/mbedtls_config.h | $(LIBMBEDTLS_STAMP)
	@mkdir -p $(@D)
	@echo "  CC    $@"
	$(Q)$(FUZZ_CC) $(filter-out -W%,$(FUZZ_CFLAGS)) -O2 $(LIBMBEDTLS_INCLUDES) \
		-c -o $@ $(lib_src)/mbedtls/library/$*.c
build/fuzz/crypto/prim.o: FUZZ_CFLAGS += $(LIBMBEDTLS_INCLUDES)
build/fuzz/crypto/prim.o: | $(LIBMBEDTLS_STAMP)
FUZZ_CRYPTO := $(FUZZ_BASE) $(patsubst %,crypto/%.c,alg cert cms der manifest oldhash \
	passwd prim pubkey sha256 stamp) tests/unit/alloc_host.c

# crypto_fuzz: name, the seeds: patterns in build/unit/samples
define crypto_fuzz
FUZZ_PROGRAMS += build/fuzz/$(1)
build/fuzz/$(1): $(call fuzz_obj,tests/fuzz/$(1).c $(FUZZ_CRYPTO)) $(FUZZ_MBED) \
		| build/unit/samples/done
	@echo "  LD    $$@"
	@mkdir -p build/fuzz/corpus/$(1)
	$$(Q)$(if $(2),cp $(patsubst %,build/unit/samples/%,$(2)) build/fuzz/corpus/$(1))
	$$(Q)$$(FUZZ_CC) -fsanitize=fuzzer,address,undefined -o $$@ $$^
endef
$(eval $(call crypto_fuzz,fuzz_cert,*.der))
$(eval $(call crypto_fuzz,fuzz_cms,*.p7s))
$(eval $(call crypto_fuzz,fuzz_manifest,manifest))
$(eval $(call crypto_fuzz,fuzz_passwd,))
$(eval $(call crypto_fuzz,fuzz_stamp,prime256v1.der))
# So does proto/ip.c on lwIP, whose parser of DNS answers is fuzzed with it.
FUZZ_LWIP := $(liblwip_obj:%=build/fuzz/lwip/%)
$(FUZZ_LWIP): build/fuzz/lwip/%.o: $(LIBLWIP_PORT) | $(LIBLWIP_STAMP)
	@mkdir -p $(@D)
	@echo "  CC    $@"
	$(Q)$(FUZZ_CC) $(filter-out -W%,$(FUZZ_CFLAGS)) $(UNIT_LWIP_FLAGS) \
		-c -o $@ $(lib_src)/lwip/src/$*.c
FUZZ_IP := $(call fuzz_obj,$(patsubst %,proto/%.c,ip ip_sum ip_tcp ip_tell ip_udp))
$(FUZZ_IP): FUZZ_CFLAGS += $(UNIT_LWIP_FLAGS)
$(FUZZ_IP): | $(LIBLWIP_STAMP)
build/fuzz/tests/fuzz/fuzz_dns.o: FUZZ_CFLAGS += -Itests/unit
FUZZ_PROGRAMS += build/fuzz/fuzz_dns
build/fuzz/fuzz_dns: $(call fuzz_obj,tests/fuzz/fuzz_dns.c tests/unit/ip_wire.c \
		$(FUZZ_BASE)) $(FUZZ_IP) $(FUZZ_LWIP)
	@echo "  LD    $@"
	$(Q)$(FUZZ_CC) -fsanitize=fuzzer,address,undefined -o $@ $^

build/fuzz/%.o: %.c
	@mkdir -p $(@D)
	@echo "  CC    $@"
	$(Q)$(FUZZ_CC) $(FUZZ_CFLAGS) -MMD -MP -c -o $@ $<

-include $(wildcard build/fuzz/*/*/*.d build/fuzz/*/*.d)

.PHONY: fuzz
fuzz: $(FUZZ_PROGRAMS:%=%.run)

.PHONY: $(FUZZ_PROGRAMS:%=%.run)
$(FUZZ_PROGRAMS:%=%.run): %.run: %
	@mkdir -p build/fuzz/corpus/$(<F)
	@echo "  FUZZ  $(<F) for $(FUZZ_SECONDS) s"
	$(Q)$< -max_total_time=$(FUZZ_SECONDS) -timeout=10 -max_len=4096 \
		-verbosity=0 -print_final_stats=1 \
		$(patsubst %,-dict=%,$(wildcard tests/fuzz/$(<F).dict)) \
		-artifact_prefix=build/fuzz/$(<F)- build/fuzz/corpus/$(<F) \
		$(wildcard tests/fuzz/seeds/$(<F)) $(FUZZ_SEEDS)
