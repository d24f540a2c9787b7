#define NCURSES_WIDECHAR 1
#define _GNU_SOURCE
#include <curses.h>
#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/ioctl.h>
#include <sys/mman.h>
#include <term.h>
#include <unistd.h>
#include <wchar.h>

#include "CTerminal.h"
#include "internal.h"

struct ct_terminal ct_terminal = {.output = -1};

static SCREEN *screen;
static FILE *curses_output;
static int canvas = -1;
static int shows_cursor;
static uint8_t *composed;
static size_t composed_capacity;
static cchar_t *row_cells;
static int row_capacity;
static struct {
  attr_t attributes;
  int pair;
} looks[CT_LOOKS];

/// A second open file of the same terminal: O_NONBLOCK there does not touch the one that the shell
/// shares with us.
static int open_output(int *blocks) {
  const int flags = O_WRONLY | O_NONBLOCK | O_NOCTTY | O_CLOEXEC;
  *blocks = 0;
  int descriptor = open("/proc/self/fd/1", flags);
  if (descriptor < 0 && tcgetpgrp(STDOUT_FILENO) >= 0) descriptor = open("/dev/tty", flags);
  if (descriptor < 0) {
    *blocks = 1;
    descriptor = fcntl(STDOUT_FILENO, F_DUPFD_CLOEXEC, 3);
  }
  return descriptor;
}

static void prepare_rescue(void) {
  // ST ends a half-sent string (a copy), then everything that we or curses switch on, off again.
  ct_rescue_append("\033\\\033[?2026l\033[?1006l\033[?1000l\033[?2004l\033[r");
  static const char *const capabilities[] = {"sgr0", "op", "rmkx", "cnorm", "rmcup"};
  for (size_t i = 0; i < sizeof capabilities / sizeof *capabilities; i++) {
    const char *sequence = tigetstr((char *)capabilities[i]);
    if (sequence != NULL && sequence != (const char *)-1) ct_rescue_append(sequence);
  }
  ct_rescue_append("\r");
}

static int start_curses(const char *term) {
  int descriptor = fcntl(STDOUT_FILENO, F_DUPFD_CLOEXEC, 3);
  if (descriptor < 0) return errno;
  curses_output = fdopen(descriptor, "w");
  canvas = memfd_create("goldtop-frame", MFD_CLOEXEC);
  if (curses_output == NULL || canvas < 0) return errno;
  // The size comes from the terminal alone: LINES and COLUMNS would pin it.
  use_env(FALSE);
  use_tioctl(TRUE);
  screen = newterm(term, curses_output, stdin);
  if (screen == NULL) return ENOTTY;
  // Tells curses which modes to reckon with, and sets them; from here on tty.c does.
  raw();
  noecho();
  nonl();
  if (tcgetattr(STDIN_FILENO, &ct_terminal.raw) != 0) return errno;
  ct_terminal.has_modes = 1;
  // What curses has to say goes to memory from now on, and never waits for a terminal.
  if (dup2(canvas, descriptor) < 0) return errno;
  // A tail that moves up by a line is scrolled by the terminal instead of being written anew.
  idlok(stdscr, TRUE);
  keypad(stdscr, TRUE);
  typeahead(-1);
  shows_cursor = curs_set(0) == ERR;
  leaveok(stdscr, !shows_cursor);
  return 0;
}

int ct_open(const char *term) {
  if (screen != NULL) return EBUSY;
  ct_terminal.output = open_output(&ct_terminal.output_blocks);
  if (ct_terminal.output < 0) return errno;
  if (tcgetattr(STDIN_FILENO, &ct_terminal.found) != 0) return errno;
  // Ours before curses': it leaves signals alone that somebody else handles.
  int problem = ct_signals_install();
  if (problem == 0) problem = start_curses(term);
  if (problem != 0) {
    tcsetattr(STDIN_FILENO, TCSANOW, &ct_terminal.found);
    ct_signals_remove();
    return problem;
  }
  prepare_rescue();
  ct_rescue_arm(1);
  // For code that calls exit() while we draw.
  atexit(ct_rescue);
  ct_messages_hold();
  int width, height;
  ct_size(&width, &height);
  ct_resize(width, height);
  return 0;
}

int ct_colours(void) { return tigetnum("colors") > 0 ? tigetnum("colors") : 0; }

int ct_start_colours(void) {
  if (start_color() != OK) return 0;
  return use_default_colors() == OK;
}

int ct_can_dim(int with_colours) {
  const char *dim = tigetstr("dim");
  if (dim == NULL || dim == (const char *)-1) return 0;
  int clashing = tigetnum("ncv");
  return !with_colours || clashing < 0 || (clashing & 16) == 0;
}

void ct_define_pair(int pair, int foreground, int background) {
  if (pair > 0 && pair < CT_PAIRS) init_pair((short)pair, (short)foreground, (short)background);
}

void ct_define_look(uint32_t look, int pair, unsigned emphasis) {
  if (look >= CT_LOOKS) return;
  attr_t attributes = A_NORMAL;
  if (emphasis & CT_BOLD) attributes |= A_BOLD;
  if (emphasis & CT_DIM) attributes |= A_DIM;
  if (emphasis & CT_UNDERLINE) attributes |= A_UNDERLINE;
  if (emphasis & CT_REVERSE) attributes |= A_REVERSE;
  looks[look].attributes = attributes;
  looks[look].pair = pair;
}

/// Fills `text` with what may be drawn for a cell that is `width` columns wide; false when nothing
/// but a substitute may.
static int drawable(const ct_cell *cell, int width, int ascii_only, wchar_t text[4]) {
  if (cell->scalar < 0x20 || cell->scalar == 0x7F) return 0;
  if (cell->scalar >= 0x80 && (ascii_only || wcwidth((wchar_t)cell->scalar) != width)) return 0;
  int length = 0;
  text[length++] = (wchar_t)cell->scalar;
  const uint32_t marks[2] = {cell->mark1, cell->mark2};
  for (int i = 0; i < 2 && !ascii_only; i++) {
    if (marks[i] >= 0x80 && wcwidth((wchar_t)marks[i]) == 0) text[length++] = (wchar_t)marks[i];
  }
  text[length] = L'\0';
  return 1;
}

/// Whether plain text has the terminal's own colours, by a pair that says so: to leave colours
/// altogether curses sends more than to go from one pair to another.
static int plain_is_default(void) {
  int foreground, background;
  return looks[0].pair != 0 && looks[0].attributes == A_NORMAL &&
         extended_pair_content(looks[0].pair, &foreground, &background) == OK && foreground < 0 &&
         background < 0;
}

/// The length of a stretch of plain blanks.
static int plain_blanks(const ct_cell *cells, int count) {
  int length = 0;
  while (length < count && cells[length].scalar == ' ' && cells[length].look == 0 &&
         cells[length].mark1 == 0) {
    length++;
  }
  return length;
}

static void append_cell(int index, const wchar_t *text, uint32_t look) {
  if (look >= CT_LOOKS) look = 0;
  int pair = looks[look].pair;
  // The pair goes by `opts`: the argument is a short.
  setcchar(&row_cells[index], text, looks[look].attributes, (short)pair, &pair);
}

void ct_put_row(int y, const ct_cell *cells, int count, int ascii_only) {
  if (screen == NULL || y < 0 || y >= getmaxy(stdscr)) return;
  if (count > getmaxx(stdscr)) count = getmaxx(stdscr);
  if (count > row_capacity) {
    cchar_t *larger = realloc(row_cells, sizeof(cchar_t) * (size_t)count);
    if (larger == NULL) return;
    row_cells = larger;
    row_capacity = count;
  }
  // What a terminal clears or scrolls in has no pair: stretches of blanks without one need not be
  // written. Short ones would be all the same, with a change of colours before and after.
  const int worth_skipping = 8;
  const int skips = plain_is_default();
  int used = 0;
  for (int x = 0; x < count; x++) {
    int blanks = skips ? plain_blanks(cells + x, count - x) : 0;
    if (blanks >= worth_skipping || (blanks > 0 && x + blanks == count)) {
      for (int i = 0; i < blanks; i++) setcchar(&row_cells[used++], L" ", A_NORMAL, 0, NULL);
      x += blanks - 1;
      continue;
    }
    wchar_t text[4];
    int wide = x + 1 < count && cells[x + 1].scalar == 0;
    if (drawable(&cells[x], wide ? 2 : 1, ascii_only, text)) {
      append_cell(used++, text, cells[x].look);
    } else {
      append_cell(used++, cells[x].scalar == 0 ? L" " : L"?", cells[x].look);
      if (wide) append_cell(used++, L" ", cells[x].look);
    }
    if (wide) x++;
  }
  // An array of cells, unlike single characters, neither wraps nor fails in the last column.
  mvwadd_wchnstr(stdscr, y, 0, row_cells, used);
}

/// Takes what curses has written into memory.
static size_t take_canvas(const uint8_t **bytes) {
  *bytes = composed;
  off_t length = lseek(canvas, 0, SEEK_CUR);
  if (length <= 0) return 0;
  if ((size_t)length > composed_capacity) {
    uint8_t *larger = realloc(composed, (size_t)length);
    if (larger == NULL) return 0;
    composed = larger;
    composed_capacity = (size_t)length;
  }
  ssize_t count = pread(canvas, composed, (size_t)length, 0);
  lseek(canvas, 0, SEEK_SET);
  if (ftruncate(canvas, 0) != 0) count = 0;
  *bytes = composed;
  return count > 0 ? (size_t)count : 0;
}

/// Takes out ESC ( B, by which curses ends with the attributes also a line drawing that nobody began.
static size_t without_charsets(uint8_t *bytes, size_t count) {
  size_t kept = 0;
  for (size_t i = 0; i < count; i++) {
    if (i + 2 < count && bytes[i] == 0x1B && bytes[i + 1] == '(' && bytes[i + 2] == 'B') {
      i += 2;
    } else {
      bytes[kept++] = bytes[i];
    }
  }
  return kept;
}

size_t ct_compose(int whole, const uint8_t **bytes) {
  if (isendwin()) {
    keypad(stdscr, TRUE);
    whole = 1;
  }
  if (whole) clearok(curscr, TRUE);
  // A cursor that cannot be hidden waits where there is seldom a letter.
  if (shows_cursor) wmove(stdscr, LINES - 1, COLS - 1);
  wnoutrefresh(stdscr);
  doupdate();
  size_t count = take_canvas(bytes);
  // A whole screen puts right what another program has left behind.
  return whole || count == 0 ? count : without_charsets(composed, count);
}

static int put_byte(int byte) { return fputc(byte, curses_output); }

size_t ct_compose_leave(const uint8_t **bytes) {
  if (!isendwin()) {
    endwin();
    // Where there is no other screen to go back to, the shell goes on in the last row of ours.
    if (exit_ca_mode == NULL && clr_eol != NULL) {
      tputs(clr_eol, 1, put_byte);
      fflush(curses_output);
    }
  }
  return take_canvas(bytes);
}

const char *ct_key_sequence(const char *capability) {
  const char *sequence = tigetstr((char *)capability);
  return sequence == (const char *)-1 ? NULL : sequence;
}

void ct_size(int *width, int *height) {
  struct winsize size = {0};
  int known = ioctl(STDOUT_FILENO, TIOCGWINSZ, &size) == 0 && size.ws_col > 0 && size.ws_row > 0;
  *width = known ? size.ws_col : 80;
  *height = known ? size.ws_row : 24;
}

void ct_resize(int width, int height) {
  // Not `resizeterm`: that one also queues a key.
  resize_term(height, width);
  werase(stdscr);
}
