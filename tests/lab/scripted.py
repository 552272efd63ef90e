"""A TFTP, DHCP and boot server that misbehaves by script.

RFC 1350, 2347-2349, 7440; PXE 2.1 2.4.7 for the boot server.

Where no rule says otherwise it serves the files of a folder honestly, with
blksize, tsize and windowsize.  Rules are dictionaries with a "match" regular
expression for the file name and any of the keys of RULE_KEYS; the first rule
that matches is used.  It runs as a process of its own (python3 -m
lab.scripted FILE) and ends by itself after lifetime_s.
"""

import json
import os
import re
import select
import socket
import struct
import sys
import threading
import time

from .netns import BRIDGE, LabError, wait_until
from .servers import CLIENT_IP

RULE_KEYS = {
    "match": "regular expression searched in the file name",
    "above": "only for requests of blocks larger than this",
    "times": "the rule is spent after this many requests",
    "error": "[code, text]: refuse the request",
    "error_after": "[blocks, code, text]: fail in the middle",
    "silent_after": "send so many blocks, then nothing (0: no answer at all)",
    "truncate": "end the file after so many bytes; tsize tells the truth",
    "tsize": "size to announce instead of the true one",
    "wrong_block": "[block, number]: once, send this block as that number",
    "lose": "list of blocks that are not sent the first time",
    "twice": "send every block twice",
    "foreign": "block before which another port sends a false block",
    "options": "options to acknowledge instead of those asked for",
}
LIFETIME_S = 600
RETRY_S, RETRIES = 1.0, 8
BIS_PORT = 4011
RRQ, DATA, ACK, ERROR, OACK = 1, 3, 4, 5, 6


def check_rules(rules):
    """Refuse keys nobody would obey."""
    for rule in rules:
        unknown = set(rule) - set(RULE_KEYS)
        if unknown or "match" not in rule:
            raise LabError(f"bad rule {rule}: {sorted(unknown)}")


class Scripted:
    """The server as tests see it; dhcp None leaves DHCP to others.

    dhcp: {"boot_file": name, "options": [[code, hex], ...], "tail": hex}.
    tail replaces the end option, so that it can say anything.
    bis: {"file": name, "after": number}: a boot server on port 4011 that names
    a credentials file, when asked for the "after"-th time (1).
    """

    def __init__(self, network, root, rules=(), dhcp=None, bis=None):
        check_rules(rules)
        script = {"root": os.path.realpath(root), "ip": network.server_ip,
                  "rules": list(rules), "dhcp": dhcp, "bis": bis}
        path = os.path.join(network.work_dir, "script.json")
        with open(path, "w", encoding="utf-8") as file:
            json.dump(script, file, indent=1)
        package = os.path.dirname(os.path.dirname(os.path.abspath(__file__)))
        self.process = network.spawn(
            ["env", f"PYTHONPATH={package}", "PYTHONUNBUFFERED=1",
             sys.executable, "-m", "lab.scripted", path], "scripted")
        wait_until(self._ready, 10, "the scripted server")

    def _ready(self):
        if not self.process.alive():
            raise LabError("scripted server ended:\n" + self.process.log())
        return "ready" in self.process.log()

    def events(self):
        """Lines of its log: 'request NAME', 'done NAME', 'client-error'."""
        return self.process.log().splitlines()

    def stop(self):
        """Stop the server."""
        self.process.stop()


class Transfer:
    """One answer to one read request, in a thread of its own."""

    def __init__(self, script, rule, request, client):
        self.rule, self.client = rule, client
        self.name, self.asked = request
        self.path = os.path.join(script["root"], self.name.lstrip("/"))
        self.socket = socket.socket(socket.AF_INET, socket.SOCK_DGRAM)
        self.socket.bind((script["ip"], 0))
        self.foreign = socket.socket(socket.AF_INET, socket.SOCK_DGRAM)
        self.foreign.bind((script["ip"], 0))
        self.lost, self.wrong_sent = set(), False
        self.data, self.options = b"", {}

    def run(self):
        """Serve the file as the rule says; log how it ended."""
        try:
            print(f"{self._serve()} {self.name}")
        except OSError as exc:
            print(f"failed {self.name}: {exc}")
        finally:
            self.socket.close()
            self.foreign.close()

    def _serve(self):
        rule = self.rule
        if "error" in rule:
            self._error(*rule["error"])
            return "refused"
        if rule.get("silent_after") == 0:
            return "silent"
        try:
            with open(self.path, "rb") as file:
                self.data = file.read()
        except OSError:
            self._error(1, "File not found")
            return "missing"
        self.options = rule.get("options", self._accept_options())
        self.data = self.data[:rule.get("truncate", len(self.data))]
        if self.options and not self._send_oack():
            return "abandoned"
        return self._send_blocks()

    def _accept_options(self):
        """Options to acknowledge: those asked for that are known."""
        accepted = {}
        if "blksize" in self.asked:
            accepted["blksize"] = min(int(self.asked["blksize"]), 65464)
        if "tsize" in self.asked:
            accepted["tsize"] = self.rule.get("tsize", len(self.data))
        if "windowsize" in self.asked:
            accepted["windowsize"] = min(int(self.asked["windowsize"]), 64)
        return accepted

    def _send_oack(self):
        words = [str(w) for pair in self.options.items() for w in pair]
        packet = struct.pack(">H", OACK) + "".join(
            word + "\0" for word in words).encode("latin-1")
        answers = (self._exchange([packet], 0, 0) for _ in range(RETRIES))
        return next((a for a in answers if a is not None), "error") == 0

    def _send_blocks(self):
        """DATA in windows until the short block, or until a rule stops it."""
        size = int(self.options.get("blksize", 512))
        window = int(self.options.get("windowsize", 1))
        last = len(self.data) // size + 1
        done = tries = 0
        while done < last and tries < RETRIES:
            end = min(done + window, last)
            stop = self._stops_before(end)
            if stop:
                return stop
            packets = [p for block in range(done + 1, end + 1)
                       for p in self._packets_of(block, size)]
            acked = self._exchange(packets, done, end)
            if acked == "error":
                return "abandoned"
            tries = 0 if acked not in (None, done) else tries + 1
            done = done if acked is None else acked
        return "done" if done == last else "abandoned"

    def _stops_before(self, block):
        """Name of the misbehaviour that ends the transfer here, or None."""
        if block > self.rule.get("silent_after", 1 << 60):
            return "silent"
        if "error_after" in self.rule:
            count, code, text = self.rule["error_after"]
            if block > count:
                self._error(code, text)
                return "broken"
        return None

    def _packets_of(self, block, size):
        """The datagrams sent for one block: none, one or two."""
        if block in self.rule.get("lose", ()) and block not in self.lost:
            self.lost.add(block)
            return []
        number = block
        wrong = self.rule.get("wrong_block")
        if wrong and wrong[0] == block and not self.wrong_sent:
            self.wrong_sent = True
            number = wrong[1]
        if self.rule.get("foreign") == block:
            self.foreign.sendto(struct.pack(">HH", DATA, block) + b"false",
                                self.client)
        body = self.data[(block - 1) * size:block * size]
        packet = struct.pack(">HH", DATA, number & 0xffff) + body
        return [packet] * (2 if self.rule.get("twice") else 1)

    def _exchange(self, packets, done, end):
        """Send once, await an ACK from done to end; None: none in time."""
        for packet in packets:
            self.socket.sendto(packet, self.client)
        deadline = time.monotonic() + RETRY_S
        while (left := deadline - time.monotonic()) > 0:
            acked = self._receive_ack(left, done, end)
            if acked is not None:
                return acked
        return None

    def _receive_ack(self, timeout, done, end):
        """Block number of a fitting ACK; "error"; None: neither.

        In lock-step an ACK of the block before is a stray one: an answer to
        it would double every later packet (RFC 1123, 4.2.3.1).
        """
        if not select.select([self.socket], [], [], timeout)[0]:
            return None
        packet, sender = self.socket.recvfrom(2048)
        if sender != self.client or len(packet) < 4:
            return None
        op, number = struct.unpack_from(">HH", packet)
        if op == ERROR:
            print(f"client-error {number} {packet[4:-1].decode('latin-1')}")
            return "error"
        acked = end - ((end - number) & 0xffff)
        first = done if end > done + 1 or end == done else done + 1
        return acked if op == ACK and acked >= first else None

    def _error(self, code, text):
        self.socket.sendto(struct.pack(">HH", ERROR, code)
                           + text.encode("latin-1") + b"\0", self.client)


class Server:
    """Listens on the TFTP port and, if told to, on the DHCP port."""

    def __init__(self, script):
        self.script = script
        self.used = [0] * len(script["rules"])
        self.tftp = socket.socket(socket.AF_INET, socket.SOCK_DGRAM)
        self.tftp.bind((script["ip"], 69))
        self.sockets = [self.tftp]
        self.dhcp = None
        if script["dhcp"]:
            self.dhcp = _dhcp_socket()
            self.sockets.append(self.dhcp)
        self.bis, self.bis_asked = None, 0
        if script["bis"]:
            self.bis = socket.socket(socket.AF_INET, socket.SOCK_DGRAM)
            self.bis.bind((script["ip"], BIS_PORT))
            self.sockets.append(self.bis)

    def run(self):
        """Serve until the lifetime is over."""
        print("ready")
        end = time.monotonic() + LIFETIME_S
        while time.monotonic() < end:
            for ready in select.select(self.sockets, [], [], 1.0)[0]:
                packet, client = ready.recvfrom(2048)
                if ready is self.tftp:
                    self._start_transfer(packet, client)
                elif ready is self.bis:
                    self._answer_bis(packet, client)
                else:
                    self._answer_dhcp(packet)

    def _start_transfer(self, packet, client):
        words = packet[2:].split(b"\0")
        if packet[:2] != struct.pack(">H", RRQ) or len(words) < 3:
            return
        text = [word.decode("latin-1") for word in words]
        options = dict(zip(map(str.lower, text[2:-1:2]), text[3:-1:2]))
        print(f"request {text[0]}")
        rule = self._rule_for(text[0], options)
        transfer = Transfer(self.script, rule, (text[0], options), client)
        threading.Thread(target=transfer.run, daemon=True).start()

    def _rule_for(self, name, options):
        """The first rule that matches and is not spent, or an empty one."""
        size = int(options.get("blksize", 512))
        for i, rule in enumerate(self.script["rules"]):
            if (re.search(rule["match"], name) and
                    size > rule.get("above", 0)):
                if self.used[i] < rule.get("times", 1 << 60):
                    self.used[i] += 1
                    return rule
        return {}

    def _answer_bis(self, packet, client):
        """ACK for a REQUEST for credentials, of the first type asked for."""
        options = dhcp_options(packet)
        vendor = dhcp_options(options.get(43, b""), 0)
        item, types = vendor.get(71, b""), vendor.get(12, b"")
        name = packet[108:236].rstrip(b"\0").decode("latin-1")
        print(f"credentials {options.get(53, b'').hex()} {item.hex()} "
              f"{types.hex()} {name}")
        self.bis_asked += 1
        if (len(item) == 4 and item[2] & 0x80 and
                self.bis_asked >= self.script["bis"].get("after", 1)):
            self.bis.sendto(bis_reply(packet, item, types[:4], self.script),
                            client)

    def _answer_dhcp(self, packet):
        """OFFER for DISCOVER, ACK for REQUEST, always broadcast."""
        kind = dhcp_kind(packet)
        if kind in (1, 3):
            reply = dhcp_reply(packet, kind, self.script)
            self.dhcp.sendto(reply, ("255.255.255.255", 68))
            print(f"dhcp {'offer' if kind == 1 else 'ack'}")


def _dhcp_socket():
    """Socket on port 67 that may broadcast on the bridge."""
    sock = socket.socket(socket.AF_INET, socket.SOCK_DGRAM)
    sock.setsockopt(socket.SOL_SOCKET, socket.SO_BROADCAST, 1)
    sock.setsockopt(socket.SOL_SOCKET, socket.SO_BINDTODEVICE,
                    BRIDGE.encode())
    sock.bind(("0.0.0.0", 67))
    return sock


def dhcp_options(packet, pos=240):
    """Code -> value of the options from pos on."""
    found = {}
    while pos + 2 <= len(packet) and packet[pos] != 255:
        if packet[pos] == 0:
            pos += 1
            continue
        end = pos + 2 + packet[pos + 1]
        found[packet[pos]] = packet[pos + 2:end]
        pos = end
    return found


def dhcp_kind(packet):
    """DHCP message type of a packet (RFC 2132, 9.6), 0 if none."""
    return (dhcp_options(packet).get(53) or b"\0")[0]


def bis_reply(packet, item, types, script):
    """The ACK of a boot server that names a credentials file."""
    head = struct.pack(
        ">BBBB4sHH4s4s4s4s16s64s128s4s", 2, 1, 6, 0, packet[4:8], 0, 0,
        b"", packet[12:16], b"", b"", packet[28:44], b"",
        script["bis"]["file"].encode("latin-1"), b"\x63\x82\x53\x63")
    vendor = b"\x47\x04" + item + b"\x0c\x04" + types + b"\xff"
    options = [(53, b"\5"), (54, socket.inet_aton(script["ip"])),
               (60, b"PXEClient"), (43, vendor)]
    return head + b"".join(bytes([code, len(value)]) + value
                           for code, value in options) + b"\xff"


def dhcp_reply(packet, kind, script):
    """OFFER or ACK as the script wants it; nothing in it is checked."""
    dhcp, server = script["dhcp"], socket.inet_aton(script["ip"])
    boot_file = dhcp["boot_file"].encode("latin-1")
    head = struct.pack(
        ">BBBB4sHH4s4s4s4s16s64s128s4s", 2, 1, 6, 0, packet[4:8], 0, 0x8000,
        b"", socket.inet_aton(CLIENT_IP), server, b"", packet[28:44], b"",
        boot_file, b"\x63\x82\x53\x63")
    options = [(53, bytes([2 if kind == 1 else 5])), (54, server),
               (51, struct.pack(">I", 3600)), (1, b"\xff\xff\xff\0"),
               (3, server), (67, boot_file), (175, b"\xb0\x01\x01")]
    options += [(code, bytes.fromhex(value))
                for code, value in dhcp.get("options", ())]
    body = b"".join(bytes([code, len(value)]) + value
                    for code, value in options)
    return head + body + bytes.fromhex(dhcp.get("tail", "ff"))


if __name__ == "__main__":
    with open(sys.argv[1], encoding="utf-8") as source:
        Server(json.load(source)).run()
