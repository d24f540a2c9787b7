#ifndef CTERMINAL_H
#define CTERMINAL_H

/// The terminal as plain C functions.
///
/// Swift cannot see curses itself: its macros are not imported, its globals (`stdscr`, `LINES`) are
/// refused by strict concurrency, and its wide-character half hides behind defines that a package
/// cannot pass on. So no curses type appears here, and each function says why it exists.
///
/// The state behind these functions is one per process. All but the `ct_wake_…`, `ct_rescue` and
/// `ct_guard` functions belong to the thread that called `ct_open`.
///
/// curses is used for what it is good at: terminfo, and finding the shortest way from one screen to
/// the next. It writes its bytes into memory (`ct_compose`), and the caller sends them, so that a
/// frame is one write, its bytes can be counted, and a stalled terminal blocks nobody.

#include <stddef.h>
#include <stdint.h>

/// One cell as `ct_put_row` takes it. A scalar of 0 is the right half of the wide one before it.
typedef struct {
  uint32_t scalar;
  uint32_t mark1;
  uint32_t mark2;
  uint32_t look;
} ct_cell;

/// Bits of `ct_define_look`; curses' own are function-like macros that Swift does not import.
enum { CT_BOLD = 1, CT_DIM = 2, CT_UNDERLINE = 4, CT_REVERSE = 8 };

/// How many looks and colour pairs there may be.
enum { CT_LOOKS = 1024, CT_PAIRS = 64 };

/// What `ct_identify` found.
enum { CT_TERM_FINE = 0, CT_TERM_UNKNOWN = 1, CT_TERM_INCAPABLE = 2, CT_TERM_NO_DATABASE = 3 };

/// Bits that `ct_wait` returns and takes.
enum { CT_KEYS = 1, CT_ROOM = 2, CT_WOKEN = 4, CT_SIGNAL = 8, CT_HUNG_UP = 16 };

// MARK: identity.c — before anything is opened

/// Chooses the locale that curses measures and encodes characters by; curses wants it before its
/// start. Returns 1 when its encoding is UTF-8, 0 when it is another, -1 when this host has no such
/// locale. `name` may be empty: then the environment decides.
int ct_set_locale(const char *name);

/// The value of an environment variable, or NULL; here so that Swift needs no C library module.
const char *ct_environment(const char *name);

/// Whether both standard input and standard output are terminals.
int ct_has_terminal(void);

/// Asks terminfo about a terminal type without drawing; `initscr` would print and exit the process
/// for an unknown one. Returns one of CT_TERM_….
int ct_identify(const char *term);

/// Makes terminfo know `xterm-256color` from a description compiled into this program, for a host
/// without any terminfo database (a bare container with only a static binary in it).
void ct_use_builtin_terminfo(void);

// MARK: screen.c — curses, drawing into memory

/// Starts curses on a terminal type that `ct_identify` found fine, keeps the modes that the
/// terminal was found in, and catches the signals of `ct_next_signal` and `ct_guard`. While it is open,
/// what is written to standard error is kept in memory, and comes out at the end.
/// Returns 0 or an errno value.
int ct_open(const char *term);

/// The colours that the terminal type has; 0 for none.
int ct_colours(void);

/// Turns colours on; separate from `ct_open` because curses cannot turn them off again. Returns 1
/// when the terminal's own default colours can be used as colour -1.
int ct_start_colours(void);

/// Whether the terminal type can draw dim characters, with colours or without.
int ct_can_dim(int with_colours);

/// Sets a colour pair (1 ..< CT_PAIRS) once; changing it later would repaint all cells that use it.
void ct_define_pair(int pair, int foreground, int background);

/// Sets what a cell's `look` stands for: a pair (0 for none) and CT_BOLD… bits. Look 0 is plain text.
void ct_define_look(uint32_t look, int pair, unsigned emphasis);

/// Puts a whole row of cells, from column 0. Characters that this host's C library gives another
/// width than the grid does, and everything but ASCII when `ascii_only`, become '?', because curses
/// would otherwise place all that follows in the wrong column.
void ct_put_row(int y, const ct_cell *cells, int count, int ascii_only);

/// Finds the shortest byte sequence to the screen as put; `whole` forgets what the terminal shows.
/// `*bytes` is valid until the next call. Returns how many.
size_t ct_compose(int whole, const uint8_t **bytes);

/// The bytes that leave curses' screen (cursor shown, alternate screen left); as `ct_compose`.
/// The next `ct_compose` enters it again.
size_t ct_compose_leave(const uint8_t **bytes);

/// What a key sends, by terminfo's name for it ("kcuu1"), or NULL.
const char *ct_key_sequence(const char *capability);

/// The terminal's columns and rows now, from the terminal; 80 and 24 where it does not say.
void ct_size(int *width, int *height);

/// Tells curses about another size. The library's own way is its SIGWINCH handler, which a process
/// with several threads cannot rely on.
void ct_resize(int width, int height);

// MARK: tty.c — the terminal device

/// Sets raw mode (1) or the modes that were found at the start (0). Never waits for output. Leaves a
/// terminal alone that was given back already, or that a shell has taken to itself.
void ct_set_modes(int raw);

/// Waits until one of the CT_… conditions holds or the time is over (-1: no limit). `room` asks for
/// CT_ROOM, `keys` for CT_KEYS and CT_HUNG_UP; `wake` is the descriptor of a `ct_wake_open`.
int ct_wait(int wake, int keys, int room, int timeout_milliseconds);

/// Reads what was typed: a count, 0 for nothing now, -1 when the terminal is gone.
long ct_read(uint8_t *bytes, size_t capacity);

/// Writes as much as the terminal takes without blocking: a count, 0 when it takes nothing now, -1
/// when it is gone or has been given back.
long ct_write(const uint8_t *bytes, size_t count);

/// Forgets output that the terminal has not taken; only for leaving a stalled one.
void ct_discard_output(void);

/// Puts modes and signal handlers back and closes what `ct_open` opened.
void ct_close(void);

// MARK: signals.c

/// The signals that `ct_next_signal` tells apart; the constants of signal.h under names that do not
/// need it.
enum {
  CT_SIGHUP = 1, CT_SIGINT = 2, CT_SIGTERM = 15, CT_SIGCONT = 18, CT_SIGTSTP = 20, CT_SIGWINCH = 28
};

/// Makes every signal whose default ends the process restore the terminal first; SIGKILL cannot be
/// caught. A crash is reported on standard error without waiting for a key, and a write to a closed
/// pipe just fails. May be called again; each thread that does gets a stack for overflows.
void ct_guard(void);

/// The next signal that has arrived, or 0.
int ct_next_signal(void);

/// Stops the process, or its whole process group as the terminal's own Ctrl-Z would: a wrapper
/// script in the same group must stop too, or the shell never comes back. Has no effect when no
/// shell could continue it.
void ct_stop(int whole_group);

/// A descriptor that any thread can wake `ct_wait` with; -1 when there are none left.
int ct_wake_open(void);
/// Makes `ct_wait` return CT_WOKEN. Any thread.
void ct_wake(int wake);
/// Closes it.
void ct_wake_close(int wake);

// MARK: rescue.c

/// Restores the terminal from any thread or signal handler, without blocking, at most once; does
/// nothing while the terminal is not in use.
void ct_rescue(void);

/// `ct_rescue`, then the process ends at once with this status.
void ct_abandon(int status) __attribute__((noreturn));

#endif
