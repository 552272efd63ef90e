"""Takes a CMS signature (RFC 5652) down to what Towline wants: detached, one
signer, his certificate, nothing unsigned. Judges nothing: crypto/cms.c does.
"""

import base64
import re

SEQUENCE, SET, INTEGER, OID = 0x30, 0x31, 0x02, 0x06
SIGNED_DATA = bytes.fromhex("2A864886F70D010702")
KEY_ID = bytes.fromhex("551D0E")


class Malformed(Exception):
    """Not what one expects; a sentence says what."""


def from_pem(data):
    """PEM or DER to DER."""
    match = re.search(rb"-----BEGIN (?:CMS|PKCS7)-----(.*?)-----END", data, re.S)
    try:
        return base64.b64decode(match[1]) if match else data
    except ValueError:
        raise Malformed("its PEM is damaged") from None


def element(data, at):
    """The element at an offset: tag, content, and where the next one is."""
    if at + 2 > len(data):
        raise Malformed("it ends too early")
    tag, length, at = data[at], data[at + 1], at + 2
    if length == 0x80:
        raise Malformed("it is BER, not DER; make it without -stream")
    if length > 0x80:
        count = length - 0x80
        length = int.from_bytes(data[at:at + count], "big")
        at += count
    if at + length > len(data):
        raise Malformed("it ends too early")
    return tag, data[at:at + length], at + length


def elements(data):
    """All elements of a content, as (tag, content, whole) each."""
    found, at = [], 0
    while at < len(data):
        tag, content, end = element(data, at)
        found.append((tag, content, data[at:end]))
        at = end
    return found


def der(tag, content):
    length = len(content)
    if length < 0x80:
        return bytes([tag, length]) + content
    size = length.to_bytes((length.bit_length() + 7) // 8, "big")
    return bytes([tag, 0x80 + len(size)]) + size + content


def only(data, tag, what):
    """The content of the one element that data is."""
    found = elements(data)
    if len(found) != 1 or found[0][0] != tag:
        raise Malformed(f"no {what} is there; is it a CMS signature?")
    return found[0][1]


def is_of_signer(certificate, signer):
    """True if the signer's name in SignerInfo means this certificate."""
    fields = elements(elements(certificate[1])[0][1])
    if fields[0][0] == 0xA0:
        fields = fields[1:]
    kind, name, _ = signer
    if kind == SEQUENCE:
        return name == fields[2][2] + fields[0][2]
    for tag, content, _ in fields:
        if tag == 0xA3:
            for _, extension, _ in elements(only(content, SEQUENCE, "extension")):
                parts = elements(extension)
                if parts[0][1] == KEY_ID:
                    return only(parts[-1][1], 0x04, "key identifier") == name
    return False


def slim(data):
    """The signature with nothing in it that Towline would refuse."""
    info = elements(only(data, SEQUENCE, "ContentInfo"))
    if len(info) != 2 or info[0][1] != SIGNED_DATA:
        raise Malformed("it is no SignedData; is it a CMS signature?")
    fields = elements(only(info[1][1], SEQUENCE, "SignedData"))
    if len(fields) < 4 or fields[-1][0] != SET:
        raise Malformed("it is no SignedData; is it a CMS signature?")
    signers = elements(fields[-1][1])
    if len(signers) != 1:
        raise Malformed(f"it has {len(signers)} signers; one is wanted")
    parts = [p for p in elements(signers[0][1]) if p[0] != 0xA1]
    content_type = elements(fields[2][1])[0][2]
    certs = b"".join(cert[2] for tag, content, _ in fields[3:-1] if tag == 0xA0
                     for cert in elements(content)
                     if cert[0] == SEQUENCE and is_of_signer(cert, parts[1]))
    signer = der(SEQUENCE, b"".join(p[2] for p in parts))
    return der(SEQUENCE, info[0][2] + der(0xA0, der(SEQUENCE, (
        # With other certificates and lists gone, the signer's version is right.
        parts[0][2] + fields[1][2] + der(SEQUENCE, content_type) +
        (der(0xA0, certs) if certs else b"") + der(SET, signer)))))
