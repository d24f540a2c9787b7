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

void ct_rescue(void) {
  if (!atomic_exchange(&armed, 0)) return;
  int kept = errno;
  // A screen left as it was is better than a process that never ends.
  struct pollfd place = {.fd = ct_terminal.output, .events = POLLOUT};
  if (poll(&place, 1, 0) == 1) (void)!write(ct_terminal.output, sequence, sequence_length);
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
