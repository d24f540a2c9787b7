#ifndef CLZ4_H
#define CLZ4_H

#include <stdint.h>

/// The most bytes that a text of so many takes when packed; 0 where it is too long to be packed.
int32_t lz_bound(int32_t count);

/// Packs a text; returns how many bytes that takes, 0 where there is no room for them.
///
/// Swift finds no header of the library by itself on every system; here it is one line of C.
int32_t lz_pack(const uint8_t *text, int32_t count, uint8_t *packed, int32_t capacity);

/// Unpacks what `lz_pack` has made; returns how many bytes that gives, below 0 where it is damaged.
int32_t lz_unpack(const uint8_t *packed, int32_t count, uint8_t *text, int32_t capacity);

#endif
