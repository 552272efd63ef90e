"""towsign: manifests, signatures, stamps, and what it refuses.

Keys and signatures by openssl are those of tests/unit/sign-samples; what the
boot file's code thinks of signatures is tests/unit/test_cms.c's to check.
"""

import hashlib
import os
import re
import struct
import subprocess
import textwrap
from pathlib import Path

import pytest

REPO = Path(__file__).resolve().parents[2]
SAMPLES = REPO / "build/unit/samples"
BOOT_FILE = REPO / "build/towline.0"


def towsign(*args, status=0, **kwargs):
    """Runs towsign; what it printed, both outputs in one."""
    done = subprocess.run([REPO / "tools/towsign", *args], text=True, timeout=60,
                          stdout=subprocess.PIPE, stderr=subprocess.STDOUT,
                          stdin=subprocess.DEVNULL, check=False, **kwargs)
    assert done.returncode == status, done.stdout
    assert "Traceback" not in done.stdout, done.stdout
    return done.stdout


def sign(tree, name="rsa2048", **kwargs):
    return towsign("sign", tree, "--key", SAMPLES / f"{name}.key",
                   "--cert", SAMPLES / f"{name}.pem", **kwargs)


def verify(tree, *args, cert="rsa2048", **kwargs):
    return towsign("verify", tree, "--cert", SAMPLES / f"{cert}.pem", *args, **kwargs)


def stamp(out, *args, cert="rsa2048", file=BOOT_FILE, **kwargs):
    return towsign("stamp", file, "--cert", SAMPLES / f"{cert}.pem", "-o", out, *args,
                   **kwargs)


@pytest.fixture
def tree(tmp_path):
    """A small boot tree."""
    root = tmp_path / "tree"
    (root / "pxelinux.cfg").mkdir(parents=True)
    (root / "pxelinux.cfg/default").write_bytes(b"LABEL a\n")
    (root / "linux").write_bytes(b"kernel" * 1000)
    (root / "initrd.img").write_bytes(b"")
    return root


@pytest.fixture
def signed(tree):
    """The same, signed by rsa2048."""
    towsign("manifest", tree)
    sign(tree)
    return tree


def lines(tree):
    return (tree / "towline.manifest").read_bytes().decode().splitlines()


@pytest.mark.parametrize("command", [[], ["manifest"], ["sign"], ["verify"], ["stamp"],
                                     ["show"]])
def test_help(command):
    assert "usage: towsign" in towsign(*command, "--help")


@pytest.mark.parametrize("args", [[], ["nonsense"], ["manifest"], ["stamp", "x"]])
def test_usage(args):
    assert "usage: towsign" in towsign(*args, status=2)


def test_manifest(tree):
    assert "3 files, serial 1" in towsign("manifest", tree)
    head, *rest = lines(tree)
    assert head == "towline-manifest 1 serial 1"
    assert rest == [
        f"{hashlib.sha256(b'').hexdigest()} 0 initrd.img",
        f"{hashlib.sha256(b'kernel' * 1000).hexdigest()} 6000 linux",
        f"{hashlib.sha256(b'LABEL a' + bytes([10])).hexdigest()} 8 pxelinux.cfg/default"]


def test_manifest_order(tree):
    """By bytes, as the boot file wants it."""
    for name in ("a", "a b", "a.b", "a0", "B", "é", "z"):
        (tree / name).write_bytes(b"")
    (tree / "a.d").mkdir()
    (tree / "a.d/x").write_bytes(b"")
    towsign("manifest", tree)
    names = [line.split(" ", 2)[2] for line in lines(tree)[1:]]
    assert names == sorted(names, key=os.fsencode) and len(names) == 11
    sign(tree)
    verify(tree)


def test_manifest_serial(tree):
    towsign("manifest", tree)
    towsign("manifest", tree)
    assert lines(tree)[0].endswith(" 2")
    towsign("manifest", tree, "--serial", "4294967295")
    assert lines(tree)[0].endswith(" 4294967295")
    assert "--serial" in towsign("manifest", tree, status=2)
    assert "--serial" in towsign("manifest", tree, "--serial", "-1", status=2)
    (tree / "towline.manifest").write_text("no manifest\n")
    assert "no manifest" in towsign("manifest", tree, status=1)


def test_manifest_exclude(tree):
    towsign("manifest", tree, "--exclude", "*.img", "--exclude", "pxelinux.cfg")
    assert [line.split()[2] for line in lines(tree)[1:]] == ["linux"]


def test_manifest_links(tree):
    """Links are files and folders to a server, too; but not in a circle."""
    (tree / "link").symlink_to("linux")
    towsign("manifest", tree)
    assert len(lines(tree)) == 5
    (tree / "circle").symlink_to(".")
    assert "a link leads" in towsign("manifest", tree, status=1)
    (tree / "circle").unlink()
    (tree / "nowhere").symlink_to("missing")
    assert "nowhere: is no file" in towsign("manifest", tree, status=1)


@pytest.mark.parametrize("name,word", [("a\nb", "control characters"),
                                       ("a\x7f", "control characters")])
def test_manifest_names(tree, name, word):
    (tree / name).write_bytes(b"")
    assert word in towsign("manifest", tree, status=1)


def test_manifest_long_name(tree):
    deep = tree / ("d" * 250) / ("e" * 250)
    deep.mkdir(parents=True)
    (deep / ("f" * 9)).write_bytes(b"")
    towsign("manifest", tree)       # 511 bytes
    (deep / ("f" * 10)).write_bytes(b"")
    assert "at most 511 bytes" in towsign("manifest", tree, status=1)


def test_manifest_also(tree):
    towsign("manifest", tree, "--also", "pxe/")
    names = [line.split()[2] for line in lines(tree)[1:]]
    assert "pxe/linux" in names and "linux" in names
    sign(tree)
    assert "6 files" in verify(tree, "--also", "pxe/")


def test_manifest_no_folder(tmp_path):
    assert "is no folder" in towsign("manifest", tmp_path / "x", status=2)


@pytest.mark.parametrize("kind", ["rsa2048", "rsa4096", "prime256v1", "secp384r1"])
@pytest.mark.parametrize("args", [[], ["--md", "sha384"], ["--md", "sha512"],
                                  ["--openssl=-noattr"]])
def test_sign(tree, kind, args):
    towsign("manifest", tree)
    towsign("sign", tree, "--key", SAMPLES / f"{kind}.key",
            "--cert", SAMPLES / f"{kind}.pem", *args)
    assert f"signed by {kind}, serial 1, 3 files" in verify(tree, cert=kind)


def test_sign_pss(tree):
    towsign("manifest", tree)
    towsign("sign", tree, "--key", SAMPLES / "rsa4096.key",
            "--cert", SAMPLES / "rsa4096.pem", "--pss")
    assert "signed by rsa4096" in verify(tree, cert="rsa4096")


def test_sign_issued(tree):
    towsign("manifest", tree)
    sign(tree, "rsa2048-signer")
    assert "signed by rsa2048-signer" in verify(tree)


def test_sign_encrypted_key(tree, tmp_path):
    key = tmp_path / "key.pem"
    subprocess.run(["openssl", "pkey", "-in", SAMPLES / "rsa2048.key", "-aes256",
                    "-passout", "pass:secret", "-out", key], check=True)
    towsign("manifest", tree)
    towsign("sign", tree, "--key", key, "--cert", SAMPLES / "rsa2048.pem",
            "--passin", "env:PHRASE", env={**os.environ, "PHRASE": "secret"})
    verify(tree)
    (tree / "towline.manifest.p7s").unlink()
    assert "openssl cms" in towsign(
        "sign", tree, "--key", key, "--cert", SAMPLES / "rsa2048.pem",
        "--passin", "pass:wrong", status=1)
    assert not (tree / "towline.manifest.p7s").exists()


def test_sign_needs(tree):
    assert "towline.manifest" in sign(tree, status=2)
    towsign("manifest", tree)
    assert "--key and --cert" in towsign("sign", tree, status=2)
    (tree / "towline.manifest").write_bytes(b"something else")
    assert "is no manifest" in sign(tree, status=1)


def test_sign_for_stamp(tree):
    """--stamp-cert refuses at once what a machine would refuse."""
    towsign("manifest", tree)
    args = ["--key", SAMPLES / "stranger.key", "--cert", SAMPLES / "stranger.pem",
            "--stamp-cert", SAMPLES / "rsa2048.pem"]
    assert "[X09]" in towsign("sign", tree, *args, status=1)
    assert not (tree / "towline.manifest.p7s").exists()


def elsewhere(tree, tmp_path, *args):
    """A signature by plain openssl."""
    out = tmp_path / "other.p7s"
    subprocess.run(["openssl", "cms", "-sign", "-binary", "-in", tree / "towline.manifest",
                    "-signer", SAMPLES / "rsa2048-signer.pem",
                    "-inkey", SAMPLES / "rsa2048-signer.key", "-out", out, *args],
                   check=True)
    return out


@pytest.mark.parametrize("args", [
    ["-outform", "DER"], ["-outform", "PEM"],
    ["-outform", "DER", "-nodetach"],
    ["-outform", "DER", "-certfile", SAMPLES / "rsa2048.pem"],
    ["-outform", "PEM", "-certfile", SAMPLES / "stranger.pem", "-nodetach"],
    ["-outform", "DER", "-keyid", "-certfile", SAMPLES / "rsa2048.pem"]])
def test_sign_elsewhere(tree, tmp_path, args):
    towsign("manifest", tree)
    towsign("sign", tree, "--signature", elsewhere(tree, tmp_path, *args))
    assert "signed by rsa2048-signer" in verify(tree)


def test_sign_elsewhere_refused(tree, tmp_path):
    towsign("manifest", tree)
    other = elsewhere(tree, tmp_path, "-outform", "DER")
    good = other.read_bytes()
    assert "goes without" in towsign("sign", tree, "--signature", other, "--key", other,
                                     status=2)
    for cut in range(0, len(good), 7):
        other.write_bytes(good[:cut])
        towsign("sign", tree, "--signature", other, status=1)
    other.write_bytes((SAMPLES / "two.p7s").read_bytes())
    assert "2 signers" in towsign("sign", tree, "--signature", other, status=1)


def test_verify_tree(signed):
    assert "signed by rsa2048, serial 1, 3 files" in verify(signed)
    (signed / "new").write_bytes(b"")
    assert "new: is not listed" in verify(signed)
    assert "new" not in verify(signed, "--exclude", "new")
    (signed / "linux").write_bytes(b"kernel" * 999 + b"kerneL")
    assert "linux: the file is not the one" in verify(signed, status=1)
    (signed / "linux").unlink()
    assert "linux: is listed, but can not be read" in verify(signed, status=1)


def test_verify_others(signed):
    assert "[X09]" in verify(signed, cert="rsa4096", status=1)
    assert "[V05]" in verify(signed, "--min-serial", "2", status=1)
    assert "[X06]" in verify(signed, "--now", "21000101000000", status=1)
    verify(signed, "--now", "21000101000000", "--ignore-dates")
    assert "--stamped" in towsign("verify", signed, status=2)
    (signed / "towline.manifest.p7s").unlink()
    assert "towline.manifest.p7s" in verify(signed, status=2)


def test_verify_stamped(signed, tmp_path):
    site = tmp_path / "site.0"
    stamp(site, "--require", "--min-serial", "1")
    assert "signed by" in towsign("verify", signed, "--stamped", site)
    stamp(site, "--require", "--min-serial", "2")
    assert "[V05]" in towsign("verify", signed, "--stamped", site, status=1)
    assert "not stamped" in towsign("verify", signed, "--stamped", BOOT_FILE, status=1)


def test_stamp(tmp_path):
    site = tmp_path / "site.0"
    plain = BOOT_FILE.read_bytes()
    assert "not stamped" in towsign("show", BOOT_FILE)
    text = stamp(site, "--require", "--min-serial", "12")
    assert towsign("show", site) in text
    assert "CN = rsa2048" in text or "CN=rsa2048" in text
    der = (SAMPLES / "rsa2048.der").read_bytes()
    assert hashlib.sha256(der).hexdigest() in text
    assert "nothing unsigned boots" in text and "must hold" in text
    assert text.rstrip().endswith("12")
    data = site.read_bytes()
    mark, at = struct.unpack_from("<4sI", data, 24)
    assert (mark, at) == (b"STMP", len(plain))
    # Nothing but the head's two fields and what follows has changed.
    assert data[:24] + b"none\0\0\0\0" + data[32:at] == plain
    assert len(data) == at + 56 + len(der)


def test_stamp_again(tmp_path):
    """A second stamp takes the place of the first."""
    one, two, direct = tmp_path / "one", tmp_path / "two", tmp_path / "direct"
    stamp(one, "--require")
    text = stamp(two, "--ignore-dates", cert="secp384r1", file=one)
    assert "secp384r1" in text and "unsigned files boot" in text and "ignored" in text
    stamp(direct, "--ignore-dates", cert="secp384r1")
    assert two.read_bytes() == direct.read_bytes()
    stamp(one, file=one)            # in its place


@pytest.mark.parametrize("cert,word", [("rsa1024", "[X02]"), ("secp521r1", "[X01]"),
                                       ("critical", "[X04]")])
def test_stamp_bad_certificate(tmp_path, cert, word):
    site = tmp_path / "site.0"
    assert word in stamp(site, cert=cert, status=1)
    assert not site.exists()


def test_stamp_not_a_certificate(tmp_path):
    site, junk = tmp_path / "site.0", tmp_path / "junk"
    junk.write_bytes(b"junk")
    assert "[X03]" in towsign("stamp", BOOT_FILE, "--cert", junk, "-o", site, status=1)
    junk.write_bytes(b"-----BEGIN CERTIFICATE-----\nAAAA\n-----END CERTIFICATE-----\n")
    assert "openssl x509" in towsign("stamp", BOOT_FILE, "--cert", junk, "-o", site,
                                     status=1)
    junk.write_bytes(b"x" * 5000)
    assert "fit into a stamp" in towsign("stamp", BOOT_FILE, "--cert", junk, "-o", site,
                                         status=1)
    assert not site.exists()


def test_stamp_not_a_boot_file(tmp_path):
    site, junk = tmp_path / "site.0", tmp_path / "junk"
    for data in (b"", b"junk" * 100, BOOT_FILE.read_bytes()[:20]):
        junk.write_bytes(data)
        assert "is no towline.0" in stamp(site, file=junk, status=1)
    assert "missing" in stamp(site, file=tmp_path / "missing", status=2)
    junk.write_bytes(BOOT_FILE.read_bytes() + bytes(98304))
    assert "firmware" in stamp(site, file=junk, status=1)


def test_damaged_stamp(tmp_path):
    site = tmp_path / "site.0"
    stamp(site, "--require", cert="prime256v1")
    good = site.read_bytes()
    at = struct.unpack_from("<I", good, 28)[0]
    for place in [*range(24, 32), *range(at, len(good), 23), len(good) - 1]:
        data = bytearray(good)
        data[place] ^= 0x20
        site.write_bytes(data)
        towsign("show", site, status=1)
    site.write_bytes(good[:-1])
    assert "[Y02]" in towsign("show", site, status=1)
    site.write_bytes(good + b"x")
    assert "1 bytes follow" in towsign("show", site, status=1)


def shell_blocks():
    """The indented commands of docs/SIGNING.md, block by block."""
    text = (REPO / "docs/SIGNING.md").read_text(encoding="utf-8")
    blocks = re.findall(r"(?:^    .*\n)+", text, re.M)
    return [textwrap.dedent(b) for b in blocks if "DIR" not in b]


def test_the_page(tree, tmp_path):
    """docs/SIGNING.md, command by command; only the passphrases are left out."""
    blocks = shell_blocks()
    assert len(blocks) == 3
    script = "set -e\n" + "\n".join(blocks).replace("-newkey", "-nodes -newkey")
    for place, real in (("tools/", f"{REPO}/tools/"), ("build/", f"{REPO}/build/"),
                        ("/srv/tftp", str(tree))):
        script = script.replace(place, real)
    # All of it after the last change.
    script += (f"\n{REPO}/tools/towsign show site.0"
               f"\n! {REPO}/tools/towsign verify {tree} --stamped site.0"
               f"\n{REPO}/tools/towsign manifest {tree} --serial 43 --exclude '*.0'"
               f"\n{REPO}/tools/towsign sign {tree} --key signer.key --cert signer.pem"
               f"\n{REPO}/tools/towsign verify {tree} --stamped site.0\n")
    done = subprocess.run(["sh", "-c", script], cwd=tmp_path, text=True, timeout=120,
                          stdout=subprocess.PIPE, stderr=subprocess.STDOUT, check=False)
    assert done.returncode == 0, done.stdout
    assert "signed by Example boot site, serial 1, 3 files" in done.stdout
    assert "[V05]" in done.stdout
    assert "signed by Signer 2027, serial 43, 3 files" in done.stdout
