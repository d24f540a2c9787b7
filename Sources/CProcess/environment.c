#include "CProcess.h"

extern char **environ;

const char *const *goldtop_environment(void) { return (const char *const *)environ; }
