#include "CProcess.h"

#ifndef GOLDTOP_COMMIT
#define GOLDTOP_COMMIT "unreleased"
#endif

const char *goldtop_commit(void) { return GOLDTOP_COMMIT; }
