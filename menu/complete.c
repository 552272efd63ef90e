/* What Tab adds at the boot: prompt. Documented in complete.h. */
#include "menu/complete.h"
#include "base/fmt.h"
#include "base/str.h"

bool complete(const struct config *c, const char *typed, char *text,
	      size_t room)
{
	const struct conf_label *l, *first = NULL;
	size_t len = 0, same;
	bool alone = false;

	for (l = c->labels; l; l = l->next) {
		if (!str_caseprefix(l->name, typed))
			continue;
		alone = !first;
		if (alone) {
			first = l;
			len = strlen(l->name);
		}
		same = str_same(first->name, l->name);
		if (same < len)
			len = same;
	}
	if (first)
		fmt(text, room, "%.*s%s", (int)len, first->name,
		    alone ? " " : "");
	return alone || len > strlen(typed);
}
