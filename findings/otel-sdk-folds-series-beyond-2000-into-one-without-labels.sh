#!/usr/bin/env bash
# opentelemetry-sdk 1.45.2 with opentelemetry-exporter-prometheus 0.66b2 (PyPI).
# Tried 2026-11-28 with Python 3.11.
#
# Behaviour: a metric keeps 2000 sets of attributes. Every later set is added
# to one series that has otel_metric_overflow="true" and all other labels
# empty, for the life of the process; which sets are kept depends on the order
# of their first use. Nothing is logged.
#
# Output seen, 3000 routes with one request each:
#   2001 series
#   app_requests_total{otel_metric_overflow="true",...,route=""} 1000.0
# and after 5 more requests of /route/2500: no such series, the above is 1005.0
#
# Why a dashboard cares: a busy route that was first called late has no row. An
# empty label is no label to Prometheus, so "sum by (route)" puts it into the
# row of requests without a route, which grows until the process restarts; the
# total stays right.
set -euo pipefail

work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT

python3 -m venv "$work/venv"
"$work/venv/bin/pip" install --quiet --disable-pip-version-check \
    opentelemetry-sdk==1.45.2 opentelemetry-api==1.45.2 \
    opentelemetry-exporter-prometheus==0.66b2 prometheus-client==0.26.0

cat > "$work/app.py" <<'PYTHON'
import prometheus_client
from opentelemetry.exporter.prometheus import PrometheusMetricReader
from opentelemetry.sdk.metrics import MeterProvider

requests = (
    MeterProvider([PrometheusMetricReader()]).get_meter("app").create_counter("app.requests")
)


def series():
    text = prometheus_client.generate_latest().decode()
    return [line for line in text.splitlines() if line.startswith("app_requests_total{")]


for number in range(2000):
    requests.add(1, {"route": f"/route/{number}"})
print("2000 routes:", len(series()), "series,", sum("overflow" in line for line in series()), "with the label")
for number in range(2000, 3000):
    requests.add(1, {"route": f"/route/{number}"})
print("3000 routes:", len(series()), "series,", sum("overflow" in line for line in series()), "with the label")
requests.add(5, {"route": "/route/2500"})
print("route 2500 on its own:", sum("/route/2500" in line for line in series()))
print(*(line for line in series() if 'overflow="true"' in line))
PYTHON
"$work/venv/bin/python" "$work/app.py" > "$work/seen"

echo "opentelemetry-sdk 1.45.2:"
cat "$work/seen"

changed() {
    echo "CHANGED: $1" >&2
    exit 1
}

grep -q '^2000 routes: 2000 series, 0 with the label$' "$work/seen" || changed "2000 sets are no longer kept apart"
grep -q '^3000 routes: 2001 series, 2001 with the label$' "$work/seen" || changed "3000 sets are not 2001 series"
grep -q '^route 2500 on its own: 0$' "$work/seen" || changed "a late route has its own series"
grep -q 'otel_metric_overflow="true".*route="".* 1005\.0$' "$work/seen" || changed "the overflow is not 1005"
echo "As stated: 1000 routes share one series without a route."
