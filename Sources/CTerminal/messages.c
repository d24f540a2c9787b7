#define _GNU_SOURCE
#include <errno.h>
#include <fcntl.h>
#include <poll.h>
#include <sys/mman.h>
#include <sys/stat.h>
#include <unistd.h>

#include "internal.h"

// What a crash or a library has to say goes to standard error, which is the screen that we draw on:
// it would damage the screen and then vanish with it.

static int held = -1;
static int own = -1;

void ct_messages_hold(void) {
  if (!isatty(STDERR_FILENO)) return;
  int memory = memfd_create("goldtop-messages", MFD_CLOEXEC);
  int kept = fcntl(STDERR_FILENO, F_DUPFD_CLOEXEC, 3);
  if (memory < 0 || kept < 0 || fcntl(memory, F_SETFL, O_APPEND) < 0) {
    close(memory);
    close(kept);
    return;
  }
  own = kept;
  held = memory;
  dup2(memory, STDERR_FILENO);
}

void ct_messages_release(void) {
  if (held < 0) return;
  int memory = held;
  held = -1;
  dup2(own, STDERR_FILENO);
  // The last of it is what matters; a library gone mad must not fill the screen.
  enum { MOST = 8192 };
  // A little at a time, and only while the terminal accepts it: it may be stalled.
  char text[256];
  struct pollfd place = {.fd = STDERR_FILENO, .events = POLLOUT};
  struct stat state;
  off_t from = fstat(memory, &state) == 0 && state.st_size > MOST ? state.st_size - MOST : 0;
  ssize_t count;
  while ((count = pread(memory, text, sizeof text, from)) > 0) {
    if (poll(&place, 1, 50) != 1 || write(STDERR_FILENO, text, (size_t)count) != count) break;
    from += count;
  }
  close(memory);
  close(own);
}
