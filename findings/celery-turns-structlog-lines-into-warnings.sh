#!/usr/bin/env bash
# celery 5.7.0 and structlog 26.1.0 (PyPI), both with default settings except for
# structlog's JSON renderer.
# Tried 2026-11-28 with Python 3.11.
#
# Behaviour: structlog's default logger prints its lines. A Celery worker takes
# over standard output and logs whatever a task prints at level WARNING, so
# every structlog line is wrapped in Celery's own text format as a warning.
#
# Output seen:
#   [2026-11-28 08:53:06,583: WARNING/ForkPoolWorker-1] {"event": "cache miss", "level": "debug", ...}
#   [2026-11-28 08:53:06,583: WARNING/ForkPoolWorker-1] {"event": "card declined", "level": "error", ...}
#
# Why a dashboard cares: the same code logs plain JSON from the web process. A
# reader that takes the level at the head of the line shows debug lines as
# warnings and hides errors among them, and one that expects JSON reads none of
# the fields, the request's ID included. The level, the time and the ID to
# believe are those of the inner object.
set -euo pipefail

work=$(mktemp -d)
worker=
cleanup() {
    if [ -n "$worker" ]; then
        kill "$worker" 2> /dev/null || true
        wait "$worker" 2> /dev/null || true
    fi
    rm -rf "$work"
}
trap cleanup EXIT

python3 -m venv "$work/venv"
"$work/venv/bin/pip" install --quiet --disable-pip-version-check celery==5.7.0 structlog==26.1.0

mkdir "$work/queue" "$work/done"
cat > "$work/shop.py" <<'PYTHON'
import os

import celery
import structlog

here = os.path.dirname(os.path.abspath(__file__))
app = celery.Celery("shop", broker="filesystem://")
app.conf.broker_transport_options = {
    "data_folder_in": f"{here}/queue",
    "data_folder_out": f"{here}/queue",
    "processed_folder": f"{here}/done",
}
structlog.configure(
    processors=[
        structlog.processors.add_log_level,
        structlog.processors.TimeStamper(fmt="iso"),
        structlog.processors.JSONRenderer(),
    ]
)


@app.task
def pay():
    log = structlog.get_logger()
    log.debug("cache miss", request_id="r-1")
    log.error("card declined", request_id="r-1")
PYTHON

cd "$work"
"$work/venv/bin/python" -c 'import shop; shop.pay.delay()'
"$work/venv/bin/celery" -A shop worker --concurrency 1 --loglevel INFO > "$work/log" 2>&1 &
worker=$!
for _ in $(seq 300); do
    if grep -q 'succeeded in' "$work/log"; then break; fi
    sleep 0.1
done
kill "$worker"
wait "$worker" || true
worker=

echo "celery $("$work/venv/bin/celery" --version) with structlog 26.1.0:"
grep -E 'r-1|succeeded' "$work/log" || true

changed() {
    echo "CHANGED: $1" >&2
    exit 1
}

grep -Eq ': WARNING/ForkPoolWorker-[0-9]+\] \{.*"level": "debug"' "$work/log" || changed "a debug line is not wrapped as a warning"
grep -Eq ': WARNING/ForkPoolWorker-[0-9]+\] \{.*"level": "error"' "$work/log" || changed "an error line is not wrapped as a warning"
if grep -Eq '^\{' "$work/log"; then changed "a JSON line is written as it is"; fi
echo "As stated: debug and error lines are both wrapped as warnings."
