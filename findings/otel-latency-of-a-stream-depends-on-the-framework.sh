#!/usr/bin/env bash
# opentelemetry-instrumentation-flask and -fastapi 0.66b1 (PyPI) with flask
# 3.1.3, fastapi 0.165.0 and opentelemetry-sdk 1.45.1.
# Tried 2026-11-28 with Python 3.11.
#
# Behaviour: the same route streams its answer for one second. Under FastAPI the
# instrumentation observes that second. Under Flask it observes a millisecond:
# the time until the view has returned its generator. A stream that breaks off
# in the middle, so that the client reports a failed transfer, is counted with
# status 200 under both.
#
# Output seen, http_server_duration_milliseconds_sum for one request each:
#   flask:    client 1009 ms, observed 1 ms;     broken: client fails, status 200
#   fastapi:  client 1162 ms, observed 1162 ms;  broken: client fails, status 200
#
# Why a dashboard cares: exports and answers of language models are streams. The
# metric has one name and one meaning in the standard, but p99 of a Flask
# service shows none of the time that its clients wait, and the error rate of
# both is 0 % while every transfer is cut off.
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
    flask==3.1.3 fastapi==0.165.0 starlette==1.10.0 uvicorn==0.54.0 prometheus-client==0.26.0 \
    opentelemetry-sdk==1.45.1 opentelemetry-api==1.45.1 opentelemetry-exporter-prometheus==0.66b1 \
    opentelemetry-instrumentation==0.66b1 opentelemetry-instrumentation-flask==0.66b1 \
    opentelemetry-instrumentation-fastapi==0.66b1

cat > "$work/shop.py" <<'PYTHON'
import asyncio
import sys
import time

import prometheus_client
from opentelemetry.exporter.prometheus import PrometheusMetricReader
from opentelemetry.sdk.metrics import MeterProvider

framework, port = sys.argv[1], int(sys.argv[2])
provider = MeterProvider([PrometheusMetricReader()])


def rows(number):
    for row in range(4):
        time.sleep(0.25)
        if row == number:
            raise RuntimeError("source went away")
        yield "row\n"


async def async_rows(number):
    for row in range(4):
        await asyncio.sleep(0.25)
        if row == number:
            raise RuntimeError("source went away")
        yield "row\n"


if framework == "flask":
    from flask import Flask, Response
    from opentelemetry.instrumentation.flask import FlaskInstrumentor

    app = Flask("shop")
    FlaskInstrumentor().instrument_app(app, meter_provider=provider)
    app.get("/whole")(lambda: Response(rows(9)))
    app.get("/broken", endpoint="broken")(lambda: Response(rows(2)))
    app.get("/numbers", endpoint="numbers")(lambda: Response(prometheus_client.generate_latest()))
    app.run(host="127.0.0.1", port=port, threaded=True)
else:
    import uvicorn
    from fastapi import FastAPI
    from fastapi.responses import PlainTextResponse, StreamingResponse
    from opentelemetry.instrumentation.fastapi import FastAPIInstrumentor

    app = FastAPI()
    FastAPIInstrumentor.instrument_app(app, meter_provider=provider)
    app.get("/whole")(lambda: StreamingResponse(async_rows(9)))
    app.get("/broken")(lambda: StreamingResponse(async_rows(2)))
    app.get("/numbers")(lambda: PlainTextResponse(prometheus_client.generate_latest()))
    uvicorn.run(app, host="127.0.0.1", port=port, log_level="critical")
PYTHON

get() {
    curl --silent --noproxy '*' --max-time 10 "$@"
}

changed() {
    echo "CHANGED: $1" >&2
    exit 1
}

# observe FRAMEWORK: sets client and observed, in milliseconds, of the whole stream.
observe() {
    local port base
    port=$(python3 -c 'import socket; s = socket.socket(); s.bind(("127.0.0.1", 0)); print(s.getsockname()[1])')
    base=http://127.0.0.1:$port
    "$work/venv/bin/python" "$work/shop.py" "$1" "$port" > "$work/$1.log" 2>&1 &
    server=$!
    for _ in $(seq 200); do
        if get --output /dev/null "$base/numbers"; then break; fi
        sleep 0.1
    done
    client=$(get --output /dev/null --write-out '%{time_total}' "$base/whole" | awk '{ print int($1 * 1000) }')
    if get --output /dev/null "$base/broken"; then changed "$1: the broken stream looks whole to its client"; fi
    get "$base/numbers" | grep '^http_server_duration_milliseconds_sum{' > "$work/$1.sums"
    kill "$server"
    wait "$server" 2> /dev/null || true
    server=
    observed=$(awk '/"\/whole"/ { print int($NF) }' "$work/$1.sums")
    echo "$1: the client waited $client ms, observed $observed ms; broken: $(grep '"/broken"' "$work/$1.sums" | grep -Eo 'http_status_code="[0-9]+"')"
    [ "$client" -ge 1000 ] || changed "$1: the client did not wait for the whole stream"
    grep '"/broken"' "$work/$1.sums" | grep -q 'http_status_code="200"' || changed "$1: a broken stream is not a 200"
}

observe flask
[ "$observed" -lt 500 ] || changed "flask: the stream's time is observed"
observe fastapi
[ "$observed" -ge 1000 ] || changed "fastapi: the stream's time is not observed"
echo "As stated: a stream takes a second under FastAPI and a millisecond under Flask; a broken one is a 200."
