#!/usr/bin/env bash
# prometheus 2.42.0+ds-5+deb12u1 and victoria-metrics 1.79.5+ds1-2+b5 (Debian
# 12), scraping prometheus-client 0.26.0 (PyPI, Python 3.11).
# Tried 2026-11-28.
#
# Behaviour: /api/v1/label/NAME/values takes start, end and match[]. Prometheus
# compares the range with its blocks, not with the series in them: a value that
# ended before start is answered as long as it is in the block in memory.
# /api/v1/series with the same three parameters looks at the samples and leaves
# it out. VictoriaMetrics leaves it out in neither.
#
# Output seen for the three seconds from four seconds after the pod "old" was
# replaced by "new":
#   prometheus        values  ["new","old"]    series  new
#   victoria-metrics  values  ["new","old"]    series  new, old
# and for one minute of the day before: nothing from each of them
#
# Why a dashboard cares: a choice of pods, versions or routes "of the last five
# minutes" offers those of the last deploys, each of which opens an empty page,
# and a count of instances from it is too high after every rollout. Values with
# samples in the range come from a query, group by (pod) (last_over_time(...)),
# with Prometheus also from /series.
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

if ! (cd "$work" && apt-get download prometheus=2.42.0+ds-5+deb12u1 victoria-metrics=1.79.5+ds1-2+b5 \
    > apt.log 2>&1); then
    cat "$work/apt.log" >&2
    echo "cannot download both servers: this needs Debian 12 and current package lists" >&2
    exit 1
fi
for package in "$work"/*.deb; do
    dpkg -x "$package" "$work/root"
done
python3 -m venv "$work/venv"
"$work/venv/bin/pip" install --quiet --disable-pip-version-check prometheus-client==0.26.0

cat > "$work/app.py" <<'PYTHON'
import pathlib
import sys
import time

from prometheus_client import Gauge, start_http_server

gauge = Gauge("jobs_running", "jobs", ["pod"])
gauge.labels("old").set(1)
start_http_server(int(sys.argv[1]), addr="127.0.0.1")
while not pathlib.Path(sys.argv[2]).exists():
    time.sleep(0.1)
gauge.remove("old")
gauge.labels("new").set(1)
time.sleep(300)
PYTHON

free_port() {
    python3 -c 'import socket; s = socket.socket(); s.bind(("127.0.0.1", 0)); print(s.getsockname()[1])'
}

app=$(free_port)
prometheus=$(free_port)
victoria=$(free_port)
cat > "$work/scrape.yml" <<CONFIG
global:
  scrape_interval: 1s
scrape_configs:
  - job_name: shop
    static_configs:
      - targets: ["127.0.0.1:$app"]
CONFIG
"$work/venv/bin/python" "$work/app.py" "$app" "$work/replaced" 2> "$work/app.err" &
started+=("$!")
"$work/root/usr/bin/prometheus" --config.file="$work/scrape.yml" --storage.tsdb.path="$work/data" \
    --web.listen-address="127.0.0.1:$prometheus" 2> "$work/prometheus.err" &
started+=("$!")
"$work/root/usr/bin/victoria-metrics" -promscrape.config="$work/scrape.yml" -storageDataPath="$work/victoria" \
    -httpListenAddr="127.0.0.1:$victoria" 2> "$work/victoria.err" &
started+=("$!")

# pods PORT values|series START END: the pods in the answer, in order.
pods() {
    local path="series?match[]=jobs_running"
    if [ "$2" = values ]; then path="label/pod/values?match[]=jobs_running"; fi
    curl --silent --globoff --noproxy '*' --max-time 10 "http://127.0.0.1:$1/api/v1/$path&start=$3&end=$4" \
        | python3 -c '
import json, sys

try:
    data = json.load(sys.stdin)["data"]
except ValueError:
    data = []
print(*sorted(item if isinstance(item, str) else item["pod"] for item in data), sep=",")'
}

wait_for() {
    for port in "$prometheus" "$victoria"; do
        for _ in $(seq 60); do
            now=$(date +%s)
            if pods "$port" series $((now - 60)) "$now" | grep -q "$1"; then break; fi
            sleep 0.3
        done
    done
}

wait_for old
touch "$work/replaced"
sleep 4
start=$(date +%s)
sleep 3
end=$(date +%s)
wait_for new

changed() {
    echo "CHANGED: $1" >&2
    exit 1
}

expect() {
    local answer
    answer=$(pods "$2" "$3" "$4" "$5")
    echo "$1, $3: ${answer:-nothing}"
    [ "$answer" = "$6" ] || changed "$1 answers '$answer' for $3"
}

echo "from four to seven seconds after the change:"
expect prometheus "$prometheus" values "$start" "$end" new,old
expect prometheus "$prometheus" series "$start" "$end" new
expect victoria-metrics "$victoria" values "$start" "$end" new,old
expect victoria-metrics "$victoria" series "$start" "$end" new,old
echo "a minute of the day before:"
for kind in values series; do
    expect prometheus "$prometheus" $kind $((start - 90000)) $((start - 89940)) ''
    expect victoria-metrics "$victoria" $kind $((start - 90000)) $((start - 89940)) ''
done
echo "As stated: the values have a pod that has no sample in the range."
