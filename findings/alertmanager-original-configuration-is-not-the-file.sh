#!/usr/bin/env bash
# prometheus-alertmanager 0.25.0-1+b4 (Debian 12).
# Tried 2026-11-30.
#
# Behaviour: /api/v2/status has the configuration in a field named "original",
# and it is not the original: it is what was read, written out again. Comments
# and blank lines are gone, lists in one line are spread over many, and defaults
# that nobody wrote are in it, so that a line has another number than in the
# file and a default cannot be told from what somebody chose. Not all of them
# are: a route that has its intervals by default still has none.
#
# Output seen, of a file of ten lines:
#   no comments, 29 lines
#   "send_resolved: true", "resolve_timeout: 5m" and "smtp_hello: localhost",
#   which the file does not have
#   "receiver: team", which is line 7 of the file, is line 15
#   group_wait, group_interval and repeat_interval: absent, as in the file
#
# Why a tool cares: a fault that is found in it must not be told with a line of
# the file, and "send_resolved: true" is no sign that somebody wanted it.
set -euo pipefail

package=prometheus-alertmanager=0.25.0-1+b4
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

cat > "$work/alertmanager.yml" << 'YAML'
# Who is told of what.

route:
  group_by: [alertname, job]

  # Everybody.
  receiver: team
receivers:
  - name: team
    webhook_configs: [{url: "http://127.0.0.1:9/alerts"}]
YAML

port=$(python3 -c 'import socket; s = socket.socket(); s.bind(("127.0.0.1", 0)); print(s.getsockname()[1])')
"$work/root/usr/bin/prometheus-alertmanager" --config.file="$work/alertmanager.yml" \
    --storage.path="$work/data" --web.listen-address="127.0.0.1:$port" \
    --cluster.listen-address= 2> "$work/err" &
server=$!

changed() {
    echo "CHANGED: $1" >&2
    exit 1
}
for _ in $(seq 100); do
    if curl --silent --fail --noproxy '*' --max-time 10 "http://127.0.0.1:$port/api/v2/status" > "$work/status"; then
        break
    fi
    sleep 0.1
done
python3 -c 'import json, sys; print(json.load(sys.stdin)["config"]["original"], end="")' \
    < "$work/status" > "$work/original"

echo "lines: $(wc -l < "$work/alertmanager.yml") in the file, $(wc -l < "$work/original") here"
echo "comments: $(grep -c '#' "$work/alertmanager.yml") in the file, $(grep -c '#' "$work/original" || true) here"
if grep -q '#' "$work/original"; then changed "comments are kept"; fi
for default in 'send_resolved: true' 'resolve_timeout: 5m' 'smtp_hello: localhost'; do
    grep -q "$default" "$work/original" || changed "'$default' is not written out"
    echo "not in the file: $default"
done
grep -n 'receiver: team' "$work/original"
if grep -n 'receiver: team' "$work/original" | grep -q '^7:'; then changed "lines have the numbers of the file"; fi
if grep -Eq 'group_wait|group_interval|repeat_interval' "$work/original"; then
    changed "the intervals of routes are written out"
fi
echo "As stated: the original is the configuration as it was read, with defaults."
