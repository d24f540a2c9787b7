#!/usr/bin/env bash
# prometheus 2.42.0+ds-5+deb12u1 (Debian 12) with --enable-feature=native-histograms.
# Tried 2026-11-28.
#
# Behaviour: label_replace() and label_join() give a native histogram back as the
# number 0, under its labels and with the new one, and without a warning. `or`,
# aggregations and matching leave histograms whole, so it is only the functions
# that do nothing but write a label which lose the value.
#
# Output seen for a histogram of 3 observations with a sum of 4.5:
#   demo_seconds                                       histogram, count "3"
#   label_replace(demo_seconds, "part", "1", "", "")   value "0"
#   label_join(demo_seconds, "part", "-", "job")       value "0"
#   demo_seconds or up                                 histogram, count "3"
#
# Why a dashboard cares: whoever marks the parts of a joined query, or renames a
# label before a join, reads "0 requests" where there are some, as a good answer.
# Take the number out first, as in label_replace(histogram_count(...), ...), or
# ask for histograms by themselves.
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

cat > "$work/ports.py" <<'PYTHON'
import socket

sockets = [socket.create_server(("127.0.0.1", 0)) for _ in range(2)]
print(*(one.getsockname()[1] for one in sockets))
PYTHON
read -r exporter port < <(python3 "$work/ports.py")

cat > "$work/exporter.py" <<'PYTHON'
import struct, sys
from http.server import BaseHTTPRequestHandler, HTTPServer


def varint(number):
    out = b""
    while number > 127:
        out += bytes([number & 127 | 128])
        number >>= 7
    return out + bytes([number])


def field(number, value):
    """One field of a protobuf message: a number, a float or bytes."""
    if isinstance(value, int):
        return varint(number << 3) + varint(value)
    if isinstance(value, float):
        return varint(number << 3 | 1) + struct.pack("<d", value)
    return varint(number << 3 | 2) + varint(len(value)) + value


# io.prometheus.client.Histogram: three observations in one bucket of schema 0,
# none at zero. Signed numbers are zigzag-coded.
span = field(1, 2) + field(2, 1)
histogram = (
    field(1, 3) + field(2, 4.5) + field(5, 0) + field(6, 0.001) + field(7, 0)
    + field(12, span) + field(13, 6)
)
family = field(1, b"demo_seconds") + field(3, 4) + field(4, field(7, histogram))
BODY = varint(len(family)) + family


class Handler(BaseHTTPRequestHandler):
    def do_GET(self):
        self.send_response(200)
        self.send_header(
            "Content-Type",
            "application/vnd.google.protobuf; proto=io.prometheus.client.MetricFamily; encoding=delimited",
        )
        self.end_headers()
        self.wfile.write(BODY)

    def log_message(self, *arguments):
        pass


HTTPServer(("127.0.0.1", int(sys.argv[1])), Handler).serve_forever()
PYTHON
python3 "$work/exporter.py" "$exporter" &
started+=($!)

cat > "$work/prometheus.yml" <<CONFIG
global: {scrape_interval: 1s}
scrape_configs: [{job_name: demo, static_configs: [{targets: ["127.0.0.1:$exporter"]}]}]
CONFIG
"$work/root/usr/bin/prometheus" --config.file="$work/prometheus.yml" \
    --storage.tsdb.path="$work/data" --web.listen-address="127.0.0.1:$port" \
    --enable-feature=native-histograms --log.level=warn &
started+=($!)

cat > "$work/check.py" <<'PYTHON'
import json
import sys
import time
import urllib.parse
import urllib.request

base = f"http://127.0.0.1:{sys.argv[1]}/api/v1/query?"


def ask(query):
    url = base + urllib.parse.urlencode({"query": query})
    with urllib.request.urlopen(url, timeout=5) as answer:
        return json.load(answer)


def shape(query):
    answer = ask(query)
    assert not answer.get("warnings"), answer
    [element] = [e for e in answer["data"]["result"] if e["metric"]["job"] == "demo"]
    if "histogram" in element:
        return "histogram", element["histogram"][1]["count"]
    return "value", element["value"][1]


end = time.monotonic() + 60
while True:
    try:
        if ask("demo_seconds")["data"]["result"]:
            break
    except OSError:
        pass
    assert time.monotonic() < end, "no sample within a minute"
    time.sleep(0.5)

expected = {
    "demo_seconds": ("histogram", "3"),
    'label_replace(demo_seconds, "part", "1", "", "")': ("value", "0"),
    'label_join(demo_seconds, "part", "-", "job")': ("value", "0"),
    "demo_seconds or up": ("histogram", "3"),
}
for query, wanted in expected.items():
    seen = shape(query)
    print(f"{query:50} {seen[0]} {seen[1]}")
    assert seen == wanted, f"{query}: {seen}"
PYTHON
python3 "$work/check.py" "$port"
