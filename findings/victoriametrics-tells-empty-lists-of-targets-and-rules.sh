#!/usr/bin/env bash
# victoria-metrics 1.79.5+ds1-2+b5 (Debian 12).
# Tried 2026-11-30.
#
# Behaviour: a VictoriaMetrics that others write to, by remote write or an
# import, scrapes nothing and evaluates no rules. It does not say so: the two
# questions of Prometheus' API about that, /api/v1/targets and /api/v1/rules,
# are answered with 200, "success" and empty lists, where /api/v1/alertmanagers
# and /api/v1/status/runtimeinfo are refused with 400. /api/v1/status/buildinfo
# is a success without a version. That it is no Prometheus, and how long it
# keeps samples, is in its own /metrics: vm_app_version, and
# flag{name="retentionPeriod",value="1"}, where 1 is a month and not a day.
#
# Output seen:
#   what was written  {"metric":{"__name__":"up","job":"shop"},"values":[1],...}
#   targets       {"activeTargets":[],"droppedTargets":[]}
#   rules         {"groups":[]}
#   buildinfo     {}
#   alertmanagers 400, runtimeinfo 400
#
# Why a dashboard cares: "no targets" and "no rules" are faults of a Prometheus,
# and here mean that one has to ask vmagent and vmalert instead.
set -euo pipefail

package=victoria-metrics=1.79.5+ds1-2+b5
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

if ! (cd "$work" && apt-get download "$package" > apt.log 2>&1); then
    cat "$work/apt.log" >&2
    echo "cannot download $package: this needs Debian 12 and current package lists" >&2
    exit 1
fi
dpkg -x "$work"/*.deb "$work/root"

port=$(python3 -c 'import socket; s = socket.socket(); s.bind(("127.0.0.1", 0)); print(s.getsockname()[1])')
"$work/root/usr/bin/victoria-metrics" -httpListenAddr="127.0.0.1:$port" \
    -storageDataPath="$work/data" -retentionPeriod=1 2> "$work/err" &
server=$!

ask() {
    curl --silent --show-error --noproxy '*' --max-time 10 --write-out '\n%{http_code}' "$@"
}
url=http://127.0.0.1:$port
for _ in $(seq 100); do
    if ask "$url/health" > /dev/null 2>&1; then break; fi
    sleep 0.1
done

changed() {
    echo "CHANGED: $1" >&2
    exit 1
}

ask --data-binary 'up{job="shop"} 1' "$url/api/v1/import/prometheus" > /dev/null
found=
for _ in $(seq 100); do
    # What is written can be read after a flush.
    ask "$url/internal/force_flush" > /dev/null
    found=$(ask --get --data-urlencode 'match[]=up' "$url/api/v1/export" | head -n 1)
    case $found in *shop*) break ;; esac
    sleep 0.1
done
echo "the written job: $found"
case $found in *'"job":"shop"'*) ;; *) changed "what was written cannot be read" ;; esac

# look NAME PATH STATUS TEXT: the answer of a path has a status and a text.
look() {
    local answer
    answer=$(ask "$url$2")
    echo "$1: $(tr '\n' ' ' <<< "$answer")"
    [ "$(tail -n 1 <<< "$answer")" = "$3" ] || changed "$2 has another status than $3"
    grep --quiet --fixed-strings -- "$4" <<< "$answer" || changed "$2 does not say $4"
}
look targets /api/v1/targets 200 '"activeTargets":[]'
look rules /api/v1/rules 200 '"groups":[]'
look buildinfo /api/v1/status/buildinfo 200 '"data":{}'
look alertmanagers /api/v1/alertmanagers 400 unsupported
look runtimeinfo /api/v1/status/runtimeinfo 400 unsupported

ask "$url/metrics" > "$work/metrics"
grep -E '^vm_app_version|^flag\{name="retentionPeriod"' "$work/metrics"
grep -q '^vm_app_version' "$work/metrics" || changed "its metrics do not say what it is"
grep -q '^flag{name="retentionPeriod", value="1"' "$work/metrics" || changed "its metrics do not tell the retention"
echo "As stated: it has no targets and no rules, says so as a success, and has the samples."
