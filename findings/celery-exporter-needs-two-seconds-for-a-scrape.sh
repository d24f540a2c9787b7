#!/usr/bin/env bash
# prometheus-exporter-celery 0.11.2 with celery 5.7.0, kombu 5.7.0 and
# prometheus-client 0.26.0 (PyPI), over the in-memory broker.
# Tried 2026-11-28 with Python 3.11.
#
# Behaviour: every GET /metrics first asks all workers twice, and each question
# waits for its full second, because nobody knows how many workers there are. A
# scrape therefore takes two seconds at the least, whether there is a worker or
# not, and whether it has anything to do or not. What is left of /metrics is
# written in milliseconds.
#
# Output seen:
#   no worker:  2.0 s and 2.0 s
#   one worker: 4.1 s and 4.0 s (2.0 s over Redis 7.0)
#   celery_active_worker_count with one worker: 1
#
# Why a dashboard cares: with a scrape_timeout of two seconds or less the target
# is down for ever, with "context deadline exceeded", while the exporter is fine
# and its log has no word of it; a search for services that gives each port one
# second does not find it. The values are as old as the start of the scrape, and
# two scrapers add two pairs of broadcasts to the broker.
set -euo pipefail

work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT

python3 -m venv "$work/venv"
"$work/venv/bin/pip" install --quiet --disable-pip-version-check celery==5.7.0 kombu==5.7.0 \
    prometheus-client==0.26.0 redis==8.1.0 arrow click Flask loguru pretty-errors timy waitress
# It asks for an older Redis client than celery 5.7.0 takes.
"$work/venv/bin/pip" install --quiet --disable-pip-version-check --no-deps \
    prometheus-exporter-celery==0.11.2

cat > "$work/app.py" <<'PYTHON'
import socket
import threading
import time
import urllib.request

from celery import Celery
from celery.contrib.testing.worker import start_worker
from src.cli import cli

with socket.socket() as held:
    held.bind(("127.0.0.1", 0))
    port = held.getsockname()[1]
arguments = ["--broker-url=memory://", "--host=127.0.0.1", f"--port={port}", "--log-level=ERROR"]
threading.Thread(target=cli, args=(arguments,), kwargs={"standalone_mode": False}, daemon=True).start()
browser = urllib.request.build_opener(urllib.request.ProxyHandler({}))


def scrape():
    begin = time.monotonic()
    body = browser.open(f"http://127.0.0.1:{port}/metrics", timeout=30).read().decode()
    return time.monotonic() - begin, body


while True:
    with socket.socket() as client:
        if client.connect_ex(("127.0.0.1", port)) == 0:
            break
    time.sleep(0.1)
scrape()
for _ in range(2):
    print("none %.1f" % scrape()[0])
app = Celery("shop", broker="memory://")
with start_worker(app, perform_ping_check=False, pool="solo"):
    time.sleep(1)
    for _ in range(2):
        seconds, body = scrape()
        print("one %.1f" % seconds)
    for line in body.splitlines():
        if line.startswith("celery_active_worker_count"):
            print("workers", line.split()[-1], flush=True)
PYTHON
timeout 60 "$work/venv/bin/python" "$work/app.py" 2> "$work/err" > "$work/seen" || true
cat "$work/seen"

changed() {
    tail -3 "$work/err" >&2
    echo "CHANGED: $1" >&2
    exit 1
}

[[ $(grep -cE '^none 2\.' "$work/seen") == 2 ]] || changed "without a worker not two seconds"
[[ $(grep -cE '^one [2-5]\.' "$work/seen") == 2 ]] || changed "with a worker less than two seconds"
grep -qx 'workers 1.0' "$work/seen" || changed "the worker has not answered"
echo "As stated: a scrape takes two seconds or more, with a worker or without."
