#!/usr/bin/env bash
# fastapi 0.165.0 and uvicorn 0.54.0 with prometheus-fastapi-instrumentator
# 8.1.0, opentelemetry-instrumentation-fastapi 0.66b2 and starlette-exporter
# 0.24.0 (PyPI).
# Tried 2026-11-28 with Python 3.11.
#
# Behaviour: a route answers at once and leaves one second of work to a
# background task. The client has its answer after some milliseconds. The
# instrumentator and OpenTelemetry observe more than a second of latency,
# because the task runs inside the call that they time; starlette-exporter
# observes milliseconds.
#
# Output seen, one request each:
#   prometheus-fastapi-instrumentator  client 0.06 s  observed 1.07 s
#   opentelemetry                      client 0.06 s  observed 1.07 s
#   starlette-exporter                 client 0.01 s  observed 0.01 s
#
# Why a dashboard cares: p99 shows how long e-mails take to send, not how long
# customers wait, and two services with the same code and different libraries
# cannot be compared.
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
    fastapi==0.165.0 starlette==1.10.0 uvicorn==0.54.0 prometheus-client==0.26.0 \
    prometheus-fastapi-instrumentator==8.1.0 starlette-exporter==0.24.0 \
    opentelemetry-sdk==1.45.2 opentelemetry-api==1.45.2 opentelemetry-instrumentation==0.66b2 \
    opentelemetry-exporter-prometheus==0.66b2 opentelemetry-instrumentation-fastapi==0.66b2

cat > "$work/shop.py" <<'PYTHON'
import asyncio
import os

import prometheus_client
from fastapi import BackgroundTasks, FastAPI

app = FastAPI()


@app.get("/order")
async def order(tasks: BackgroundTasks):
    tasks.add_task(asyncio.sleep, 1)
    return {"order": 7}


match os.environ["LIBRARY"]:
    case "prometheus-fastapi-instrumentator":
        from prometheus_fastapi_instrumentator import Instrumentator

        Instrumentator().instrument(app)
    case "starlette-exporter":
        from starlette_exporter import PrometheusMiddleware

        app.add_middleware(PrometheusMiddleware)
    case "opentelemetry":
        from opentelemetry.exporter.prometheus import PrometheusMetricReader
        from opentelemetry.instrumentation.fastapi import FastAPIInstrumentor
        from opentelemetry.sdk.metrics import MeterProvider

        FastAPIInstrumentor.instrument_app(app, meter_provider=MeterProvider([PrometheusMetricReader()]))
app.mount("/metrics", prometheus_client.make_asgi_app())
PYTHON

get() {
    curl --silent --noproxy '*' --max-time 10 "$@"
}

changed() {
    echo "CHANGED: $1" >&2
    exit 1
}

# observe LIBRARY FAMILY UNITS: sets client and observed, in milliseconds.
observe() {
    local port base
    port=$(python3 -c 'import socket; s = socket.socket(); s.bind(("127.0.0.1", 0)); print(s.getsockname()[1])')
    base=http://127.0.0.1:$port
    LIBRARY=$1 "$work/venv/bin/uvicorn" --app-dir "$work" --port "$port" --log-level warning shop:app &
    server=$!
    for _ in $(seq 200); do
        if get "$base/metrics/" > /dev/null; then break; fi
        sleep 0.1
    done
    client=$(get --output /dev/null --write-out '%{time_starttransfer}' "$base/order" | awk '{ print int($1 * 1000) }')
    sleep 1.5
    observed=$(get "$base/metrics/" | awk -v name="$2_sum{" -v units="$3" \
        'index($0, name) == 1 && /\/order"/ { print int($NF * units) }')
    kill "$server"
    wait "$server" 2> /dev/null || true
    server=
    echo "$1: the client waited $client ms, observed $observed ms"
    [ "$client" -lt 800 ] || changed "$1: the client waits for the background task"
}

observe prometheus-fastapi-instrumentator http_request_duration_seconds 1000
[ "$observed" -ge 1000 ] || changed "the instrumentator leaves background tasks out"
observe opentelemetry http_server_duration_milliseconds 1
[ "$observed" -ge 1000 ] || changed "opentelemetry leaves background tasks out"
observe starlette-exporter starlette_request_duration_seconds 1000
[ "$observed" -lt 800 ] || changed "starlette-exporter counts background tasks"
echo "As stated: the same second of background work is latency to two of three libraries."
