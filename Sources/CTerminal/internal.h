#ifndef CTERMINAL_INTERNAL_H
#define CTERMINAL_INTERNAL_H

#include <signal.h>
#include <stddef.h>
#include <termios.h>

/// What the files of this target share; one terminal per process.
struct ct_terminal {
  int output;              ///< the terminal, for writing
  int output_blocks;       ///< whether it could not be opened anew without blocking
  struct termios found;    ///< modes at the start
  struct termios raw;      ///< modes while we draw
  int has_modes;           ///< whether both are filled in
};

extern struct ct_terminal ct_terminal;

/// Catches the signals of `ct_next_signal`, and those of `ct_guard`; 0 or an errno value.
int ct_signals_install(void);
void ct_signals_remove(void);
int ct_signals_descriptor(void);

/// Keeps what is written to standard error in memory while we draw, and writes it out afterwards;
/// the latter also in a signal handler.
void ct_messages_hold(void);
void ct_messages_release(void);

/// Sets the modes that were found at the start, unless a shell has the terminal; also in a signal
/// handler.
void ct_give_modes_back(void);

/// Appends to the bytes that `ct_rescue` writes; before it is armed.
void ct_rescue_append(const char *sequence);
/// Whether there is something to rescue now.
void ct_rescue_arm(int armed);
int ct_rescue_is_armed(void);

#endif
