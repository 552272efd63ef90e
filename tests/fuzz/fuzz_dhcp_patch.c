/*
 * Fuzzes proto/dhcp_patch.c: the input is how to change a packet, how much room
 * there is, and the packet, whose cookie is made right. What comes out is read
 * again.
 */
#include "fuzz.h"
#include "proto/dhcp.h"
#include "proto/dhcp_patch.h"

#define OPTIONS 4

static void check(const struct dhcp_patch *d, const uint8_t *out, size_t room)
{
	struct dhcp read;

	FUZZ_CHECK(dhcp_open(&read, out, room) == 0);
	FUZZ_CHECK(read.overload == 0);
	if (d->server.b[0])
		FUZZ_CHECK(!memcmp(&read.packet->siaddr, &d->server, 4));
	for (unsigned i = 0; i < d->options; i++)
		FUZZ_CHECK(dhcp_option(&read, d->option[i].code, NULL, 0) >=
			   d->option[i].len);
}

int LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t len)
{
	static const char value[255];
	struct span in = span_of(bytes, len);
	struct dhcp_new option[OPTIONS];
	char file[300];
	uint8_t how = fuzz_u8(&in);
	struct dhcp_patch d = {.option = option, .options = how % OPTIONS};
	size_t room = fuzz_u16(&in) % 2048, n;
	uint8_t *packet, *out = malloc(room ? room : 1);

	if (how & 0x80)
		d.server = (ip4){{10, fuzz_u8(&in), 0, 1}};
	if (how & 0x40) {
		n = fuzz_u16(&in) % sizeof(file);
		memset(file, 'f', sizeof(file));
		file[n] = '\0';
		d.file = file;
	}
	for (unsigned i = 0; i < d.options; i++) {
		uint8_t code = fuzz_u8(&in);

		/* Those three are no options to give. */
		if (code == DHCP_PAD || code == DHCP_END ||
		    code == DHCP_OVERLOAD)
			code = DHCP_CONFIG_FILE;
		option[i] = (struct dhcp_new){code, fuzz_u8(&in), value};
	}
	n = in.len;
	packet = fuzz_bytes(&in, &n);
	if (n >= sizeof(struct dhcp_packet))
		memcpy(packet + DHCP_FIXED_LEN, "\x63\x82\x53\x63", 4);
	if (dhcp_patch(&d, packet, n, out, room) == 0)
		check(&d, out, room);
	free(packet);
	free(out);
	return 0;
}
