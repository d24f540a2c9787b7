#!/usr/bin/env bash
# gunicorn 27.0.1 (PyPI): durations of requests whose application raised.
# Tried 2026-11-28 with Python 3.11.
#
# Behaviour: with the sync and gthread workers the clock of a request starts
# again when its exception is handled. The access log (%(D)s, %(L)s) and the
# statsd timer gunicorn.request.duration report a few milliseconds for a
# request that kept its client waiting for 700 ms. The asgi worker of the same
# release reports the real time.
#
# Output seen (microseconds):
#   sync:    GET /slow-ok HTTP/1.1 200 700520   GET /slow-boom HTTP/1.1 500 1833
#   gthread: GET /slow-ok HTTP/1.1 200 700485   GET /slow-boom HTTP/1.1 500 1375
#   asgi:    GET /slow-ok HTTP/1.1 200 703689   GET /slow-boom HTTP/1.1 500 705115
#   statsd (sync): gunicorn.request.duration:1.85|ms for /slow-boom
#
# Why a dashboard cares: an outage in which every request runs into a slow
# dependency and then fails looks like the fastest minute of the day: p99 from
# the access log or from statsd falls while clients wait.
set -euo pipefail

work=$(mktemp -d)
server=
cleanup() {
    if [ -n "$server" ]; then
        kill "$server" 2> /dev/null || true
        wait "$server" 2> /dev/null || true
    fi
    rm -rf "$work"
}
trap cleanup EXIT

python3 -m venv "$work/venv"
"$work/venv/bin/pip" install --quiet --disable-pip-version-check gunicorn==27.0.1

cat > "$work/app.py" <<'PYTHON'
import asyncio
import time


def wsgi(environ, start_response):
    if environ["PATH_INFO"].startswith("/slow"):
        time.sleep(0.7)
    if environ["PATH_INFO"].endswith("boom"):
        raise RuntimeError("dependency failed")
    start_response("200 OK", [("Content-Length", "2")])
    return [b"ok"]


async def asgi(scope, receive, send):
    if scope["type"] != "http":
        return
    if scope["path"].startswith("/slow"):
        await asyncio.sleep(0.7)
    if scope["path"].endswith("boom"):
        raise RuntimeError("dependency failed")
    await send({"type": "http.response.start", "status": 200, "headers": [(b"content-length", b"2")]})
    await send({"type": "http.response.body", "body": b"ok"})
PYTHON

cat > "$work/statsd.py" <<'PYTHON'
import socket
import sys

server = socket.socket(socket.AF_INET, socket.SOCK_DGRAM)
server.bind(("127.0.0.1", 0))
with open(sys.argv[1], "w") as port:
    port.write(str(server.getsockname()[1]))
while True:
    print(server.recv(4096).decode(), flush=True)
PYTHON

free_port() {
    python3 -c 'import socket; s = socket.socket(); s.bind(("127.0.0.1", 0)); print(s.getsockname()[1])'
}

get() {
    curl --silent --noproxy '*' --output /dev/null --max-time 10 "http://127.0.0.1:$1$2"
}

# observe WORKER CALLABLE [OPTION...]: access lines of one good and one failing request.
observe() {
    local worker=$1 callable=$2 port
    shift 2
    port=$(free_port)
    "$work/venv/bin/gunicorn" --chdir "$work" --worker-class "$worker" --threads 2 --no-control-socket \
        --bind "127.0.0.1:$port" --access-logfile "$work/$worker.log" \
        --access-logformat '%(r)s %(s)s %(D)s' "$@" "$callable" 2> "$work/$worker.err" &
    server=$!
    for _ in $(seq 100); do
        if get "$port" /ready; then break; fi
        sleep 0.1
    done
    get "$port" /slow-ok
    get "$port" /slow-boom
    sleep 0.5
    kill "$server"
    wait "$server" || true
    server=
    echo "$worker:"
    grep slow "$work/$worker.log"
}

duration() {
    awk -v path="$2" '$2 == path { print int($5 / 1000) }' "$work/$1.log"
}

changed() {
    echo "CHANGED: $1" >&2
    exit 1
}

"$work/venv/bin/gunicorn" --version
python3 "$work/statsd.py" "$work/port" > "$work/statsd.log" &
statsd=$!
trap 'kill "$statsd" 2> /dev/null || true; cleanup' EXIT
for _ in $(seq 50); do
    if [ -s "$work/port" ]; then break; fi
    sleep 0.1
done

observe sync app:wsgi --statsd-host "127.0.0.1:$(cat "$work/port")"
observe gthread app:wsgi
observe asgi app:asgi
echo "statsd timers of the sync worker, in order:"
grep duration "$work/statsd.log"

for worker in sync gthread; do
    [ "$(duration $worker /slow-ok)" -ge 700 ] || changed "$worker: a good slow request is logged as fast"
    [ "$(duration $worker /slow-boom)" -lt 350 ] || changed "$worker: a failing request has its real duration"
done
[ "$(duration asgi /slow-boom)" -ge 700 ] || changed "asgi: a failing request has lost its duration"
last=$(grep duration "$work/statsd.log" | tail -n 1 | sed -E 's/.*:([0-9]+)(\.[0-9]+)?\|ms.*/\1/')
[ "$last" -lt 350 ] || changed "statsd: a failing request has its real duration"
echo "As stated: sync and gthread report milliseconds for a failure that took 700 ms."
