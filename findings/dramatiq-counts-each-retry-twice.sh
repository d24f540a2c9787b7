#!/usr/bin/env bash
# dramatiq 2.2.1 (PyPI), its Prometheus middleware, prometheus-client 0.26.0.
# Tried 2026-11-28 with Python 3.11.
#
# Behaviour: a retry is queued twice, first in the delay queue NAME.DQ and from
# there in NAME, and is counted at both. The gauge of delayed messages goes up
# under NAME.DQ and down under NAME, and never comes back: each further retry
# moves the one up and the other further below zero.
#
# Output seen for one message that fails three times (two retries):
#   dramatiq_message_retries_total{queue_name="default.DQ"} 2.0
#   dramatiq_message_retries_total{queue_name="default"} 2.0
#   dramatiq_delayed_messages_inprogress{queue_name="default.DQ"} 2.0
#   dramatiq_delayed_messages_inprogress{queue_name="default"} -2.0
#
# Why a dashboard cares: a sum of retries is twice the truth. By queue, the
# delayed messages of NAME.DQ look like a backlog that only grows and those of
# NAME are negative; only the sum of both is the number of waiting messages.
set -euo pipefail

work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT

python3 -m venv "$work/venv"
"$work/venv/bin/pip" install --quiet --disable-pip-version-check dramatiq==2.2.1 prometheus-client==0.26.0

mkdir "$work/metrics"
cat > "$work/app.py" <<'PYTHON'
import os

import dramatiq
from dramatiq.brokers.stub import StubBroker
from dramatiq.middleware.prometheus import Prometheus

broker = StubBroker()
broker.add_middleware(Prometheus())
dramatiq.set_broker(broker)
broker.emit_after("process_boot")

# Only now: the middleware sets the folder that the client library reads on import.
import prometheus_client  # noqa: E402
from prometheus_client import multiprocess  # noqa: E402

attempts = 0


@dramatiq.actor(max_retries=2, min_backoff=100, max_backoff=200)
def pay():
    global attempts
    attempts += 1
    raise ValueError("declined")


worker = dramatiq.Worker(broker, worker_timeout=100, worker_threads=1)
worker.start()
pay.send()
broker.join("default", fail_fast=False, timeout=30000)
worker.stop()

print("attempts", attempts)
registry = prometheus_client.CollectorRegistry()
multiprocess.MultiProcessCollector(registry, path=os.environ["dramatiq_prom_db"])
for metric in registry.collect():
    for sample in metric.samples:
        if "retries" in sample.name or "delayed" in sample.name:
            print(sample.name, sample.labels["queue_name"], sample.value)
PYTHON
dramatiq_prom_db=$work/metrics "$work/venv/bin/python" "$work/app.py" > "$work/seen" 2> "$work/err"

echo "dramatiq 2.2.1:"
cat "$work/seen"

changed() {
    echo "CHANGED: $1" >&2
    exit 1
}

grep -q '^attempts 3$' "$work/seen" || changed "the message was not tried three times"
grep -q '^dramatiq_message_retries_total default\.DQ 2\.0$' "$work/seen" || changed "retries are not counted in the delay queue"
grep -q '^dramatiq_message_retries_total default 2\.0$' "$work/seen" || changed "retries are not counted in the queue"
grep -q '^dramatiq_delayed_messages_inprogress default\.DQ 2\.0$' "$work/seen" || changed "the delay queue's gauge comes down"
grep -q '^dramatiq_delayed_messages_inprogress default -2\.0$' "$work/seen" || changed "the queue's gauge is not negative"
echo "As stated: two retries are counted as four, and a gauge is negative."
