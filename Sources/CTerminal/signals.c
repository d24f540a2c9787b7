#define _GNU_SOURCE
#include <errno.h>
#include <fcntl.h>
#include <signal.h>
#include <stdint.h>
#include <sys/eventfd.h>
#include <unistd.h>

#include "CTerminal.h"
#include "internal.h"

static const int caught[] = {SIGHUP, SIGINT, SIGTERM, SIGCONT, SIGTSTP, SIGWINCH};
enum { CAUGHT = sizeof caught / sizeof *caught };
_Static_assert(
    CT_SIGHUP == SIGHUP && CT_SIGINT == SIGINT && CT_SIGTERM == SIGTERM && CT_SIGCONT == SIGCONT
        && CT_SIGTSTP == SIGTSTP && CT_SIGWINCH == SIGWINCH,
    "signal numbers");

static struct sigaction before[CAUGHT];
static int pipe_ends[2] = {-1, -1};
static int installed;

static void note(int signal) {
  int kept = errno;
  uint8_t number = (uint8_t)signal;
  // A full pipe already holds more than enough to wake up for.
  (void)!write(pipe_ends[1], &number, 1);
  errno = kept;
}

int ct_signals_install(void) {
  if (pipe_ends[0] < 0 && pipe2(pipe_ends, O_CLOEXEC | O_NONBLOCK) != 0) return errno;
  struct sigaction action = {.sa_handler = note, .sa_flags = SA_RESTART};
  sigfillset(&action.sa_mask);
  for (int i = 0; i < CAUGHT; i++) sigaction(caught[i], &action, &before[i]);
  installed = 1;
  return 0;
}

void ct_signals_remove(void) {
  if (!installed) return;
  installed = 0;
  for (int i = 0; i < CAUGHT; i++) sigaction(caught[i], &before[i], NULL);
}

int ct_signals_descriptor(void) { return pipe_ends[0]; }

int ct_next_signal(void) {
  uint8_t number = 0;
  return read(pipe_ends[0], &number, 1) == 1 ? number : 0;
}

void ct_stop(int whole_group) {
  struct sigaction action = {.sa_handler = SIG_DFL};
  struct sigaction ours;
  sigaction(SIGTSTP, &action, &ours);
  if (whole_group) {
    kill(0, SIGTSTP);
  } else {
    kill(getpid(), SIGTSTP);
  }
  // Another thread may be the one that takes the signal, a moment later: wait for the continuation.
  ct_wait(-1, 0, 0, 200);
  sigaction(SIGTSTP, &ours, NULL);
}

int ct_wake_open(void) { return eventfd(0, EFD_CLOEXEC | EFD_NONBLOCK); }

void ct_wake(int wake) {
  const uint64_t one = 1;
  (void)!write(wake, &one, sizeof one);
}

void ct_wake_close(int wake) { close(wake); }
