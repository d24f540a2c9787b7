#!/usr/bin/env bash
# redis 8.1.0 (PyPI), its own OpenTelemetry metrics, with redis-server
# 5:7.0.15-1~deb12u10 (Debian 12) and opentelemetry-sdk 1.45.1.
# Tried 2026-11-29 with Python 3.11.
#
# Behaviour: with the retries that the client has by default, ten, what a failed
# command leaves in the two metrics depends on how it failed. A connection that
# is refused is an error for each attempt and has no duration. An error that the
# server answers is one error and has no duration. A timeout is one error, and
# each attempt but the last has a duration with error_type, counted from the
# start of the command and in a series of its own.
#
# Output seen, one failed command each (errors: redis_client_errors_total;
# durations: db_client_operation_duration_seconds_count):
#   answered  0 durations,  1 errors
#   refused   0 durations, 11 errors
#   timeout  10 durations,  1 errors; the tenth attempt waits for 0.1 s and counts
#            4.0 s, with the attempts before it and the pauses between them
#
# Why a dashboard cares: no ratio of these is the share of commands that fail.
# Errors over durations has eleven for each refusal, and while nothing connects
# there is nothing to divide by. The share of durations that have an error_type
# knows timeouts alone, with ten for each. A percentile over all durations is one
# of attempts. Errors are best shown as a rate, by error_type.
set -euo pipefail

work=$(mktemp -d)
server=
cleanup() {
    if [ -n "$server" ]; then
        kill -KILL "$server" 2> /dev/null || true
        wait "$server" 2> /dev/null || true
    fi
    rm -rf "$work"
}
trap cleanup EXIT

release=5:7.0.15-1~deb12u10
if ! (cd "$work" && apt-get download "redis-server=$release" "redis-tools=$release" > apt.log 2>&1); then
    cat "$work/apt.log" >&2
    echo "cannot download redis-server: this needs Debian 12, current package lists and its libraries" >&2
    exit 1
fi
for package in "$work"/*.deb; do
    dpkg -x "$package" "$work/root"
done
python3 -m venv "$work/venv"
"$work/venv/bin/pip" install --quiet --disable-pip-version-check \
    redis==8.1.0 opentelemetry-sdk==1.45.1 opentelemetry-api==1.45.1 \
    opentelemetry-exporter-prometheus==0.66b1 prometheus-client==0.26.0

cat > "$work/app.py" <<'PYTHON'
import sys

import prometheus_client
import redis
from opentelemetry import metrics
from opentelemetry.exporter.prometheus import PrometheusMetricReader
from opentelemetry.sdk.metrics import MeterProvider
from redis.observability import OTelConfig, get_observability_instance
from redis.observability.config import MetricGroup

metrics.set_meter_provider(MeterProvider([PrometheusMetricReader()]))
get_observability_instance().init(OTelConfig(metric_groups=[MetricGroup.COMMAND, MetricGroup.RESILIENCY]))
open_port, closed_port = map(int, sys.argv[1:])
before = {}


def tell(what):
    durations, errors, series, kinds = 0, 0, 0, set()
    for metric in prometheus_client.REGISTRY.collect():
        for sample in metric.samples:
            if sample.name not in ("db_client_operation_duration_seconds_count", "redis_client_errors_total"):
                continue
            if sample.labels.get("db_operation_name", "").startswith("CLIENT "):
                continue
            # A label that another series has is empty here.
            key = sample.name, tuple(sorted(item for item in sample.labels.items() if item[1]))
            added = sample.value - before.get(key, 0)
            before[key] = sample.value
            if not added:
                continue
            kinds.add(sample.labels.get("error_type", "") or "none")
            if sample.name == "redis_client_errors_total":
                errors += int(added)
            else:
                durations += int(added)
                series += 1
    kind = " ".join(sorted(kinds))
    print(f"{what:8} {durations:2} durations in {series:2} series, {errors:2} errors, error_type {kind}")


def fail(client, command, *arguments):
    try:
        getattr(client, command)(*arguments)
    except redis.RedisError:
        return
    sys.exit(f"{command} did not fail")


client = redis.Redis(port=open_port, socket_timeout=0.1)
for _ in range(10):
    client.set("greeting", "hello")
tell("good")
fail(client, "lpush", "greeting", "hello")
tell("answered")
fail(redis.Redis(port=closed_port), "get", "greeting")
tell("refused")
client.client_pause(60_000)
fail(client, "get", "greeting")
tell("timeout")
for metric in prometheus_client.REGISTRY.collect():
    for sample in metric.samples:
        attempt = sample.labels.get("redis_client_operation_retry_attempts")
        if sample.name == "db_client_operation_duration_seconds_sum" and attempt == "10":
            print(f"duration of the tenth attempt, which waited for 0.1 s: {sample.value:.1f} s")
PYTHON

free_port() {
    python3 -c 'import socket; s = socket.socket(); s.bind(("127.0.0.1", 0)); print(s.getsockname()[1])'
}

port=$(free_port)
closed=$(free_port)
: > "$work/redis.log"
"$work/root/usr/bin/redis-server" --bind 127.0.0.1 --port "$port" --dir "$work" \
    --save '' --appendonly no > "$work/redis.log" 2>&1 &
server=$!
for _ in $(seq 100); do
    if grep -q 'Ready to accept' "$work/redis.log"; then break; fi
    sleep 0.1
done
"$work/venv/bin/python" "$work/app.py" "$port" "$closed" > "$work/seen" 2> "$work/err" || {
    cat "$work/err" >&2
    exit 1
}

echo "redis 8.1.0, ten good commands and one of each failure:"
cat "$work/seen"

changed() {
    echo "CHANGED: $1" >&2
    exit 1
}

grep -q '^good  *10 durations in  1 series,  0 errors, error_type none$' "$work/seen" ||
    changed "good commands are not ten durations"
grep -q '^answered  0 durations in  0 series,  1 errors, error_type ResponseError$' "$work/seen" ||
    changed "an error that the server answers is not one error without a duration"
grep -q '^refused   0 durations in  0 series, 11 errors, error_type ConnectionError$' "$work/seen" ||
    changed "a refused command is not eleven errors without a duration"
grep -q '^timeout  10 durations in 10 series,  1 errors, error_type TimeoutError$' "$work/seen" ||
    changed "a timeout is not one error and ten durations"
grep -qE '^duration of the tenth attempt, .*: ([1-9]|[1-9][0-9])\.[0-9] s$' "$work/seen" ||
    changed "the duration of an attempt does not count those before it"
echo "As stated: a failed command is one error or eleven, and no duration or ten."
