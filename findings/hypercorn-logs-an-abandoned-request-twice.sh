#!/usr/bin/env bash
# hypercorn 0.18.0 (PyPI), access log in its default format.
# Tried 2026-11-28 with Python 3.11.
#
# Behaviour: a client that goes away while its answer is being sent gets two
# lines for the one request: the first, at that moment, with "-" for the status,
# and the second, when the application is done, with the status 200. The
# protocol is written as "1.1" where the common log format has "HTTP/1.1", and
# the query string is left out.
#
# Output seen for one request that its client gave up:
#   127.0.0.1:35396 - - [28/Nov/2026:03:51:10 -0500] "GET /report 1.1" - - "-" "curl/7.88.1"
#   127.0.0.1:35396 - - [28/Nov/2026:03:51:10 -0500] "GET /report 1.1" 200 - "-" "curl/7.88.1"
#
# Why a dashboard cares: request rates from the log rise when clients give up,
# that is, when the service is slow, and each of them also counts as a success.
# Readers of access logs that look for "HTTP/" take the lines for plain text.
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

python3 -m venv "$work/venv"
"$work/venv/bin/pip" install --quiet --disable-pip-version-check hypercorn==0.18.0

cat > "$work/shop.py" <<'PYTHON'
import asyncio


async def app(scope, receive, send):
    if scope["type"] != "http":
        return
    await send({"type": "http.response.start", "status": 200, "headers": []})
    if scope["path"] == "/report":
        for _ in range(3):
            await send({"type": "http.response.body", "body": b"row", "more_body": True})
            await asyncio.sleep(0.4)
    await send({"type": "http.response.body", "body": b""})
PYTHON

port=$(python3 -c 'import socket; s = socket.socket(); s.bind(("127.0.0.1", 0)); print(s.getsockname()[1])')
cd "$work"
"$work/venv/bin/hypercorn" --bind "127.0.0.1:$port" --access-logfile "$work/access" shop:app > "$work/out" 2>&1 &
server=$!
get() {
    curl --silent --noproxy '*' --output /dev/null "$@" || true
}
for _ in $(seq 100); do
    get --max-time 10 "http://127.0.0.1:$port/ready?try=1"
    if [ -s "$work/access" ]; then break; fi
    sleep 0.1
done
get --max-time 10 "http://127.0.0.1:$port/report?waits=yes"
get --max-time 0.6 "http://127.0.0.1:$port/report?waits=no"
sleep 1.5
kill "$server"
wait "$server" 2> /dev/null || true
server=

echo "hypercorn 0.18.0, one request that waits and one that does not:"
grep report "$work/access"

changed() {
    echo "CHANGED: $1" >&2
    exit 1
}

[ "$(grep -c report "$work/access")" -eq 3 ] || changed "two requests are not three lines"
[ "$(grep -c 'report 1\.1" 200 ' "$work/access")" -eq 2 ] || changed "the abandoned request is not logged as 200"
[ "$(grep -c 'report 1\.1" - ' "$work/access")" -eq 1 ] || changed "the abandoned request has no line without a status"
if grep -Eq 'HTTP/1|waits' "$work/access"; then changed "the protocol or the query is written in full"; fi
echo "As stated: the abandoned request has two lines, one of them a success."
