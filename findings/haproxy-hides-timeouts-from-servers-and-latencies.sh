#!/usr/bin/env bash
# haproxy 2.6.12-1+deb12u4 (Debian 12), its own Prometheus exporter and its
# HTTP log.
# Tried 2026-11-28.
#
# Behaviour: haproxy_server_http_responses_total counts what a server sent. The
# 504s, 502s and 503s that HAProxy answers for a server that hangs, dies or
# refuses are in the backend's counter of the same name only. None of these
# requests is in any time: the averages and the maxima of server and backend
# stay at the good requests' milliseconds. The log has -1 for their response
# time.
#
# Output seen after one 200, one 500 of the server, two timeouts of 1 s, and
# one refused connection:
#   haproxy_server_http_responses_total{...,code="5xx"} 1
#   haproxy_backend_http_responses_total{...,code="5xx"} 4
#   haproxy_server_max_response_time_seconds 0.001
#   haproxy_backend_max_total_time_seconds 0.001
#   ... app/a 0/0/0/-1/1000 504 ... sH-- ... "GET /hang HTTP/1.1"
#
# Why a dashboard cares: "5xx by server" has no errors for the server that is
# the cause, and the worse it hangs, the more of the latency panel consists of
# the few requests that it answered: clients wait a second and the maximum says
# 1 ms. Errors must be read at the backend, or with
# haproxy_server_response_errors_total and _connection_errors_total added, and a
# reader of the log must take the fifth timer and not average the -1.
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

if ! (cd "$work" && apt-get download haproxy=2.6.12-1+deb12u4 > apt.log 2>&1); then
    cat "$work/apt.log" >&2
    echo "cannot download haproxy: this needs Debian 12, current package lists and haproxy's libraries" >&2
    exit 1
fi
dpkg -x "$work"/*.deb "$work/root"

free_port() {
    python3 -c 'import socket; s = socket.socket(); s.bind(("127.0.0.1", 0)); print(s.getsockname()[1])'
}

port=$(free_port)
behind=$(free_port)

cat > "$work/server.py" <<'PYTHON'
import sys
import time
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer


class Handler(BaseHTTPRequestHandler):
    def do_GET(self):
        if self.path == "/hang":
            time.sleep(3)
        self.send_response(500 if self.path == "/boom" else 200)
        self.send_header("Content-Length", "0")
        self.end_headers()

    def log_message(self, *arguments):
        pass


ThreadingHTTPServer(("127.0.0.1", int(sys.argv[1])), Handler).serve_forever()
PYTHON

cat > "$work/haproxy.cfg" <<CONFIG
global
    log stdout format raw local0
defaults
    mode http
    log global
    option httplog
    retries 0
    timeout connect 1s
    timeout client 10s
    timeout server 1s
frontend web
    bind 127.0.0.1:$port
    http-request use-service prometheus-exporter if { path /metrics }
    default_backend app
backend app
    server a 127.0.0.1:$behind
CONFIG

python3 "$work/server.py" "$behind" 2> "$work/server.err" &
started+=("$!")
for _ in $(seq 50); do
    if curl --silent --noproxy '*' --output /dev/null "http://127.0.0.1:$behind/ready"; then break; fi
    sleep 0.1
done
"$work/root/usr/sbin/haproxy" -db -f "$work/haproxy.cfg" > "$work/log" 2> "$work/err" &
started+=("$!")
get() {
    curl --silent --noproxy '*' --max-time 10 "http://127.0.0.1:$port$1"
}
for _ in $(seq 50); do
    if get /metrics > "$work/metrics"; then break; fi
    sleep 0.1
done

for path in /ok /boom /hang /hang; do
    get "$path" > "$work/answer"
done
kill "${started[0]}"
wait "${started[0]}" 2> "$work/wait" || true
get /refused > "$work/answer"
get /metrics > "$work/metrics"

value() {
    sed -n "s/^$1 //p" "$work/metrics"
}
server='{proxy="app",server="a"'
backend='{proxy="app"'

"$work/root/usr/sbin/haproxy" -v | sed -n 1p
grep -E '^haproxy_(server|backend)_http_responses_total\{proxy="app".*5xx' "$work/metrics"
grep -E '^haproxy_(server|backend)_max_(response|total)_time_seconds\{proxy="app"' "$work/metrics"
grep -E '^haproxy_server_(response|connection)_errors_total' "$work/metrics"
grep -E '/(hang|refused) ' "$work/log"

changed() {
    echo "CHANGED: $1" >&2
    exit 1
}

[ "$(value "haproxy_server_http_responses_total$server,code=\"5xx\"}")" = 1 ] \
    || changed "the server's 5xx are not the one that it sent"
[ "$(value "haproxy_backend_http_responses_total$backend,code=\"5xx\"}")" = 4 ] \
    || changed "the backend has not four 5xx"
[ "$(value "haproxy_server_response_errors_total$server}")" = 2 ] || changed "the timeouts are no response errors"
[ "$(value "haproxy_server_connection_errors_total$server}")" = 1 ] || changed "the refusal is no connection error"
for name in "haproxy_server_max_response_time_seconds$server}" "haproxy_server_max_total_time_seconds$server}" \
    "haproxy_backend_max_response_time_seconds$backend}" "haproxy_backend_max_total_time_seconds$backend}"; do
    awk -v seconds="$(value "$name")" 'BEGIN { exit !(seconds != "" && seconds < 0.5) }' \
        || changed "a request that timed out is in $name"
done
[ "$(grep -Ec ' app/a [0-9]+/[0-9]+/[0-9]+/-1/[0-9]{4} 504 .*/hang ' "$work/log")" = 2 ] \
    || changed "the log has a response time for a request that timed out"
echo "As stated: one of four errors is the server's, and no time is longer than the good request's."
