#include "CProcess.h"

#include <poll.h>
#include <stddef.h>
#include <sys/eventfd.h>

// What Foundation's run loop on Linux serves the main queue by.
extern int _dispatch_get_main_queue_handle_4CF(void);
extern void _dispatch_main_queue_callback_4CF(void *unused);

void goldtop_serve_main_queue(void) {
  struct pollfd place = {.fd = _dispatch_get_main_queue_handle_4CF(), .events = POLLIN};
  for (;;) {
    if (poll(&place, 1, -1) != 1) continue;
    eventfd_t ignored;
    (void)eventfd_read(place.fd, &ignored);
    _dispatch_main_queue_callback_4CF(NULL);
  }
}
