/*
 * PXE 2.1 (Intel, 1999): the PXENV+ and !PXE structures, the opcodes, the
 * status codes and the parameter blocks. Section numbers are that document's.
 */
#ifndef SPEC_PXE_H
#define SPEC_PXE_H

#include "spec/types.h"

/* Table 3-1. Segment fields become 0 when a module is unloaded. */
struct pxenv {
	char signature[6]; /* "PXENV+" */
	uint16_t version;  /* 0201h = 2.1 */
	uint8_t length;	   /* bytes under the checksum: 28h or 2Ch */
	uint8_t checksum;
	struct segoff rm_entry;
	uint32_t pm_offset;
	uint16_t pm_selector;
	uint16_t stack_seg, stack_size;
	uint16_t bc_code_seg, bc_code_size;
	uint16_t bc_data_seg, bc_data_size;
	uint16_t undi_data_seg, undi_data_size;
	uint16_t undi_code_seg, undi_code_size;
	struct segoff pxe_ptr; /* since 2.1 */
} PACKED;
#define PXENV_SIGNATURE "PXENV+"
#define PXENV_LEN_20	0x28
#define PXENV_LEN_21	0x2C
_Static_assert(sizeof(struct pxenv) == PXENV_LEN_21, "PXE 2.1 table 3-1");

struct pxe_segdesc {
	uint16_t seg; /* segment or selector */
	uint32_t phys;
	uint16_t size;
} PACKED;

enum pxe_seg {
	PXE_SEG_STACK,
	PXE_SEG_UNDI_DATA,
	PXE_SEG_UNDI_CODE,
	PXE_SEG_UNDI_CODE_W,
	PXE_SEG_BC_DATA,
	PXE_SEG_BC_CODE,
	PXE_SEG_BC_CODE_W,
	PXE_SEGS,
};

/* Table 3-2. */
struct pxe {
	char signature[4]; /* "!PXE" */
	uint8_t length;
	uint8_t checksum;
	uint8_t revision;
	uint8_t reserved1;
	struct segoff undi_rom_id;
	struct segoff base_rom_id;
	struct segoff entry_sp;
	struct segoff entry_esp;
	struct segoff status_callout;
	uint8_t reserved2;
	uint8_t seg_count;
	uint16_t first_selector;
	struct pxe_segdesc seg[PXE_SEGS];
} PACKED;
#define PXE_SIGNATURE "!PXE"
_Static_assert(sizeof(struct pxe) == 0x58, "PXE 2.1 table 3-2");

/* INT 1Ah, section 3.2. */
#define PXE_INT1A_QUERY	 0x5650
#define PXE_INT1A_ANSWER 0x564E

enum pxe_opcode {
	PXE_START_UNDI = 0x00,
	PXE_UNDI_STARTUP = 0x01,
	PXE_UNDI_CLEANUP = 0x02,
	PXE_UNDI_INITIALIZE = 0x03,
	PXE_UNDI_RESET_ADAPTER = 0x04,
	PXE_UNDI_SHUTDOWN = 0x05,
	PXE_UNDI_OPEN = 0x06,
	PXE_UNDI_CLOSE = 0x07,
	PXE_UNDI_TRANSMIT = 0x08,
	PXE_UNDI_SET_MCAST_ADDRESS = 0x09,
	PXE_UNDI_SET_STATION_ADDRESS = 0x0A,
	PXE_UNDI_SET_PACKET_FILTER = 0x0B,
	PXE_UNDI_GET_INFORMATION = 0x0C,
	PXE_UNDI_GET_STATISTICS = 0x0D,
	PXE_UNDI_CLEAR_STATISTICS = 0x0E,
	PXE_UNDI_INITIATE_DIAGS = 0x0F,
	PXE_UNDI_FORCE_INTERRUPT = 0x10,
	PXE_UNDI_GET_MCAST_ADDRESS = 0x11,
	PXE_UNDI_GET_NIC_TYPE = 0x12,
	PXE_UNDI_GET_IFACE_INFO = 0x13,
	PXE_UNDI_ISR = 0x14,
	PXE_STOP_UNDI = 0x15, /* also called UNDI_GET_STATE */
	PXE_TFTP_OPEN = 0x20,
	PXE_TFTP_CLOSE = 0x21,
	PXE_TFTP_READ = 0x22,
	PXE_TFTP_READ_FILE = 0x23,
	PXE_TFTP_GET_FSIZE = 0x25,
	PXE_UDP_OPEN = 0x30,
	PXE_UDP_CLOSE = 0x31,
	PXE_UDP_READ = 0x32,
	PXE_UDP_WRITE = 0x33,
	PXE_UNLOAD_STACK = 0x70,
	PXE_GET_CACHED_INFO = 0x71,
	PXE_RESTART_TFTP = 0x73,
	PXE_START_BASE = 0x75,
	PXE_STOP_BASE = 0x76,
};

enum { PXE_EXIT_SUCCESS = 0, PXE_EXIT_FAILURE = 1 };

/* Section 3.5, the statuses that are told apart. */
enum pxe_status {
	PXE_STATUS_SUCCESS = 0x00,
	PXE_STATUS_FAILURE = 0x01,
	PXE_STATUS_BAD_FUNC = 0x02,
	PXE_STATUS_UNSUPPORTED = 0x03,
	PXE_STATUS_KEEP_UNDI = 0x04,
	PXE_STATUS_KEEP_ALL = 0x05,
	PXE_STATUS_OUT_OF_RESOURCES = 0x06,
};

/* What an NBP returns in AX: what may be unloaded (section 4.4.5). */
enum { PXE_NBP_DONE = 0, PXE_NBP_KEEP_UNDI = 4, PXE_NBP_KEEP_ALL = 5 };

/* Blocks that hold the status only: UDP_CLOSE, UNDI_SHUTDOWN, ... */
struct pxe_status_block {
	uint16_t status;
} PACKED;

struct pxe_unload_stack {
	uint16_t status;
	uint8_t reserved[10];
} PACKED;

enum pxe_packet_type {
	PXE_PACKET_DISCOVER = 1,
	PXE_PACKET_ACK = 2,
	PXE_PACKET_REPLY = 3,
};
struct pxe_get_cached_info {
	uint16_t status;
	uint16_t packet_type;
	uint16_t buffer_size;
	struct segoff buffer;
	uint16_t buffer_limit;
} PACKED;
_Static_assert(sizeof(struct pxe_get_cached_info) == 0x0C, "PXE 2.1 3.3.2");

struct pxe_udp_open {
	uint16_t status;
	ip4 src_ip;
} PACKED;

struct pxe_udp_write {
	uint16_t status;
	ip4 ip;
	ip4 gw;
	uint16_t src_port; /* network order */
	uint16_t dst_port; /* network order */
	uint16_t buffer_size;
	struct segoff buffer;
} PACKED;
_Static_assert(sizeof(struct pxe_udp_write) == 0x14, "PXE 2.1 3.3.9");

struct pxe_udp_read {
	uint16_t status;
	ip4 src_ip;
	ip4 dest_ip;
	uint16_t s_port; /* network order */
	uint16_t d_port; /* network order */
	uint16_t buffer_size;
	struct segoff buffer;
} PACKED;
_Static_assert(sizeof(struct pxe_udp_read) == 0x14, "PXE 2.1 3.3.8");

#define PXE_MAC_LEN 16
struct pxe_undi_get_information {
	uint16_t status;
	uint16_t base_io;
	uint16_t int_number;
	uint16_t max_tran_unit;
	uint16_t hw_type;
	uint16_t hw_addr_len;
	uint8_t current_node_address[PXE_MAC_LEN];
	uint8_t perm_node_address[PXE_MAC_LEN];
	uint16_t rom_address;
	uint16_t rx_buf_ct;
	uint16_t tx_buf_ct;
} PACKED;
_Static_assert(sizeof(struct pxe_undi_get_information) == 0x32,
	       "PXE 2.1 3.4.11");

enum { PXE_NIC_PCI = 2, PXE_NIC_PNP = 3, PXE_NIC_CARDBUS = 4 };
struct pxe_undi_get_nic_type {
	uint16_t status;
	uint8_t nic_type;
	uint16_t vendor_id;
	uint16_t dev_id;
	uint8_t base_class, sub_class, prog_intf;
	uint8_t rev;
	uint16_t bus_dev_func;
	uint16_t sub_vendor_id;
	uint16_t sub_device_id;
} PACKED;
_Static_assert(sizeof(struct pxe_undi_get_nic_type) == 0x11, "PXE 2.1 3.4.17");

#endif
