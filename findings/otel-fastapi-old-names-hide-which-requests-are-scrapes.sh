#!/usr/bin/env bash
# opentelemetry-instrumentation-fastapi 0.66b2 (PyPI) with fastapi 0.165.0,
# opentelemetry-sdk 1.45.2 and prometheus-client 0.21.1.
# Tried 2026-11-28 with Python 3.11.
#
# Behaviour: /metrics is a mounted application, as prometheus_client's own
# make_asgi_app is meant to be used. Under the new names of OpenTelemetry its
# requests have http_route="/metrics". Under the old ones, which are the
# default, they have an empty http_target, as requests have that meet no route.
# The redirect from /metrics to /metrics/ has no route under either.
#
# Output seen, requests counted after 5 to /ok, 3 that no route meets, and 7 scrapes:
#   old  '/ok': 5, '': 10
#   new  '/ok': 5, '': 3, '/metrics': 7
#
# Why a dashboard cares: what a scraper asks is no traffic of the service. With
# the new names a matcher leaves it out; with the old ones it cannot be told
# from 404s, and a quiet service is never idle.
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
    fastapi==0.165.0 starlette==1.10.0 uvicorn==0.54.0 prometheus-client==0.21.1 \
    opentelemetry-sdk==1.45.2 opentelemetry-api==1.45.2 opentelemetry-exporter-prometheus==0.66b2 \
    opentelemetry-instrumentation==0.66b2 opentelemetry-instrumentation-fastapi==0.66b2

cat > "$work/shop.py" <<'PYTHON'
import sys

import uvicorn
from fastapi import FastAPI
from opentelemetry import metrics
from opentelemetry.exporter.prometheus import PrometheusMetricReader
from opentelemetry.instrumentation.fastapi import FastAPIInstrumentor
from opentelemetry.sdk.metrics import MeterProvider
from prometheus_client import make_asgi_app

metrics.set_meter_provider(MeterProvider([PrometheusMetricReader()]))
app = FastAPI()


@app.get("/ok")
def ok():
    return "ok"


app.mount("/metrics", make_asgi_app())
FastAPIInstrumentor.instrument_app(app)
uvicorn.run(app, host="127.0.0.1", port=int(sys.argv[1]), log_level="critical")
PYTHON

cat > "$work/count.py" <<'PYTHON'
import re
import sys
import time
import urllib.error
import urllib.request

base, label = sys.argv[1], sys.argv[2]


def get(path):
    try:
        return urllib.request.urlopen(base + path).read().decode()
    except urllib.error.HTTPError as error:
        return str(error.code)


for _ in range(100):
    try:
        get("/ok")
        break
    except urllib.error.URLError:
        time.sleep(0.1)
for _ in range(4):
    get("/ok")
for _ in range(3):
    get("/nowhere")
for _ in range(7):
    get("/metrics/")
counts = {}
for line in get("/metrics/").splitlines():
    found = re.match(r"http_server(_request)?_duration_\w+_count\{(.*)\} (\S+)$", line)
    if found:
        route = re.search(label + r'="([^"]*)"', found[2])
        route = route[1] if route else ""
        counts[route] = counts.get(route, 0) + int(float(found[3]))
print(", ".join(f"{route!r}: {count}" for route, count in counts.items()))
PYTHON

run() {
    local name=$1 mode=$2 label=$3 port=$4
    OTEL_SEMCONV_STABILITY_OPT_IN=$mode "$work/venv/bin/python" "$work/shop.py" "$port" &
    server=$!
    echo "$name  $("$work/venv/bin/python" "$work/count.py" "http://127.0.0.1:$port" "$label")"
    kill "$server"
    wait "$server" 2> /dev/null || true
    server=
}

run old '' http_target 18811
run new http http_route 18812
