#include "CLZ4.h"

#include <lz4.h>

int32_t lz_bound(int32_t count) { return LZ4_compressBound(count); }

int32_t lz_pack(const uint8_t *text, int32_t count, uint8_t *packed, int32_t capacity) {
  return LZ4_compress_default((const char *)text, (char *)packed, count, capacity);
}

int32_t lz_unpack(const uint8_t *packed, int32_t count, uint8_t *text, int32_t capacity) {
  return LZ4_decompress_safe((const char *)packed, (char *)text, count, capacity);
}
