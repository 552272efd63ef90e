/*
 * Tests of proto/bis.c: the request byte by byte, the good answer, the same
 * with one thing wrong, and every length of it.
 */
#include "proto/bis.h"
#include "packet.h"
#include "unit.h"

static const ip4 ip_client = {{192, 0, 2, 91}}, ip_server = {{192, 0, 2, 7}},
		 ip_other = {{192, 0, 2, 8}};
static struct dhcp_lease lease;
static struct bis bis = {
	.lease = &lease, .xid = {1, 2, 3, 4}, .type = {0xAB, 0x4D, 0x00, 0xFF}};

static void begin(void)
{
	static const uint8_t mac[] = {0x88, 0x99, 0xAA, 0xBB, 0xCC, 0xDD};

	lease = (struct dhcp_lease){.address = ip_client,
				    .server = ip_server,
				    .mac_type = 1,
				    .mac_len = 6,
				    .boot_file = "pxe/towline.0",
				    .has_item = true,
				    .item = {0x80, 0x01, 0x00, 0x02}};
	memcpy(lease.mac, mac, sizeof(mac));
}

/* An option of the request, in hexadecimal digits. */
static const char *asked(const struct dhcp *d, uint8_t code)
{
	static char text[600];
	uint8_t bytes[256];
	int len = dhcp_option(d, code, bytes, sizeof(bytes));

	text[0] = '\0';
	for (int i = 0; i < len; i++)
		sprintf(text + 2 * i, "%02X", bytes[i]);
	return text;
}

static void test_request(void **state)
{
	uint8_t *request = guard_alloc(BIS_REQUEST_LEN);
	struct dhcp_packet *p = (struct dhcp_packet *)request;
	struct dhcp d;

	(void)state;
	begin();
	bis_request(&bis, request);
	assert_int_equal(dhcp_open(&d, request, BIS_REQUEST_LEN), 0);
	assert_int_equal(p->op, DHCP_BOOTREQUEST);
	assert_int_equal(p->htype << 8 | p->hlen, 0x106);
	assert_memory_equal(p->xid, bis.xid, 4);
	assert_memory_equal(&p->ciaddr, &ip_client, 4);
	assert_memory_equal(p->chaddr, lease.mac, 16);
	assert_string_equal(p->file, "pxe/towline.0");
	assert_string_equal(asked(&d, DHCP_MESSAGE_TYPE), "03");
	assert_string_equal(asked(&d, DHCP_CLASS_ID),
			    "505845436C69656E743A417263683A30303030303A"
			    "554E44493A303032303031");
	assert_string_equal(asked(&d, DHCP_CLIENT_ARCH), "0000");
	assert_string_equal(asked(&d, DHCP_CLIENT_NDI), "010201");
	/* The item with the layer's bit, and our type. */
	assert_string_equal(asked(&d, DHCP_VENDOR), "470480018002"
						    "0C04AB4D00FF"
						    "FF");
	assert_string_equal(asked(&d, DHCP_CLIENT_UUID), "");
	lease.has_uuid = true;
	memset(lease.uuid, 0x5A, sizeof(lease.uuid));
	bis_request(&bis, request);
	assert_string_equal(asked(&d, DHCP_CLIENT_UUID),
			    "005A5A5A5A5A5A5A5A5A5A5A5A5A5A5A5A");
	/* A name too long for its place is left out. */
	memset(lease.boot_file, 'x', 128);
	bis_request(&bis, request);
	assert_string_equal(p->file, "");
	guard_free(request, BIS_REQUEST_LEN);
}

#define ITEM  "\x47\x04\x80\x01\x80\x02"
#define TYPES "\x0C\x04\xAB\x4D\x00\xFF"

/* What an answer is made of; NULL, 0: left out. */
struct answer {
	const char *what;
	const char *vendor;
	size_t vendor_len;
	const char *class_id, *file, *file_option;
	uint8_t op, message, xid, mac;
	ip4 siaddr;
};

static void make(const struct answer *a, struct packet *p)
{
	packet_begin(p, a->op);
	memcpy(packet_fixed(p)->xid, bis.xid, 4);
	packet_fixed(p)->xid[3] ^= a->xid;
	packet_fixed(p)->chaddr[5] ^= a->mac;
	packet_fixed(p)->siaddr = a->siaddr;
	if (a->file)
		strcpy(packet_fixed(p)->file, a->file);
	if (a->message)
		packet_option(p, DHCP_MESSAGE_TYPE, &a->message, 1);
	packet_option(p, DHCP_SERVER_ID, ip_server.b, 4);
	if (a->class_id)
		packet_text(p, DHCP_CLASS_ID, a->class_id);
	if (a->file_option)
		packet_text(p, DHCP_BOOT_FILE, a->file_option);
	if (a->vendor)
		packet_option(p, DHCP_VENDOR, a->vendor,
			      (uint8_t)a->vendor_len);
	packet_end(p);
}

static bool judge(const struct packet *p, struct bis_file *f)
{
	void *copy = guard_copy(p->bytes, p->len);
	bool good = bis_answer(&bis, span_of(copy, p->len), f);

	guard_free(copy, p->len);
	return good;
}

#define VENDOR(text) .vendor = (text), .vendor_len = sizeof(text) - 1
#define REST                                                                   \
	.class_id = "PXEClient", .file = "site.mf", .op = DHCP_BOOTREPLY,      \
	.message = 5

static const struct answer good[] = {
	{"plain", VENDOR(ITEM TYPES "\xFF"), REST},
	{"no end", VENDOR(TYPES ITEM), REST},
	{"another layer", VENDOR("\x47\x04\x80\x01\x80\x00" TYPES), REST},
	{"cut item", VENDOR("\x47\x03\x80\x01\x80" TYPES), REST},
	{"longer class", VENDOR(ITEM TYPES), .class_id = "PXEClient:Arch",
	 .file = "site.mf", .op = DHCP_BOOTREPLY, .message = 5},
	{"option 67", VENDOR(ITEM TYPES), .class_id = "PXEClient",
	 .file = "other", .file_option = "site.mf", .op = DHCP_BOOTREPLY,
	 .message = 5},
};

static const struct answer bad[] = {
	{"no vendor option", REST},
	{"empty vendor option", VENDOR(""), REST},
	{"no item", VENDOR(TYPES), REST},
	{"no types", VENDOR(ITEM), REST},
	{"another item", VENDOR("\x47\x04\x80\x02\x80\x02" TYPES), REST},
	{"layer without the bit", VENDOR("\x47\x04\x80\x01\x00\x02" TYPES),
	 REST},
	{"item of two bytes", VENDOR("\x47\x02\x80\x01" TYPES), REST},
	{"another type", VENDOR(ITEM "\x0C\x04\xAB\x4D\x00\xFE"), REST},
	{"two types", VENDOR(ITEM "\x0C\x08\xAB\x4D\x00\xFF\xAB\x4D\x00\xFF"),
	 REST},
	{"half a type", VENDOR(ITEM "\x0C\x02\xAB\x4D"), REST},
	{"types cut off", VENDOR(ITEM "\x0C\x04\xAB\x4D\x00"), REST},
	{"types behind the end", VENDOR(ITEM "\xFF" TYPES), REST},
	{"a request", VENDOR(ITEM TYPES), .class_id = "PXEClient",
	 .file = "site.mf", .op = DHCP_BOOTREQUEST, .message = 5},
	{"an offer", VENDOR(ITEM TYPES), .class_id = "PXEClient",
	 .file = "site.mf", .op = DHCP_BOOTREPLY, .message = 2},
	{"no message type", VENDOR(ITEM TYPES), .class_id = "PXEClient",
	 .file = "site.mf", .op = DHCP_BOOTREPLY},
	{"no class", VENDOR(ITEM TYPES), .file = "site.mf",
	 .op = DHCP_BOOTREPLY, .message = 5},
	{"a short class", VENDOR(ITEM TYPES), .class_id = "PXEClien",
	 .file = "site.mf", .op = DHCP_BOOTREPLY, .message = 5},
	{"another class", VENDOR(ITEM TYPES), .class_id = "PXEServer",
	 .file = "site.mf", .op = DHCP_BOOTREPLY, .message = 5},
	{"another question", VENDOR(ITEM TYPES), REST, .xid = 1},
	{"another client", VENDOR(ITEM TYPES), REST, .mac = 1},
	{"no file", VENDOR(ITEM TYPES), .class_id = "PXEClient",
	 .op = DHCP_BOOTREPLY, .message = 5},
};

static void test_answers(void **state)
{
	struct bis_file f;
	struct packet p;

	(void)state;
	begin();
	for (size_t i = 0; i < sizeof(good) / sizeof(good[0]); i++) {
		make(&good[i], &p);
		if (!judge(&p, &f))
			fail_msg("%s: not taken", good[i].what);
		assert_string_equal(f.name, "site.mf");
		assert_memory_equal(&f.server, &ip_server, 4);
	}
	for (size_t i = 0; i < sizeof(bad) / sizeof(bad[0]); i++) {
		make(&bad[i], &p);
		if (judge(&p, &f))
			fail_msg("%s: taken", bad[i].what);
	}
}

/* siaddr, where a server sets it; all lengths; a name up to its bounds. */
static void test_edges(void **state)
{
	struct answer a = good[0];
	struct bis_file f;
	struct packet p;
	char name[256];
	size_t len;

	(void)state;
	begin();
	a.siaddr = ip_other;
	make(&a, &p);
	assert_true(judge(&p, &f));
	assert_memory_equal(&f.server, &ip_other, 4);
	/* Without its last byte it is whole, too: that is only the end. */
	len = p.len;
	for (p.len = 0; p.len < len - 1; p.len++)
		if (p.bytes[p.len] != DHCP_END)
			assert_false(judge(&p, &f));
	memset(name, 'n', 255);
	name[255] = '\0';
	a.file_option = name;
	make(&a, &p);
	assert_true(judge(&p, &f));
	assert_string_equal(f.name, name);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_request),
		cmocka_unit_test(test_answers),
		cmocka_unit_test(test_edges),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
