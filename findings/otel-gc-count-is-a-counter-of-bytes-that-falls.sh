#!/usr/bin/env bash
# opentelemetry-instrumentation-system-metrics 0.66b2 (PyPI), default settings.
# Tried 2026-11-28 with Python 3.11.
#
# Behaviour: process.runtime.cpython.gc_count is a counter with the unit By, and
# so is called process_runtime_cpython_gc_count_bytes_total by Prometheus. It
# counts neither bytes nor collections: it is gc.get_count(), the allocations
# since the last collection of each generation, which starts anew after each.
# The counter falls, and rate() takes each fall for a restart of the process.
#
# Output seen; the label is count="0" for the youngest generation:
#   gc_count 12 collections 80
#   gc_count 261 collections 82
#   gc_count 12 collections 85
#   ...
#   what rate() adds up: 1222 (wrong), collections: 21
#
# Why a dashboard cares: by its name it is the garbage collector's bytes a second
# and by its description its collections; it is noise. The counter
# cpython_gc_collections_total, pushed or scraped beside it, is right.
set -euo pipefail

work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT

python3 -m venv "$work/venv"
"$work/venv/bin/pip" install --quiet --disable-pip-version-check \
    opentelemetry-sdk==1.45.2 opentelemetry-api==1.45.2 prometheus-client==0.26.0 \
    opentelemetry-exporter-prometheus==0.66b2 opentelemetry-instrumentation==0.66b2 \
    opentelemetry-instrumentation-system-metrics==0.66b2 psutil==7.2.2

cat > "$work/app.py" <<'PYTHON'
import prometheus_client
from opentelemetry.exporter.prometheus import PrometheusMetricReader
from opentelemetry.instrumentation.system_metrics import SystemMetricsInstrumentor
from opentelemetry.sdk.metrics import MeterProvider

SystemMetricsInstrumentor().instrument(meter_provider=MeterProvider([PrometheusMetricReader()]))
COUNT = "process_runtime_cpython_gc_count_bytes_total"
COLLECTIONS = "cpython_gc_collections_total"


def scrape():
    seen = {}
    for line in prometheus_client.generate_latest().decode().splitlines():
        name, _, labels = line.partition("{")
        if name == COUNT and 'count="0"' in labels:
            seen[COUNT] = float(line.split()[-1])
        if name == COLLECTIONS and 'generation="0"' in labels:
            seen[COLLECTIONS] = float(line.split()[-1])
    return seen[COUNT], seen[COLLECTIONS]


kept = []
first = before = scrape()
added = 0
for number in range(10):
    kept += [[] for _ in range(500 + 311 * number % 700)]
    now = scrape()
    print(f"gc_count {now[0]:.0f} collections {now[1]:.0f}")
    added += now[0] - before[0] if now[0] >= before[0] else now[0]
    before = now
collections = now[1] - first[1]
print(f"what rate() adds up: {added:.0f} ({'right' if added == collections else 'wrong'}), collections: {collections:.0f}")
PYTHON
"$work/venv/bin/python" "$work/app.py"
