# The three linked libraries, built from build/src by object name.
#
# Contract: included by the Makefile behind its first target; it may set before
#   CC          the compiler
#   LIB_CFLAGS  machine, ABI and optimisation flags. They must be the ones the
#               rest is built with: -mregparm changes every call.
#   LIB_AR      makes archives (gcc's own understands -flto)
#   Q           "@" to be quiet
# and gets: the archives $(LIBZ) $(LIBMBEDTLS) $(LIBLWIP); the
# target "libs" that builds them all; LIB_INCLUDES, LIBZ_INCLUDES and so on: what
# a file that uses them compiles with besides LIB_CFLAGS; and LIBZ_STAMP and so
# on, the order-only prerequisite of such a file, which fetches the source when
# it is missing.

LIB_CFLAGS ?= -m32 -march=i686 -Os -ffreestanding -fno-pic -fno-pie \
	-fno-stack-protector -fno-asynchronous-unwind-tables \
	-fcf-protection=none -fomit-frame-pointer \
	-ffunction-sections -fdata-sections
LIB_AR ?= gcc-ar

lib_src := build/src
lib_out := build/lib

# No header of the machine is seen: only our few, and the compiler's own.
# -fbuiltin undoes one part of -ffreestanding: that a memcpy of four bytes is a
# call. SHA-256 is 16 % faster by it than with -O2, and smaller.
LIB_INCLUDES := -nostdinc -isystem stage1/libc \
	-isystem $(shell $(CC) -print-file-name=include 2>/dev/null)
lib_own := -fbuiltin

# Changed flags rebuild everything: this file changes when they do.
$(lib_out)/flags: lib_force
	@mkdir -p $(@D)
	@echo '$(CC) $(LIB_CFLAGS)' | cmp -s - $@ || \
		echo '$(CC) $(LIB_CFLAGS)' >$@

.PHONY: lib_force
lib_force:

# zlib: inflate for stage1/base/gunzip, raw deflate only.
#   Z_SOLO      no libc behind it; the caller hands in the allocator
#   NO_GZIP     gzip's header and CRC-32 (2 KB of tables) are ours to read
#   HAVE_MEMCPY our memcpy instead of a second one
#   BUILDFIXED  the table of fixed codes is built in .bss at first use: 2.1 KB
#               less to load
LIBZ := $(lib_out)/libz.a
LIBZ_STAMP := $(lib_src)/zlib.stamp
LIBZ_INCLUDES := -isystem $(lib_src)/zlib
$(lib_out)/libz/%.o: lib_flags := $(LIBZ_INCLUDES) -include stage1/libc/zlib_raw.h \
	-DZ_SOLO -DNO_GZIP -DHAVE_MEMCPY -DBUILDFIXED

# All the time goes into this one.
$(lib_out)/libz/inffast.o: lib_own := -fbuiltin -O2

libz_obj := inflate.o inffast.o inftrees.o

# Mbed TLS: what it takes to verify; crypto/mbedtls_config.h chooses inside.
LIBMBEDTLS := $(lib_out)/libmbedtls.a
LIBMBEDTLS_STAMP := $(lib_src)/mbedtls.stamp
LIBMBEDTLS_INCLUDES := -isystem $(lib_src)/mbedtls/include -iquote . \
	-DMBEDTLS_CONFIG_FILE='"crypto/mbedtls_config.h"'
$(lib_out)/libmbedtls/%.o: lib_flags := $(LIBMBEDTLS_INCLUDES)

libmbedtls_obj := sha256.o sha512.o bignum.o bignum_core.o ecp.o ecp_curves.o \
	ecdsa.o asn1parse.o asn1write.o constant_time.o platform_util.o

# lwIP: from Ethernet to TCP; proto/lwip/lwipopts.h chooses inside.
LIBLWIP := $(lib_out)/liblwip.a
LIBLWIP_STAMP := $(lib_src)/lwip.stamp
LIBLWIP_PORT := proto/lwip/lwipopts.h proto/lwip/lwippools.h proto/lwip/arch/cc.h
LIBLWIP_INCLUDES := -isystem $(lib_src)/lwip/src/include -Iproto/lwip
$(lib_out)/liblwip/%.o: lib_flags := $(LIBLWIP_INCLUDES)

liblwip_obj := netif/ethernet.o $(addprefix core/,def.o dns.o inet_chksum.o \
	init.o ip.o mem.o memp.o netif.o pbuf.o tcp.o tcp_in.o tcp_out.o \
	timeouts.o udp.o ipv4/etharp.o ipv4/icmp.o ipv4/ip4.o \
	ipv4/ip4_frag.o)

# The rules of one library: archive name, source package, folder in it.
# They name each file, for make would delete what it reaches by pattern rules
# only.
define lib_rules
$($(1)_obj:%.o=$(lib_src)/$(2)/$(3)%.c): $(lib_src)/$(2).stamp ;

$($(1)_obj:%=$(lib_out)/$(1)/%): $(lib_out)/$(1)/%.o: \
		$(lib_src)/$(2)/$(3)%.c $(lib_src)/$(2).stamp $(lib_out)/flags
	@mkdir -p $$(@D)
	@echo "  CC    $$<"
	$$(Q)$$(CC) $$(LIB_CFLAGS) $$(lib_own) $$(LIB_INCLUDES) \
		$$(lib_flags) -MD -MP -c -o $$@ $$<

$(lib_out)/$(1).a: $($(1)_obj:%=$(lib_out)/$(1)/%)
	@rm -f $$@
	$$(Q)$$(LIB_AR) rcsD $$@ $$^

-include $($(1)_obj:%.o=$(lib_out)/$(1)/%.d)
endef

$(LIBZ_STAMP) $(LIBMBEDTLS_STAMP) $(LIBLWIP_STAMP): $(lib_src)/%.stamp: tools/sources.sum
	tools/fetch-sources $*

$(eval $(call lib_rules,libz,zlib,))
$(eval $(call lib_rules,libmbedtls,mbedtls,library/))
$(eval $(call lib_rules,liblwip,lwip,src/))

.PHONY: libs
libs: $(LIBZ) $(LIBMBEDTLS) $(LIBLWIP)
