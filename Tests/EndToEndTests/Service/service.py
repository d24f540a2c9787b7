"""A web service as its metrics and its log show it: /metrics on a port, JSON lines on stdout.

Usage: service.py PORT. It handles requests of fixed latencies at a steady pace until its reader
goes, so that whoever looks at it, and whenever, sees the same rates.
"""

import sys
import time
import uuid

import structlog
from prometheus_client import Counter, Gauge, Histogram, start_http_server

REQUESTS = Counter("http_requests", "Requests handled.", ["method", "endpoint", "status"])
DURATION = Histogram(
    "http_request_duration_seconds",
    "Time to handle a request.",
    ["method", "endpoint"],
    buckets=(0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5),
)
CONNECTIONS = Gauge("db_connections_active", "Connections to the database in use.")
LOOKUPS = Counter("cache_operations", "Lookups in the cache.", ["operation", "result"])

# One round: endpoint, status and seconds of each request. Quick and slow ones take turns, and every
# tenth is one of the slowest, so that their share is nearly the same wherever a scrape cuts.
QUICK = ("/api/orders", 200, 0.02)
REST = [("/api/orders", 200, 0.2)] * 2 + [("/api/payments", 200, 0.4)]
SLOW = [("/api/payments", 200, 0.8), *REST, ("/api/payments", 500, 0.8), *REST]
ROUND = [
    request
    for one, other in zip(SLOW[::2], SLOW[1::2])
    for request in (QUICK, QUICK, one, QUICK, other)
]

structlog.configure(
    processors=[
        structlog.contextvars.merge_contextvars,
        structlog.processors.add_log_level,
        structlog.processors.TimeStamper(fmt="iso", utc=True),
        structlog.processors.JSONRenderer(),
    ]
)


def handle(log, endpoint, status, seconds):
    structlog.contextvars.bind_contextvars(correlation_id=str(uuid.uuid4()), endpoint=endpoint)
    REQUESTS.labels("POST", endpoint, str(status)).inc()
    DURATION.labels("POST", endpoint).observe(seconds)
    LOOKUPS.labels("get", "miss" if seconds > 0.1 else "hit").inc()
    if status >= 500:
        log.error("payment declined", status=status, duration_ms=seconds * 1000)
    structlog.contextvars.clear_contextvars()


def main():
    CONNECTIONS.set(7)
    start_http_server(int(sys.argv[1]), addr="127.0.0.1")
    log = structlog.get_logger()
    due = time.monotonic()
    while True:
        for request in ROUND:
            handle(log, *request)
            due += 0.05
            time.sleep(max(0, due - time.monotonic()))
        sys.stdout.flush()


try:
    main()
except BrokenPipeError:
    sys.stderr.close()
