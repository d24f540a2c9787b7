#!/usr/bin/env bash
# prometheus 2.42.0+ds-5+deb12u1 (Debian 12) scraping prometheus-client 0.26.0
# (PyPI, Python 3.11).
# Tried 2026-11-28.
#
# Behaviour: Prometheus asks for OpenMetrics and the Python client answers in
# it. There a type belongs to the family, whose name has no suffix, so
# /api/v1/metadata knows a counter "shop_orders" and nothing of
# "shop_orders_total", the only name that has series. The same counter from a
# page in the older text format is known as "bill_orders_total". An Info metric
# is listed without its _info. The series _created are gauges by the text format
# and belong to nothing by OpenMetrics.
#
# Output seen, /api/v1/metadata?metric=...
#   shop_orders_total    {}          shop_orders  counter
#   bill_orders_total    counter     bill_orders  {}
#   shop_build_info      {}          shop_build   info
#   bill_orders_created  gauge       shop_orders_created  {}
#
# Why a dashboard cares: one that asks for the type of a series' name to choose
# between rate() and the plain value finds none for every counter of a Python
# service, draws a line that only rises, and is right for services in Go. For a
# name that is not found, _total, _info, _created, _bucket, _count and _sum must
# be taken off and the rest asked for.
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

if ! (cd "$work" && apt-get download prometheus=2.42.0+ds-5+deb12u1 > apt.log 2>&1); then
    cat "$work/apt.log" >&2
    echo "cannot download prometheus: this needs Debian 12 and current package lists" >&2
    exit 1
fi
dpkg -x "$work"/*.deb "$work/root"
python3 -m venv "$work/venv"
"$work/venv/bin/pip" install --quiet --disable-pip-version-check prometheus-client==0.26.0

cat > "$work/app.py" <<'PYTHON'
import sys
from http.server import BaseHTTPRequestHandler, HTTPServer

from prometheus_client import CollectorRegistry, Counter, Info, generate_latest, start_http_server

modern = CollectorRegistry()
Counter("shop_orders", "orders", registry=modern).inc()
Info("shop_build", "the build", registry=modern).info({"revision": "1"})
start_http_server(int(sys.argv[1]), addr="127.0.0.1", registry=modern)

plain = CollectorRegistry()
Counter("bill_orders", "orders", registry=plain).inc()


class TextFormat(BaseHTTPRequestHandler):
    def do_GET(self):
        self.send_response(200)
        self.send_header("Content-Type", "text/plain; version=0.0.4")
        self.end_headers()
        self.wfile.write(generate_latest(plain))

    def log_message(self, *arguments):
        pass


HTTPServer(("127.0.0.1", int(sys.argv[2])), TextFormat).serve_forever()
PYTHON

free_port() {
    python3 -c 'import socket; s = socket.socket(); s.bind(("127.0.0.1", 0)); print(s.getsockname()[1])'
}

port=$(free_port)
modern=$(free_port)
text=$(free_port)
cat > "$work/prometheus.yml" <<CONFIG
global:
  scrape_interval: 1s
scrape_configs:
  - job_name: services
    static_configs:
      - targets: ["127.0.0.1:$modern", "127.0.0.1:$text"]
CONFIG

"$work/venv/bin/python" "$work/app.py" "$modern" "$text" 2> "$work/app.err" &
started+=("$!")
"$work/root/usr/bin/prometheus" --config.file="$work/prometheus.yml" --storage.tsdb.path="$work/data" \
    --web.listen-address="127.0.0.1:$port" 2> "$work/err" &
started+=("$!")
api() {
    curl --silent --noproxy '*' --max-time 10 "http://127.0.0.1:$port/api/v1/$1"
}
for _ in $(seq 100); do
    if api 'query?query=count(shop_orders_total%20or%20bill_orders_total)==2' | grep -q '"value"'; then break; fi
    sleep 0.2
done

# The names that have series, and the type under a name.
api label/__name__/values > "$work/names"
kind() {
    api "metadata?metric=$1" | python3 -c '
import json, sys

data = json.load(sys.stdin)["data"]
print(*[entry["type"] for entries in data.values() for entry in entries] or ["{}"])'
}

changed() {
    echo "CHANGED: $1" >&2
    exit 1
}

expect() {
    local type
    type=$(kind "$1")
    echo "$1: $type"
    [ "$type" = "$2" ] || changed "the type of $1 is $type"
}

"$work/root/usr/bin/prometheus" --version 2>&1 | sed -n 1p
for name in shop_orders_total bill_orders_total shop_build_info shop_orders_created bill_orders_created; do
    grep -q "\"$name\"" "$work/names" || changed "there are no series of $name"
done
for name in shop_orders bill_orders shop_build; do
    if grep -q "\"$name\"" "$work/names"; then changed "there are series of $name"; fi
done
expect shop_orders_total '{}'
expect shop_orders counter
expect bill_orders_total counter
expect bill_orders '{}'
expect shop_build_info '{}'
expect shop_build info
expect shop_orders_created '{}'
expect bill_orders_created gauge
echo "As stated: the names with series and the names with a type differ by format."
