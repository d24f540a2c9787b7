#!/usr/bin/env bash
# ecs-logging 2.3.0 (PyPI) with the standard library's logging.
# Tried 2026-11-28 with Python 3.11.
#
# Behaviour: ECS keeps an exception under error.type, error.message and
# error.stack_trace. A record that is logged with an exception and with
# extra={"error": ...} clashes with them, and the formatter raises instead of
# writing either. Logging catches that and prints its own report to standard
# error; the log file does not get the line. The same extra field without an
# exception, and the same exception without the field, are written.
#
# Output seen: three calls, two lines in the file; on standard error
#   --- Logging error ---
#   TypeError: Type mismatch at key `error`: merging dicts would replace value ...
#
# Why a dashboard cares: extra={"error": str(e)} is what people write in an
# except block, so the failures are what is missing. A count of error lines
# reads zero while the service fails, and the request's ID is nowhere.
set -euo pipefail

work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT

python3 -m venv "$work/venv"
"$work/venv/bin/pip" install --quiet --disable-pip-version-check ecs-logging==2.3.0

cat > "$work/app.py" <<'PYTHON'
import logging
import sys

import ecs_logging

handler = logging.StreamHandler(sys.stdout)
handler.setFormatter(ecs_logging.StdlibFormatter())
logging.basicConfig(handlers=[handler])

logging.error("first", extra={"error": "timeout", "request_id": "r-1"})
try:
    raise TimeoutError("billing")
except TimeoutError as problem:
    logging.exception("second", extra={"request_id": "r-2"})
    logging.exception("third", extra={"error": str(problem), "request_id": "r-3"})
PYTHON
"$work/venv/bin/python" "$work/app.py" > "$work/log" 2> "$work/err"

echo "ecs-logging 2.3.0, the log:"
cut -c 1-110 "$work/log"
echo "standard error:"
grep -E '^(--- |TypeError)' "$work/err" | cut -c 1-110

changed() {
    echo "CHANGED: $1" >&2
    exit 1
}

grep -q r-1 "$work/log" || changed "an error field alone loses the line"
grep -q r-2 "$work/log" || changed "an exception alone loses the line"
if grep -q r-3 "$work/log"; then
    changed "an exception with an error field is written"
fi
grep -q '^--- Logging error ---' "$work/err" || changed "nothing is said about the lost line"
echo "As stated: the exception with an error field is not in the log."
