"""The wire: what its seed says happens, through real sockets and interfaces."""

import socket
import struct
import subprocess
import threading
import time

import pytest

from lab.netns import wait_until
from lab.servers import CLIENT_MAC
from lab.wire import Wire

BROADCAST = "ffffffffffff"
ETHERTYPE = 0x88b5          # for experiments: nothing in a kernel answers it
MASK = (1 << 64) - 1
FRAME_LEN = 1000

# Runs in the namespace: prints the numbers of the frames that come to a port.
LISTENER = """
import socket, struct, sys
s = socket.socket(socket.AF_PACKET, socket.SOCK_RAW, socket.htons(0x88b5))
s.setsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF, 1 << 22)
s.bind(("br0", 0x88b5))
print("up", flush=True)
while True:
    frame = s.recv(2048)
    number, = struct.unpack_from(">I", frame, 14)
    whole = frame[18:] == bytes(len(frame) - 18)
    print(number if number != 0xffffffff else "end", int(whole), flush=True)
"""

# Runs in the namespace: sends numbered frames to a guest.
SENDER = """
import socket, struct, sys
count, length, mac = int(sys.argv[1]), int(sys.argv[2]), sys.argv[3]
s = socket.socket(socket.AF_PACKET, socket.SOCK_RAW)
s.bind(("br0", 0x88b5))
head = bytes.fromhex(mac.replace(":", "")) + bytes(6) + struct.pack(">H", 0x88b5)
for number in range(count):
    s.send((head + struct.pack(">I", number)).ljust(length, bytes(1)))
"""


class Draws:
    """The wire's random numbers: five for each frame."""

    NAMES = ("lost", "corrupted", "duplicated", "reordered", "detail")

    def __init__(self, seed, direction):
        z = (2 * seed + direction + 1) * 0x9e3779b97f4a7c15 & MASK
        z = (z ^ z >> 30) * 0xbf58476d1ce4e5b9 & MASK
        z = (z ^ z >> 27) * 0x94d049bb133111eb & MASK
        self._x = z ^ z >> 31

    def frame(self):
        """{name: number below 1} of the next frame."""
        numbers = {}
        for name in self.NAMES:
            x = self._x
            x ^= x >> 12
            x = (x ^ x << 25) & MASK
            x ^= x >> 27
            self._x = x
            numbers[name] = (x * 0x2545f4914f6cdd1d & MASK) / 2 ** 64
        return numbers


def foretell(seed, direction, count, **chances):
    """For each fault, the set of frames that it befalls."""
    draws = Draws(seed, direction)
    befallen = {name: set() for name in chances}
    for number in range(count):
        frame = draws.frame()
        for name, chance in chances.items():
            if frame[name] < chance:
                befallen[name].add(number)
    return befallen


# Runs in the namespace: stands for QEMU at a tap. Frames and their lengths come
# in, frames with the time and the length go out, and a length of 0 when there
# is nothing more to come in.
GUEST = """
import fcntl, os, select, struct, sys, time
tap = os.open("/dev/net/tun", os.O_RDWR)
name = sys.argv[1].encode()
fcntl.ioctl(tap, 0x400454ca, struct.pack("16sH22x", name, 0x1002))
orders = open(0, "rb", buffering=0)

def read(size):
    data = b""
    while len(data) < size and (piece := orders.read(size - len(data))):
        data += piece
    return data

os.write(1, b"up")
ends = [orders, tap]
while True:
    ready = select.select(ends, [], [])[0]
    if tap in ready:
        frame = os.read(tap, 4096)
        os.write(1, struct.pack(">dI", time.monotonic(), len(frame)) + frame)
    if orders in ready:
        length = read(4)
        if length:
            os.write(tap, read(struct.unpack(">I", length)[0]))
        else:
            ends.remove(orders)
            os.write(1, bytes(12))
"""


class FakeGuest:
    """Stands for QEMU at the wire's tap."""

    def __init__(self, network, wire):
        self.wire, self.frames, self.others = wire, [], []
        tap = network.add_tap(joined=False)
        self._guest = subprocess.Popen(
            network.command(["/usr/bin/python3", "-c", GUEST, tap]),
            stdin=subprocess.PIPE, stdout=subprocess.PIPE)
        assert self._guest.stdout.read(2) == b"up"
        self.process = wire.start(network, tap, *network.add_veth())
        self._all_sent = threading.Event()
        self._reader = threading.Thread(target=self._read, daemon=True)
        self._reader.start()

    def send(self, number, length=FRAME_LEN):
        """Send a frame that carries a number."""
        head = bytes.fromhex(BROADCAST + CLIENT_MAC.replace(":", ""))
        frame = head + struct.pack(">HI", ETHERTYPE, number)
        frame = frame.ljust(length, b"\0")
        self.send_frame(frame)

    def send_frame(self, frame):
        """Send any frame."""
        self._guest.stdin.write(struct.pack(">I", len(frame)) + frame)
        self._guest.stdin.flush()

    def send_all(self, count):
        """Send frames 0 to count - 1, no faster than a listener reads."""
        for number in range(count):
            self.send(number)
            if number % 50 == 49:
                time.sleep(0.005)

    def _read(self):
        """Collect (time, frame) of the experiment's type; other frames."""
        head = struct.Struct(">dI")
        while data := self._guest.stdout.read(head.size):
            time_s, length = head.unpack(data)
            frame = self._guest.stdout.read(length)
            if not frame:
                self._all_sent.set()
            elif frame[12:14] == struct.pack(">H", ETHERTYPE):
                self.frames.append((time_s, frame))
            else:
                self.others.append(frame)

    def numbers(self):
        """The numbers of the frames received, in order."""
        return [struct.unpack_from(">I", frame, 14)[0]
                for _, frame in list(self.frames)]

    def leave(self):
        """Hang up; returns what the wire says it did."""
        self._guest.stdin.close()
        assert self._all_sent.wait(10)
        self.process.stop()
        self._guest.kill()
        self._guest.wait()
        self._reader.join(5)
        self._guest.stdout.close()
        return self.wire.stats(self.process)


@pytest.fixture
def guest(network):
    """Factory of a FakeGuest on a Wire."""
    started = []

    def start(**options):
        started.append(FakeGuest(network, Wire(**options)))
        return started[-1]
    return start


def listen(network):
    """Start the listener on the bridge; returns a function for its lines."""
    process = network.spawn(["/usr/bin/python3", "-c", LISTENER], "listener")
    wait_until(process.log, 10, "the listener")

    def lines():
        return [tuple(line.split()) for line in process.log().splitlines()[1:]]
    return lines


def send(network, count, length=FRAME_LEN):
    """Send numbered frames from the bridge to the guest."""
    done = network.run(["/usr/bin/python3", "-c", SENDER, count, length,
                        CLIENT_MAC])
    assert done.returncode == 0, done.stderr


def test_from_guest(network, guest):
    """Exactly the frames that the seed names are lost, doubled, damaged."""
    chances = {"lost": 0.05, "corrupted": 0.02, "duplicated": 0.03}
    lines = listen(network)
    pc = guest(loss=0.05, corrupt=0.02, duplicate=0.03, seed=42)
    pc.send_all(3000)
    fate = foretell(42, 1, 3000, **chances)
    stats = pc.leave()["from_guest"]
    arrive = 3000 - len(fate["lost"]) + len(fate["duplicated"] - fate["lost"])
    wait_until(lambda: len(lines()) == arrive, 10, "the frames to arrive")
    came = [int(number) for number, whole in lines() if whole == "1"]
    damaged = fate["corrupted"] - fate["lost"]
    for number in set(range(3000)) - damaged:
        expected = (number not in fate["lost"]) * (
            1 + (number in fate["duplicated"]))
        assert came.count(number) == expected, number
    assert stats == {
        "frames": 3000, "bytes": 3000 * FRAME_LEN, "lost": len(fate["lost"]),
        "corrupted": len(damaged), "reordered": 0, "overflow": 0,
        "duplicated": len(fate["duplicated"] - fate["lost"]), "sent": arrive}


def test_to_guest(network, guest):
    """The other direction has its own numbers; all frames are accounted."""
    pc = guest(to_guest={"loss": 0.1}, seed=3)
    # Fewer than the tap lets wait for a slow guest.
    send(network, 900)
    pc.send(0)
    wait_until(lambda: len(pc.frames) > 750, 10, "the frames")
    time.sleep(0.3)
    stats = pc.leave()
    # The kernel may say something, too, so take the count of what came in.
    count = stats["to_guest"]["frames"]
    lost = foretell(3, 0, count, lost=0.1)["lost"]
    assert stats["to_guest"]["lost"] == len(lost)
    assert stats["to_guest"]["sent"] == count - len(lost)
    assert stats["from_guest"]["lost"] == 0
    numbers = pc.numbers()
    assert numbers == sorted(set(numbers))
    assert 900 - len(lost) <= len(numbers) <= 900


def test_reorder(network, guest):
    """Held frames are overtaken by one to three others; none is missing."""
    lines = listen(network)
    pc = guest(reorder=0.05, gap=3, seed=5)
    pc.send_all(2000)
    wait_until(lambda: len(lines()) == 2000, 10, "the frames")
    held = foretell(5, 1, 2000, reordered=0.05)["reordered"]
    assert pc.leave()["from_guest"]["reordered"] == len(held)
    came = [int(number) for number, _ in lines()]
    assert sorted(came) == list(range(2000))
    highest, late = -1, set()
    for number in came:
        if number < highest:
            late.add(number)
        highest = max(highest, number)
    # Nobody came behind the last ones to overtake them.
    assert late <= held and len(held - late) <= 3


def test_delay(network, guest):
    """Nothing is faster than the delay; without one it is not so slow."""
    def round_trip(pc):
        """Answer a frame of the guest from the bridge; seconds taken."""
        before = len(pc.frames)
        start = time.monotonic()
        pc.send(7)
        wait_until(lambda: len(pc.frames) > before, 10, "the echo", 0.0005)
        return time.monotonic() - start
    echo = ("import socket\n"
            "s = socket.socket(socket.AF_PACKET, socket.SOCK_RAW)\n"
            "s.bind(('br0', 0x88b5))\n"
            "print('up', flush=True)\n"
            "while True:\n"
            "    f, a = s.recvfrom(2048)\n"
            "    if a[2] != 4: s.send(f[6:12] + f[:6] + f[12:])\n")
    process = network.spawn(["/usr/bin/python3", "-c", echo], "echo")
    wait_until(process.log, 10, "the echo")
    times = {}
    for delay_ms in (0, 100):
        pc = guest(delay_ms=delay_ms)
        times[delay_ms] = [round_trip(pc) for _ in range(5)]
        pc.leave()
    assert min(times[100]) >= 0.2
    assert min(times[0]) < 0.2


def test_rate(network, guest):
    """At 4 Mbit/s 500 frames take just over a second, not less."""
    pc = guest(rate=4e6, queue=1 << 20)
    send(network, 500)
    wait_until(lambda: len(pc.frames) == 500, 30, "the frames")
    stats = pc.leave()["to_guest"]
    times = [time_s for time_s, _ in pc.frames]
    assert times[-1] - times[0] > 0.95 * 499 * (FRAME_LEN + 24) * 8 / 4e6
    assert stats["overflow"] == 0


def test_queue(network, guest):
    """What exceeds rate and queue is dropped, the last first."""
    pc = guest(rate=1e5, queue=10 * (FRAME_LEN + 24))
    pc.send_all(300)
    send(network, 300)
    wait_until(lambda: len(pc.frames) >= 5, 30, "some frames")
    stats = pc.leave()
    for way in ("to_guest", "from_guest"):
        assert stats[way]["frames"] >= 300
        assert stats[way]["overflow"] > 250
    assert pc.numbers()[:5] == list(range(5))


def test_cable_frames(network, guest):
    """The kernel hands over no frame that would not fit a cable."""
    pc = guest()
    code = ("import socket\n"
            "s = socket.socket(socket.AF_INET, socket.SOCK_DGRAM)\n"
            "s.setsockopt(socket.SOL_UDP, 103, 1472)\n"      # UDP_SEGMENT
            "s.sendto(bytes(1472 * 20), ('192.168.77.255', 9))\n")
    broadcast = code.replace("s.sendto", "s.setsockopt(1, 6, 1)\ns.sendto")
    done = network.run(["/usr/bin/python3", "-c", broadcast])
    assert done.returncode == 0, done.stderr
    pc.send(0)
    time.sleep(0.3)
    stats = pc.leave()["to_guest"]
    assert stats["overflow"] == 0
    assert stats["bytes"] >= 20 * 1514
    assert stats["frames"] >= 20


def test_no_way_round(network, guest):
    """What the wire loses, the namespace has not heard: no answer to ARP."""
    mac = bytes.fromhex(CLIENT_MAC.replace(":", ""))
    arp = (bytes.fromhex(BROADCAST) + mac + bytes.fromhex("0806")
           + bytes.fromhex("0001080006040001") + mac
           + socket.inet_aton("192.168.77.9") + bytes(6)
           + socket.inet_aton(network.server_ip)).ljust(60, b"\0")
    answers = {}
    for loss in (0, 1):
        pc = guest(from_guest={"loss": loss})
        for _ in range(3):
            pc.send_frame(arp)
            time.sleep(0.1)
        pc.leave()
        answers[loss] = [frame for frame in pc.others
                         if frame[12:14] == b"\x08\x06"
                         and frame[20:22] == b"\0\2"]
    assert answers[0] and not answers[1]


def test_bad_option(network):
    """A chance above 1 is refused, and why is told."""
    with pytest.raises(Exception, match="not a number from 0 to 1"):
        Wire(loss=2).start(network, network.add_tap(joined=False),
                           *network.add_veth())
