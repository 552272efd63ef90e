/*
 * Where a byte stream is pushed to. Bytes move right by push; errors move left
 * by return code. A sink is embedded as the first member of its owner.
 */
#ifndef BASE_SINK_H
#define BASE_SINK_H

#include "spec/types.h"

struct sink {
	/*
	 * The total length became known (tsize, Content-Length), before the
	 * first push. Not called if the sender does not tell. 0, or negative
	 * to refuse the transfer.
	 */
	int (*expect)(struct sink *s, uint64_t total);
	/*
	 * The next len bytes in order; valid only during the call. 0, or
	 * negative to end the transfer with that error.
	 */
	int (*push)(struct sink *s, const void *bytes, size_t len);
	/*
	 * Forget what was pushed: the file comes from its beginning again, from
	 * another source. NULL: this sink can not, and there is no other source
	 * once it has something.
	 */
	void (*again)(struct sink *s);
};

#endif
