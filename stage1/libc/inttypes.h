/* C11 7.8: the types only. Formats are for printf, which the linked libraries
 * do not get to call. */
#include <stdint.h>
