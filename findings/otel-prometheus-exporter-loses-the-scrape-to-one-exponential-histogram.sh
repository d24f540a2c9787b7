#!/usr/bin/env bash
# opentelemetry-exporter-prometheus 0.66b2 with opentelemetry-sdk 1.45.2 and
# prometheus-client 0.26.0 (PyPI).
# Tried 2026-11-28 with Python 3.11.
#
# Behaviour: the exporter takes an exponential histogram for a gauge and raises
# (AttributeError: ... has no attribute 'value'). The error is not confined to
# that metric: from the first measurement on, every scrape is answered with
# 500, the client library's own process metrics included.
#
# Output seen:
#   before the first measurement: 200, app_orders_total is there
#   after it:                     500, and again 500
#
# Why a dashboard cares: a view with exponential buckets works over OTLP. Moved
# to the Prometheus exporter it turns the target "down" with the first request
# that it serves: a healthy service looks dead and has lost all of its metrics,
# and a restart helps until the next request.
set -euo pipefail

work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT

python3 -m venv "$work/venv"
"$work/venv/bin/pip" install --quiet --disable-pip-version-check \
    opentelemetry-sdk==1.45.2 opentelemetry-api==1.45.2 \
    opentelemetry-exporter-prometheus==0.66b2 prometheus-client==0.26.0

cat > "$work/app.py" <<'PYTHON'
import urllib.error
import urllib.request

import prometheus_client
from opentelemetry.exporter.prometheus import PrometheusMetricReader
from opentelemetry.sdk.metrics import MeterProvider
from opentelemetry.sdk.metrics.view import ExponentialBucketHistogramAggregation, View

view = View(instrument_name="app.latency", aggregation=ExponentialBucketHistogramAggregation())
meter = MeterProvider([PrometheusMetricReader()], views=[view]).get_meter("app")
server, _ = prometheus_client.start_http_server(0, addr="127.0.0.1")
opener = urllib.request.build_opener(urllib.request.ProxyHandler({}))


def scrape(when):
    try:
        with opener.open(f"http://127.0.0.1:{server.server_port}/metrics", timeout=10) as answer:
            status, body = answer.status, answer.read().decode()
    except urllib.error.HTTPError as problem:
        status, body = problem.code, ""
    print(when, status, "with orders" if "app_orders_total{" in body else "without orders")


meter.create_counter("app.orders").add(1)
latency = meter.create_histogram("app.latency", unit="s")
scrape("before:")
latency.record(0.2)
scrape("after:")
scrape("after:")
PYTHON
"$work/venv/bin/python" "$work/app.py" > "$work/seen" 2> "$work/err"

echo "opentelemetry-exporter-prometheus 0.66b2:"
cat "$work/seen"
grep -m 1 Error "$work/err" || true

cat > "$work/expected" <<'SEEN'
before: 200 with orders
after: 500 without orders
after: 500 without orders
SEEN
if ! diff "$work/expected" "$work/seen"; then
    echo "CHANGED: the scrapes are not the ones stated" >&2
    exit 1
fi
echo "As stated: one exponential histogram costs the whole scrape."
