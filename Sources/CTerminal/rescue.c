#define _GNU_SOURCE
#include <errno.h>
#include <poll.h>
#include <signal.h>
#include <stdatomic.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "CTerminal.h"
#include "internal.h"

static const int crashes[] = {SIGSEGV, SIGILL, SIGTRAP, SIGABRT, SIGBUS, SIGFPE};
enum { CRASHES = sizeof crashes / sizeof *crashes };

static struct sigaction before[CRASHES];
static char sequence[512];
static size_t sequence_length;
static atomic_int armed;
static int installed;

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
  tcsetattr(STDIN_FILENO, TCSANOW, &ct_terminal.found);
  ct_messages_release();
  errno = kept;
}

void ct_abandon(int status) {
  ct_discard_output();
  ct_rescue();
  _exit(status);
}

static void restore_and_crash(int signal, siginfo_t *information, void *context) {
  (void)context;
  ct_rescue();
  for (int i = 0; i < CRASHES; i++) sigaction(crashes[i], &before[i], NULL);
  // A faulting instruction faults again on return, and whoever was there before us (a back-trace,
  // a core dump) sees it as it was. A signal that was sent must be sent again.
  int faulted = information->si_code > 0 && signal != SIGTRAP && signal != SIGABRT;
  if (!faulted) raise(signal);
}

void ct_rescue_install(void) {
  // An overflowing stack has no room for a handler.
  static stack_t reserve;
  if (reserve.ss_sp == NULL) {
    reserve.ss_size = 64 * 1024;
    reserve.ss_sp = malloc(reserve.ss_size);
    stack_t present;
    int taken = sigaltstack(NULL, &present) == 0 && !(present.ss_flags & SS_DISABLE);
    if (reserve.ss_sp != NULL && !taken) sigaltstack(&reserve, NULL);
  }
  struct sigaction action = {
      .sa_sigaction = restore_and_crash, .sa_flags = SA_SIGINFO | SA_ONSTACK | SA_NODEFER};
  sigemptyset(&action.sa_mask);
  for (int i = 0; i < CRASHES; i++) sigaction(crashes[i], &action, &before[i]);
  installed = 1;
}

void ct_rescue_remove(void) {
  if (!installed) return;
  installed = 0;
  for (int i = 0; i < CRASHES; i++) sigaction(crashes[i], &before[i], NULL);
}
