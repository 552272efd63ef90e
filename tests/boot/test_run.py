"""make run: what it says of each thing that TAMPER spoils."""

import os
import re
import select
import subprocess
import time

import pytest

from conftest import REPO

ENTER, QUIT = b"\r", b"\x01x"
REFUSED = {
    "kernel": r"vmlinuz: the file is not the one that was signed.*\[V04\]",
    "initrd": r"initrd\.img: the file is not the one that was signed.*\[V04\]",
    "config": r"pxelinux\.cfg/default: the file is not the one that was signed.*\[V04\]",
    "manifest": r"towline\.manifest: the manifest is not the one that was signed.*\[X21\]",
    "signature": r"towline\.manifest: the signature is wrong.*\[X22\]",
    "serial": r"towline\.manifest: .*it has 1, stamped is 2.*\[V05\]",
}


def read_until(process, pattern, timeout):
    """What came on the serial line up to the pattern."""
    text, end = "", time.monotonic() + timeout
    while not re.search(pattern, text, re.DOTALL):
        left = end - time.monotonic()
        assert left > 0 and process.poll() is None, text[-2000:]
        if select.select([process.stdout], [], [], left)[0]:
            text += os.read(process.stdout.fileno(), 65536).decode("latin-1")
    return text


@pytest.mark.parametrize("what", REFUSED)
def test_tamper(what, tmp_path):
    """Refused, in a sentence that names it."""
    command = ["env", f"RUN={tmp_path}", f"TAMPER={what}", "tools/run"]
    with subprocess.Popen(command, cwd=REPO, stdin=subprocess.PIPE,
                          stdout=subprocess.PIPE, stderr=subprocess.STDOUT) as process:
        try:
            if what in ("kernel", "initrd"):
                read_until(process, r"Debian cloud kernel", 60)
                process.stdin.write(ENTER)
                process.stdin.flush()
            read_until(process, REFUSED[what], 90)
            process.stdin.write(QUIT)
            process.stdin.flush()
            process.wait(20)
        finally:
            process.kill()


def test_wrong_use(tmp_path):
    """A word it does not know is refused before QEMU starts."""
    done = subprocess.run(["env", f"RUN={tmp_path}", "TAMPER=all", "tools/run"], cwd=REPO,
                          text=True, capture_output=True, check=False, timeout=60)
    assert done.returncode == 2
    assert "TAMPER=all" in done.stderr
