"""Small NBPs made here: they say a line on COM1."""

from lab.site import DISK_CODE

# What DISK_CODE ends with is hlt; jmp; this one goes back to the ROM instead:
# xor ax,ax; retf
RETURN = bytes.fromhex("31c0 cb")


def says(text):
    """An NBP that says text and halts."""
    return DISK_CODE + text.encode("ascii") + b"\r\n\0"


def returns(text):
    """An NBP that says text and returns with AX = 0."""
    code = DISK_CODE[:-3] + RETURN
    assert len(code) == len(DISK_CODE)
    return code + text.encode("ascii") + b"\r\n\0"
