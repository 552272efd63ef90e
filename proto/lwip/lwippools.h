/*
 * Memory for what we send. Included by lwIP many times, so without a guard.
 */
LWIP_MALLOC_MEMPOOL_START
LWIP_MALLOC_MEMPOOL(32, 256)
LWIP_MALLOC_MEMPOOL(16, 1664)
LWIP_MALLOC_MEMPOOL_END
