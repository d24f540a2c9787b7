#define _GNU_SOURCE

#include "CProcess.h"

#include <link.h>
#include <malloc.h>
#include <stdint.h>
#include <sys/mman.h>
#include <unistd.h>

void goldtop_share_heaps(void) {
#ifdef __GLIBC__
  mallopt(M_ARENA_MAX, 2);
#endif
}

// Takes the program and each library.
static int forget(struct dl_phdr_info *program, size_t size, void *unused) {
  (void)size;
  (void)unused;
  uintptr_t page = (uintptr_t)sysconf(_SC_PAGESIZE);
  for (int i = 0; i < program->dlpi_phnum; i++) {
    const ElfW(Phdr) *segment = &program->dlpi_phdr[i];
    if (segment->p_type != PT_LOAD || (segment->p_flags & PF_W) != 0) continue;
    uintptr_t start = program->dlpi_addr + segment->p_vaddr;
    uintptr_t end = (start + segment->p_filesz) / page * page;
    start = (start + page - 1) / page * page;
    // What cannot be given back stays.
    if (start < end) (void)madvise((void *)start, end - start, MADV_DONTNEED);
  }
  return 0;
}

void goldtop_forget_start(void) { dl_iterate_phdr(forget, NULL); }
