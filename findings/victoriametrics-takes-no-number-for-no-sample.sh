#!/usr/bin/env bash
# victoria-metrics 1.79.5+ds1-2+b5 and prometheus 2.42.0+ds-5+deb12u1 (Debian 12).
# Tried 2026-12-01.
#
# Behaviour: to Prometheus NaN is a value like any other; to VictoriaMetrics it
# is the lack of a sample. So the share of failed requests, 0 / 0 where there
# were none, is an element "NaN" of one server and no element of the other, and
# what is built on it parts company without a word: "or" fills the gap in
# VictoriaMetrics alone, absent() holds there alone, and count() counts it in
# Prometheus alone. 1 / 0 is "+Inf" in both.
#
# Output seen (Prometheus, then VictoriaMetrics):
#   vector(0) / vector(0)                  NaN     nothing
#   vector(0) / vector(0) or vector(7)     NaN     7
#   absent(vector(0) / vector(0))          nothing 1
#   count(vector(0) / vector(0))           1       nothing
#   vector(1) / vector(0)                  +Inf    +Inf
#
# Why a dashboard cares: an idle service has an error ratio of "NaN" on one
# server and no error ratio on the other, and only one of them is missing; and
# an alert with "or vector(0)" or absent() over a ratio fires on one alone.
set -euo pipefail

packages=(victoria-metrics=1.79.5+ds1-2+b5 prometheus=2.42.0+ds-5+deb12u1)
work=$(mktemp -d)
servers=()
cleanup() {
    for server in "${servers[@]}"; do
        kill "$server" 2> /dev/null || true
        wait "$server" 2> /dev/null || true
    done
    rm -rf "$work"
}
trap cleanup EXIT

if ! (cd "$work" && apt-get download "${packages[@]}" > apt.log 2>&1); then
    cat "$work/apt.log" >&2
    echo "cannot download ${packages[*]}: this needs Debian 12 and current package lists" >&2
    exit 1
fi
for file in "$work"/*.deb; do dpkg -x "$file" "$work/root"; done

free() { python3 -c 'import socket; s = socket.socket(); s.bind(("127.0.0.1", 0)); print(s.getsockname()[1])'; }
prometheus=127.0.0.1:$(free)
victoria=127.0.0.1:$(free)
echo '{}' > "$work/none.yml"
"$work/root/usr/bin/prometheus" --config.file="$work/none.yml" --storage.tsdb.path="$work/blocks" \
    --web.listen-address="$prometheus" 2> "$work/prometheus.err" &
servers+=("$!")
"$work/root/usr/bin/victoria-metrics" -httpListenAddr="$victoria" -storageDataPath="$work/data" \
    2> "$work/victoria.err" &
servers+=("$!")

# The value of the only element, or "nothing".
value() {
    curl --silent --show-error --noproxy '*' --max-time 10 --get --data-urlencode "query=$2" \
        "http://$1/api/v1/query" |
        python3 -c 'import json, sys
answer = json.load(sys.stdin)
assert answer["status"] == "success", answer
print(" ".join(element["value"][1] for element in answer["data"]["result"]) or "nothing")'
}
for server in "$prometheus" "$victoria"; do
    for _ in $(seq 200); do
        if value "$server" 'vector(1)' > /dev/null 2>&1; then break; fi
        sleep 0.1
    done
done

# look EXPRESSION VALUE VALUE: what Prometheus and VictoriaMetrics make of it.
look() {
    local one other
    one=$(value "$prometheus" "$1")
    other=$(value "$victoria" "$1")
    printf '%-40s %-8s %s\n' "$1" "$one" "$other"
    if [ "$one" != "$2" ] || [ "$other" != "$3" ]; then
        echo "CHANGED: $1 should be $2 and $3" >&2
        exit 1
    fi
}
look 'vector(0) / vector(0)' NaN nothing
look 'vector(0) / vector(0) or vector(7)' NaN 7
look 'absent(vector(0) / vector(0))' nothing 1
look 'count(vector(0) / vector(0))' 1 nothing
look 'vector(1) / vector(0)' +Inf +Inf
echo "As stated: no number is a value of Prometheus, and no sample of VictoriaMetrics."
