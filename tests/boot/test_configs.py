"""Configs that lead to other configs."""

from lab.guest import CONSOLE, wait_guest
from lab.menus import Menu, SerialTerminal
from lab.servers import Dnsmasq

FIRST = f"""
SERIAL 0 115200
UI menu.c32
MENU TITLE First menu
LABEL one
  MENU LABEL First system
  LINUX vmlinuz
  INITRD initrd.img
  APPEND {CONSOLE} entry=one
LABEL two
  MENU LABEL Second system
  LINUX vmlinuz
LABEL more
  MENU LABEL More of them
  KERNEL pxe/vesamenu.c32
  APPEND looks.cfg menus/more.cfg
"""

MORE = """
DEFAULT back
LABEL tool
  MENU LABEL A tool
LABEL other
  MENU LABEL Another tool
LABEL back
  MENU LABEL Back again
  COM32 menu.c32
  APPEND ~
"""


def test_menu_of_files(network, site, machine):
    """An entry's menu.c32 makes a menu of files; ~ is the first config."""
    site.config(FIRST)
    site.put("looks.cfg", "MENU TITLE Tools\nMENU BACKGROUND #ff204060\n")
    site.put("menus/more.cfg", MORE)
    site.put_guest()
    Dnsmasq(network, site.root, site.put_towline())
    pc = machine()
    menu = Menu(SerialTerminal(pc),
                ["First system", "Second system", "More of them"])
    tools = Menu(SerialTerminal(pc),
                 ["A tool", "Another tool", "Back again"])
    menu.wait_selected("First system")
    menu.console.press("end", "enter")
    tools.wait_selected("Back again")
    tools.wait_text("Tools")
    tools.console.press("enter")
    menu.wait_selected("First system")
    menu.wait_text("First menu")
    menu.console.press("enter")
    assert "entry=one" in wait_guest(pc).words()
