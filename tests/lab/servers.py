"""Real DHCP and TFTP servers for the lab's network.

dnsmasq (DHCP, TFTP), atftpd, tftpd-hpa and nginx, each started in the
namespace of a Network.  The last three know nothing of DHCP: run them beside
a Dnsmasq with tftp=False.
"""

import ast
import os
import re
import shutil
import sys
from dataclasses import dataclass
from pathlib import Path

from .netns import BRIDGE, LabError, SERVER_IPV6, wait_until

CLIENT_MAC = "52:54:00:12:34:56"
CLIENT_IP = "192.168.77.77"
PKG = Path(__file__).resolve().parents[2] / "build/pkg"
SBIN = ["/usr/sbin", "/usr/local/sbin", "/sbin"]


@dataclass(frozen=True)
class TftpEvent:
    """One line of dnsmasq's log about TFTP: kind is sent, missing or error."""
    kind: str
    path: str
    text: str


def find_program(name, package):
    """Path of a server program: the unpacked package first, then the system."""
    candidate = PKG / package / "usr/sbin" / name
    if os.access(candidate, os.X_OK):
        return str(candidate)
    path = os.pathsep.join([os.environ.get("PATH", ""), *SBIN])
    found = shutil.which(name, path=path)
    if not found:
        raise LabError(f"{name} is not installed and not under build/pkg")
    return found


class Dnsmasq:
    """DHCP, and TFTP if tftp is true, from dnsmasq.

    boot_file is option 67 and the BOOTP file field; options maps DHCP option
    numbers to dnsmasq's value syntax and they are sent even if not asked for.
    dns: answer names, too, those that extra tells and no others.
    extra is a list of further dnsmasq arguments.  Two settings only save time:
    iPXE waits 16 s for an IPv6 router and 2 s for a ProxyDHCP server unless it
    hears of the one and is told (option 175.176) that there is no other.
    """

    _EVENTS = (
        ("sent", re.compile(r"dnsmasq-tftp: sent (.+) to [\d.]+$")),
        ("missing", re.compile(r"dnsmasq-tftp: file (.+) not found for ")),
        ("error", re.compile(r"dnsmasq-tftp: (?:error|failed) .*$")),
    )

    def __init__(self, network, root, boot_file, options=None, extra=(),
                 tftp=True, dns=False):
        self.root = os.path.realpath(root)
        state = os.path.join(network.work_dir, "dnsmasq.leases")
        argv = [
            find_program("dnsmasq", "dnsmasq-base"), "--no-daemon", "--conf-file=/dev/null",
            "--user=root", "--group=root", f"--port={53 if dns else 0}",
            f"--interface={BRIDGE}", "--bind-interfaces",
            f"--dhcp-leasefile={state}", "--pid-file=", "--log-dhcp",
            "--dhcp-authoritative", "--no-ping",
            "--dhcp-range=192.168.77.50,192.168.77.99,255.255.255.0,1h",
            f"--dhcp-host={CLIENT_MAC},{CLIENT_IP}",
            "--dhcp-option-force=encap:175,176,01",
            f"--dhcp-boot={boot_file},,{network.server_ip}",
        ]
        argv += _router_args(network)
        if dns:
            argv += ["--no-resolv", "--no-hosts"]
        if tftp:
            argv += ["--enable-tftp", f"--tftp-root={self.root}"]
        for code, value in (options or {}).items():
            argv.append(f"--dhcp-option-force={code},{value}")
        self.process = network.spawn([*argv, *extra], "dnsmasq")
        _wait_for(self.process, lambda: "DHCP, sockets bound" in
                  self.process.log())

    def tftp_events(self):
        """What the TFTP server did, in order; paths relative to the root."""
        events = []
        for line in self.process.log().splitlines():
            for kind, pattern in self._EVENTS:
                match = pattern.search(line)
                if match:
                    path = match.group(1) if kind != "error" else ""
                    events.append(TftpEvent(kind, self._relative(path), line))
                    break
        return events

    def _relative(self, path):
        if path.startswith(self.root + "/"):
            return path[len(self.root) + 1:]
        return path

    def stop(self):
        """Stop the server; the network does it too at its end."""
        self.process.stop()


class Syslog:
    """A socket on UDP port 514 that keeps what comes."""

    _LISTEN = ("import socket\n"
               "s = socket.socket(socket.AF_INET, socket.SOCK_DGRAM)\n"
               "s.bind(('', 514))\n"
               "print('listening', flush=True)\n"
               "while True:\n"
               "    print(ascii(s.recv(2048).decode('latin-1')), flush=True)\n")

    def __init__(self, network):
        self.process = network.spawn([sys.executable, "-c", self._LISTEN],
                                     "syslog")
        _wait_for(self.process, lambda: "listening" in self.process.log())

    def messages(self):
        """The datagrams so far."""
        return [ast.literal_eval(line)
                for line in self.process.log().splitlines()[1:]]


def _router_args(network):
    """dnsmasq arguments for router advertisements."""
    if not network.has_ipv6:
        return []
    return ["--enable-ra", f"--dhcp-range={SERVER_IPV6},ra-only"]


class RouterOnly:
    """Router advertisements only, beside a DHCP server of another kind.

    Spares iPXE its wait for an IPv6 router; does nothing without IPv6.
    """

    def __init__(self, network):
        arguments = _router_args(network)
        if arguments:
            network.spawn(
                [find_program("dnsmasq", "dnsmasq-base"), "--no-daemon", "--user=root",
                 "--conf-file=/dev/null", "--port=0", "--pid-file=",
                 f"--interface={BRIDGE}", "--leasefile-ro", *arguments],
                "router")


class Atftpd:
    """atftpd: plain TFTP with blksize and, from 0.8, windowsize."""

    def __init__(self, network, root, address=None):
        program = find_program("atftpd", "atftpd")
        self.process = network.spawn(
            [program, "--daemon", "--no-fork", "--verbose=7", "--logfile",
             "-", "--user", "root.root", "--port", 69, "--bind-address",
             address or network.server_ip, os.path.realpath(root)], "atftpd")
        _wait_for_udp(network, self.process, 69)

    def stop(self):
        """Stop the server."""
        self.process.stop()


class TftpdHpa:
    """tftpd-hpa; it logs to syslog only, so look into the capture instead.

    It sets its groups, which a user namespace forbids: root only.
    """

    def __init__(self, network, root, extra=()):
        if os.geteuid() != 0:
            raise LabError("tftpd-hpa can be tested by root only")
        program = find_program("in.tftpd", "tftpd-hpa")
        self.process = network.spawn(
            [program, "--foreground", "--user", "root", "--address",
             f"{network.server_ip}:69", "--secure", *extra,
             os.path.realpath(root)], "tftpd-hpa")
        _wait_for_udp(network, self.process, 69)

    def stop(self):
        """Stop the server."""
        self.process.stop()


class Nginx:
    """nginx serving root; the access log has one line a request.

    options are further directives for the server, each with its semicolon.
    """

    def __init__(self, network, root, port=80, options=""):
        work = os.path.join(network.work_dir, f"nginx-{port}")
        os.makedirs(work, exist_ok=True)
        self.access_log = os.path.join(work, "access.log")
        config = os.path.join(work, "nginx.conf")
        with open(config, "w", encoding="ascii") as file:
            file.write(_NGINX_CONFIG.format(
                work=work, root=os.path.realpath(root), port=port,
                options=options, ip=network.server_ip, user="user root;"))
        self.process = network.spawn(
            [find_program("nginx", "nginx"), "-e", f"{work}/error.log", "-c", config,
             "-p", work], "nginx")
        _wait_for(self.process, lambda: _listens(network, "-tln", port))

    def requests(self):
        """Lines of the access log: method, path, status, bytes, range."""
        with open(self.access_log, encoding="latin-1") as file:
            return file.read().splitlines()

    def stop(self):
        """Stop the server."""
        self.process.stop()


_NGINX_CONFIG = """
daemon off;
master_process off;
{user}
pid {work}/nginx.pid;
events {{ worker_connections 64; }}
http {{
    log_format short '$request_method $request_uri $status $body_bytes_sent '
                     '"$http_range"';
    access_log {work}/access.log short;
    client_body_temp_path {work}/t1;
    proxy_temp_path {work}/t2;
    fastcgi_temp_path {work}/t3;
    uwsgi_temp_path {work}/t4;
    scgi_temp_path {work}/t5;
    default_type application/octet-stream;
    sendfile on;
    server {{ listen {ip}:{port}; root {root}; {options} }}
}}
"""


def _listens(network, flags, port):
    """True if a socket in the namespace is bound to the port."""
    listing = network.run(["ss", flags, "-H"]).stdout
    return f":{port} " in listing


def _wait_for_udp(network, process, port):
    _wait_for(process, lambda: _listens(network, "-uln", port))


def _wait_for(process, ready, timeout=10):
    """Wait until a server is ready; its log explains an early end."""
    def check():
        if not process.alive():
            raise LabError(f"{process.name} ended at once:\n{process.log()}")
        return ready()
    wait_until(check, timeout, f"{process.name} to be ready")
