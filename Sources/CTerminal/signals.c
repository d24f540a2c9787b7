#define _GNU_SOURCE
#include <errno.h>
#include <fcntl.h>
#include <signal.h>
#include <stdint.h>
#include <stdlib.h>
#include <sys/eventfd.h>
#include <unistd.h>

#include "CTerminal.h"
#include "internal.h"

_Static_assert(
    CT_SIGHUP == SIGHUP && CT_SIGINT == SIGINT && CT_SIGTERM == SIGTERM && CT_SIGCONT == SIGCONT
        && CT_SIGTSTP == SIGTSTP && CT_SIGWINCH == SIGWINCH,
    "signal numbers");

/// How a signal is handled.
enum way {
  /// Not at all: it cannot be caught, or its default neither ends the process nor needs a reaction.
  LEFT,
  /// Reported by `ct_next_signal` while the terminal is open.
  NOTED,
  /// Ends the process as its default does, after the terminal is restored.
  FATAL,
  /// As FATAL, with a report unless another process sent it.
  CRASH
};

/// All signals but the real-time ones, which are FATAL because their default is to terminate.
///
/// SIGKILL cannot be caught and leaves the terminal as it is. So does signal 32, which the C library
/// reserves for itself.
static const uint8_t ways[] = {
    [SIGHUP] = NOTED,  [SIGINT] = NOTED,    [SIGTERM] = NOTED,  [SIGCONT] = NOTED,
    [SIGTSTP] = NOTED, [SIGWINCH] = NOTED,  [SIGQUIT] = FATAL,  [SIGUSR1] = FATAL,
    [SIGUSR2] = FATAL, [SIGPIPE] = FATAL,   [SIGALRM] = FATAL,  [SIGXCPU] = FATAL,
    [SIGXFSZ] = FATAL, [SIGVTALRM] = FATAL, [SIGPROF] = FATAL,  [SIGIO] = FATAL,
    [SIGPWR] = FATAL,  [SIGSYS] = FATAL,    [SIGSTKFLT] = FATAL, [SIGILL] = CRASH,
    [SIGTRAP] = CRASH, [SIGABRT] = CRASH,   [SIGBUS] = CRASH,   [SIGFPE] = CRASH,
    [SIGSEGV] = CRASH, [SIGKILL] = LEFT,    [SIGSTOP] = LEFT,   [SIGTTIN] = LEFT,
    [SIGTTOU] = LEFT,  [SIGCHLD] = LEFT,    [SIGURG] = LEFT,
};

static enum way way(int signal) {
  return signal < (int)sizeof ways ? (enum way)ways[signal] : FATAL;
}

/// How each signal was handled before, and whether we handle it now.
static struct sigaction before[NSIG];
static uint8_t handled[NSIG];

static void handle(int signal, const struct sigaction *action) {
  if (handled[signal] || sigaction(signal, NULL, &before[signal]) != 0) return;
  // A signal that is ignored or handled elsewhere does not end the process. Swift, however, treats
  // SIGQUIT as a crash: it prints a report and lets the process live.
  int is_ignored = before[signal].sa_handler == SIG_IGN;
  int is_caught = !is_ignored && before[signal].sa_handler != SIG_DFL && signal != SIGQUIT;
  if (way(signal) == FATAL && (is_ignored || is_caught)) return;
  handled[signal] = sigaction(signal, action, NULL) == 0;
}

static void hand_back(int signal) {
  if (!handled[signal]) return;
  handled[signal] = 0;
  sigaction(signal, &before[signal], NULL);
}

// MARK: Signals that end the process

static void say_bug(int signal) {
  char text[] =
      "goldtop: crashed with signal 00. This is a bug: please report it with the lines around this "
      "one and the output of 'goldtop --version'.\n";
  char *digits = text + sizeof "goldtop: crashed with signal " - 1;
  digits[0] += (char)(signal / 10);
  digits[1] += (char)(signal % 10);
  (void)!write(STDERR_FILENO, text, sizeof text - 1);
}

/// Makes Swift's backtracer write to standard error and end by itself.
///
/// In a terminal it writes to standard output and waits half a minute for a key. The runtime decides
/// that before `main`, from the environment alone; but the backtracer reads the key from standard
/// input, where it finds this one.
static void answer_backtracer(void) {
  int ends[2];
  if (pipe(ends) != 0) return;
  (void)!write(ends[1], "q", 1);
  dup2(ends[0], STDIN_FILENO);
  close(ends[0]);
  close(ends[1]);
  dup2(STDERR_FILENO, STDOUT_FILENO);
}

static void restore_and_end(int signal, siginfo_t *information, void *context) {
  (void)context;
  int is_sent = information->si_code <= 0;
  int is_ours = !is_sent || information->si_pid == getpid();
  // Our own write to a closed pipe, or beyond the limit of a file's size, just fails.
  if ((signal == SIGPIPE || signal == SIGXFSZ) && is_ours) return;
  ct_rescue();
  int is_bug = way(signal) == CRASH && is_ours;
  for (int i = 1; i < NSIG; i++) {
    // A crash goes to its handler from before, such as Swift's; Ctrl-C interrupts that too.
    if (!is_bug || way(i) != CRASH) before[i] = (struct sigaction){.sa_handler = SIG_DFL};
    hand_back(i);
  }
  if (is_bug) {
    say_bug(signal);
    answer_backtracer();
  }
  // A faulting instruction faults again on return, and a report or a core dump then shows where.
  // Any other signal has to be raised again.
  int faults_again = is_bug && !is_sent && signal != SIGTRAP && signal != SIGABRT;
  if (!faults_again) raise(signal);
}

/// Gives this thread a second stack unless it has one: an overflowing stack has no room for a handler.
static void reserve_stack(void) {
  stack_t stack;
  if (sigaltstack(NULL, &stack) != 0 || !(stack.ss_flags & SS_DISABLE)) return;
  stack = (stack_t){.ss_size = 64 * 1024, .ss_sp = malloc(64 * 1024)};
  if (stack.ss_sp != NULL) sigaltstack(&stack, NULL);
}

void ct_guard(void) {
  reserve_stack();
  struct sigaction action = {
      .sa_sigaction = restore_and_end, .sa_flags = SA_SIGINFO | SA_ONSTACK | SA_NODEFER};
  sigemptyset(&action.sa_mask);
  // Writing from the background must not stop a process that is ending.
  sigaddset(&action.sa_mask, SIGTTOU);
  for (int i = 1; i < NSIG; i++) {
    if (way(i) == FATAL || way(i) == CRASH) handle(i, &action);
  }
}

// MARK: Signals that are reported

static int pipe_ends[2] = {-1, -1};

static void note(int signal) {
  int kept = errno;
  uint8_t number = (uint8_t)signal;
  // A full pipe already holds more than enough to wake up for.
  (void)!write(pipe_ends[1], &number, 1);
  errno = kept;
}

int ct_signals_install(void) {
  if (pipe_ends[0] < 0 && pipe2(pipe_ends, O_CLOEXEC | O_NONBLOCK) != 0) return errno;
  ct_guard();
  struct sigaction action = {.sa_handler = note, .sa_flags = SA_RESTART};
  sigfillset(&action.sa_mask);
  for (int i = 1; i < NSIG; i++) {
    if (way(i) == NOTED) handle(i, &action);
  }
  return 0;
}

void ct_signals_remove(void) {
  for (int i = 1; i < NSIG; i++) {
    if (way(i) == NOTED) hand_back(i);
  }
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
