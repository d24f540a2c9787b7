#define NCURSES_WIDECHAR 1
#define _GNU_SOURCE
#include <curses.h>
#include <langinfo.h>
#include <locale.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>
#include <term.h>
#include <unistd.h>

#include "CTerminal.h"

int ct_set_locale(const char *name) {
  if (setlocale(LC_CTYPE, name) == NULL) return -1;
  return strcasecmp(nl_langinfo(CODESET), "UTF-8") == 0;
}

const char *ct_environment(const char *name) { return getenv(name); }

int ct_has_terminal(void) { return isatty(STDIN_FILENO) && isatty(STDOUT_FILENO); }

int ct_identify(const char *term) {
  int found = 0;
  if (setupterm(term, STDOUT_FILENO, &found) != OK) {
    // 0 also stands for a "generic" type, which has no screen to draw on.
    return found < 0 ? CT_TERM_NO_DATABASE : CT_TERM_UNKNOWN;
  }
  const char *move = tigetstr("cup");
  int capable = move != NULL && move != (const char *)-1;
  del_curterm(cur_term);
  return capable ? CT_TERM_FINE : CT_TERM_INCAPABLE;
}
