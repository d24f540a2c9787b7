#!/usr/bin/env bash
# rq-exporter 3.1.0 with rq 2.12.0 (PyPI) and redis-server
# 5:7.0.15-1~deb12u10 (Debian 12).
# Tried 2026-11-28 with Python 3.11.
#
# Behaviour: rq_jobs{status="finished"} and {status="failed"} are gauges of what
# RQ still keeps: results for 500 seconds by default, failures for a year. The
# expired ones are not removed when they expire but when a worker does its
# maintenance, as at its start. The counters rq_workers_success_total and
# rq_workers_failed_total belong to a worker, by a random name, and are gone
# with it: a new worker starts with none of the past, and work that was done
# between two scrapes by a worker that ended is in no counter.
#
# Output seen, each time nine jobs that succeed and one that fails, results kept
# for two seconds:
#   first worker at work       finished 9, failed 1; its counters 9 and 1
#   4 s later                  finished 9, failed 1
#   first worker stopped       finished 9, failed 1; no counters
#   second worker has worked   finished 9, failed 2; its counters 9 and 1
#
# Why a dashboard cares: failed / (finished + failed) creeps from 10 % towards
# 100 % (here 18 % after two rounds), although every tenth job fails. A rate of
# the gauge is wrong, and the sum of the counters says 9 after 18 jobs. Only
# sum(increase()) per worker comes near, without the first increments of each.
set -euo pipefail

work=$(mktemp -d)
started=()
cleanup() {
    for process in "${started[@]}"; do
        kill "$process" 2> /dev/null || true
        wait "$process" 2> /dev/null || true
    done
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
    rq==2.12.0 redis==5.3.1 rq-exporter==3.1.0 prometheus-client==0.26.0

cat > "$work/tasks.py" <<'PYTHON'
def good():
    return 1


def bad():
    raise ValueError("card declined")
PYTHON
cat > "$work/enqueue.py" <<'PYTHON'
import sys

import tasks
from redis import Redis
from rq import Queue

queue = Queue("mail", connection=Redis(port=int(sys.argv[1])))
for _ in range(9):
    queue.enqueue(tasks.good, result_ttl=2)
queue.enqueue(tasks.bad)
PYTHON

free_port() {
    python3 -c 'import socket; s = socket.socket(); s.bind(("127.0.0.1", 0)); print(s.getsockname()[1])'
}

redis=$(free_port)
port=$(free_port)
"$work/root/usr/bin/redis-server" --bind 127.0.0.1 --port "$redis" --dir "$work" \
    --save '' --appendonly no > "$work/redis.log" 2>&1 &
started+=("$!")
for _ in $(seq 50); do
    if grep -q 'Ready to accept' "$work/redis.log"; then break; fi
    sleep 0.1
done
"$work/venv/bin/rq-exporter" --host 127.0.0.1 --port "$port" --redis-host 127.0.0.1 --redis-port "$redis" \
    > "$work/exporter.log" 2>&1 &
started+=("$!")

metrics() {
    curl --silent --noproxy '*' --max-time 10 "http://127.0.0.1:$port/metrics"
}

# total METRIC [STATUS]: the sum of its series, "none" without any.
total() {
    metrics | awk -v name="$1{" -v status="${2-}" '
        index($0, name) == 1 && (status == "" || index($0, "status=\"" status "\"")) { sum += $NF; seen = 1 }
        END { print seen ? sum : "none" }'
}

numbers() {
    echo "finished $(total rq_jobs finished), failed $(total rq_jobs failed)," \
        "counters $(total rq_workers_success_total) and $(total rq_workers_failed_total)"
}

# start_worker: enqueue ten jobs and wait until a new worker has done them.
start_worker() {
    (cd "$work" && "$work/venv/bin/python" enqueue.py "$redis")
    (cd "$work" && exec "$work/venv/bin/rq" worker --url "redis://127.0.0.1:$redis" \
        --worker-class rq.SimpleWorker mail) > "$work/worker.log" 2>&1 &
    worker=$!
    started+=("$worker")
    for _ in $(seq 100); do
        if [ "$(total rq_workers_failed_total)" = 1 ]; then break; fi
        sleep 0.2
    done
}

start_worker
first=$(numbers)
sleep 4
later=$(numbers)
kill "$worker"
wait "$worker" || true
stopped=$(numbers)
start_worker
second=$(numbers)
echo "rq-exporter 3.1.0, ten jobs per worker:"
echo "  first worker at work:     $first"
echo "  4 s later:                $later"
echo "  first worker stopped:     $stopped"
echo "  second worker has worked: $second"

changed() {
    echo "CHANGED: $1" >&2
    exit 1
}

[ "$first" = "finished 9, failed 1, counters 9 and 1" ] || changed "the first worker's numbers"
[ "$later" = "$first" ] || changed "expired results are gone without maintenance"
[ "$stopped" = "finished 9, failed 1, counters none and none" ] || changed "the counters outlive their worker"
[ "$second" = "finished 9, failed 2, counters 9 and 1" ] || changed "the second worker's numbers"
echo "As stated: after 18 successes and 2 failures the exporter tells 9 and 2."
