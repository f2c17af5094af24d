/// Asks for a cache line that will be written to. Swift has no such function, and C's is a macro.
static inline void prefetchForWriting(const void *place) { __builtin_prefetch(place, 1); }
