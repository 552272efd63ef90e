/* Lines of text and PXE-Exx messages. Documented in say.h. */
#include "rom/say.h"

#include <string.h>
#include "base/fmt.h"
#include "rom/bios.h"

#define LINE_MAX 160

static const struct {
	uint8_t status;
	const char *text;
} say_texts[] = {
	{PXE_STATUS_ARP_TIMEOUT, "no answer to ARP"},
	{PXE_STATUS_TFTP_CANNOT_ARP_ADDRESS,
	 "the TFTP server or gateway does not answer to ARP"},
	{PXE_STATUS_TFTP_OPEN_TIMEOUT, "the TFTP server does not answer"},
	{PXE_STATUS_TFTP_READ_TIMEOUT, "the TFTP server fell silent"},
	{PXE_STATUS_TFTP_ERROR_OPCODE, "the TFTP server refused"},
	{PXE_STATUS_TFTP_CANNOT_OPEN_CONNECTION, "the boot file has no name"},
	{PXE_STATUS_TFTP_CANNOT_READ_FROM_CONNECTION,
	 "the boot file cannot be read"},
	{PXE_STATUS_TFTP_FILE_NOT_FOUND, "boot file not found"},
	{PXE_STATUS_TFTP_ACCESS_VIOLATION,
	 "the TFTP server denies access to the boot file"},
	{PXE_STATUS_DHCP_TIMEOUT, "no DHCP or ProxyDHCP offers were received"},
	{PXE_STATUS_DHCP_NO_IP_ADDRESS,
	 "ProxyDHCP offers came, but no IP address"},
	{PXE_STATUS_DHCP_NO_BOOTFILE_NAME, "no boot file name was received"},
	{PXE_STATUS_UNDI_MEDIATEST_FAILED, "no link; check the cable"},
	{PXE_STATUS_UNDI_CANNOT_INITIALIZE_NIC,
	 "the network card does not respond"},
	{PXE_STATUS_UNDI_CANNOT_READ_CONFIG_DATA,
	 "the network card cannot be found or read"},
	{PXE_STATUS_UNDI_BAD_MAC_ADDRESS,
	 "the network card has no valid MAC address"},
	{PXE_STATUS_UNDI_BAD_EEPROM_CHECKSUM,
	 "the network card's EEPROM has a wrong checksum"},
	{PXE_STATUS_BSTRAP_MISSING_LIST,
	 "bad or missing boot server list for the chosen item"},
	{PXE_STATUS_BSTRAP_NO_RESPONSE, "no boot server answered"},
	{PXE_STATUS_BSTRAP_FILE_TOO_BIG,
	 "the boot file does not fit into free base memory"},
	{PXE_STATUS_BINL_CANCELED_BY_KEYSTROKE, "cancelled by keystroke"},
	{PXE_STATUS_BINL_NO_PXE_SERVER, "the ProxyDHCP service did not answer"},
};

void say(const char *format, ...)
{
	char line[LINE_MAX];
	va_list args;

	va_start(args, format);
	vfmt(line, sizeof(line), format, args);
	va_end(args);
	bios_print(line);
}

void say_status(int status)
{
	unsigned i;

	for (i = 0; i < sizeof(say_texts) / sizeof(say_texts[0]); i++)
		if (say_texts[i].status == status)
			break;
	say("\nPXE-E%02X: %s.\n", status,
	    i < sizeof(say_texts) / sizeof(say_texts[0]) ? say_texts[i].text
							 : "internal error");
}

void say_mac(const eth_mac *mac)
{
	unsigned i;

	for (i = 0; i < ETH_MAC_LEN; i++)
		say("%02X ", mac->b[i]);
}

void say_ip(const char *name, ip4 ip)
{
	char text[FMT_IP];

	say("%s: %s  ", name, fmt_ip(text, ip));
}

void say_uuid(const uint8_t *uuid)
{
	static const uint8_t order[] = {3,    2,  1,  0,    0xFF, 5, 4,
					0xFF, 7,  6,  0xFF, 8,	  9, 0xFF,
					10,   11, 12, 13,   14,	  15};
	unsigned i;

	for (i = 0; i < sizeof(order); i++) {
		if (order[i] == 0xFF)
			bios_putc('-');
		else
			say("%02X", uuid[order[i]]);
	}
}

bool say_cancelled(void)
{
	uint8_t c = (uint8_t)bios_key();

	return c == BIOS_KEY_ESC || c == BIOS_KEY_CTRL_C;
}
