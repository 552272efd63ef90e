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

/* Section 3.5. */
enum pxe_status {
	PXE_STATUS_SUCCESS = 0x00,
	PXE_STATUS_FAILURE = 0x01,
	PXE_STATUS_BAD_FUNC = 0x02,
	PXE_STATUS_UNSUPPORTED = 0x03,
	PXE_STATUS_KEEP_UNDI = 0x04,
	PXE_STATUS_KEEP_ALL = 0x05,
	PXE_STATUS_OUT_OF_RESOURCES = 0x06,
	PXE_STATUS_ARP_TIMEOUT = 0x11,
	PXE_STATUS_UDP_CLOSED = 0x18,
	PXE_STATUS_UDP_OPEN = 0x19,
	PXE_STATUS_TFTP_CLOSED = 0x1A,
	PXE_STATUS_TFTP_OPEN = 0x1B,
	PXE_STATUS_MCOPY_PROBLEM = 0x20,
	PXE_STATUS_TFTP_CANNOT_ARP_ADDRESS = 0x30,
	PXE_STATUS_TFTP_OPEN_TIMEOUT = 0x32,
	PXE_STATUS_TFTP_UNKNOWN_OPCODE = 0x33,
	PXE_STATUS_TFTP_READ_TIMEOUT = 0x35,
	PXE_STATUS_TFTP_ERROR_OPCODE = 0x36,
	PXE_STATUS_TFTP_CANNOT_OPEN_CONNECTION = 0x38,
	PXE_STATUS_TFTP_CANNOT_READ_FROM_CONNECTION = 0x39,
	PXE_STATUS_TFTP_TOO_MANY_PACKAGES = 0x3A,
	PXE_STATUS_TFTP_FILE_NOT_FOUND = 0x3B,
	PXE_STATUS_TFTP_ACCESS_VIOLATION = 0x3C,
	PXE_STATUS_TFTP_NO_MCAST_ADDRESS = 0x3D,
	PXE_STATUS_TFTP_NO_FILESIZE = 0x3E,
	PXE_STATUS_TFTP_INVALID_PACKET_SIZE = 0x3F,
	PXE_STATUS_DHCP_TIMEOUT = 0x51,
	PXE_STATUS_DHCP_NO_IP_ADDRESS = 0x52,
	PXE_STATUS_DHCP_NO_BOOTFILE_NAME = 0x53,
	PXE_STATUS_DHCP_BAD_IP_ADDRESS = 0x54,
	PXE_STATUS_UNDI_INVALID_FUNCTION = 0x60,
	PXE_STATUS_UNDI_MEDIATEST_FAILED = 0x61,
	PXE_STATUS_UNDI_CANNOT_INIT_NIC_FOR_MCAST = 0x62,
	PXE_STATUS_UNDI_CANNOT_INITIALIZE_NIC = 0x63,
	PXE_STATUS_UNDI_CANNOT_READ_CONFIG_DATA = 0x65,
	PXE_STATUS_UNDI_BAD_MAC_ADDRESS = 0x67,
	PXE_STATUS_UNDI_BAD_EEPROM_CHECKSUM = 0x68,
	PXE_STATUS_UNDI_ERROR_SETTING_ISR = 0x69,
	PXE_STATUS_UNDI_INVALID_STATE = 0x6A,
	PXE_STATUS_UNDI_TRANSMIT_ERROR = 0x6B,
	PXE_STATUS_UNDI_INVALID_PARAMETER = 0x6C,
	PXE_STATUS_BSTRAP_PROMPT_MENU = 0x74,
	PXE_STATUS_BSTRAP_MCAST_ADDR = 0x76,
	PXE_STATUS_BSTRAP_MISSING_LIST = 0x77,
	PXE_STATUS_BSTRAP_NO_RESPONSE = 0x78,
	PXE_STATUS_BSTRAP_FILE_TOO_BIG = 0x79,
	PXE_STATUS_BINL_CANCELED_BY_KEYSTROKE = 0xA0,
	PXE_STATUS_BINL_NO_PXE_SERVER = 0xA1,
	PXE_STATUS_NOT_AVAILABLE_IN_PMODE = 0xA2,
	PXE_STATUS_LOADER_NO_FREE_BASE_MEMORY = 0xC0,
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

/* START_UNDI: the registers of the ROM's init call (section 3.3.1). */
struct pxe_start_undi {
	uint16_t status;
	uint16_t ax, bx, dx, di, es;
} PACKED;

#define PXE_MCAST_MAX 8
struct pxe_mcast_list {
	uint16_t count;
	uint8_t addr[PXE_MCAST_MAX][PXE_MAC_LEN];
} PACKED;

/* UNDI_RESET_ADAPTER and UNDI_SET_MCAST_ADDRESS. */
struct pxe_undi_mcast {
	uint16_t status;
	struct pxe_mcast_list list;
} PACKED;
_Static_assert(sizeof(struct pxe_undi_mcast) == 0x84, "PXE 2.1 3.4.4");

struct pxe_undi_initialize {
	uint16_t status;
	uint32_t protocol_ini; /* physical address */
	uint8_t reserved[8];
} PACKED;

/* The bits of both packet filters. */
enum {
	PXE_FILTER_DIRECTED = 1,
	PXE_FILTER_BROADCAST = 2,
	PXE_FILTER_PROMISCUOUS = 4,
};
struct pxe_undi_open {
	uint16_t status;
	uint16_t open_flag;
	uint16_t filter;
	struct pxe_mcast_list list;
} PACKED;
_Static_assert(sizeof(struct pxe_undi_open) == 0x88, "PXE 2.1 3.4.6");

enum { PXE_PROTO_NONE, PXE_PROTO_IP, PXE_PROTO_ARP, PXE_PROTO_RARP };
enum { PXE_XMIT_DIRECTED, PXE_XMIT_BROADCAST };
struct pxe_undi_transmit {
	uint16_t status;
	uint8_t protocol;
	uint8_t flag;
	struct segoff dest;
	struct segoff tbd;
	uint32_t reserved[2];
} PACKED;
_Static_assert(sizeof(struct pxe_undi_transmit) == 0x14, "PXE 2.1 3.4.8");

#define PXE_TBD_BLOCKS_MAX 8
struct pxe_tbd_block {
	uint8_t type; /* 1: data is a far pointer */
	uint8_t reserved;
	uint16_t len;
	struct segoff data;
} PACKED;
struct pxe_tbd {
	uint16_t immediate_len;
	struct segoff immediate;
	uint16_t block_count;
	struct pxe_tbd_block block[PXE_TBD_BLOCKS_MAX];
} PACKED;
_Static_assert(sizeof(struct pxe_tbd) == 0x48, "PXE 2.1 3.4.8");

struct pxe_undi_set_station_address {
	uint16_t status;
	uint8_t address[PXE_MAC_LEN];
} PACKED;

struct pxe_undi_set_packet_filter {
	uint16_t status;
	uint8_t filter;
} PACKED;
_Static_assert(sizeof(struct pxe_undi_set_packet_filter) == 3,
	       "PXE 2.1 3.4.10");

struct pxe_undi_get_statistics {
	uint16_t status;
	uint32_t sent, received, crc_errors, resource_errors;
} PACKED;

struct pxe_undi_get_mcast_address {
	uint16_t status;
	ip4 inet;
	uint8_t media[PXE_MAC_LEN];
} PACKED;

/* NDIS 2 service flags. */
enum {
	PXE_SERVICE_BROADCAST = 0x0001,
	PXE_SERVICE_MULTICAST = 0x0002,
	PXE_SERVICE_PROMISCUOUS = 0x0008,
	PXE_SERVICE_SET_ADDRESS = 0x0010,
	PXE_SERVICE_STATISTICS = 0x0020,
	PXE_SERVICE_RESET = 0x0400,
	PXE_SERVICE_OPEN_CLOSE = 0x0800,
	PXE_SERVICE_INTERRUPT = 0x1000,
};
struct pxe_undi_get_iface_info {
	uint16_t status;
	char type[16];
	uint32_t link_speed; /* bit/s */
	uint32_t service_flags;
	uint32_t reserved[4];
} PACKED;
_Static_assert(sizeof(struct pxe_undi_get_iface_info) == 0x2A,
	       "PXE 2.1 3.4.18");

/* What UNDI_ISR is asked for, and answers; 0 after START means "ours". */
enum { PXE_ISR_START = 1, PXE_ISR_PROCESS = 2, PXE_ISR_GET_NEXT = 3 };
enum { PXE_ISR_OURS = 0, PXE_ISR_NOT_OURS = 1 };
enum {
	PXE_ISR_DONE = 0,
	PXE_ISR_TRANSMIT = 2,
	PXE_ISR_RECEIVE = 3,
	PXE_ISR_BUSY = 4,
};
enum {
	PXE_FRAME_IP = 1,
	PXE_FRAME_ARP = 2,
	PXE_FRAME_RARP = 3,
	PXE_FRAME_OTHER = 4,
};
enum { PXE_TO_US = 0, PXE_TO_ALL = 1, PXE_TO_GROUP = 2 };
struct pxe_undi_isr {
	uint16_t status;
	uint16_t function;
	uint16_t buffer_len, frame_len, header_len;
	struct segoff frame;
	uint8_t protocol;
	uint8_t packet_type;
} PACKED;
_Static_assert(sizeof(struct pxe_undi_isr) == 0x10, "PXE 2.1 3.4.19");

#define PXE_FILE_NAME_LEN 128
struct pxe_tftp_open {
	uint16_t status;
	ip4 server, gateway;
	char name[PXE_FILE_NAME_LEN];
	uint16_t port; /* network order */
	uint16_t packet_size;
} PACKED;
_Static_assert(sizeof(struct pxe_tftp_open) == 0x8E, "PXE 2.1 3.3.3");

struct pxe_tftp_read {
	uint16_t status;
	uint16_t packet_number;
	uint16_t size;
	struct segoff buffer;
} PACKED;
_Static_assert(sizeof(struct pxe_tftp_read) == 0x0A, "PXE 2.1 3.3.5");

/* Also the block of RESTART_TFTP. Ports are in network order. */
struct pxe_tftp_read_file {
	uint16_t status;
	char name[PXE_FILE_NAME_LEN];
	uint32_t size;
	uint32_t buffer; /* physical address */
	ip4 server, gateway, mcast;
	uint16_t client_port, server_port;
	uint16_t open_timeout, reopen_delay; /* s */
} PACKED;
_Static_assert(sizeof(struct pxe_tftp_read_file) == 0x9E, "PXE 2.1 3.3.6");

struct pxe_tftp_get_fsize {
	uint16_t status;
	ip4 server, gateway;
	char name[PXE_FILE_NAME_LEN];
	uint32_t size;
} PACKED;
_Static_assert(sizeof(struct pxe_tftp_get_fsize) == 0x8E, "PXE 2.1 3.3.7");

#endif
