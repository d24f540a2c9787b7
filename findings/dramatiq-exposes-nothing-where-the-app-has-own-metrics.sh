#!/usr/bin/env bash
# dramatiq 2.2.1 (PyPI), its Prometheus middleware, prometheus-client 0.26.0.
# Tried 2026-11-28 with Python 3.11.
#
# Behaviour: the middleware chooses the client library's multi-process mode by
# an environment variable that it sets when a worker process starts. The client
# library reads that variable when it is imported. A module of tasks that
# imports it, to have a counter of its own, comes first: all numbers stay in
# the worker's memory and the exposition server, which is another process,
# answers 200 with an empty page. Nothing is logged.
#
# Output seen, the same task with and without "import prometheus_client":
#   without: 200, dramatiq_messages_total is there
#   with:    200, 0 bytes
#
# Why a dashboard cares: the target is up, the scrape succeeds, and there is not
# one sample, neither dramatiq's nor the app's. The workers look idle.
set -euo pipefail

work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT

python3 -m venv "$work/venv"
"$work/venv/bin/pip" install --quiet --disable-pip-version-check dramatiq==2.2.1 prometheus-client==0.26.0

cat > "$work/app.py" <<'PYTHON'
import multiprocessing
import socket
import sys
import time
import urllib.error
import urllib.request

import dramatiq
from dramatiq.brokers.stub import StubBroker
from dramatiq.middleware.prometheus import Prometheus

if sys.argv[1] == "with":
    import prometheus_client

    orders = prometheus_client.Counter("orders", "Orders.")

with socket.socket() as free:
    free.bind(("127.0.0.1", 0))
    port = free.getsockname()[1]


def serve(forks):
    # The command line starts these functions in processes of their own.
    from dramatiq.middleware import prometheus

    prometheus.HTTP_HOST, prometheus.HTTP_PORT = "127.0.0.1", port
    for fork in forks:
        fork()


broker = StubBroker()
middleware = Prometheus()
broker.add_middleware(middleware)
dramatiq.set_broker(broker)


@dramatiq.actor
def pay():
    if sys.argv[1] == "with":
        orders.inc()


server = multiprocessing.get_context("fork").Process(target=serve, args=(middleware.forks,), daemon=True)
server.start()
broker.emit_after("process_boot")
worker = dramatiq.Worker(broker, worker_timeout=100, worker_threads=1)
worker.start()
pay.send()
broker.join("default", timeout=30000)

opener = urllib.request.build_opener(urllib.request.ProxyHandler({}))
for _ in range(100):
    try:
        with opener.open(f"http://127.0.0.1:{port}/metrics", timeout=10) as answer:
            body = answer.read().decode()
        break
    except urllib.error.URLError:
        time.sleep(0.1)
found = "messages" if "dramatiq_messages_total{" in body else "no messages"
print(f"{sys.argv[1]}: {answer.status}, {len(body)} bytes, {found}")
worker.stop()
server.kill()
PYTHON
for own in without with; do
    mkdir "$work/$own"
    dramatiq_prom_db=$work/$own "$work/venv/bin/python" "$work/app.py" "$own" 2> "$work/$own.err" | tee -a "$work/seen"
    if [ "$own" = with ] && [ -s "$work/$own.err" ]; then cat "$work/$own.err" >&2; fi
done

changed() {
    echo "CHANGED: $1" >&2
    exit 1
}

grep -Eq '^without: 200, [0-9]+ bytes, messages$' "$work/seen" || changed "there are no metrics without the import either"
grep -Eq '^with: 200, 0 bytes, no messages$' "$work/seen" || changed "there are metrics with the import"
echo "As stated: importing the client library empties the page of the middleware."
