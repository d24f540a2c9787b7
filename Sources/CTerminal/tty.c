#define _GNU_SOURCE
#include <errno.h>
#include <poll.h>
#include <sys/types.h>
#include <termios.h>
#include <unistd.h>

#include "CTerminal.h"
#include "internal.h"

void ct_give_modes_back(void) {
  // A shell that has taken the terminal to itself has modes of its own.
  pid_t owner = tcgetpgrp(STDIN_FILENO);
  if (owner >= 0 && owner != getpgrp()) return;
  // TCSANOW: the other ways wait until a stalled terminal has taken everything.
  tcsetattr(STDIN_FILENO, TCSANOW, &ct_terminal.found);
}

void ct_set_modes(int raw) {
  if (!ct_terminal.has_modes || (!raw && !ct_rescue_is_armed())) return;
  // Asking for raw mode from the background stops the process, as it should; giving it up must not.
  if (raw) {
    tcsetattr(STDIN_FILENO, TCSANOW, &ct_terminal.raw);
  } else {
    ct_give_modes_back();
  }
  ct_rescue_arm(raw);
}

static int drained(int descriptor) {
  uint64_t ignored;
  return read(descriptor, &ignored, sizeof ignored) > 0;
}

int ct_wait(int wake, int keys, int room, int timeout_milliseconds) {
  // A negative descriptor is skipped by poll.
  struct pollfd places[4] = {
      {.fd = keys ? STDIN_FILENO : -1, .events = POLLIN},
      {.fd = wake, .events = POLLIN},
      {.fd = ct_signals_descriptor(), .events = POLLIN},
      {.fd = room ? ct_terminal.output : -1, .events = POLLOUT},
  };
  int count = poll(places, 4, timeout_milliseconds);
  int result = 0;
  if (count <= 0) return count < 0 && errno == EINTR ? CT_SIGNAL : 0;
  if (places[0].revents & POLLIN) result |= CT_KEYS;
  if (places[0].revents & (POLLHUP | POLLERR | POLLNVAL)) result |= CT_HUNG_UP;
  if (places[1].revents & POLLIN && drained(wake)) result |= CT_WOKEN;
  if (places[2].revents & POLLIN) result |= CT_SIGNAL;
  if (places[3].revents != 0) result |= CT_ROOM;
  return result;
}

long ct_read(uint8_t *bytes, size_t capacity) {
  ssize_t count = read(STDIN_FILENO, bytes, capacity);
  if (count > 0) return count;
  if (count < 0 && (errno == EINTR || errno == EAGAIN)) return 0;
  return -1;
}

long ct_write(const uint8_t *bytes, size_t count) {
  // Another thread is crashing and has given the screen back: no frame may follow.
  if (!ct_rescue_is_armed()) return -1;
  if (ct_terminal.output_blocks) {
    // Little at a time, and only when it says that there is room.
    struct pollfd place = {.fd = ct_terminal.output, .events = POLLOUT};
    if (poll(&place, 1, 0) != 1) return 0;
    if (count > 256) count = 256;
  }
  ssize_t written = write(ct_terminal.output, bytes, count);
  if (written >= 0) return written;
  return errno == EINTR || errno == EAGAIN ? 0 : -1;
}

void ct_discard_output(void) { tcflush(ct_terminal.output, TCOFLUSH); }

void ct_close(void) {
  ct_set_modes(0);
  ct_signals_remove();
  ct_messages_release();
}
