#!/usr/bin/env bash
# opentelemetry-instrumentation-system-metrics 0.66b2 (PyPI), default settings.
# Tried 2026-11-28 with Python 3.11, two CPUs.
#
# Behaviour: process.cpu.utilization and process.runtime.cpu.utilization are
# both measured "since the last call" of one shared function. The first takes
# the interval between two scrapes, the second is asked within the same scrape
# and gets a fraction of a millisecond: the runtime's utilization is 0 however
# busy the process is, and now and then, when the kernel's clock ticks between
# the two, a spike of several hundred per cent. The first is divided by the
# number of CPUs: a single-threaded process at its limit on eight reads 0.125.
#
# Output seen, a process that used 36 % to 49 % of one CPU out of two:
#   process 0.182, runtime 0.0
#   process 0.218, runtime 7.994
#   process 0.242, runtime 0.0
#
# Why a dashboard cares: saturation by the runtime's metric is 0 % with alarms
# of 800 %, and by the other one it never comes near 100 %. The counter
# process_cpu_time_seconds_total is right.
set -euo pipefail

work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT

python3 -m venv "$work/venv"
"$work/venv/bin/pip" install --quiet --disable-pip-version-check \
    opentelemetry-sdk==1.45.2 opentelemetry-api==1.45.2 prometheus-client==0.26.0 \
    opentelemetry-exporter-prometheus==0.66b2 opentelemetry-instrumentation==0.66b2 \
    opentelemetry-instrumentation-system-metrics==0.66b2 psutil==7.2.2

cat > "$work/app.py" <<'PYTHON'
import os
import time

import prometheus_client
from opentelemetry.exporter.prometheus import PrometheusMetricReader
from opentelemetry.instrumentation.system_metrics import SystemMetricsInstrumentor
from opentelemetry.sdk.metrics import MeterProvider

SystemMetricsInstrumentor().instrument(meter_provider=MeterProvider([PrometheusMetricReader()]))
NAMES = {"process_cpu_utilization": "process", "process_runtime_cpython_cpu_utilization": "runtime"}
prometheus_client.generate_latest()
for _ in range(5):
    wall, used = time.monotonic(), time.process_time()
    while time.process_time() - used < 0.5:
        pass
    busy = (time.process_time() - used) / (time.monotonic() - wall)
    seen = {}
    for line in prometheus_client.generate_latest().decode().splitlines():
        name = line.partition("{")[0]
        if name in NAMES:
            seen[NAMES[name]] = float(line.split()[-1])
    share = "a share of all CPUs" if abs(seen["process"] * os.cpu_count() - busy) < 0.25 else "something else"
    wrong = "wrong" if abs(seen["runtime"] - busy) > 0.15 else "right"
    print(
        f"busy {busy:.2f} of {os.cpu_count()} CPUs: process {seen['process']:.3f} ({share}),"
        f" runtime {seen['runtime']} ({wrong})"
    )
PYTHON
"$work/venv/bin/python" "$work/app.py" > "$work/seen"

echo "opentelemetry-instrumentation-system-metrics 0.66b2:"
cat "$work/seen"

changed() {
    echo "CHANGED: $1" >&2
    exit 1
}

[ "$(grep -c 'runtime .* (wrong)$' "$work/seen")" -ge 4 ] || changed "the runtime's utilization is right"
grep -q 'runtime 0\.0 ' "$work/seen" || changed "the runtime's utilization is never 0"
[ "$(grep -c 'a share of all CPUs' "$work/seen")" -ge 4 ] || changed "the process utilization is not a share of all CPUs"
echo "As stated: the runtime's utilization does not follow a busy process."
