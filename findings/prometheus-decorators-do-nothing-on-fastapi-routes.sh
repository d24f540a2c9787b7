#!/usr/bin/env bash
# prometheus-client 0.26.0 with fastapi 0.165.0 and uvicorn 0.54.0 (PyPI).
# Tried 2026-11-28 with Python 3.11.
#
# Behaviour: Histogram.time, Counter.count_exceptions and
# Gauge.track_inprogress are decorators for functions. On an "async def" they
# time, watch and count the call that makes the coroutine, which takes some
# microseconds and cannot fail; the route itself works as before and there is no
# warning. The same three as "with" blocks in the route's body are right.
#
# Output seen, two requests of 0.3 s and one that fails after 0.3 s, each route:
#              latency_sum  latency_count  failures_total  in progress meanwhile
#   decorated  0.00012      3              0               0
#   inside     0.90         3              1               1
#
# Why a dashboard cares: all numbers are there and look excellent. Latency is 0
# with every request in the first bucket (p99 5 ms by interpolation), errors are
# 0 %, nothing is ever in progress, and the rate is right, so that nobody
# doubts the rest. A mean latency of microseconds is a sign of it.
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
"$work/venv/bin/pip" install --quiet --disable-pip-version-check \
    prometheus-client==0.26.0 fastapi==0.165.0 uvicorn==0.54.0

cat > "$work/app.py" <<'PYTHON'
import asyncio

from fastapi import FastAPI, Response
from prometheus_client import Counter, Gauge, Histogram, generate_latest

app = FastAPI()
latency = Histogram("latency_seconds", "time", ["route"])
failures = Counter("failures", "exceptions", ["route"])
running = Gauge("running", "in progress", ["route"])


@app.get("/decorated")
@latency.labels("decorated").time()
@failures.labels("decorated").count_exceptions()
@running.labels("decorated").track_inprogress()
async def decorated(fail: bool = False):
    await asyncio.sleep(0.3)
    if fail:
        raise RuntimeError("dependency failed")
    return {"route": "decorated"}


@app.get("/inside")
async def inside(fail: bool = False):
    with (
        latency.labels("inside").time(),
        failures.labels("inside").count_exceptions(),
        running.labels("inside").track_inprogress(),
    ):
        await asyncio.sleep(0.3)
        if fail:
            raise RuntimeError("dependency failed")
        return {"route": "inside"}


@app.get("/metrics")
async def metrics():
    return Response(generate_latest(), media_type="text/plain")
PYTHON

port=$(python3 -c 'import socket; s = socket.socket(); s.bind(("127.0.0.1", 0)); print(s.getsockname()[1])')
(cd "$work" && exec "$work/venv/bin/uvicorn" app:app --port "$port" > "$work/log" 2>&1) &
server=$!
get() {
    curl --silent --noproxy '*' --max-time 10 "http://127.0.0.1:$port$1"
}
for _ in $(seq 100); do
    if get /metrics > "$work/metrics"; then break; fi
    sleep 0.1
done

value() {
    sed -n "s/^$1{route=\"$2\"} //p" "$work/metrics"
}

changed() {
    echo "CHANGED: $1" >&2
    exit 1
}

for route in decorated inside; do
    get "/$route" > "$work/answer" &
    request=$!
    sleep 0.15
    get /metrics > "$work/metrics"
    meanwhile=$(value running "$route")
    wait "$request"
    grep -q "\"$route\"" "$work/answer" || changed "$route does not answer"
    get "/$route" > "$work/answer"
    [ "$(get "/$route?fail=true")" = "Internal Server Error" ] || changed "$route does not fail"
    get /metrics > "$work/metrics"
    echo "$route: sum $(value latency_seconds_sum "$route"), count $(value latency_seconds_count "$route")," \
        "failures $(value failures_total "$route"), in progress meanwhile $meanwhile"
    [ "$(value latency_seconds_count "$route")" = 3.0 ] || changed "$route: not three observations"
    if [ "$route" = decorated ]; then
        [ "$meanwhile" = 0.0 ] || changed "a decorated coroutine is in progress"
        [ "$(value failures_total "$route")" = 0.0 ] || changed "a decorated coroutine's exception is counted"
        awk -v sum="$(value latency_seconds_sum "$route")" 'BEGIN { exit !(sum < 0.1) }' \
            || changed "a decorated coroutine has its real latency"
    else
        [ "$meanwhile" = 1.0 ] || changed "inside: not one in progress"
        [ "$(value failures_total "$route")" = 1.0 ] || changed "inside: not one failure"
        awk -v sum="$(value latency_seconds_sum "$route")" 'BEGIN { exit !(sum >= 0.9) }' \
            || changed "inside: not the real latency"
    fi
done
echo "As stated: the decorators see neither the time nor the failure of a coroutine."
