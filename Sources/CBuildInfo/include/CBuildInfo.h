#ifndef CBUILDINFO_H
#define CBUILDINFO_H

/// The commit that this was built from, or "unreleased".
///
/// Swift has no compile-time constants that the build may set; C has. The manifest hands on the
/// environment variable GOLDTOP_COMMIT of the build.
const char *goldtop_commit(void);

#endif
