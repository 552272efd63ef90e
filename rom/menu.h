/*
 * The boot menu that DHCP servers send (PXE 2.1 sections 2.3.2 and 2.4.4,
 * option 43 sub-options 9 and 10): prompt with time-out, F8, and choosing.
 */
#ifndef ROM_MENU_H
#define ROM_MENU_H

#include "rom/vendor.h"

/*
 * Let the user choose. The chosen item's type goes to type (two bytes as
 * found). Enum pxe_status: PXE_STATUS_BINL_CANCELED_BY_KEYSTROKE on Esc,
 * PXE_STATUS_BSTRAP_PROMPT_MENU if there is no whole item.
 */
int menu_choose(const struct vendor *v, uint8_t type[2]);

#endif
