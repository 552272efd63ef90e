"""Where files come from: URLs, names, several servers, gzip, one connection."""

import re
import signal
import struct

from lab.guest import CONSOLE, wait_guest
from lab.pcap import frames
from lab.scripted import Scripted
from lab.servers import Atftpd, Dnsmasq, Nginx
from lab.wire import Wire

CONFIG = f"""
    DEFAULT linux
    LABEL linux
      KERNEL {{kernel}}
      INITRD {{initrds}}
      APPEND {CONSOLE}
"""
HTTP = "http://192.168.77.1"
SECOND_IP = "192.168.77.2"
HTTP_PORT = 80


def serve(site, kernel, initrds, folder="", size=300_000, pad=0):
    """The guest, part.img and a config in a folder; what must arrive."""
    site.put_guest(folder + "vmlinuz", folder + "initrd.img")
    checksum = site.put_payload(folder + "part.img", "part", size, seed=5,
                                pad=pad)
    site.config(CONFIG.format(kernel=kernel, initrds=initrds),
                folder + "pxelinux.cfg/default")
    return {"part": (size, checksum)}


def check(guest, expected):
    """The payload arrived whole, and the guest's own file, too."""
    files = dict(guest.files)
    assert files.pop("base.bin")[0] == 102400
    assert files == expected


def test_option_67_url(network, site, machine):
    """All by HTTP: the boot file, the search for the config, the files."""
    expected = serve(site, "vmlinuz", "initrd.img,/part.img", "pxe/")
    boot_file = site.put_towline("pxe/towline.0")
    Dnsmasq(network, site.root, f"{HTTP}/{boot_file}", tftp=False)
    server = Nginx(network, site.root)
    pc = machine()
    check(wait_guest(pc), expected)
    asked = [line.split()[1:3] for line in server.requests()]
    asked = asked[asked.index(["/pxe/towline.0", "200"]) + 1:]
    assert [code for _, code in asked] == ["404"] * 10 + ["200"] * 4
    assert [path for path, _ in asked[9:]] == [
        "/pxe/pxelinux.cfg/C", "/pxe/pxelinux.cfg/default", "/pxe/vmlinuz",
        "/pxe/initrd.img", "/pxe//part.img"]


def test_option_210_url(network, site, machine):
    """The path prefix is a URL: only the boot file comes by TFTP."""
    site.put("tree/common", "SAY all is well\n")
    site.config("INCLUDE common\nPROMPT 1", "tree/pxelinux.cfg/default")
    Dnsmasq(network, site.root, site.put_towline(),
            {210: f"{HTTP}/tree/"})
    Nginx(network, site.root)
    machine().expect("all is well")


def test_host_names(network, site, machine):
    """HTTP and TFTP by name; a short name gets DHCP's domain."""
    expected = serve(site, "http://files.lab.test/vmlinuz",
                     "tftp://files/initrd.img,files.lab.test::part.img")
    Dnsmasq(network, site.root, site.put_towline(), dns=True, extra=[
        "--domain=lab.test", "--address=/files.lab.test/192.168.77.1"])
    server = Nginx(network, site.root)
    pc = machine()
    check(wait_guest(pc), expected)
    assert len(server.requests()) == 1


def test_unknown_host(network, site, machine):
    """A name that nobody has is told."""
    serve(site, "http://nobody.lab.test/vmlinuz", "initrd.img")
    Dnsmasq(network, site.root, site.put_towline(), dns=True,
            extra=["--local=/lab.test/"])
    machine().expect(r"nobody\.lab\.test/vmlinuz: .*nobody.*\[I10\]")


def test_alternatives(network, site, machine):
    """Names beside each other: the first that is there is taken."""
    expected = serve(site, "none/kernel|http://192.168.77.1/vmlinuz",
                     f"{HTTP}:9/x|initrd.img,{HTTP}/none|{HTTP}/part.img")
    Dnsmasq(network, site.root, site.put_towline())
    Nginx(network, site.root)
    pc = machine()
    pc.expect(r"none/kernel: .*\[T02\]; trying the next source")
    pc.expect(r":9/x: .*\[N10\]; trying the next source")
    pc.expect(r"/none: .*\[H21\]; trying the next source")
    check(wait_guest(pc), expected)


def test_second_server(network, site, machine):
    """Option 150 names two: what the first lacks comes from the second.

    An error that may pass (TFTP's 0) is retried there, whatever had come.
    """
    expected = serve(site, "vmlinuz", "initrd.img,part.img")
    network.ip_batch(f"addr add {SECOND_IP}/24 dev br0")
    Dnsmasq(network, site.root, site.put_towline(),
            {150: f"{network.server_ip},{SECOND_IP}"}, tftp=False)
    Scripted(network, site.root, [
        {"match": "part", "error_after": [5, 0, "disk busy"], "times": 2},
        {"match": "initrd", "error": [1, "not here"]}])
    Atftpd(network, site.root, SECOND_IP)
    pc = machine()
    pc.expect(r"initrd.img: .*\[T02\]; trying the next source")
    # The second has answered, so it is asked first from now on.
    check(wait_guest(pc), expected)
    asked = [(r.filename, r.dst) for r in pc.read_requests()][-3:]
    assert asked == [("initrd.img", network.server_ip),
                     ("initrd.img", SECOND_IP), ("part.img", SECOND_IP)]


def test_error_0(network, site, machine):
    """An error that may pass is retried, counted and logged."""
    expected = serve(site, "vmlinuz", "initrd.img,part.img")
    Dnsmasq(network, site.root, site.put_towline(), tftp=False)
    Scripted(network, site.root, [
        {"match": "part", "error_after": [5, 0, "disk busy"], "times": 2}])
    pc = machine()
    for _ in range(2):
        pc.expect(r"part.img: .*disk busy.*\[T05\]; trying again")
    pc.expect(r"part\.img: 3\d\d\.\d kB in \d+\.\d s, \d+\.\d [kM]B/s, "
              r"2 retransmissions, TFTP")
    check(wait_guest(pc), expected)


def test_file_replaced(network, site, machine):
    """A file that changes while it comes is fetched anew."""
    expected = serve(site, "vmlinuz", f"initrd.img,{HTTP}/part.img",
                     size=20_000_000)
    Dnsmasq(network, site.root, site.put_towline())
    server = Nginx(network, site.root)
    pc = machine(wire=Wire(rate=100e6, queue=1 << 20))
    pc.expect(r"[5-9]\.\d/20\.\d MB", 120)
    server.process.signal(signal.SIGKILL)
    checksum = site.put_payload("new.img", "part", 19_000_000, seed=6)
    (site.root / "new.img").rename(site.root / "part.img")
    Nginx(network, site.root)
    pc.expect(r"part\.img: .*\[H11\]; trying again")
    expected["part"] = (19_000_000, checksum)
    check(wait_guest(pc), expected)


def test_gzip(network, site, machine):
    """A server that packs: unpacked on the way in."""
    pad = 8_000_000
    expected = serve(site, f"{HTTP}/vmlinuz",
                     f"{HTTP}/initrd.img,{HTTP}/part.img", pad=pad)
    Dnsmasq(network, site.root, site.put_towline())
    server = Nginx(network, site.root,
                   options="gzip on; gzip_types *; gzip_comp_level 1;")
    pc = machine()
    pc.expect(r"part\.img: 8\.3 MB in .* HTTP over UNDI")
    check(wait_guest(pc), expected)
    line = server.requests()[-1]
    sent = int(re.fullmatch(r'GET /part\.img 200 (\d+) "-"', line).group(1))
    assert sent < pad / 10


def http_requests(path):
    """(path, bytes the server had sent in this connection) of each GET.

    And how many bytes were not acknowledged at the end.
    """
    found, start, sent, heard = [], 0, 0, 0
    for _, frame in frames(path):
        if len(frame) < 54 or frame[12:14] != b"\x08\x00" or frame[23] != 6:
            continue
        at = 14 + (frame[14] & 15) * 4
        total, = struct.unpack_from(">H", frame, 16)
        sport, dport, seq, ack = struct.unpack_from(">HHII", frame, at)
        head = (frame[at + 12] >> 4) * 4
        if sport == HTTP_PORT and frame[at + 13] & 2:
            start, sent = seq + 1, 0
        elif sport == HTTP_PORT:
            end = seq + total - (at - 14) - head
            sent = max(sent, (end - start) & 0xffffffff)
        elif dport == HTTP_PORT:
            heard = ack
        if dport == HTTP_PORT and frame[at + head:].startswith(b"GET "):
            name = frame[at + head:].split(b" ", 2)[1].decode("ascii")
            found.append((name, sent))
    return found, sent - ((heard - start) & 0xffffffff)


def test_never_idle(network, site, machine):
    """The next file is asked for before the last one has come.

    And the last bytes are acknowledged before the kernel starts.
    """
    expected = serve(site, f"{HTTP}/vmlinuz",
                     f"{HTTP}/initrd.img,{HTTP}/part.img", size=3_000_000)
    Dnsmasq(network, site.root, site.put_towline())
    server = Nginx(network, site.root)
    pc = machine()
    check(wait_guest(pc), expected)
    pc.close()
    requests, unheard = http_requests(pc.capture)
    sent = dict(requests)
    assert unheard == 0
    assert len(server.requests()) == len(sent) == 3
    sizes = [(site.root / name).stat().st_size
             for name in ("vmlinuz", "initrd.img")]
    assert 0 < sent["/initrd.img"] < sizes[0]
    assert sizes[0] < sent["/part.img"] < sum(sizes)
