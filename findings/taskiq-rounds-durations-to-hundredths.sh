#!/usr/bin/env bash
# taskiq 0.13.0 and prometheus-client 0.26.0 (PyPI), taskiq's Prometheus
# middleware with the in-memory broker.
# Tried 2026-11-28 with Python 3.11.
#
# Behaviour: a task's duration is rounded to two decimals of a second before it
# is observed. Tasks below 5 ms are observed as zero: the histogram
# execution_time counts them and its sum stays 0. 7 ms become 10.
# saved_results_total, whose name suggests results, counts failed tasks too.
#
# Output seen, 20 calls of each, timed inside the task as well:
#   task     by itself  execution_time_sum  count  le="0.005"  le="0.01"  saved_results_total
#   quick    0.043 s    0.0                 20     20          20         20
#   slower   0.142 s    0.2                 20     0           20         20
#   failing  0.044 s    0.0                 20     20          20         20
#
# Why a dashboard cares: the mean of a queue of quick tasks is 0 s, and
# rate(execution_time_sum), the time that workers are busy, is 0 however many of
# them run. A task that grows from 4 to 6 ms jumps from 0 to 10. Where all tasks
# are short, show the counts and no durations. Failures are found_errors_total.
set -euo pipefail

work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT

python3 -m venv "$work/venv"
"$work/venv/bin/pip" install --quiet --disable-pip-version-check taskiq==0.13.0 prometheus-client==0.26.0

cat > "$work/app.py" <<'PYTHON'
import asyncio
import socket
import sys
import time
from collections import Counter

from prometheus_client import REGISTRY
from taskiq import InMemoryBroker, PrometheusMiddleware

with socket.socket() as probe:
    probe.bind(("127.0.0.1", 0))
    port = probe.getsockname()[1]
broker = InMemoryBroker().with_middlewares(PrometheusMiddleware(server_addr="127.0.0.1", server_port=port))
spent = Counter()


def wait(name, seconds):
    start = time.perf_counter()
    time.sleep(seconds)
    spent[name] += time.perf_counter() - start


@broker.task(task_name="quick")
async def quick():
    wait("quick", 0.002)


@broker.task(task_name="slower")
async def slower():
    wait("slower", 0.007)


@broker.task(task_name="failing")
async def failing():
    wait("failing", 0.002)
    raise ValueError("card declined")


async def main():
    await broker.startup()
    for task in (quick, slower, failing):
        for _ in range(20):
            call = await task.kiq()
            await call.wait_result(timeout=5)
    await asyncio.sleep(0.3)
    await broker.shutdown()


def value(name, task, **labels):
    return REGISTRY.get_sample_value(name, {"task_name": task, **labels})


asyncio.run(main())
print("task, by itself, execution_time_sum, _count, le=0.005, le=0.01, saved_results_total, found_errors_total")
good = True
for task in ("quick", "slower", "failing"):
    total, count = value("execution_time_sum", task), value("execution_time_count", task)
    low, high = (value("execution_time_bucket", task, le=le) for le in ("0.005", "0.01"))
    saved, errors = value("saved_results_total", task), value("found_errors_total", task)
    print(task, f"{spent[task]:.3f}", f"{total:.2f}", count, low, high, saved, errors)
    good &= count == saved == 20 and errors == (20 if task == "failing" else None)
    # A task that the machine held up may be rounded to 0.01; that the sum is one of hundredths is what counts.
    good &= abs(total * 100 - round(total * 100)) < 1e-6
    if task == "slower":
        good &= low == 0 and 0.2 <= total
    else:
        good &= spent[task] >= 0.04 and low >= 15 and total <= spent[task] * 0.75
sys.exit(not good)
PYTHON
"$work/venv/bin/python" "$work/app.py" 2> "$work/err" || {
    echo "CHANGED: the sums are not of whole hundredths of a second" >&2
    exit 1
}
echo "As stated: 20 tasks of 2 ms have a sum of about 0."
