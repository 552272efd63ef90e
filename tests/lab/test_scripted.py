"""The scripted server serves honestly, and misbehaves as told."""

import socket
import threading

import pytest

from lab import scripted
from lab.netns import LabError
from lab.tftp_client import receive

BODY = bytes(range(256)) * 20


def transfer(tmp_path, rule, options, size=512, window=1):
    """Run one transfer over the loopback; returns (bytes, how it ended)."""
    (tmp_path / "file").write_bytes(BODY)
    scripted.check_rules([{"match": "", **rule}])
    with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as sock:
        sock.bind(("127.0.0.1", 0))
        job = scripted.Transfer({"root": str(tmp_path), "ip": "127.0.0.1"},
                                rule, ("file", options), sock.getsockname())
        ended = []
        thread = threading.Thread(target=lambda: ended.append(job._serve()))
        thread.start()
        try:
            return receive(sock, size, window, timeout=2.5), ended, thread
        finally:
            thread.join(20)


HONEST = [
    ("plain", {}, {}, 512, 1),
    ("blksize", {}, {"blksize": "1000"}, 1000, 1),
    ("blksize divides the size", {}, {"blksize": "1024"}, 1024, 1),
    ("window", {}, {"blksize": "100", "windowsize": "7"}, 100, 7),
    ("lost block", {"lose": [3]}, {}, 512, 1),
    ("lost in window", {"lose": [3, 8]},
     {"blksize": "100", "windowsize": "4"}, 100, 4),
    ("lost first of window", {"lose": [5]},
     {"blksize": "100", "windowsize": "4"}, 100, 4),
    ("lost last of window", {"lose": [8]},
     {"blksize": "100", "windowsize": "4"}, 100, 4),
    ("twice", {"twice": True}, {}, 512, 1),
    ("wrong block once", {"wrong_block": [2, 77]}, {}, 512, 1),
]


@pytest.mark.parametrize("rule, options, size, window",
                         [c[1:] for c in HONEST], ids=[c[0] for c in HONEST])
def test_arrives(tmp_path, rule, options, size, window):
    """The file arrives whole in spite of losses and repeats."""
    data, ended, thread = transfer(tmp_path, rule, options, size, window)
    assert data == BODY
    assert not thread.is_alive() and ended == ["done"]


def test_truncate(tmp_path):
    """The end comes early."""
    assert transfer(tmp_path, {"truncate": 700}, {})[0] == BODY[:700]


def test_foreign_port(tmp_path):
    """Another port injects a block; this client falls for it."""
    data, _, _ = transfer(tmp_path, {"foreign": 1}, {})
    assert data == b"false"


def test_error(tmp_path):
    """ERROR at the request and in the middle."""
    with pytest.raises(OSError, match="error 2: no"):
        transfer(tmp_path, {"error": [2, "no"]}, {})
    with pytest.raises(OSError, match="error 0: disk"):
        transfer(tmp_path, {"error_after": [2, 0, "disk"]}, {})


@pytest.mark.parametrize("blocks", [0, 2])
def test_silence(tmp_path, blocks):
    """Nothing more comes after so many blocks."""
    with pytest.raises(TimeoutError):
        transfer(tmp_path, {"silent_after": blocks}, {})


def test_unknown_rule():
    """A misspelt rule is refused, not passed over."""
    with pytest.raises(LabError, match="silent_aftr"):
        scripted.check_rules([{"match": "x", "silent_aftr": 1}])


def test_dhcp_reply():
    """Reply fields stand where RFC 2131 wants them; the tail is raw."""
    ask = (b"\1\1\6\0" + b"\xde\xad\xbe\xef" + bytes(20) + b"\x52\x54"
           + bytes(206) + b"\x63\x82\x53\x63" + b"\x35\1\1\xff")
    assert scripted.dhcp_kind(ask) == 1
    script = {"ip": "10.0.0.1", "dhcp": {
        "boot_file": "x.0", "options": [[209, "6162"]], "tail": "2bff01"}}
    reply = scripted.dhcp_reply(ask, 1, script)
    assert reply[4:8] == b"\xde\xad\xbe\xef" and reply[28:30] == b"\x52\x54"
    assert reply[236:240] == b"\x63\x82\x53\x63"
    assert reply.endswith(b"\xd1\x02ab\x2b\xff\x01")
    assert scripted.dhcp_kind(reply) == 2
