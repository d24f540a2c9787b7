#!/usr/bin/env bash
# opentelemetry-instrumentation-requests, -urllib3, -httpx and -aiohttp-client
# 0.66b1 with opentelemetry-sdk 1.45.1, requests 2.34.2, urllib3 2.8.0, httpx
# 0.28.1 and aiohttp 3.14.5 (PyPI), OTEL_SEMCONV_STABILITY_OPT_IN=http.
# Tried 2026-11-28 with Python 3.11.
#
# Behaviour: http.client.request.duration means something else under each
# library. A call that times out or is refused has no sample at all under
# urllib3 and httpx. Under aiohttp it has one with neither a status nor an
# error.type, so that no filter for errors meets it. Only requests marks it, a
# timeout as ConnectionError where retries are set up. There and under urllib3
# two 503s that were retried are one success. A response that breaks off in its
# body is a success with status 200 under httpx and aiohttp, and time spent on a
# body is not in their durations.
#
# Output seen, samples per call as STATUS/error.type (- = absent):
#            times out         refused           breaks off               503, 503, 200
#   requests -/ConnectionError -/ConnectionError -/ChunkedEncodingError   200/-
#   urllib3  none              none              none                     200/-
#   httpx    none              none              200/-                    (does not retry)
#   aiohttp  -/-               -/-               200/-                    (does not retry)
#   a body that takes 0.8 s: requests and urllib3 0.8 s, httpx and aiohttp 0.0 s
#
# Why a dashboard cares: while a dependency hangs, three of the four libraries
# show no errors of it and two of those no requests either. A panel of
# dependencies must not read "no samples" as "no calls", must count samples
# without a status as failures, and cannot compare services that use different
# libraries.
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
    opentelemetry-sdk==1.45.1 opentelemetry-api==1.45.1 \
    opentelemetry-instrumentation-requests==0.66b1 opentelemetry-instrumentation-urllib3==0.66b1 \
    opentelemetry-instrumentation-httpx==0.66b1 opentelemetry-instrumentation-aiohttp-client==0.66b1 \
    requests==2.34.2 urllib3==2.8.0 httpx==0.28.1 aiohttp==3.14.5

cat > "$work/server.py" <<'PYTHON'
import asyncio
import sys

from aiohttp import web

tries = {}


async def ok(request):
    return web.Response(text="ok")


async def hang(request):
    await asyncio.sleep(2)
    return web.Response(text="late")


async def flaky(request):
    key = request.query["key"]
    tries[key] = tries.get(key, 0) + 1
    return web.Response(status=200 if tries[key] == 3 else 503)


async def body(request):
    response = web.StreamResponse(headers={"Content-Length": "10"})
    await response.prepare(request)
    await response.write(b"12345")
    await asyncio.sleep(0.8)
    await response.write(b"67890")
    return response


async def broken(request):
    response = web.StreamResponse(headers={"Content-Length": "10"})
    await response.prepare(request)
    await response.write(b"12345")
    await asyncio.sleep(0.1)
    request.transport.close()
    return response


app = web.Application()
for handler in (ok, hang, flaky, body, broken):
    app.router.add_get("/" + handler.__name__, handler)
web.run_app(app, host="127.0.0.1", port=int(sys.argv[1]), print=None)
PYTHON

cat > "$work/client.py" <<'PYTHON'
import asyncio
import os
import sys

os.environ["OTEL_SEMCONV_STABILITY_OPT_IN"] = "http"
library, server, closed = sys.argv[1:]

from opentelemetry import metrics
from opentelemetry.sdk.metrics import MeterProvider
from opentelemetry.sdk.metrics.export import InMemoryMetricReader

reader = InMemoryMetricReader()
metrics.set_meter_provider(MeterProvider(metric_readers=[reader]))

if library == "requests":
    import requests
    from opentelemetry.instrumentation.requests import RequestsInstrumentor as Instrumentor
    from requests.adapters import HTTPAdapter
    from urllib3.util import Retry

    session = requests.Session()
    session.trust_env = False
    session.mount("http://", HTTPAdapter(max_retries=Retry(2, connect=0, read=0, status_forcelist=[503])))

    def get(url):
        session.get(url, timeout=0.9)

elif library == "urllib3":
    import urllib3
    from opentelemetry.instrumentation.urllib3 import URLLib3Instrumentor as Instrumentor

    pool = urllib3.PoolManager(timeout=0.9, retries=urllib3.Retry(2, connect=0, read=0, status_forcelist=[503]))

    def get(url):
        pool.request("GET", url)

elif library == "httpx":
    import httpx
    from opentelemetry.instrumentation.httpx import HTTPXClientInstrumentor as Instrumentor

    def get(url):
        with httpx.Client(timeout=0.9, trust_env=False) as client:
            client.get(url)

else:
    import aiohttp
    from opentelemetry.instrumentation.aiohttp_client import AioHttpClientInstrumentor as Instrumentor

    async def fetch(url):
        limit = aiohttp.ClientTimeout(sock_read=0.9)
        async with aiohttp.ClientSession(timeout=limit) as session, session.get(url) as response:
            await response.read()

    def get(url):
        asyncio.run(fetch(url))


Instrumentor().instrument()
seen = {}


def new_samples():
    data = reader.get_metrics_data()
    for resource in data.resource_metrics if data else ():
        for scope in resource.scope_metrics:
            for metric in scope.metrics:
                if metric.name != "http.client.request.duration":
                    continue
                for point in metric.data.data_points:
                    key = tuple(sorted(point.attributes.items()))
                    count, total = seen.get(key, (0, 0))
                    seen[key] = point.count, point.sum
                    if point.count > count:
                        status = point.attributes.get("http.response.status_code", "-")
                        yield f"{status}/{point.attributes.get('error.type', '-')}", point.sum - total


calls = {"ok": server + "/ok", "hangs": server + "/hang", "refused": closed, "breaks": server + "/broken",
         "body": server + "/body"}
if library in ("requests", "urllib3"):
    calls["retried"] = server + "/flaky?key=" + library
for name, url in calls.items():
    try:
        get(url)
        outcome = "returns"
    except Exception:
        outcome = "raises"
    samples = list(new_samples())
    text = " ".join(sample for sample, _ in samples) or "none"
    print(library, name, outcome, text, f"{sum(duration for _, duration in samples):.1f}")
PYTHON

free_port() {
    python3 -c 'import socket; s = socket.socket(); s.bind(("127.0.0.1", 0)); print(s.getsockname()[1])'
}

port=$(free_port)
closed=$(free_port)
"$work/venv/bin/python" "$work/server.py" "$port" 2> "$work/server.err" &
server=$!
for _ in $(seq 100); do
    if curl --silent --noproxy '*' "http://127.0.0.1:$port/ok" > "$work/answer"; then break; fi
    sleep 0.1
done
for library in requests urllib3 httpx aiohttp; do
    "$work/venv/bin/python" "$work/client.py" "$library" "http://127.0.0.1:$port" "http://127.0.0.1:$closed/" \
        2>> "$work/client.err"
done | tee "$work/seen"

changed() {
    echo "CHANGED: $1" >&2
    exit 1
}

expect() {
    grep -q "^$1" "$work/seen" || changed "not as stated: $1"
}

for library in requests urllib3 httpx aiohttp; do
    expect "$library ok returns 200/- "
    for failure in hangs refused breaks; do expect "$library $failure raises "; done
done
for failure in hangs refused breaks; do
    expect "requests $failure raises -/[A-Z]"
    expect "urllib3 $failure raises none"
done
for failure in hangs refused; do
    expect "httpx $failure raises none"
    expect "aiohttp $failure raises -/- "
done
expect "httpx breaks raises 200/- "
expect "aiohttp breaks raises 200/- "
for library in requests urllib3; do
    expect "$library retried returns 200/- "
    expect "$library body returns 200/- 0\.[89]"
done
for library in httpx aiohttp; do expect "$library body returns 200/- 0\.[01]"; done
echo "As stated: the failures of three libraries are not errors in the metric."
