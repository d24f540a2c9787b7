#!/usr/bin/env bash
# opentelemetry-instrumentation-celery 0.66b2 with celery 5.7.0 (PyPI), seen
# through opentelemetry-exporter-prometheus 0.66b2.
# Tried 2026-11-28 with Python 3.11.
#
# Behaviour: the instrumentation's only metric is flower.task.runtime.seconds.
# It becomes flower_task_runtime_seconds, the very name that the flower monitor
# exposes, but differs in three ways: its values are seconds in buckets made
# for milliseconds (0, 5, 10, 25 ... 10000), tasks that fail are counted, and
# each retry is a task of its own; no label tells the outcome.
#
# Output seen, three tasks of 0.2 s, one that fails after 0.2 s, one retried:
#   pay: 3 in le="5.0", 0 in le="0.0", sum 0.60
#   bad: 1   again: 2   labels: task, worker (and the scope)
#
# Why a dashboard cares: every quantile of tasks under five seconds is an
# interpolation between 0 and 5: p50 reads 2.5 s where it is 0.2 s. A profile
# for flower's metric of the same name takes failures for successes.
set -euo pipefail

work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT

python3 -m venv "$work/venv"
"$work/venv/bin/pip" install --quiet --disable-pip-version-check \
    celery==5.7.0 opentelemetry-sdk==1.45.2 opentelemetry-api==1.45.2 prometheus-client==0.26.0 \
    opentelemetry-exporter-prometheus==0.66b2 opentelemetry-instrumentation==0.66b2 \
    opentelemetry-instrumentation-celery==0.66b2

cat > "$work/app.py" <<'PYTHON'
import time

import celery
import prometheus_client
from celery.contrib.testing.worker import start_worker
from opentelemetry.exporter.prometheus import PrometheusMetricReader
from opentelemetry.instrumentation.celery import CeleryInstrumentor
from opentelemetry.sdk.metrics import MeterProvider

CeleryInstrumentor().instrument(meter_provider=MeterProvider([PrometheusMetricReader()]))
app = celery.Celery("shop", broker="memory://", backend="cache+memory://")


@app.task
def pay():
    time.sleep(0.2)


@app.task
def bad():
    time.sleep(0.2)
    raise ValueError("declined")


@app.task(bind=True, max_retries=1)
def again(self):
    raise self.retry(countdown=0, exc=ValueError("declined"))


with start_worker(app, perform_ping_check=False, pool="solo"):
    for result in [pay.delay(), pay.delay(), pay.delay(), bad.delay(), again.delay()]:
        result.get(timeout=20, propagate=False)

for metric in prometheus_client.REGISTRY.collect():
    if metric.name != "flower_task_runtime_seconds":
        continue
    for sample in metric.samples:
        bound = sample.labels.get("le")
        if bound in ("0.0", "5.0", None):
            of = [sample.labels["task"]] + ([f"le={bound}"] if bound else [])
            print(sample.name, *of, f"{sample.value:.2f}")
    own = sorted(name for name in metric.samples[0].labels if name != "le" and not name.startswith("otel_"))
    print(f"{metric.name}_labels", ",".join(own))
PYTHON
"$work/venv/bin/python" "$work/app.py" > "$work/seen" 2> "$work/err"

echo "opentelemetry-instrumentation-celery 0.66b2:"
cat "$work/seen"

changed() {
    echo "CHANGED: $1" >&2
    exit 1
}

has() {
    grep -Fq "flower_task_runtime_seconds_$1" "$work/seen"
}

has "bucket shop.pay le=0.0 0.00" || changed "the first bucket is not 0"
has "bucket shop.pay le=5.0 3.00" || changed "the second bucket is not 5"
has "count shop.bad 1.00" || changed "a failed task is not counted"
has "count shop.again 2.00" || changed "a retry is not a task of its own"
has "labels task,worker" || changed "there are other labels, perhaps one for the outcome"
awk '/_sum .*shop.pay/ { exit !($NF >= 0.6 && $NF < 5) }' "$work/seen" || changed "the sum is not in seconds"
echo "As stated: seconds in buckets of 0, 5, 10 ... under flower's name."
