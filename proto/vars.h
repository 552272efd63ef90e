/*
 * What a config may say of the machine it runs on: variables like ${mac}, and
 * the words that PXELINUX's SYSAPPEND adds. Values come from DHCP and SMBIOS,
 * and nobody signed them: in every value blanks, quotes, control characters
 * and what is not ASCII become '_', so that a value stays one word.
 */
#ifndef PROTO_VARS_H
#define PROTO_VARS_H

#include "base/machine.h"
#include "proto/dhcp.h"

struct vars {
	const struct dhcp_lease *lease;
	const struct machine *machine;
};

/*
 * Copy text with the variables in it replaced: ${name} or ${name:format}, as
 * docs/ENTRIES.md lists them; "net0/" before a name is passed over. A known
 * one without a value is replaced by nothing; an unknown one stays, and is
 * logged. Values are not looked at again. Returns the length; fails if room is
 * too small.
 */
int vars_expand(const struct vars *v, const char *text, char *to, size_t room);

/*
 * Append the words of SYSAPPEND's bits to the text in to, each with a blank
 * before it. What is not known is left out. Fails if room is too small.
 */
int vars_sysappend(const struct vars *v, uint32_t bits, char *to, size_t room);

#endif
