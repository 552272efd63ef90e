/* crypto/alloc.c's two functions on malloc, for the sanitizers' sake. */
#include <stdlib.h>

void *crypto_calloc(size_t count, size_t len);
void crypto_free(void *ptr);

void *crypto_calloc(size_t count, size_t len)
{
	return calloc(count, len);
}

void crypto_free(void *ptr)
{
	free(ptr);
}
