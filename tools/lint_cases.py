"""The self-test of lint: for each rule a bad example that it must catch, at the
line given, and a good tree in which nothing may be found. A case is a section,
a file, the line to be reported, and the file's text (with what else it needs).
"""

import os
import subprocess
import sys
import tempfile

GOOD = {
    ".clang-format": "BasedOnStyle: LLVM\nIndentWidth: 8\nUseTab: Always\n"
                     "BreakBeforeBraces: Linux\n",
    "stage1/spec/types.h": "/* Types. */\n#ifndef TYPES_H\n#define TYPES_H\n"
                           "#include <stdint.h>\n#endif\n",
    "stage1/base/err.def": '/* Errors. */\n/* ERR(CODE, X01, "") */\n'
                           'ERR(ONE, "T01", "one")\nERR(TWO, "T02", "two")\n',
    "stage1/base/err.h": '/* Errors. */\n#include "spec/types.h"\n',
    "crypto/verified.h": "/* Gate. */\nstruct verified {\n\tint ok;\n};\n",
    "crypto/mbed.c": "/* Wall. */\n#include <mbedtls/sha256.h>\n"
                     '#include "crypto/verified.h"\n'
                     "void fill(struct verified *v)\n{\n\tv->ok = 1;\n}\n",
    "proto/good.c": '/* Good. */\n#include "base/err.h"\n#include <lwip/tcp.h>\n'
                    "static const char text[] = \"#if { ERR_ONE\";\n"
                    "int good(int rc)\n{\n\t/* ERR_TWO is elsewhere. */\n"
                    "\tif (rc == -ERR_ONE)\n\t\treturn fail(ERR_TWO, \"\");\n"
                    "\tif (rc != ERR_ONE)\n\t\treturn fail(ERR_ONE, text);\n"
                    "\treturn rc;\n}\n",
    "stage1/boot.h": '/* Boot. */\n#include "crypto/verified.h"\n'
                     "struct boot {\n\tstruct verified proof;\n};\n"
                     "int boot(const struct verified *v, int rc);\n",
    "stage1/boot.c": '/* Boot. */\n#include "boot.h"\n'
                     "int boot(const struct verified *v, int rc)\n{\n"
                     "\tstruct verified mine;\n\n\tfill(&mine);\n"
                     "\tif (mine.ok == rc)\n\t\trc = v->ok;\n\treturn rc;\n}\n",
    "tools/good": "#!/bin/sh\n# Good.\necho good\n",
    "tools/good.py": '"""Good."""\ndef good():\n    return 1\n',
    "stage0/good.asm": "; Good.\nstart:\n\tnop\n",
    "README.md": "See `docs/FLOW.md` and ![it](docs/pic.md), [web](https://x/y).\n",
    "docs/pic.md": "Not ours: `build/x.c:y`, `a/b`, `x.c`, `make test`, `err.h`.\n",
    "docs/FLOW.md": "`proto/good.c:good`, `stage0/good.asm:start`, `proto/`,\n"
                    "`proto/*.c`, `stage1/boot.h:boot`, `tools/good`,\n"
                    "`tools/good.py:good` ([read](READING.md#x)).\n",
    "docs/READING.md": "`proto/good.c` `crypto/*.c` `crypto/verified.h`\n"
                       "`stage0/good.asm` `stage1/boot.c` `stage1/base/err.def`\n"
                       "`stage1/spec/`\n",
    "tests/unit/t_good.c": '/* Test. */\n#include "stage1/boot.h"\n'
                           '#include "proto/good.c"\n',
}

C = "/* Bad. */\n"
BODY = "int f(void)\n{\n%s}\n"

CASES = [
    ("format", "proto/x.c", 2, C + "int  a;\n"),
    ("length", "proto/x.c", 2, C + BODY % ("\tf();\n" * 98)),
    ("length", "proto/x.c", 501, C + "int a;\n" * 500),
    ("length", "tools/x", 501, "#!/bin/sh\n" + "# x\n" * 500),
    ("layers", "stage1/spec/x.h", 2, C + '#include "base/err.h"\n'),
    ("layers", "stage1/base/x.c", 2, C + '#include "boot.h"\n'),
    ("layers", "proto/x.c", 2, C + '#include "crypto/verified.h"\n'),
    ("layers", "menu/x.c", 2, C + '# include "../proto/good.c"\n'),
    ("layers", "rom/x.c", 2, C + '#include "boot.h"\n'),
    ("layers", "stage1/x.c", 2, C + '#include "tests/unit/t_good.c"\n'),
    ("layers", "stage0/x.asm", 2, '; Bad.\n%include "proto/good.c"\n'),
    ("layers", "proto/x.c", 2, C + "#include <mbedtls/sha256.h>\n"),
    ("layers", "stage1/fw/x.c", 2, C + "#include <lwip/tcp.h>\n"),
    ("layers", "crypto/x.c", 1, C + "#include <mbedtls/sha512.h>\n"),
    ("conditionals", "proto/x.c", 4, C + BODY % "#if 1\n\tf();\n#endif\n"),
    ("conditionals", "proto/x.h", 3, C + "#ifdef A\n#elif B\n#endif\n"),
    ("conditionals", "proto/x.h", 3, C + "#ifndef A\n#if B\n#endif\n#endif\n"),
    ("errors", "stage1/base/err.def", 5,
     GOOD["stage1/base/err.def"] + 'ERR(NEW, "T03", "never made")\n'),
    ("errors", "stage1/base/err.def", 5,
     GOOD["stage1/base/err.def"] + 'ERR(NEW, "T01", "same code")\n'),
    ("errors", "stage1/base/err.def", 5,
     GOOD["stage1/base/err.def"] + 'ERR(ONE, "T03", "same name")\n'),
    ("errors", "stage1/base/err.def", 5,
     GOOD["stage1/base/err.def"] + 'ERR(NEW, "T3", "short code")\n'),
    ("errors", "proto/x.c", 4, C + BODY % '\treturn fail(ERR_ONE, "");\n'),
    ("errors", "proto/x.c", 4, C + BODY % "\treturn -ERR_ONE;\n"),
    ("verified", "proto/x.c", 3, C + "struct verified v;\nvoid f() { v.ok = 1; }\n"),
    ("verified", "proto/x.c", 3,
     C + "void f(struct verified *v) {\n\tv->ok |= 1;\n}\n"),
    ("verified", "proto/x.c", 2, C + "struct verified v = {1};\n"),
    ("verified", "stage1/x.c", 2, C + "void f(void *v) { verified_signed(v, 0); }\n"),
    ("verified", "proto/x.c", 2, C + "void *v = &(struct verified){1};\n"),
    ("verified", "proto/x.c", 3,
     C + "void f(struct verified *v) {\n\tmemset(v, 1, 4);\n}\n"),
    ("verified", "proto/x.c", 3,
     C + "void f(struct verified *v) {\n\t*v = other;\n}\n"),
    ("verified", "stage1/x.c", 3,
     C + "void f(struct boot *b) {\n\tb->proof.ok = 1;\n}\n"),
    ("verified", "stage1/x.c", 3,
     C + "void f(struct boot *b) {\n\tmemcpy(&b->proof, b, 4);\n}\n"),
    ("heads", "proto/x.c", 1, "int a;\n"),
    ("heads", "stage0/x.asm", 1, "\tnop\n"),
    ("heads", "tools/x", 2, "#!/bin/sh\necho\n"),
    ("scripts", "tools/x", 3, "#!/bin/sh\n# Bad.\nif ;\n"),
    ("scripts", "tools/x.sh", 2, "# Bad.\nfi\n"),
    ("scripts", "tools/x", 3, "#!/usr/bin/python3\n# Bad.\nif:\n"),
    ("pages", "docs/x.md", 2, "Bad\n`proto/none.c`\n"),
    ("pages", "docs/x.md", 1, "`proto/none/`\n"),
    ("pages", "docs/x.md", 1, "`proto/*.asm`\n"),
    ("pages", "docs/x.md", 1, "`proto/good.c:text2`\n"),
    ("pages", "docs/x.md", 1, "`proto/good.c:fail`\n"),
    ("pages", "docs/x.md", 1, "`stage0/good.asm:nop`\n"),
    ("pages", "docs/x.md", 1, "`tools/good.py:x`\n"),
    ("pages", "docs/x.md", 1, "`good.c:good`\n"),
    ("pages", "docs/x.md", 1, "[x](FLOW)\n"),
    ("pages", "README.md", 1, "`proto/none.c`\n"),
    ("pages", "docs/READING.md", 1, "`crypto/`, `stage0/`, `stage1/`, not proto/\n"),
    ("space", "docs/x.md", 2, "Bad\nline \n"),
    ("space", "docs/x.md", 1, "No newline"),
    ("space", "tools/x", 3, "#!/bin/sh\n# Bad.\necho " + "x" * 100 + "\n"),
]


def findings(run, files, sections):
    with tempfile.TemporaryDirectory() as root:
        for name, text in files.items():
            path = os.path.join(root, name)
            os.makedirs(os.path.dirname(path), exist_ok=True)
            with open(path, "w", encoding="utf-8") as file:
                file.write(text)
        subprocess.run(["git", "init", "-q", root], check=True)
        return run(root, sections).findings


def self_test(run, sections):
    # The sample sources are not formatted, so that rule sees its case alone.
    good = findings(run, GOOD, [s for s in sections if s != "format"])
    for finding in good:
        print("lint self-test: false alarm:", finding)
    missed = 0
    for section, name, line, text in CASES:
        files = {".clang-format": GOOD[".clang-format"]}
        if section != "format":
            files = dict(GOOD)
        files[name] = text
        found = findings(run, files, [section])
        if not any(f.startswith(f"{name}:{line}: {section}:") for f in found):
            missed += 1
            print(f"lint self-test: {section} misses {name}:{line}; it found",
                  found, "in", repr(text[:80]))
    untested = set(sections) - {case[0] for case in CASES}
    for section in untested:
        print("lint self-test: no case for", section)
    print(f"lint self-test: {len(CASES) - missed} of {len(CASES)} bad examples "
          f"caught, {len(good)} false alarms")
    return 1 if good or missed or untested else 0


if __name__ == "__main__":
    sys.exit("run tools/lint --self-test")
