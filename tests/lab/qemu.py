"""A PC in QEMU (TCG) that boots from the network, watched and operated.

Machine starts it, Serial line, VGA text, keys, screenshots and the packet
capture are at hand, and a reboot that nobody expected fails the test.
"""

import contextlib
import os
import re
import shutil
import tempfile
import time

from PIL import Image

from .netns import LabError, wait_until
from .pcap import read_requests
from .qmp import Qmp, keys_for
from .serial import SerialLine, SerialTimeout
from .servers import CLIENT_MAC

QEMU = "qemu-system-x86_64"
NICS = ("virtio-net-pci", "e1000", "e1000e", "rtl8139", "pcnet", "ne2k_pci")
UUID = "a1b2c3d4-e5f6-4711-8899-aabbccddeeff"
VGA_TEXT = 0xb8000
COLUMNS, LINES = 80, 25
CAPTURE_BYTES = 600


class MachineStopped(AssertionError):
    """The machine rebooted, shut down or ended when it should not."""


class Machine:
    """One virtual PC; use it as a context manager.

    port is the interface of the bridge that its frames pass.

    network    Network to run in
    out_dir    folder for serial.log, screens, capture, debug output
    nic        QEMU's model; rom: file of its option ROM (None: QEMU's iPXE)
    memory_mb  size of memory
    disk       raw image of a hard disk that is next in the boot order
    user_net   options of QEMU's user network, used instead of a tap
    wire       Wire to put between machine and network, instead of a tap
    capture_bytes  how much of each frame the capture keeps (0: no capture)
    extra      further arguments for QEMU
    """

    def __init__(self, network, out_dir, nic="virtio-net-pci", rom=None,
                 memory_mb=512, disk=None, user_net=None, wire=None,
                 capture_bytes=CAPTURE_BYTES, extra=()):
        self.network = network
        self.out_dir = str(out_dir)
        os.makedirs(self.out_dir, exist_ok=True)
        self._sockets = tempfile.mkdtemp(prefix="lab-")
        self.capture = self._out("net.pcap")
        self.debug_log = self._out("debugcon.log")
        self.process = self.qmp = self.serial = None
        self._wire, self.wire_process = wire, None
        self.port = self._wire_ends = None
        self.reboot_expected = False
        self._argv = [
            QEMU, "-M", "pc", "-accel", "tcg", "-m", str(memory_mb),
            "-nodefaults", "-no-user-config", "-display", "none",
            "-vga", "std", "-S", "-uuid", UUID,
            "-action", "reboot=shutdown,shutdown=pause",
            "-chardev", f"pipe,id=com1,path={self._sockets}/com1", "-serial", "chardev:com1",
            "-qmp", f"unix:{self._sockets}/qmp,server=on,wait=off",
            "-chardev", f"file,id=debug,path={self.debug_log}",
            "-device", "isa-debugcon,iobase=0xe9,chardev=debug",
            "-device", "isa-debug-exit,iobase=0xf4,iosize=4",
            *self._nic_args(nic, rom, user_net),
            *self._capture_args(capture_bytes),
            *self._disk_args(disk),
            *extra]

    def _out(self, name):
        return os.path.join(self.out_dir, name)

    def _nic_args(self, nic, rom, user_net):
        """The card and its wire."""
        device = f"{nic},netdev=net0,mac={CLIENT_MAC},bootindex=1"
        if rom is not None:
            device += f",romfile={rom}"
        if user_net is not None:
            wire = ",".join(["user,id=net0", *filter(None, [user_net])])
        else:
            tap = self.port = self.network.add_tap(joined=self._wire is None)
            if self._wire is not None:
                end, self.port = self.network.add_veth()
                self._wire_ends = tap, end, self.port
            wire = (f"tap,id=net0,ifname={tap},"
                    "script=no,downscript=no,vnet_hdr=off")
        return ["-netdev", wire, "-device", device]

    def _capture_args(self, capture_bytes):
        if not capture_bytes:
            return []
        return ["-object", f"filter-dump,id=dump,netdev=net0,"
                f"file={self.capture},maxlen={capture_bytes}"]

    @staticmethod
    def _disk_args(disk):
        if disk is None:
            return []
        return ["-drive", f"if=none,id=disk0,format=raw,file={disk},"
                "snapshot=on", "-device", "ide-hd,drive=disk0,bootindex=2"]

    def __enter__(self):
        return self.start()

    def __exit__(self, *exc):
        self.close()

    def start(self):
        """Power on."""
        SerialLine.prepare(self._sockets + "/com1")
        self.process = self.network.spawn(self._argv, "qemu")
        try:
            wait_until(self._sockets_ready, 20, "QEMU to start")
            # Not before the tap is open, else it drops what comes meanwhile.
            if self._wire is not None:
                self.wire_process = self._wire.start(self.network,
                                                     *self._wire_ends)
            self.qmp = Qmp(self._sockets + "/qmp")
            self.serial = SerialLine(self._sockets + "/com1",
                                     self._out("serial.log"))
            self.qmp.execute("cont")
        except BaseException:
            self.close()
            raise
        return self

    def _sockets_ready(self):
        if not self.process.alive():
            raise LabError("QEMU ended at once:\n" + self.process.log())
        return os.path.exists(self._sockets + "/qmp")

    # How it is.

    def stop_reason(self):
        """Why it stands still: guest-reset, guest-shutdown..., or None."""
        event = self.qmp.event("SHUTDOWN") if self.qmp else None
        if event:
            return event["data"].get("reason", "shutdown")
        if self.process is not None and not self.process.alive():
            return f"qemu-exit-{self.process.popen.returncode}"
        return None

    def check_alive(self):
        """Fail if the machine has stopped."""
        reason = self.stop_reason()
        if reason:
            raise MachineStopped(self.report(f"the machine stopped: {reason}"))

    def wait_stop(self, reason, timeout):
        """Wait until it stops and check why (guest-shutdown, guest-reset)."""
        self.reboot_expected = reason == "guest-reset"
        self.serial.wait(self.stop_reason, timeout)
        if self.stop_reason() != reason:
            raise MachineStopped(self.report(
                f"expected {reason}, not {self.stop_reason()}"))

    def unexpected_reboot(self):
        """A report if the guest reset the machine (or a triple fault did).

        None if it did not, or if wait_stop() was told to wait for it.
        """
        if self.stop_reason() != "guest-reset" or self.reboot_expected:
            return None
        return self.report("the machine rebooted")

    def screen(self):
        """The VGA text screen: 25 strings of up to 80 characters."""
        return [row.rstrip() for row in self._vga_rows(0)]

    def screen_attributes(self):
        """The attribute bytes of the VGA text screen, 25 rows of 80."""
        memory = self.read_memory(VGA_TEXT, COLUMNS * LINES * 2)
        stride = COLUMNS * 2
        return [memory[y * stride + 1:(y + 1) * stride:2]
                for y in range(LINES)]

    def _vga_rows(self, offset):
        memory = self.read_memory(VGA_TEXT + offset, COLUMNS * LINES * 2)
        text = memory[0::2].replace(b"\0", b" ").decode("cp437")
        return [text[y * COLUMNS:(y + 1) * COLUMNS] for y in range(LINES)]

    def read_memory(self, address, size):
        """Bytes of physical memory."""
        path = self._sockets + "/memory"
        self.qmp.execute("pmemsave", val=address, size=size, filename=path)
        with open(path, "rb") as file:
            data = file.read()
        os.unlink(path)
        return data

    def read_requests(self):
        """TFTP read requests on the wire so far, in order."""
        return read_requests(self.capture)

    def wire_stats(self):
        """What its wire did, once the machine is closed: see Wire.stats()."""
        return self._wire.stats(self.wire_process)

    def screenshot(self, name="screen.png"):
        """Save a picture of the screen to the output folder."""
        ppm = self._sockets + "/screen.ppm"
        self.qmp.execute("screendump", filename=ppm)
        with Image.open(ppm) as image:
            image.save(self._out(name))
        os.unlink(ppm)

    # What one does to it.

    def expect(self, pattern, timeout=60):
        """Wait for text on the serial line; fail with a report if not."""
        match = self.serial.expect(pattern, timeout, self.stop_reason)
        if match is None:
            self._fail_if_stopped(f"waiting for /{pattern}/")
            raise SerialTimeout(self.report(
                f"/{pattern}/ did not come within {timeout} s"))
        return match

    def expect_terminal(self, pattern, timeout=60):
        """Wait until a line of the serial terminal's screen matches."""
        regex = re.compile(pattern)
        terminal = self.serial.terminal
        match = self.serial.wait(
            lambda: _search_lines(regex, terminal.text()), timeout,
            self.stop_reason)
        if match is None:
            self._fail_if_stopped(f"waiting for /{pattern}/ on the terminal")
            raise SerialTimeout(self.report(
                f"no line of the terminal matched /{pattern}/"))
        return match

    def expect_screen(self, pattern, timeout=60, interval=0.3):
        """Wait until a line of the VGA text screen matches."""
        regex = re.compile(pattern)
        end = time.monotonic() + timeout
        while True:
            match = _search_lines(regex, self.screen())
            if match:
                return match
            self._fail_if_stopped(f"waiting for /{pattern}/ on the screen")
            if time.monotonic() > end:
                raise SerialTimeout(self.report(
                    f"no line of the screen matched /{pattern}/"))
            time.sleep(interval)

    def _fail_if_stopped(self, doing):
        reason = self.stop_reason()
        if reason:
            raise MachineStopped(self.report(f"{reason} while {doing}"))

    def send(self, data):
        """Send bytes or ASCII text over the serial line."""
        self.serial.send(data)

    def key(self, *names):
        """Press keys together by QKeyCode name: key('down')."""
        self.qmp.send_keys(names)
        time.sleep(0.08)

    def type(self, text):
        """Type ASCII text on the keyboard, no faster than a BIOS reads."""
        for char in text:
            self.key(*keys_for(char))

    def report(self, headline):
        """What is known, for a failed test: all consoles and the reason."""
        parts = [headline, "--- serial, last lines", self.serial.tail(),
                 "--- serial terminal", *_trim(self.serial.screen()),
                 "--- debugcon, last lines", _tail_of(self.debug_log)]
        with contextlib.suppress(LabError, OSError):
            parts += ["--- VGA text", *_trim(self.screen())]
        return "\n".join(parts)

    # The end.

    def save(self):
        """Save screens to the output folder; harmless if QEMU is gone."""
        with contextlib.suppress(LabError, OSError):
            self.screenshot()
            _write(self._out("screen.txt"), self.screen())
        if self.serial is not None:
            _write(self._out("terminal.txt"), self.serial.screen())
            _write(self._out("serial.txt"), [self.serial.text()])

    def close(self):
        """Save, power off, clean up."""
        if self.wire_process is not None:
            self.wire_process.stop()
        if self.qmp is not None:
            self.save()
            with contextlib.suppress(LabError):
                self.qmp.execute("quit")
            self.qmp.close()
            self.qmp = None
        if self.serial is not None:
            self.serial.close()
        if self.process is not None:
            self.process.stop()
        shutil.rmtree(self._sockets, ignore_errors=True)


def _search_lines(regex, lines):
    for line in lines:
        match = regex.search(line)
        if match:
            return match
    return None


def _trim(lines):
    """Lines without the empty ones at the end."""
    last = max((i for i, line in enumerate(lines) if line), default=-1)
    return lines[:last + 1]


def _tail_of(path, size=2000):
    with contextlib.suppress(OSError), open(path, "rb") as file:
        return file.read()[-size:].decode("cp437")
    return ""


def _write(path, lines):
    with open(path, "w", encoding="utf-8") as file:
        file.write("\n".join(lines) + "\n")
