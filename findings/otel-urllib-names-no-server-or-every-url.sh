#!/usr/bin/env bash
# opentelemetry-instrumentation-urllib 0.66b1 with opentelemetry-sdk 1.45.1 and
# opentelemetry-exporter-prometheus 0.66b1 (PyPI).
# Tried 2026-11-29 with Python 3.11.
#
# Behaviour: under the new names the histograms do not say which server was
# called: there is neither server.address nor server.port, which the semantic
# conventions require, and all calls of a kind share a series. Under the old
# names, which are the default, there is no net.peer.name, but http.url with the
# path and the query, so that each URL has a histogram of its own. A status of
# 400 or more has error_type="HTTPError" under the new names, not the number that
# requests and urllib3 give.
#
# Output seen after 50 users are read from each of two servers, and after a 404
# and a 503:
#   old names: 102 series, 0 with a server
#     ...{http_method="GET",http_status_code="200",http_url="http://127.0.0.1:36113/users/0?page=0"}
#   new names: 3 series, 0 with a server
#     ...{error_type="HTTPError",http_request_method="GET",http_response_status_code="503"}
#
# Why a dashboard cares: a panel of dependencies has one row without a name for
# all of them, beside those of other libraries, and cannot say which one fails.
# With the old names, http_url as the row's label makes a row for each user, and
# what users type comes into the labels, until the SDK folds what is beyond 2000
# series into one.
set -euo pipefail

work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT

python3 -m venv "$work/venv"
"$work/venv/bin/pip" install --quiet --disable-pip-version-check \
    opentelemetry-sdk==1.45.1 opentelemetry-api==1.45.1 prometheus-client==0.26.0 \
    opentelemetry-exporter-prometheus==0.66b1 opentelemetry-instrumentation==0.66b1 \
    opentelemetry-instrumentation-urllib==0.66b1

cat > "$work/app.py" <<'PYTHON'
import sys
import threading
import urllib.error
import urllib.request
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

import prometheus_client
from opentelemetry.exporter.prometheus import PrometheusMetricReader
from opentelemetry.instrumentation.urllib import URLLibInstrumentor
from opentelemetry.sdk.metrics import MeterProvider

STATUS = {"/missing": 404, "/broken": 503}


class Handler(BaseHTTPRequestHandler):
    def do_GET(self):
        self.send_response(STATUS.get(self.path, 200))
        self.send_header("Content-Length", "2")
        self.end_headers()
        self.wfile.write(b"ok")

    def log_message(self, *arguments):
        pass


def get(url):
    try:
        opener.open(url).read()
    except urllib.error.HTTPError as error:
        error.read()


URLLibInstrumentor().instrument(meter_provider=MeterProvider([PrometheusMetricReader()]))
opener = urllib.request.build_opener(urllib.request.ProxyHandler({}))
servers = [ThreadingHTTPServer(("127.0.0.1", 0), Handler) for _ in range(2)]
addresses = [f"http://127.0.0.1:{server.server_port}" for server in servers]
for server in servers:
    threading.Thread(target=server.serve_forever, daemon=True).start()
for address in addresses:
    for number in range(50):
        get(f"{address}/users/{number}?page={number}")
for path in STATUS:
    get(addresses[0] + path)

COUNTS = ("http_client_duration_milliseconds_count", "http_client_request_duration_seconds_count")
SHOWN = ("error_type", "http_method", "http_request_method", "http_response_status_code", "http_status_code", "http_url")
samples = [
    sample for metric in prometheus_client.REGISTRY.collect() for sample in metric.samples if sample.name in COUNTS
]
named = sum("server_address" in sample.labels or "net_peer_name" in sample.labels for sample in samples)
calls = sum(sample.value for sample in samples)
print(f"{sys.argv[1]} names: {len(samples)} series, {named} with a server, {calls:.0f} calls")
for sample in samples[:1] + samples[-2:]:
    labels = [f'{name}="{sample.labels[name]}"' for name in SHOWN if sample.labels.get(name)]
    print(f"  {sample.name}{{{','.join(labels)}}}")
PYTHON
{
    OTEL_SEMCONV_STABILITY_OPT_IN='' "$work/venv/bin/python" "$work/app.py" old
    OTEL_SEMCONV_STABILITY_OPT_IN=http "$work/venv/bin/python" "$work/app.py" new
} > "$work/seen"

echo "opentelemetry-instrumentation-urllib 0.66b1:"
cat "$work/seen"

changed() {
    echo "CHANGED: $1" >&2
    exit 1
}

grep -q '^old names: 102 series, 0 with a server, 102 calls$' "$work/seen" ||
    changed "not a series for each URL under the old names"
grep -q 'http_url="http://127\.0\.0\.1:[0-9]*/users/0?page=0"' "$work/seen" || changed "the URL is not whole"
grep -q '^new names: 3 series, 0 with a server, 102 calls$' "$work/seen" ||
    changed "servers are told apart under the new names"
for status in 404 503; do
    grep -q "_seconds_count{error_type=\"HTTPError\",.*http_response_status_code=\"$status\"" "$work/seen" ||
        changed "a $status is no HTTPError"
done
echo "As stated: the new names do not tell servers apart, and the old ones tell each URL."
