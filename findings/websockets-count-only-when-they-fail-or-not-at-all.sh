#!/usr/bin/env bash
# prometheus-fastapi-instrumentator 8.1.0, starlette-exporter 0.24.0,
# starlette-prometheus 0.10.0, aioprometheus 23.12.0, the middleware of
# opentelemetry-instrumentation-asgi 0.66b1 (PyPI), each on starlette 1.10.0
# with uvicorn 0.54.0, websockets 17.4 and prometheus-client 0.26.0.
# Tried 2026-11-28 with Python 3.11.
#
# Behaviour: four of the five know nothing of websockets: neither a session nor
# a handler that raises is in any counter or histogram. aioprometheus counts a
# session as a request, method "None", but knows its status only if the handler
# raises: status_codes_counter then has a 500, and nothing for sessions that end
# well.
#
# Output seen, after one request to /ok, two sessions that end well on /ws and
# one on /broken whose handler raises (counted requests / with status 500):
#   fastapi-instrumentator 1 0
#   starlette-exporter     1 0
#   starlette-prometheus   1 0
#   opentelemetry-asgi     1 0
#   aioprometheus          4 0 by requests_total_counter, which has no status
#   aioprometheus          2 1 by status_codes_counter
#
# Why a dashboard cares: a service whose work is done over websockets is idle and
# has no errors while all of its handlers raise. With aioprometheus the share of
# 5xx among status_codes_counter is the other way round: every failure of a
# websocket is in it and no success is, so one bad session in a thousand reads
# as 100 % on that path. Errors over requests_total_counter are right.
set -euo pipefail

work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT

python3 -m venv "$work/venv"
"$work/venv/bin/pip" install --quiet --disable-pip-version-check \
    prometheus-fastapi-instrumentator==8.1.0 starlette-exporter==0.24.0 \
    starlette-prometheus==0.10.0 aioprometheus==23.12.0 prometheus-client==0.26.0 \
    opentelemetry-instrumentation-asgi==0.66b1 opentelemetry-sdk==1.45.1 \
    starlette==1.10.0 uvicorn==0.54.0 websockets==17.4

cat > "$work/app.py" <<'PYTHON'
import socket
import sys
import threading
import time
import urllib.request

import uvicorn
from prometheus_client import REGISTRY
from starlette.applications import Starlette
from starlette.responses import PlainTextResponse
from starlette.routing import Route, WebSocketRoute
from websockets.exceptions import ConnectionClosed
from websockets.sync.client import connect

library = sys.argv[1]
ended = threading.Event()


async def ok(request):
    return PlainTextResponse("ok")


async def good(session):
    await session.accept()
    await session.send_text(await session.receive_text())
    await session.close()
    ended.set()


async def broken(session):
    await session.accept()
    await session.receive_text()
    ended.set()
    raise ValueError("dependency failed")


app = Starlette(routes=[Route("/ok", ok), WebSocketRoute("/ws", good), WebSocketRoute("/broken", broken)])
served = app
reader = None
if library == "fastapi-instrumentator":
    from prometheus_fastapi_instrumentator import Instrumentator

    Instrumentator(should_group_status_codes=False).instrument(app)
elif library == "starlette-exporter":
    from starlette_exporter import PrometheusMiddleware

    app.add_middleware(PrometheusMiddleware)
elif library == "starlette-prometheus":
    from starlette_prometheus import PrometheusMiddleware

    app.add_middleware(PrometheusMiddleware)
elif library == "aioprometheus":
    from aioprometheus import MetricsMiddleware

    app.add_middleware(MetricsMiddleware)
else:
    from opentelemetry.instrumentation.asgi import OpenTelemetryMiddleware
    from opentelemetry.sdk.metrics import MeterProvider
    from opentelemetry.sdk.metrics.export import InMemoryMetricReader

    reader = InMemoryMetricReader()
    served = OpenTelemetryMiddleware(app, meter_provider=MeterProvider(metric_readers=[reader]))

listener = socket.socket()
listener.bind(("127.0.0.1", 0))
port = listener.getsockname()[1]
server = uvicorn.Server(uvicorn.Config(served, log_level="critical"))
threading.Thread(target=server.run, kwargs={"sockets": [listener]}, daemon=True).start()
while not server.started:
    time.sleep(0.05)

browser = urllib.request.build_opener(urllib.request.ProxyHandler({}))
browser.open(f"http://127.0.0.1:{port}/ok", timeout=10).read()
for path in ("/ws", "/ws", "/broken"):
    ended.clear()
    try:
        with connect(f"ws://127.0.0.1:{port}{path}", proxy=None) as session:
            session.send("hello")
            session.recv()
    except ConnectionClosed:
        pass
    ended.wait(10)
time.sleep(0.5)


def counted():
    """Counted things: name, status (None where there is no such label) and number."""
    if reader:
        for resource in reader.get_metrics_data().resource_metrics:
            for scope in resource.scope_metrics:
                for metric in scope.metrics:
                    if metric.name == "http.server.duration":
                        for point in metric.data.data_points:
                            yield "requests", str(point.attributes.get("http.status_code")), point.count
    elif library == "aioprometheus":
        from aioprometheus import REGISTRY as own

        for name in ("requests_total_counter", "status_codes_counter"):
            for labels, value in own.get(name).get_all():
                yield name, labels.get("status_code"), value
    else:
        names = ("http_requests_total", "starlette_requests_total", "starlette_responses_total")
        if library == "starlette-prometheus":
            names = names[2:]
        for family in REGISTRY.collect():
            for sample in family.samples:
                if sample.name in names:
                    yield "requests", sample.labels.get("status", sample.labels.get("status_code")), sample.value


totals = {}
for name, status, value in counted():
    total = totals.setdefault(name, [0, 0])
    total[0] += int(value)
    total[1] += int(value) if status == "500" else 0
for name, (requests, errors) in totals.items():
    print(library, name, requests, errors)
PYTHON

echo "library, counter, counted, of them with status 500:"
for library in fastapi-instrumentator starlette-exporter starlette-prometheus opentelemetry-asgi \
    aioprometheus; do
    "$work/venv/bin/python" "$work/app.py" "$library" 2> "$work/err" | tee -a "$work/seen"
done

changed() {
    echo "CHANGED: $1" >&2
    exit 1
}

for line in 'fastapi-instrumentator requests 1 0' 'starlette-exporter requests 1 0' \
    'starlette-prometheus requests 1 0' 'opentelemetry-asgi requests 1 0' \
    'aioprometheus requests_total_counter 4 0' 'aioprometheus status_codes_counter 2 1'; do
    grep -qx "$line" "$work/seen" || changed "not as stated: $line"
done
echo "As stated: websockets are counted only when they fail, or not at all."
