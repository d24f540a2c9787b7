#!/usr/bin/env bash
# opentelemetry-instrumentation-aiohttp-server 0.66b1 with opentelemetry-sdk
# 1.45.1 and aiohttp 3.14.5 (PyPI).
# Tried 2026-11-28 with Python 3.11.
#
# Behaviour: a handler that raises is answered by aiohttp with 500. In the
# metric that request has no status code. Under the new names its error.type is
# the exception's class; under the old ones, the default, it has nothing, and
# so has a request whose client went away (with handler_cancellation=True). The
# old names have no route either. The same library's siblings for FastAPI and
# Flask give an exception status 500.
#
# Output seen, status/error.type/route (- = absent) of one request each:
#                     client sees  new names                old names
#   handler raises    500          -/ValueError/boom        -/-/-
#   client goes away  nothing      -/-/slow                 -/-/-
#   500 is returned   500          500/500/returned         500/-/-
#
# Why a dashboard cares: the error rate by http_response_status_code=~"5.." or
# http_status_code=~"5.." is 0 % while every request fails with an exception.
# With the new names errors are error_type!="". With the old ones all samples
# without a status have to count as errors, abandoned requests among them, and
# no row can be shown by endpoint.
set -euo pipefail

work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT

python3 -m venv "$work/venv"
"$work/venv/bin/pip" install --quiet --disable-pip-version-check \
    opentelemetry-sdk==1.45.1 opentelemetry-api==1.45.1 \
    opentelemetry-instrumentation-aiohttp-server==0.66b1 aiohttp==3.14.5

cat > "$work/app.py" <<'PYTHON'
import asyncio

from opentelemetry import metrics
from opentelemetry.instrumentation.aiohttp_server import AioHttpServerInstrumentor
from opentelemetry.sdk.metrics import MeterProvider
from opentelemetry.sdk.metrics.export import InMemoryMetricReader

reader = InMemoryMetricReader()
metrics.set_meter_provider(MeterProvider(metric_readers=[reader]))
AioHttpServerInstrumentor().instrument()

import aiohttp  # noqa: E402
from aiohttp import web  # noqa: E402


async def boom(request):
    raise ValueError("dependency failed")


async def returned(request):
    return web.Response(status=500)


async def slow(request):
    await asyncio.sleep(3)
    return web.Response(text="late")


seen = {}


def new_sample():
    """The attributes of the points that have grown since the last call."""
    found = []
    data = reader.get_metrics_data()
    for resource in data.resource_metrics if data else ():
        for scope in resource.scope_metrics:
            for metric in scope.metrics:
                if metric.name not in ("http.server.request.duration", "http.server.duration"):
                    continue
                for point in metric.data.data_points:
                    key = tuple(sorted(point.attributes.items()))
                    if point.count > seen.get(key, 0):
                        found.append(point.attributes)
                    seen[key] = point.count
    (attributes,) = found
    status = attributes.get("http.response.status_code", attributes.get("http.status_code", "-"))
    route = attributes.get("http.route", attributes.get("http.target", "-")).lstrip("/")
    return f"{status}/{attributes.get('error.type', '-')}/{route}"


async def main():
    app = web.Application()
    for handler in (boom, returned, slow):
        app.router.add_get("/" + handler.__name__, handler)
    runner = web.AppRunner(app, handler_cancellation=True)
    await runner.setup()
    await web.TCPSite(runner, "127.0.0.1", 0).start()
    base = "http://127.0.0.1:%d/" % runner.addresses[0][1]
    for name in ("boom", "slow", "returned"):
        status = "nothing"
        try:
            async with aiohttp.ClientSession(timeout=aiohttp.ClientTimeout(total=1)) as client:
                async with client.get(base + name) as response:
                    status = response.status
        except TimeoutError:
            pass
        await asyncio.sleep(0.5)
        print(name, status, new_sample())
    await runner.cleanup()


asyncio.run(main())
PYTHON

OTEL_SEMCONV_STABILITY_OPT_IN=http "$work/venv/bin/python" "$work/app.py" > "$work/new" 2> "$work/new.err"
"$work/venv/bin/python" "$work/app.py" > "$work/old" 2> "$work/old.err"
echo "handler, status at the client, status/error.type/route; new names:"
cat "$work/new"
echo "old names:"
cat "$work/old"

changed() {
    echo "CHANGED: $1" >&2
    exit 1
}

for line in 'boom 500 -/ValueError/boom' 'slow nothing -/-/slow' 'returned 500 500/500/returned'; do
    grep -qx -e "$line" "$work/new" || changed "new names: not $line"
done
for line in 'boom 500 -/-/-' 'slow nothing -/-/-' 'returned 500 500/-/-'; do
    grep -qx -e "$line" "$work/old" || changed "old names: not $line"
done
echo "As stated: an unhandled exception is a 500 to the client and has no status in the metric."
