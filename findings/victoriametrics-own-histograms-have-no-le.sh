#!/usr/bin/env bash
# victoria-metrics 1.79.5+ds1-2+b5 (Debian 12), its own /metrics.
# Tried 2026-11-28.
#
# Behaviour: its histograms have the names of Prometheus' classic ones, with
# _bucket, _sum and _count, but each bucket is a range in the label vmrange.
# There is no le and no +Inf, buckets are not cumulative, and those without an
# observation do not exist. The page has no TYPE and no HELP lines.
#
# Output seen:
#   vmselect_request_duration_seconds_bucket{vmrange="5.275e-05...5.995e-05"} 1
#   vmselect_request_duration_seconds_bucket{vmrange="5.995e-03...6.813e-03"} 2
#   vmselect_request_duration_seconds_count 3
#
# Why a dashboard cares: scraped by Prometheus 2.42, histogram_quantile answers
# an empty result for them, without an error or a warning, and "sum by (le)" is
# one series without le: a dashboard that knows a histogram by its names shows
# "no data" for a server that answers queries.
set -euo pipefail

work=$(mktemp -d)
server=
cleanup() {
    if [ -n "$server" ]; then
        kill "$server" 2> /dev/null || true
        wait "$server" 2> /dev/null || true
    fi
    rm -rf "$work"
}
trap cleanup EXIT

if ! (cd "$work" && apt-get download victoria-metrics=1.79.5+ds1-2+b5 > apt.log 2>&1); then
    cat "$work/apt.log" >&2
    echo "cannot download victoria-metrics: this needs Debian 12 and current package lists" >&2
    exit 1
fi
dpkg -x "$work"/*.deb "$work/root"

port=$(python3 -c 'import socket; s = socket.socket(); s.bind(("127.0.0.1", 0)); print(s.getsockname()[1])')
"$work/root/usr/bin/victoria-metrics" -storageDataPath="$work/data" -httpListenAddr="127.0.0.1:$port" 2> "$work/err" &
server=$!
get() {
    curl --silent --fail --noproxy '*' --max-time 10 "http://127.0.0.1:$port$1"
}
for _ in $(seq 100); do
    if get /health > "$work/health"; then break; fi
    sleep 0.1
done
for _ in 1 2 3; do
    get '/api/v1/query?query=up' > "$work/answer"
done
get /metrics > "$work/metrics"

echo "victoria-metrics 1.79.5, after three queries:"
grep '^vmselect_request_duration_seconds' "$work/metrics"

changed() {
    echo "CHANGED: $1" >&2
    exit 1
}

grep -q '^vmselect_request_duration_seconds_bucket{vmrange=' "$work/metrics" || changed "there are no vmrange buckets"
if grep -Eq '[{ ,]le="' "$work/metrics"; then changed "there are buckets with le"; fi
if grep -q '^# TYPE' "$work/metrics"; then changed "there are TYPE lines"; fi
awk '
    /^vmselect_request_duration_seconds_bucket/ { buckets += $NF }
    /^vmselect_request_duration_seconds_count/ { count = $NF }
    END { exit !(count > 0 && buckets == count) }
' "$work/metrics" || changed "the sum of the buckets is not the count"
echo "As stated: buckets by vmrange, none by le."
