/*
 * The PXE API: UNDI, all but frames (PXE 2.1 section 3.4). States are not
 * insisted on: NBPs open what is open and close what is closed.
 */
#include "rom/api.h"

#include <string.h>
#include "rom/nic.h"

extern uint16_t rom_seg; /* head.asm */

#define LINK_SPEED 1000000000u

int api_undi_nothing(void *block)
{
	(void)block;
	return PXE_STATUS_SUCCESS;
}

int api_undi_unsupported(void *block)
{
	(void)block;
	return PXE_STATUS_UNSUPPORTED;
}

int api_undi_initialize(void *block)
{
	int rc = nic_init();

	(void)block;
	if (rc == PXE_STATUS_SUCCESS)
		nic.mac = nic.perm_mac;
	return rc;
}

static int api_set_groups(const struct pxe_mcast_list *list)
{
	uint16_t i;

	if (list->count > PXE_MCAST_MAX)
		return PXE_STATUS_UNDI_INVALID_PARAMETER;
	nic.mcast_count = (uint8_t)list->count;
	for (i = 0; i < list->count; i++)
		memcpy(&nic.mcast[i], list->addr[i], ETH_MAC_LEN);
	return PXE_STATUS_SUCCESS;
}

static int api_open(uint8_t filter, const struct pxe_mcast_list *list)
{
	int rc = api_set_groups(list);

	if (rc == PXE_STATUS_SUCCESS)
		rc = nic_open(filter);
	if (rc == PXE_STATUS_SUCCESS)
		nic_interrupts(true);
	return rc;
}

int api_undi_reset(void *block)
{
	struct pxe_undi_mcast *p = block;
	uint8_t filter = nic.filter;

	nic_shutdown();
	return api_open(filter, &p->list);
}

int api_undi_shutdown(void *block)
{
	(void)block;
	nic_shutdown();
	return PXE_STATUS_SUCCESS;
}

int api_undi_open(void *block)
{
	struct pxe_undi_open *p = block;

	return api_open((uint8_t)p->filter, &p->list);
}

int api_undi_close(void *block)
{
	(void)block;
	nic_close();
	return PXE_STATUS_SUCCESS;
}

int api_undi_set_mcast(void *block)
{
	struct pxe_undi_mcast *p = block;
	int rc = api_set_groups(&p->list);

	nic_set_filter();
	return rc;
}

int api_undi_set_station(void *block)
{
	struct pxe_undi_set_station_address *p = block;

	if (memcmp(p->address, &nic.mac, ETH_MAC_LEN) == 0)
		return PXE_STATUS_SUCCESS;
	if (nic.open)
		return PXE_STATUS_UNDI_INVALID_STATE;
	if (p->address[0] & 1)
		return PXE_STATUS_UNDI_BAD_MAC_ADDRESS;
	memcpy(&nic.mac, p->address, ETH_MAC_LEN);
	return PXE_STATUS_SUCCESS;
}

int api_undi_set_filter(void *block)
{
	struct pxe_undi_set_packet_filter *p = block;

	nic.filter = p->filter;
	nic_set_filter();
	return PXE_STATUS_SUCCESS;
}

int api_undi_get_information(void *block)
{
	struct pxe_undi_get_information *p = block;

	memset(p, 0, sizeof(*p));
	p->base_io = nic.base_io;
	p->int_number = nic.irq;
	p->max_tran_unit = ETH_MTU;
	p->hw_type = ARP_ETHERNET;
	p->hw_addr_len = ETH_MAC_LEN;
	memcpy(p->current_node_address, &nic.mac, ETH_MAC_LEN);
	memcpy(p->perm_node_address, &nic.perm_mac, ETH_MAC_LEN);
	p->rom_address = rom_seg;
	p->rx_buf_ct = nic.buffers;
	p->tx_buf_ct = NIC_TRANSMIT_BUFFERS;
	return PXE_STATUS_SUCCESS;
}

int api_undi_get_statistics(void *block)
{
	struct pxe_undi_get_statistics *p = block;

	memset(p, 0, sizeof(*p));
	p->sent = nic.sent;
	p->received = nic.received;
	return PXE_STATUS_SUCCESS;
}

int api_undi_clear_statistics(void *block)
{
	(void)block;
	nic.sent = nic.received = 0;
	return PXE_STATUS_SUCCESS;
}

int api_undi_get_mcast(void *block)
{
	struct pxe_undi_get_mcast_address *p = block;
	eth_mac mac = nic_group_mac(p->inet);

	if ((p->inet.b[0] & 0xF0) != 0xE0)
		return PXE_STATUS_UNDI_INVALID_PARAMETER;
	memset(p->media, 0, sizeof(p->media));
	memcpy(p->media, &mac, sizeof(mac));
	return PXE_STATUS_SUCCESS;
}

int api_undi_get_nic_type(void *block)
{
	struct pxe_undi_get_nic_type *p = block;

	memset(p, 0, sizeof(*p));
	p->nic_type = PXE_NIC_PCI;
	p->vendor_id = nic.vendor;
	p->dev_id = nic.device;
	p->base_class = 2; /* network controller, Ethernet */
	p->rev = nic.revision;
	p->bus_dev_func = nic.pfa;
	return PXE_STATUS_SUCCESS;
}

int api_undi_get_iface_info(void *block)
{
	struct pxe_undi_get_iface_info *p = block;

	memset(p, 0, sizeof(*p));
	memcpy(p->type, "DIX+802.3", 9);
	p->link_speed = LINK_SPEED;
	p->service_flags = PXE_SERVICE_BROADCAST | PXE_SERVICE_MULTICAST |
			   PXE_SERVICE_PROMISCUOUS | PXE_SERVICE_SET_ADDRESS |
			   PXE_SERVICE_STATISTICS | PXE_SERVICE_RESET |
			   PXE_SERVICE_OPEN_CLOSE;
	if (nic.irq)
		p->service_flags |= PXE_SERVICE_INTERRUPT;
	return PXE_STATUS_SUCCESS;
}
