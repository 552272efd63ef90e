/*
 * Fuzzes proto/dhcp.c and proto/cfgname.c: the input is up to three packets,
 * merged into one lease, of which all names are made.
 */
#include "fuzz.h"
#include "proto/cfgname.h"
#include "proto/dhcp_print.h"

static void check_text(const char *text, size_t room)
{
	const char *end = memchr(text, '\0', room);

	FUZZ_CHECK(end);
	for (; text < end; text++)
		FUZZ_CHECK((uint8_t)*text >= ' ' && *text != 0x7F);
}

/* The packet as a text: lines that no terminal takes for more. */
static void check_print(const uint8_t *packet, size_t len, size_t room)
{
	struct arena a;
	struct text t;
	char *memory = malloc(room ? room : 1);
	const char *text;

	arena_init(&a, memory, room);
	text = text_begin(&t, &a);
	dhcp_print(&t, packet, len);
	text_end(&t, &a);
	FUZZ_CHECK(strlen(text) <= room);
	for (; *text; text++)
		FUZZ_CHECK(*text == '\n' ||
			   ((uint8_t)*text >= ' ' && *text != 0x7F));
	free(memory);
}

static void check_packet(const uint8_t *packet, size_t len)
{
	struct dhcp d;

	check_print(packet, len, 20000);
	check_print(packet, len, len);
	if (dhcp_open(&d, packet, len) != 0)
		return;
	FUZZ_CHECK(len >= sizeof(struct dhcp_packet));
	for (unsigned code = 0; code < 256; code++) {
		uint8_t part[16], whole[1024];
		int n = dhcp_option(&d, (uint8_t)code, whole, sizeof(whole));
		ip4 ip;

		FUZZ_CHECK(n >= -1 && n <= (int)len);
		FUZZ_CHECK(dhcp_option(&d, (uint8_t)code, part, sizeof(part)) ==
			   n);
		if (n > 0)
			FUZZ_CHECK(memcmp(part, whole,
					  n < 16 ? (size_t)n : 16) == 0);
		FUZZ_CHECK(dhcp_ip(&d, (uint8_t)code, &ip) == (n >= 4));
		if (dhcp_text(&d, (uint8_t)code, (char *)part, sizeof(part)))
			check_text((const char *)part, sizeof(part));
	}
}

static void check_lease(const struct dhcp_lease *l)
{
	char name[CFGNAME_MAX], prefix[256], path[700];
	unsigned n;

	check_text(l->boot_file, sizeof(l->boot_file));
	check_text(l->config_file, sizeof(l->config_file));
	check_text(l->path_prefix, sizeof(l->path_prefix));
	check_text(l->host_name, sizeof(l->host_name));
	check_text(l->domain_name, sizeof(l->domain_name));
	FUZZ_CHECK(l->mac_len <= sizeof(l->mac));
	cfgname_prefix(l, prefix, sizeof(prefix));
	for (n = 0; cfgname(l, n, name, sizeof(name)); n++) {
		check_text(name, sizeof(name));
		FUZZ_CHECK(cfgname_join(prefix, name, path, sizeof(path)));
		check_text(path, sizeof(path));
	}
	FUZZ_CHECK(n >= 1 && n <= 12);
}

int LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t len)
{
	struct span in = span_of(bytes, len);
	struct dhcp_lease lease = {0};

	for (unsigned i = 0; i < 3; i++) {
		size_t n = fuzz_u16(&in);
		uint8_t *packet = fuzz_bytes(&in, &n);

		check_packet(packet, n);
		dhcp_merge(&lease, packet, n);
		free(packet);
	}
	check_lease(&lease);
	return 0;
}
