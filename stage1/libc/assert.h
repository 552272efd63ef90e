/* C11 7.2 for the linked libraries, as if NDEBUG were set: a failed assertion
 * would have nowhere to go. */
#undef assert
#define assert(expression) ((void)0)
#undef static_assert
#define static_assert _Static_assert
