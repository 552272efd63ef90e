/* Words of a config line. Documented in conf_word.h. */
#include "menu/conf_word.h"
#include "base/str.h"

size_t conf_word_len(const char *text)
{
	return (size_t)(str_skip(text, false) - text);
}

char *conf_word_take(char **text)
{
	char *word = str_skip(*text, true);
	char *end = word + conf_word_len(word);

	*text = end;
	if (*end) {
		*end = '\0';
		*text = end + 1;
	}
	return word;
}

int conf_word_index(const char *list, const char *word)
{
	size_t len = conf_word_len(word), n;
	int i;

	for (i = 0; (n = conf_word_len(list)); i++) {
		if (n == len && str_same(list, word) >= len)
			return i;
		list += n;
		if (*list)
			list++;
	}
	return -1;
}
