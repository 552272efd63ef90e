/* A config's tree of menus as text, for tests. */
#ifndef TESTS_CONF_TREE_H
#define TESTS_CONF_TREE_H

#include "menu/conf.h"

/*
 * A line of settings; then each menu: its tag and title, a line for each thing
 * by which its look differs from that of the menu around it (of the first:
 * from that of an empty config), and one for each row:
 *
 *	install "Install" i@0 kernel linux {quiet initrd=a}	boots
 *	--							a separator
 *	("Tools")						disabled
 *	[tag "More"						a submenu, then
 *] back "Back" -> .top					GOTO or EXIT
 *
 * > is before the row that is selected first, # before hidden ones.
 */
void conf_tree(const struct config *c, char *buf, size_t room);

#endif
