#!/usr/bin/env bash
# nginx 1.22.1-9+deb12u11 (Debian 12), a log format with escape=json.
# Tried 2026-11-28.
#
# Behaviour: $upstream_response_time is a number for a request that one upstream
# answered. After a retry it is a list, "0.000, 0.000". For a request that
# nginx answers itself (a limit, a missing file) the variable has no value, and
# with escape=json that is an empty text, not the "-" of other formats. A format
# that leaves the number unquoted, so that it can be compared, is valid JSON for
# good requests only.
#
# Output seen:
#   {"status":200,"path":"/ok","upstream_time":0.001,"request_id":"..."}
#   {"status":200,"path":"/retry","upstream_time":0.000, 0.000,"request_id":"..."}
#   {"status":429,"path":"/limit","upstream_time":,"request_id":"..."}
#
# Why a dashboard cares: the lines of the incident are those that do not parse. A
# reader that drops them, or shows them as plain text without status and ID,
# reports a service in which nothing is refused and nothing is retried.
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

if ! (cd "$work" && apt-get download nginx=1.22.1-9+deb12u11 > apt.log 2>&1); then
    cat "$work/apt.log" >&2
    echo "cannot download nginx: this needs Debian 12 and current package lists" >&2
    exit 1
fi
dpkg -x "$work"/*.deb "$work/root"

read -r front back dead < <(python3 -c '
import socket
sockets = [socket.socket() for _ in range(3)]
for s in sockets:
    s.bind(("127.0.0.1", 0))
print(*(s.getsockname()[1] for s in sockets))')
mkdir "$work/run"
cat > "$work/nginx.conf" <<CONF
daemon off;
master_process off;
pid $work/run/pid;
error_log $work/run/error.log;
events {}
http {
    log_format line escape=json '{"status":\$status,"path":"\$uri","upstream_time":\$upstream_response_time,"request_id":"\$request_id"}';
    client_body_temp_path $work/run/body;
    proxy_temp_path $work/run/proxy;
    fastcgi_temp_path $work/run/fastcgi;
    uwsgi_temp_path $work/run/uwsgi;
    scgi_temp_path $work/run/scgi;
    upstream shop { server 127.0.0.1:$dead; server 127.0.0.1:$back backup; }
    server {
        listen 127.0.0.1:$back;
        access_log off;
        location / { return 200 ok; }
    }
    server {
        listen 127.0.0.1:$front;
        access_log $work/run/access.log line;
        location /ok { proxy_pass http://127.0.0.1:$back; }
        location /retry { proxy_pass http://shop; }
        location /limit { return 429; }
    }
}
CONF
"$work/root/usr/sbin/nginx" -v
"$work/root/usr/sbin/nginx" -p "$work/run" -c "$work/nginx.conf" 2> "$work/err" &
server=$!
get() {
    curl --silent --noproxy '*' --output /dev/null --max-time 10 "http://127.0.0.1:$1"
}
for _ in $(seq 50); do
    if get "$back/"; then break; fi
    sleep 0.1
done
for path in /ok /retry /limit; do
    get "$front$path"
done
sleep 0.3
cat "$work/run/access.log"

valid() {
    grep "\"path\":\"$1\"" "$work/run/access.log" | python3 -c 'import json, sys; json.load(sys.stdin)' 2> /dev/null
}

changed() {
    echo "CHANGED: $1" >&2
    exit 1
}

valid /ok || changed "the line of a good request is not valid JSON"
if valid /retry; then changed "the line of a retried request is valid JSON"; fi
if valid /limit; then changed "the line of a refused request is valid JSON"; fi
grep -Eq '"path":"/retry","upstream_time":[0-9.]+, [0-9.]+,' "$work/run/access.log" || changed "a retry is not a list of two"
grep -q '"path":"/limit","upstream_time":,' "$work/run/access.log" || changed "no upstream is not an empty value"
echo "As stated: only the good request's line is JSON."
