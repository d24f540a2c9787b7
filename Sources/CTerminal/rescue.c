#define _GNU_SOURCE
#include <errno.h>
#include <poll.h>
#include <stdatomic.h>
#include <string.h>
#include <unistd.h>

#include "CTerminal.h"
#include "internal.h"

static char sequence[512];
static size_t sequence_length;
static atomic_int armed;

void ct_rescue_append(const char *text) {
  for (const char *at = text; *at != '\0'; at++) {
    // Delays ("$<5>") are for curses to wait, not for the terminal to read.
    if (at[0] == '$' && at[1] == '<') {
      const char *end = strchr(at, '>');
      if (end == NULL) return;
      at = end;
    } else if (sequence_length < sizeof sequence) {
      sequence[sequence_length++] = *at;
    }
  }
}

void ct_rescue_arm(int value) { atomic_store(&armed, value); }

int ct_rescue_is_armed(void) { return atomic_load(&armed); }

/// Writes the sequence as the terminal takes it, for a fifth of a second at most.
///
/// Returns whether all of it was taken.
static int write_sequence(void) {
  size_t done = 0;
  for (int waits = 0; waits < 10 && done < sequence_length;) {
    struct pollfd place = {.fd = ct_terminal.output, .events = POLLOUT};
    if (poll(&place, 1, 20) != 1) {
      waits++;
      continue;
    }
    // A terminal that says it has room takes this many bytes without blocking.
    size_t count = sequence_length - done < 256 ? sequence_length - done : 256;
    ssize_t written = write(ct_terminal.output, sequence + done, count);
    if (written > 0) {
      done += (size_t)written;
    } else if (errno != EINTR && errno != EAGAIN) {
      return 1;
    } else {
      waits++;
    }
  }
  return done == sequence_length;
}

void ct_rescue(void) {
  if (!atomic_exchange(&armed, 0)) return;
  int kept = errno;
  // A frame that nobody has read is in the way of what restores the screen. A screen left as it was
  // is better than a process that never ends.
  if (!write_sequence()) {
    ct_discard_output();
    (void)write_sequence();
  }
  ct_give_modes_back();
  ct_messages_release();
  errno = kept;
}

void ct_abandon(int status) {
  // Once the terminal is given back, the output still on its way is what restores it.
  if (ct_rescue_is_armed()) ct_discard_output();
  ct_rescue();
  _exit(status);
}
