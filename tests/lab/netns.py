"""A private Ethernet for tests: a network namespace with a bridge and taps.

Works as root, and as a plain user where the kernel allows user namespaces
and /dev/net/tun may be opened.  Every process started here dies with the
process that started it (PR_SET_PDEATHSIG), so a killed test leaks nothing.
It adds no delay and no loss to the wire: wire.py does.
"""

import contextlib
import os
import signal
import subprocess
import time

SERVER_IP = "192.168.77.1"
PREFIX_LEN = 24
SERVER_IPV6 = "fd77::1"
BRIDGE = "br0"
DIE_WITH_PARENT = ["setpriv", "--pdeathsig", "KILL"]


class LabError(Exception):
    """Something the lab needs is missing or went wrong."""


class Process:
    """A child process with its output in a file; stop() always succeeds."""

    def __init__(self, argv, log_path, name):
        self.name = name
        self.log_path = log_path
        self._log = open(log_path, "wb")
        self.popen = subprocess.Popen(
            argv, stdin=subprocess.DEVNULL, stdout=self._log,
            stderr=subprocess.STDOUT, start_new_session=True)

    @property
    def pid(self):
        """Process id; also the id of the process group it leads."""
        return self.popen.pid

    def alive(self):
        """True while the process has not ended."""
        return self.popen.poll() is None

    def log(self):
        """All the process has printed so far."""
        with open(self.log_path, encoding="utf-8", errors="replace") as file:
            return file.read()

    def signal(self, number):
        """Send a signal to the process and its own children."""
        os.killpg(self.pid, number)

    def stop(self, grace_s=2.0):
        """End the process and its own children: politely, then by force."""
        for sig in (signal.SIGTERM, signal.SIGKILL):
            if self.alive():
                with contextlib.suppress(ProcessLookupError):
                    os.killpg(self.pid, sig)
                with contextlib.suppress(subprocess.TimeoutExpired):
                    self.popen.wait(grace_s)
        self._kill_stragglers()
        self._log.close()

    def _kill_stragglers(self):
        """Kill what is left of the group after its leader has ended."""
        with contextlib.suppress(ProcessLookupError, PermissionError):
            os.killpg(self.pid, signal.SIGKILL)


class Network:
    """The namespace; use it as a context manager."""

    def __init__(self, work_dir, server_ip=SERVER_IP):
        self.work_dir = str(work_dir)
        self.server_ip = server_ip
        self.has_ipv6 = False
        self._taps = self._veths = 0
        self._holder = None
        self._enter = None
        self._children = []

    def __enter__(self):
        try:
            self._start_holder()
            self._set_up_bridge()
        except BaseException:
            self.close()
            raise
        return self

    def __exit__(self, *exc):
        self.close()

    def _start_holder(self):
        """Start the process whose namespaces the others join.

        It ends by itself when the pipe to its standard input closes.
        """
        as_root = os.geteuid() == 0
        flags = ["-n"] if as_root else ["-rn"]
        self._holder = subprocess.Popen(
            ["unshare", *flags, *DIE_WITH_PARENT, "sh", "-c",
             "echo ready; exec cat >/dev/null"],
            stdin=subprocess.PIPE, stdout=subprocess.PIPE,
            stderr=subprocess.PIPE, start_new_session=True)
        if self._holder.stdout.readline() != b"ready\n":
            raise LabError("cannot make a network namespace: "
                           + self._holder.stderr.read().decode().strip())
        user = [] if as_root else ["-U", "--preserve-credentials"]
        self._enter = ["nsenter", "-t", str(self._holder.pid), *user, "-n",
                       *DIE_WITH_PARENT]

    def _set_up_bridge(self):
        """Bridge with the server's address; it forwards at once (no STP)."""
        self.ip_batch(f"""
            link set lo up
            link add {BRIDGE} type bridge stp_state 0 forward_delay 0 \
mcast_snooping 0
            link set {BRIDGE} addrgenmode none
            addr add {self.server_ip}/{PREFIX_LEN} dev {BRIDGE}
            link set {BRIDGE} up
        """)
        self.has_ipv6 = os.path.exists("/proc/net/if_inet6")
        if self.has_ipv6:
            self.ip_batch(f"""
                addr add fe80::1/64 dev {BRIDGE} nodad
                addr add {SERVER_IPV6}/64 dev {BRIDGE} nodad
            """)

    def ip_batch(self, commands):
        """Run iproute2 commands, one a line, in the namespace."""
        done = subprocess.run(
            [*self._enter, "ip", "-batch", "-"], input=commands, text=True,
            capture_output=True, timeout=20)
        if done.returncode:
            raise LabError(f"ip failed: {done.stderr.strip()}")

    def add_tap(self, joined=True):
        """Add a tap for one guest to the bridge; return its name.

        Not joined, it is for a packet socket: a bridge of its own that is not
        up keeps what the guest says from the namespace's own ears.
        """
        name = f"tap{self._taps}"
        bridge = BRIDGE if joined else f"off{self._taps}"
        if not os.access("/dev/net/tun", os.R_OK | os.W_OK):
            raise LabError("/dev/net/tun may not be opened by this user: "
                           "run as root, or allow it with a udev rule")
        if not joined:
            self.ip_batch(f"link add {bridge} type bridge")
        self.ip_batch(f"""
            tuntap add dev {name} mode tap
            link set {name} addrgenmode none
            link set {name} master {bridge} up
        """)
        self._taps += 1
        return name

    def add_veth(self):
        """Add a pair of interfaces, one on the bridge; return both names.

        The first is free for a packet socket, the second is on the bridge.
        """
        name, peer = f"veth{self._veths}", f"port{self._veths}"
        self.ip_batch(f"""
            link add {name} type veth peer name {peer}
            link set {name} addrgenmode none
            link set {peer} addrgenmode none
            link set {name} arp off up
            link set {peer} master {BRIDGE} up
        """)
        self._veths += 1
        return name, peer

    def command(self, argv):
        """The command line that runs argv inside the namespace."""
        return [*self._enter, *[str(arg) for arg in argv]]

    def spawn(self, argv, name):
        """Start argv inside; output goes to <work_dir>/<name>.log.

        The second process of the same name logs to <name>-2.log, and so on.
        """
        same = sum(child.name == name for child in self._children)
        file_name = f"{name}-{same + 1}.log" if same else f"{name}.log"
        log_path = os.path.join(self.work_dir, file_name)
        process = Process(self.command(argv), log_path, name)
        self._children.append(process)
        return process

    def run(self, argv, timeout=30):
        """Run argv inside to its end and return the CompletedProcess."""
        return subprocess.run(self.command(argv), text=True, timeout=timeout,
                              stdin=subprocess.DEVNULL, capture_output=True)

    def close(self):
        """Stop everything, newest first; the namespace goes with the last."""
        while self._children:
            self._children.pop().stop()
        if self._holder is None:
            return
        self._holder.stdin.close()
        try:
            self._holder.wait(2)
        except subprocess.TimeoutExpired:
            self._holder.kill()
            self._holder.wait()
        self._holder.stdout.close()
        self._holder.stderr.close()
        self._holder = None


def wait_until(check, timeout, what, interval=0.05):
    """Poll check() until it is true; raise LabError after timeout seconds."""
    end = time.monotonic() + timeout
    while True:
        result = check()
        if result:
            return result
        if time.monotonic() > end:
            raise LabError(f"waited {timeout} s in vain for {what}")
        time.sleep(interval)
