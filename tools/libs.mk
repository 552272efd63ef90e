# The three linked libraries, built from build/src by object name.
#
# Contract: included by the Makefile, which may set beforehand
#   CC          the compiler
#   LIB_CFLAGS  machine, ABI and optimisation flags. They must be the ones the
#               rest is built with: -mregparm changes every call.
#   LIB_HOT     replaces the optimisation of the inner loops (inflate_fast)
# and gets: the archives $(LIBZ) $(LIBMBEDTLS) $(LIBLWIP); the target "libs" that
# builds all three; LIB_INCLUDES, LIBZ_INCLUDES and so on: what a file that
# uses them compiles with besides LIB_CFLAGS; and LIBZ_STAMP and so on, the
# order-only prerequisite of such a file, which fetches the source when it is
# missing.

CC ?= gcc
LIB_CFLAGS ?= -m32 -march=i686 -Os -ffreestanding -fno-pic -fno-pie \
	-fno-stack-protector -fno-asynchronous-unwind-tables \
	-fcf-protection=none -fomit-frame-pointer \
	-ffunction-sections -fdata-sections
LIB_HOT ?= -O2

lib_src := build/src
lib_out := build/lib

# No header of the machine is seen: only our few, and the compiler's own.
LIB_INCLUDES := -nostdinc -isystem stage1/libc \
	-isystem $(shell $(CC) -print-file-name=include)

LIBZ := $(lib_out)/libz.a
LIBS := $(LIBZ)

.PHONY: libs
libs: $(LIBS)

# zlib: the inflate side, raw deflate only.
#   Z_SOLO      no libc behind it; the caller hands in the allocator
#   NO_GZIP     gzip's header and CRC-32 (2 KB of tables) are ours to read
#   HAVE_MEMCPY our memcpy instead of a second one
#   BUILDFIXED  the table of fixed codes is built in .bss at first use: 2.1 KB
#               less to load
LIBZ_STAMP := $(lib_src)/zlib.stamp
LIBZ_INCLUDES := -isystem $(lib_src)/zlib
$(LIBZ): lib_flags := $(LIBZ_INCLUDES) -include stage1/libc/zlib_raw.h \
	-DZ_SOLO -DNO_GZIP -DHAVE_MEMCPY -DBUILDFIXED

libz_obj := inflate.o inftrees.o inffast.o
$(lib_out)/libz/inffast.o: lib_hot = $(LIB_HOT)

# The rules of one library: archive name, source package. They name each file,
# for make would delete what it reaches by pattern rules only.
define lib_rules
$(lib_src)/$(2).stamp: tools/sources.sum
	tools/fetch-sources $(2)

$($(1)_obj:%.o=$(lib_src)/$(2)/%.c): $(lib_src)/$(2).stamp ;

$($(1)_obj:%=$(lib_out)/$(1)/%): $(lib_out)/$(1)/%.o: \
		$(lib_src)/$(2)/%.c $(lib_src)/$(2).stamp
	@mkdir -p $$(@D)
	$$(CC) $$(LIB_CFLAGS) $$(lib_hot) $$(LIB_INCLUDES) $$(lib_flags) \
		-MMD -c -o $$@ $$<

$(lib_out)/$(1).a: $($(1)_obj:%=$(lib_out)/$(1)/%)
	@rm -f $$@
	$$(AR) rcsD $$@ $$^

-include $($(1)_obj:%.o=$(lib_out)/$(1)/%.d)
endef

$(eval $(call lib_rules,libz,zlib))
