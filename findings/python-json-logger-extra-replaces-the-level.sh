#!/usr/bin/env bash
# python-json-logger 4.2.0 (PyPI) with the standard library's logging.
# Tried 2026-11-28 with Python 3.11.
#
# Behaviour: with rename_fields={"levelname": "level"}, as many set-ups have
# it, extra={"level": ...} replaces the record's own level, and a dictionary
# that is logged as the message replaces it with its key "levelname". No
# warning is given. The time is treated the other way round: the formatter's
# own timestamp replaces the one in extra.
#
# Output seen, both from logger.error:
#   {"level": "gold", "message": "quota exceeded", "timestamp": "2026-..."}
#   {"level": "INFO", "message": "quota exceeded", "timestamp": "2026-..."}
#
# Why a dashboard cares: "level" is a common field of its own (a customer's
# plan, a game's level, the level of a forwarded event). The error is then
# counted under a level that nobody filters on, or as information.
set -euo pipefail

work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT

python3 -m venv "$work/venv"
"$work/venv/bin/pip" install --quiet --disable-pip-version-check python-json-logger==4.2.0

cat > "$work/app.py" <<'PYTHON'
import logging
import sys

from pythonjsonlogger.json import JsonFormatter

handler = logging.StreamHandler(sys.stdout)
handler.setFormatter(
    JsonFormatter("%(levelname)s %(message)s", rename_fields={"levelname": "level"}, timestamp=True)
)
logging.basicConfig(handlers=[handler])

logging.error("quota exceeded")
logging.error("quota exceeded", extra={"level": "gold", "timestamp": "1999-12-31"})
logging.error({"message": "quota exceeded", "levelname": "INFO"})
PYTHON
"$work/venv/bin/python" "$work/app.py" > "$work/log"

echo "python-json-logger 4.2.0, three calls of logging.error:"
cat "$work/log"

changed() {
    echo "CHANGED: $1" >&2
    exit 1
}

sed -n 1p "$work/log" | grep -q '"level": "ERROR"' || changed "the plain record has no level ERROR"
sed -n 2p "$work/log" | grep -q '"level": "gold"' || changed "extra no longer replaces the level"
sed -n 3p "$work/log" | grep -q '"level": "INFO"' || changed "the message no longer replaces the level"
if sed -n 2,3p "$work/log" | grep -q ERROR; then
    changed "the record's own level is still there"
fi
if grep -q 1999 "$work/log"; then
    changed "extra replaces the time as well"
fi
echo "As stated: two of three errors are not marked as errors."
