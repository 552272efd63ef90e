"""What entries come to: PXELINUX's programs by name, variables, SYSAPPEND."""

from lab.guest import CONSOLE, wait_guest
from lab.netns import SERVER_IP
from lab.qemu import UUID
from lab.servers import CLIENT_IP, CLIENT_MAC, Dnsmasq

MAC = CLIENT_MAC.replace(":", "-")
SMBIOS = ("-smbios", "type=1,manufacturer=Acme Corp.,product=Box \"3\",serial= SN  7 ",
          "-smbios", "type=3,asset=A7")

WORDS = """
    DEFAULT which
    LABEL which
      COM32 whichsys.c32
      APPEND -iso- nobody -pxe- cpu -sys- nobody
    LABEL cpu
      KERNEL boot/ifcpu64.c32
      APPEND big extra -- small
    LABEL small
      LOCALBOOT 0
    INCLUDE ${{mac:hexhyp}}.cfg
"""

BIG = f"""
    LABEL big
      KERNEL ${{next-server}}::${{serial}}/vmlinuz
      INITRD ${{net0/mac}}.img
      APPEND {CONSOLE} mac=${{mac}} ip4=${{ip}} id=${{uuid}} by=${{manufacturer}} \
what=${{product}} asset=${{asset}} root=${{root}} cost=$5
      SYSAPPEND 0x200B7
"""


def test_words(network, site, machine):
    """An entry that leads to another that leads to a third, whose file names,
    command line and additions come from DHCP and SMBIOS."""
    boot_file = site.put_towline()
    site.put_guest("SN_7/vmlinuz", f"{CLIENT_MAC}.img")
    site.config(WORDS.format())
    site.config(BIG, f"{MAC}.cfg")
    Dnsmasq(network, site.root, boot_file)
    words = wait_guest(machine(extra=SMBIOS)).words()
    plain = words[words.index("quiet") + 1:words.index("cost=$5")]
    assert plain == [
        f"mac={CLIENT_MAC}", f"ip4={CLIENT_IP}", f"id={UUID}", "by=Acme_Corp.",
        "what=Box_3", "asset=A7", "root=${root}"]
    swapped = "d4c3b2a1-f6e5-1147" + UUID[18:]
    added = words[words.index("extra") + 1:]
    assert added[0].startswith(f"ip={CLIENT_IP}:{SERVER_IP}:")
    assert added[0].count(":") == 3 and added[0].endswith(":255.255.255.0")
    assert added[1:-2] == [
        f"BOOTIF=01-{MAC}", f"SYSUUID={swapped}", "SYSVENDOR=Acme_Corp.",
        "SYSPRODUCT=Box_3", "SYSSERIAL=SN_7"]
    assert added[-2:] == ["SYSFF=1", f"BOOT_IMAGE={SERVER_IP}::SN_7/vmlinuz"]


NOTES = "".join(f"line {n} of the notes\n" for n in range(1, 31))

SHOWN = """
    SERIAL 0 115200
    PROMPT 1
    LABEL notes
      KERNEL cat.c32
      APPEND notes.txt
    LABEL loop
      COM32 ifcpu64.c32
      APPEND loop
"""

OTHER = f"""
    DEFAULT there
    LABEL there
      KERNEL vmlinuz
      INITRD initrd.img
      APPEND {CONSOLE} entry=there
"""


def test_shown(network, site, machine):
    """A text, page by page; a program that is not there, an endless loop; then
    another config, whose files are in another folder."""
    boot_file = site.put_towline()
    site.put_guest("sub/vmlinuz", "sub/initrd.img")
    site.put("notes.txt", NOTES)
    site.config(SHOWN)
    site.config(OTHER, "other.cfg")
    Dnsmasq(network, site.root, boot_file)
    pc = machine()

    def enter(line):
        pc.expect_screen(r"boot:\s*$", 60)
        pc.type(line + "\n")

    enter("notes")
    pc.expect_screen("line 22 of the notes")
    pc.key("pgdn")
    pc.expect_screen("line 30 of the notes")
    enter("hdt.c32")
    pc.expect_screen(r"\[E04\]")
    enter("loop")
    pc.expect_screen(r"\[E13\]")
    enter("config other.cfg sub/")
    assert "entry=there" in wait_guest(pc).words()
