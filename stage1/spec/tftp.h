/*
 * TFTP: RFC 1350, options RFC 2347, blksize 2348, tsize and timeout 2349,
 * windowsize 7440.
 */
#ifndef SPEC_TFTP_H
#define SPEC_TFTP_H

#define TFTP_PORT	     69
#define TFTP_BLKSIZE_DEFAULT 512
#define TFTP_BLKSIZE_MAX     65464
#define TFTP_HEADER_LEN	     4

enum tftp_opcode {
	TFTP_RRQ = 1,
	TFTP_WRQ,
	TFTP_DATA,
	TFTP_ACK,
	TFTP_ERROR,
	TFTP_OACK,
};

enum tftp_error_code {
	TFTP_ERR_UNDEFINED,
	TFTP_ERR_NOT_FOUND,
	TFTP_ERR_ACCESS,
	TFTP_ERR_DISK_FULL,
	TFTP_ERR_ILLEGAL,
	TFTP_ERR_UNKNOWN_TID,
	TFTP_ERR_EXISTS,
	TFTP_ERR_NO_USER,
	TFTP_ERR_OPTION,
};

#endif
