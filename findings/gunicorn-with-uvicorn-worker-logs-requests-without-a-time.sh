#!/usr/bin/env bash
# gunicorn 27.0.1 with uvicorn-worker 0.4.0 and uvicorn 0.54.0 (PyPI).
# Tried 2026-11-28 with Python 3.11.
#
# Behaviour: with this worker, gunicorn's --access-logformat has no effect and
# access lines are uvicorn's bare message, without the level that uvicorn alone
# puts before it and without the time that gunicorn's other workers put into it.
# The error log of the same process has both.
#
# Output seen with --access-logformat '%(t)s %(s)s %(D)s':
#   [2026-11-28 03:51:31 -0500] [24722] [ERROR] Exception in ASGI application
#   127.0.0.1:54386 - "GET /boom HTTP/1.1" 500
#
# Why a dashboard cares: requests have no time, so in a file that is read later
# nobody knows when a 500 happened, and no duration, though the command line
# asks for one. Each must be placed by the line before it.
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
"$work/venv/bin/pip" install --quiet --disable-pip-version-check gunicorn==27.0.1 uvicorn-worker==0.4.0 uvicorn==0.54.0

cat > "$work/shop.py" <<'PYTHON'
async def app(scope, receive, send):
    if scope["type"] != "http":
        return
    if scope["path"] == "/boom":
        raise RuntimeError("dependency failed")
    await send({"type": "http.response.start", "status": 200, "headers": [(b"content-length", b"2")]})
    await send({"type": "http.response.body", "body": b"ok"})
PYTHON

port=$(python3 -c 'import socket; s = socket.socket(); s.bind(("127.0.0.1", 0)); print(s.getsockname()[1])')
"$work/venv/bin/gunicorn" --chdir "$work" --worker-class uvicorn_worker.UvicornWorker --no-control-socket \
    --bind "127.0.0.1:$port" --access-logfile "$work/access" --access-logformat '%(t)s %(s)s %(D)s' \
    shop:app 2> "$work/errors" &
server=$!
get() {
    curl --silent --noproxy '*' --output /dev/null --max-time 10 "http://127.0.0.1:$port$1"
}
for _ in $(seq 100); do
    if get /ready; then break; fi
    sleep 0.1
done
get /order
get /boom
sleep 0.3
kill "$server"
wait "$server" 2> /dev/null || true
server=

echo "gunicorn 27.0.1 with uvicorn-worker 0.4.0, access log:"
grep -E 'order|boom' "$work/access"
echo "error log:"
grep ERROR "$work/errors"

changed() {
    echo "CHANGED: $1" >&2
    exit 1
}

grep -Eq '^127\.0\.0\.1:[0-9]+ - "GET /order HTTP/1\.1" 200$' "$work/access" || changed "a good request has another form"
grep -Eq '^127\.0\.0\.1:[0-9]+ - "GET /boom HTTP/1\.1" 500$' "$work/access" || changed "a failed request has another form"
grep -Eq '^\[[0-9]{4}-.*\] \[ERROR\]' "$work/errors" || changed "the error log has no time either"
echo "As stated: no time, no level and no duration in the access log."
