#!/usr/bin/env bash
# py-grpc-prometheus 0.8.0 with grpcio 1.85.1 and prometheus-client 0.26.0
# (PyPI), the server interceptor with its histogram turned on.
# Tried 2026-11-28 with Python 3.11.
#
# Behaviour: the names are those of the Go library, the contents are not. A call
# that streams its answer adds to grpc_server_started_total and never to
# grpc_server_handled_total or grpc_server_handling_seconds, whether it ends
# well or with an exception. A call that streams its request is the reverse:
# handled, but not started; one that streams both is neither. A client that ran
# into its deadline is CANCELLED, not DEADLINE_EXCEEDED. A method that the server
# does not have is in neither.
#
# Output seen, one call each:
#   method    client sees        started  handled        handling_seconds_count
#   unary     OK                 1        OK             1
#   slow      DEADLINE_EXCEEDED  1        CANCELLED      1
#   download  OK                 1        none           none
#   broken    UNKNOWN            1        none           none
#   both      OK                 none     none           none
#   upload    OK                 none     OK             1
#   missing   UNIMPLEMENTED      none     none           none
#
# Why a dashboard cares: rate, errors and latency by grpc_server_handled_total,
# as dashboards for the Go library have them, leave streaming methods out: all
# of their calls fail and the error rate is 0 %. "started minus handled" as
# calls in progress grows for ever with downloads and sinks below zero with
# uploads. Deadlines that are missed show only as CANCELLED, a code that is
# often left out of the errors. Take started for the rate of SERVER_STREAMING,
# and show its errors and latency as unknown, not as zero.
set -euo pipefail

work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT

python3 -m venv "$work/venv"
"$work/venv/bin/pip" install --quiet --disable-pip-version-check \
    setuptools==80.9.0 grpcio==1.85.1 prometheus-client==0.26.0 py-grpc-prometheus==0.8.0

cat > "$work/app.py" <<'PYTHON'
import time
from concurrent import futures

import grpc
from prometheus_client import REGISTRY
from py_grpc_prometheus.prometheus_server_interceptor import PromServerInterceptor


def unary(request, context):
    return b"ok"


def slow(request, context):
    time.sleep(1)
    return b"late"


def download(request, context):
    yield b"1"
    yield b"2"


def broken(request, context):
    yield b"1"
    raise RuntimeError("disk")


def both(requests, context):
    yield from requests


def upload(requests, context):
    return b"%d" % len(list(requests))


handlers = {
    "unary": grpc.unary_unary_rpc_method_handler(unary),
    "slow": grpc.unary_unary_rpc_method_handler(slow),
    "download": grpc.unary_stream_rpc_method_handler(download),
    "broken": grpc.unary_stream_rpc_method_handler(broken),
    "both": grpc.stream_stream_rpc_method_handler(both),
    "upload": grpc.stream_unary_rpc_method_handler(upload),
}
server = grpc.server(
    futures.ThreadPoolExecutor(4), interceptors=[PromServerInterceptor(enable_handling_time_histogram=True)]
)
server.add_generic_rpc_handlers((grpc.method_handlers_generic_handler("shop.Files", handlers),))
port = server.add_insecure_port("127.0.0.1:0")
server.start()

channel = grpc.insecure_channel(f"127.0.0.1:{port}", options=[("grpc.enable_http_proxy", 0)])
grpc.channel_ready_future(channel).result(timeout=20)
clients = {
    "unary": lambda path: channel.unary_unary(path)(b"", timeout=20),
    "slow": lambda path: channel.unary_unary(path)(b"", timeout=0.4),
    "download": lambda path: list(channel.unary_stream(path)(b"", timeout=20)),
    "broken": lambda path: list(channel.unary_stream(path)(b"", timeout=20)),
    "both": lambda path: list(channel.stream_stream(path)(iter([b"1", b"2"]), timeout=20)),
    "upload": lambda path: channel.stream_unary(path)(iter([b"1", b"2"]), timeout=20),
    "missing": lambda path: channel.unary_unary(path)(b"", timeout=20),
}
outcomes = {}
for method, call in clients.items():
    try:
        call("/shop.Files/" + method)
        outcomes[method] = "OK"
    except grpc.RpcError as problem:
        outcomes[method] = problem.code().name
time.sleep(1.5)

found = {}
counts = ("grpc_server_started_total", "grpc_server_handling_seconds_count")
for family in REGISTRY.collect():
    for sample in family.samples:
        if sample.name == "grpc_server_handled_total" and sample.value:
            found[sample.name, sample.labels["grpc_method"]] = sample.labels["grpc_code"]
        elif sample.name in counts and sample.value:
            found[sample.name, sample.labels["grpc_method"]] = f"{sample.value:.0f}"
for method, outcome in outcomes.items():
    numbers = (
        found.get((name, method), "none")
        for name in (counts[0], "grpc_server_handled_total", counts[1])
    )
    print(method, outcome, *numbers)
server.stop(None)
PYTHON
echo "method, status at the client, started, handled, handling_seconds_count:"
"$work/venv/bin/python" "$work/app.py" 2> "$work/err" | tee "$work/seen"

changed() {
    echo "CHANGED: $1" >&2
    exit 1
}

for line in 'unary OK 1 OK 1' 'slow DEADLINE_EXCEEDED 1 CANCELLED 1' 'download OK 1 none none' \
    'broken UNKNOWN 1 none none' 'both OK none none none' \
    'upload OK none OK 1' 'missing UNIMPLEMENTED none none none'; do
    grep -qx "$line" "$work/seen" || changed "not as stated: $line"
done
echo "As stated: a call that streams its answer starts and never ends."
