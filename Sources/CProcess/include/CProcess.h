#ifndef CPROCESS_H
#define CPROCESS_H

/// The commit that this was built from, or "unreleased".
///
/// Swift has no compile-time constants that the build may set; C has. The manifest hands on the
/// environment variable GOLDTOP_COMMIT of the build.
const char *goldtop_commit(void);

/// The entries of the environment, `NAME=value`, ending with NULL.
///
/// Swift does not allow `environ`, a mutable global, and its own functions replace bytes that are
/// not UTF-8.
const char *const *goldtop_environment(void);

/// Serves the main queue, and with it Swift's main actor, on the calling thread, the main one.
///
/// An asynchronous `main` parks the main thread on Linux, and the main actor then runs on the thread
/// pool: a key waited for an engine that kept all of its threads busy. Swift offers no other way to
/// serve the main queue without Foundation.
void goldtop_serve_main_queue(void) __attribute__((noreturn));

/// Lets all threads share two heaps. To be called before a second thread begins.
///
/// glibc gives each thread a heap of its own, and none of them takes what another has free: five
/// of sixty megabytes lay idle so with fifty thousand lines. Swift does not see `mallopt`.
void goldtop_share_heaps(void);

/// Gives the kernel back the pages of the program's file and of its libraries that nothing writes to.
///
/// A sixth of what is resident after a start was read by the loader and by what happens once only;
/// what is used again is read again from the file, a few hundred pages at most. Swift sees no
/// program headers, which tell these pages from those that the loader has written to.
void goldtop_forget_start(void);

#endif
