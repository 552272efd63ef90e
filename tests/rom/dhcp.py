"""dnsmasq as the ROM's tests need it: plain, as a PXE server, as a proxy.

Several may run side by side: what is broadcast reaches all of them.
"""

import os

from lab.netns import BRIDGE, wait_until
from lab.servers import CLIENT_IP, CLIENT_MAC, find_program

ADDRESSES = [
    "--dhcp-range=192.168.77.50,192.168.77.99,255.255.255.0,1h",
    f"--dhcp-host={CLIENT_MAC},{CLIENT_IP}",
    "--dhcp-option=3,192.168.77.1",
]
PROXY = ["--dhcp-range=192.168.77.0,proxy,255.255.255.0"]


def dnsmasq(network, *arguments, root=None, name="dnsmasq"):
    """Start one; root is what it serves by TFTP, None: nothing."""
    lease_file = os.path.join(network.work_dir, f"{name}.leases")
    tftp = ["--enable-tftp", f"--tftp-root={root}"] if root else []
    process = network.spawn(
        [find_program("dnsmasq", "dnsmasq-base"), "--no-daemon",
         "--conf-file=/dev/null", "--user=root", "--group=root", "--port=0",
         f"--interface={BRIDGE}", "--bind-interfaces", "--pid-file=",
         f"--dhcp-leasefile={lease_file}", "--log-dhcp", "--no-ping",
         "--dhcp-authoritative", *tftp, *arguments], name)
    wait_until(lambda: "DHCP" in process.log() and process.alive(), 10, name)
    return process
