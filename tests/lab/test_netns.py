"""The network is private, and nothing of it is left over."""

import os
import signal
import subprocess
import sys
from pathlib import Path

import pytest

from lab.netns import LabError, Network, wait_until
from lab.scripted import Scripted
from lab.servers import Atftpd, Dnsmasq, Nginx, TftpdHpa

CLIENT = Path(__file__).with_name("tftp_client.py")
BODY = bytes(range(256)) * 50

ORPHAN_MAKER = """
import sys, time
sys.path.insert(0, sys.argv[1])
from lab.netns import Network, wait_until
net = Network(sys.argv[2]).__enter__()
child = net.spawn(["sh", "-c", "echo up; exec sleep 600"], "child")
wait_until(child.log, 5, "the child")
print(net._holder.pid, child.pid, flush=True)
time.sleep(600)
"""


def running(pid):
    """True if the process exists and is no zombie."""
    try:
        stat = Path(f"/proc/{pid}/stat").read_text(encoding="ascii")
    except OSError:
        return False
    return stat.rpartition(")")[2].split()[0] != "Z"


def test_private(network):
    """Inside there is the bridge and no way out."""
    links = network.run(["ip", "-br", "link"]).stdout
    names = {line.split()[0].split("@")[0] for line in links.splitlines()}
    assert {"lo", "br0"} <= names and "eth0" not in names
    assert network.run(["ip", "route", "show", "default"]).stdout == ""


def test_close_ends_children(tmp_path):
    """Children and their own children end, the stubborn ones too."""
    with Network(tmp_path) as net:
        child = net.spawn(["sh", "-c", "trap '' TERM; sleep 600 & echo $!; "
                           "wait"], "stubborn")
        grandchild = int(wait_until(child.log, 5, "the child"))
        holder = net._holder.pid
    assert not running(child.pid)
    assert not running(holder)
    wait_until(lambda: not running(grandchild), 5, "the grandchild to end")


def test_killed_parent_leaks_nothing(tmp_path):
    """When the test itself is killed, its processes end too."""
    parent = subprocess.Popen(
        [sys.executable, "-c", ORPHAN_MAKER, str(CLIENT.parents[1]),
         str(tmp_path)], stdout=subprocess.PIPE, text=True)
    pids = [int(word) for word in parent.stdout.readline().split()]
    assert len(pids) == 2 and all(map(running, pids))
    os.kill(parent.pid, signal.SIGKILL)
    parent.wait()
    wait_until(lambda: not any(map(running, pids)), 5, "the orphans to end")
    parent.stdout.close()


def fetch(network, name, size):
    """Fetch by TFTP from inside; returns the bytes."""
    done = subprocess.run(
        network.command([sys.executable, CLIENT, network.server_ip, name,
                         size]), capture_output=True, timeout=30)
    assert done.returncode == 0, done.stderr.decode()
    return done.stdout


SERVERS = {
    "dnsmasq": lambda net, root: Dnsmasq(net, root, "x"),
    "atftpd": Atftpd,
    "tftpd-hpa": TftpdHpa,
    "scripted": Scripted,
}


@pytest.mark.parametrize("server", SERVERS)
def test_tftp_server(server, network, tmp_path):
    """Each server hands out a file, and can be stopped and replaced."""
    (tmp_path / "file").write_bytes(BODY)
    if server == "tftpd-hpa" and os.geteuid() != 0:
        with pytest.raises(LabError, match="root only"):
            SERVERS[server](network, tmp_path)
        return
    for size in (512, 1408):
        running_server = SERVERS[server](network, tmp_path)
        assert fetch(network, "file", size) == BODY
        running_server.stop()


def test_dnsmasq_events(network, tmp_path):
    """Served and missing files are told apart, in order."""
    (tmp_path / "file").write_bytes(BODY)
    dnsmasq = Dnsmasq(network, tmp_path, "x")
    fetch(network, "file", 512)
    with pytest.raises(AssertionError, match="error 1"):
        fetch(network, "none", 512)
    events = [(e.kind, e.path) for e in dnsmasq.tftp_events()]
    assert events == [("sent", "file"), ("missing", "none")]


def test_nginx(network, tmp_path):
    """nginx serves, and its log tells what was asked."""
    (tmp_path / "file").write_bytes(BODY)
    nginx = Nginx(network, tmp_path)
    code = ("import sys,urllib.request as u;"
            "sys.stdout.write(str(len(u.urlopen(sys.argv[1]).read())))")
    url = f"http://{network.server_ip}/file"
    done = network.run([sys.executable, "-c", code, url])
    assert done.stdout == str(len(BODY))
    assert nginx.requests() == [f'GET /file 200 {len(BODY)} "-"']


def test_server_that_does_not_start(network, tmp_path):
    """The reason is in the message."""
    with pytest.raises(LabError, match=r"(?s)ended at once.*bad dhcp"):
        Dnsmasq(network, tmp_path, "x", extra=["--dhcp-range=nonsense"])
