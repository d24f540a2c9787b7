#!/usr/bin/env bash
# prometheus-fastapi-instrumentator 8.1.0, starlette-exporter 0.24.0,
# starlette-prometheus 0.10.0, aioprometheus 23.12.0 and the middleware of
# opentelemetry-instrumentation-asgi 0.66b1 (PyPI), each on starlette 1.10.0
# with prometheus-client 0.26.0.
# Tried 2026-11-28 with Python 3.11.
#
# Behaviour: an application that is mounted at /v1 keeps the templates of its
# routes with two of the five libraries. With two others everything below /v1 is
# one route, "/v1", the 404s of paths that it does not have included.
# OpenTelemetry's middleware has the whole template in the old names, and for a
# path that the mounted application does not have one with the prefix doubled;
# in the new names it has no route at all, mounted or not.
#
# Output seen, routes of one request each to /items/1, /v1/items/1, /v1/users/1
# and /v1/none:
#   fastapi-instrumentator /items/{n} /v1/items/{n} /v1/users/{n} none
#   starlette-exporter     /items/{n} /v1/items/{n} /v1/users/{n}
#   starlette-prometheus   /items/{n} /v1 /v1 /v1
#   aioprometheus          /items/{n} /v1 /v1 /v1
#   opentelemetry old      /items/{n} /v1/items/{n} /v1/users/{n} /v1/v1/{path}
#   opentelemetry new      - - - -
#
# Why a dashboard cares: with versioned or composed applications the table of
# endpoints is one row whose latency mixes all of them, so that the slow one is
# not seen, and whose 404s are anybody's typing errors. Nothing in the metric
# tells a mount from a route. With the new names of OpenTelemetry's ASGI
# middleware there is no table at all; FastAPI's own instrumentation has routes.
set -euo pipefail

work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT

python3 -m venv "$work/venv"
"$work/venv/bin/pip" install --quiet --disable-pip-version-check \
    prometheus-fastapi-instrumentator==8.1.0 starlette-exporter==0.24.0 \
    starlette-prometheus==0.10.0 aioprometheus==23.12.0 prometheus-client==0.26.0 \
    opentelemetry-instrumentation-asgi==0.66b1 opentelemetry-sdk==1.45.1 \
    starlette==1.10.0 httpx==0.28.1

cat > "$work/app.py" <<'PYTHON'
import asyncio
import sys

import httpx
from prometheus_client import REGISTRY
from starlette.applications import Starlette
from starlette.responses import PlainTextResponse
from starlette.routing import Mount, Route

library = sys.argv[1]


async def answer(request):
    return PlainTextResponse("ok")


part = Starlette(routes=[Route("/items/{n}", answer), Route("/users/{n}", answer)])
app = Starlette(routes=[Route("/items/{n}", answer), Mount("/v1", part)])
served, reader = app, None
if library == "fastapi-instrumentator":
    from prometheus_fastapi_instrumentator import Instrumentator

    Instrumentator().instrument(app)
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


def counts():
    """How many requests of each route were counted."""
    found = {}
    if reader:
        data = reader.get_metrics_data()
        for metric in data.resource_metrics[0].scope_metrics[0].metrics if data else ():
            if metric.name in ("http.server.duration", "http.server.request.duration"):
                for point in metric.data.data_points:
                    names = ("http.route", "http.target")
                    route = next((point.attributes[name] for name in names if name in point.attributes), "-")
                    found[route] = found.get(route, 0) + point.count
    elif library == "aioprometheus":
        from aioprometheus import REGISTRY as own

        for labels, value in own.get("requests_total_counter").get_all():
            found[labels["path"]] = found.get(labels["path"], 0) + value
    else:
        for family in REGISTRY.collect():
            for sample in family.samples:
                if sample.name in ("http_requests_total", "starlette_requests_total"):
                    labels = sample.labels
                    route = labels.get("handler") or labels.get("path_template") or labels.get("path")
                    found[route] = found.get(route, 0) + sample.value
    return found


async def main():
    transport = httpx.ASGITransport(served)
    seen, before = [], {}
    async with httpx.AsyncClient(transport=transport, base_url="http://shop") as client:
        for path in ("/items/1", "/v1/items/1", "/v1/users/1", "/v1/none"):
            await client.get(path)
            after = counts()
            seen += [route for route in after if after[route] > before.get(route, 0)]
            before = after
    print(" ".join(seen))


asyncio.run(main())
PYTHON

for library in fastapi-instrumentator starlette-exporter starlette-prometheus aioprometheus old new; do
    variant=
    [[ $library != new ]] || variant=http
    printf '%s ' "$library" >> "$work/seen"
    OTEL_SEMCONV_STABILITY_OPT_IN=$variant \
        "$work/venv/bin/python" "$work/app.py" "$library" 2> "$work/err" >> "$work/seen"
done
cat "$work/seen"

changed() {
    echo "CHANGED: $1" >&2
    exit 1
}

while read -r line; do
    grep -qxF "$line" "$work/seen" || changed "not as stated: $line"
done <<'LINES'
fastapi-instrumentator /items/{n} /v1/items/{n} /v1/users/{n} none
starlette-exporter /items/{n} /v1/items/{n} /v1/users/{n}
starlette-prometheus /items/{n} /v1 /v1 /v1
aioprometheus /items/{n} /v1 /v1 /v1
old /items/{n} /v1/items/{n} /v1/users/{n} /v1/v1/{path}
new - - - -
LINES
echo "As stated: a mounted application is one route with some libraries."
