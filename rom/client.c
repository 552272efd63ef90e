/*
 * The PXE client: what the BEV does, in order (PXE 2.1 section 2). It tells the
 * user what happens; the parts only return a status.
 */
#include "rom/client.h"

#include <string.h>
#include "rom/bios.h"
#include "rom/dialogue.h"
#include "rom/discover.h"
#include "rom/driver.h"
#include "rom/load.h"
#include "rom/menu.h"
#include "rom/say.h"

enum { LINK_WAIT_MS = 5000, VENDOR_MAX = 512, NAME_SHOWN = 100 };

/* From head.asm. */
extern uint16_t bios_pfa, dma_seg, dma_kb;

static struct dhcp_lease lease;
/* Option 43 that the choice is made from; discovery overwrites the packet. */
static uint8_t vendor_bytes[VENDOR_MAX];
static struct vendor vendor;

/* Not an error: the user chose to boot from a local disk. */
#define CLIENT_LOCAL_BOOT (-1)

static int client_start(void)
{
	int rc;

	say("\nTowline PXE 2.1  %s\n\n", driver_name);
	rc = nic_attach(bios_pfa, dma_seg, dma_kb);
	if (rc)
		return rc;
	bios_uuid(message_client.uuid);
	say("CLIENT MAC ADDR: ");
	say_mac(&nic.mac);
	say(" GUID: ");
	say_uuid(message_client.uuid);
	say("\n");
	if (!nic_wait_link(LINK_WAIT_MS))
		return PXE_STATUS_UNDI_MEDIATEST_FAILED;
	message_client.start_ms = bios_ms();
	memcpy(&message_client.xid, nic.mac.b + 2, 4);
	message_client.xid ^= far_read32(far_at(0x40, 0x6C));
	return nic_open(PXE_FILTER_DIRECTED | PXE_FILTER_BROADCAST);
}

static int client_dhcp(void)
{
	struct dialogue d;
	int rc;

	say("DHCP");
	rc = dialogue_run(&d);
	say("\n");
	if (rc && ip_is_zero(net.ip))
		return rc;
	say_ip("CLIENT IP", net.ip);
	say_ip("MASK", net.mask);
	say_ip("DHCP IP", d.server);
	if (!ip_is_zero(d.proxy))
		say_ip("PROXY IP", d.proxy);
	say("\n");
	if (!ip_is_zero(net.gateway)) {
		say_ip("GATEWAY IP", net.gateway);
		say("\n");
	}
	return rc;
}

static void client_merge(void)
{
	struct message *ack = &message_cached[MESSAGE_ACK];
	struct message *reply = &message_cached[MESSAGE_REPLY];

	memset(&lease, 0, sizeof(lease));
	dhcp_merge(&lease, ack->bytes, ack->len);
	dhcp_merge(&lease, reply->bytes, reply->len);
}

static void client_read_vendor(void)
{
	struct message *reply = &message_cached[MESSAGE_REPLY];
	struct dhcp d;
	int len = -1;

	if (dhcp_open(&d, reply->bytes, reply->len) == 0)
		len = dhcp_option(&d, DHCP_VENDOR, vendor_bytes, VENDOR_MAX);
	if (len < 0)
		len = 0;
	vendor_parse(span_of(vendor_bytes, len < VENDOR_MAX ? len : VENDOR_MAX),
		     &vendor);
}

/* Prompt, menu and boot server, where the server wants these. */
static int client_choose(void)
{
	static const uint8_t local[2];
	uint8_t type[2];
	int rc;

	client_read_vendor();
	client_merge();
	if (!vendor.pxe || vendor.menu.len == 0 ||
	    (vendor.control & VENDOR_USE_FILE && lease.boot_file[0]))
		return PXE_STATUS_SUCCESS;
	rc = menu_choose(&vendor, type);
	if (rc)
		return rc;
	if (memcmp(type, local, 2) == 0)
		return CLIENT_LOCAL_BOOT;
	rc = discover_server(&vendor, type);
	if (rc)
		return rc;
	client_read_vendor();
	client_merge();
	return PXE_STATUS_SUCCESS;
}

static int client_load(void)
{
	struct load_from from = {.server = lease.server,
				 .name = lease.boot_file};
	struct load_group group = {.ip = vendor.mtftp_ip,
				   .client_port = vendor.mtftp_client_port,
				   .server_port = vendor.mtftp_server_port,
				   .listen_s = vendor.mtftp_listen_s,
				   .transmit_s = vendor.mtftp_transmit_s};
	bool multicast = ip_is_group(group.ip) && group.server_port;
	uint32_t size;
	int rc;

	if (lease.boot_file[0] == 0)
		return PXE_STATUS_DHCP_NO_BOOTFILE_NAME;
	say_ip(multicast ? "MTFTP" : "TFTP", from.server);
	say("%.*s", NAME_SHOWN, from.name);
	rc = load_nbp(&from, multicast ? &group : NULL, &size, say_cancelled);
	if (rc == PXE_STATUS_SUCCESS)
		say("  %u bytes\n", (unsigned)size);
	return rc;
}

int client_boot(void)
{
	int rc = client_start();

	if (rc == PXE_STATUS_SUCCESS)
		rc = client_dhcp();
	if (rc == PXE_STATUS_SUCCESS)
		rc = client_choose();
	if (rc == PXE_STATUS_SUCCESS)
		rc = client_load();
	if (rc != PXE_STATUS_SUCCESS && rc != CLIENT_LOCAL_BOOT)
		say_status(rc);
	return rc;
}
