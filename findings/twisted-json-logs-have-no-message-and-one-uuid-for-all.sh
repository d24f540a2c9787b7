#!/usr/bin/env bash
# Twisted 26.10.0 (PyPI), twisted.logger.jsonFileLogObserver.
# Tried 2026-11-28 with Python 3.11.
#
# Behaviour: each record is JSON behind a record separator, the control
# character 0x1E, so the line does not begin with a brace. The message is not in
# it: log_format is the template with its fields beside it. The level is an
# object whose UUID is the same in every record of every program.
#
# Output seen (the control character shown as ^^):
#   ^^{"card": "visa", ..., "log_level": {"name": "warn", "__class_uuid__":
#   "02e59486-f24d-46ad-8224-3acdf2a5732a"}, "log_format": "card {card} declined", ...}
#
# Why a dashboard cares: a reader that asks whether a line begins with "{" shows
# the raw text. One that reads it shows the same message for every card, and
# offers the UUID as the request's ID: it matches every line.
set -euo pipefail

work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT

python3 -m venv "$work/venv"
"$work/venv/bin/pip" install --quiet --disable-pip-version-check twisted==26.10.0

cat > "$work/app.py" <<'PYTHON'
import sys

from twisted.logger import Logger, jsonFileLogObserver

log = Logger(namespace="shop", observer=jsonFileLogObserver(sys.stdout))
log.warn("card {card} declined", card="visa", request_id="r-1")
log.error("no answer from {host}", host="billing", request_id="r-2")
PYTHON
"$work/venv/bin/python" "$work/app.py" > "$work/first"
"$work/venv/bin/python" "$work/app.py" > "$work/second"

echo "Twisted 26.10.0:"
cat -v "$work/first"

changed() {
    echo "CHANGED: $1" >&2
    exit 1
}

uuids() {
    grep -Eo '"__class_uuid__": "[0-9a-f-]{36}"' "$1" | sort -u
}

[ "$(grep -c "^$(printf '\036'){" "$work/first")" -eq 2 ] || changed "records do not begin with the record separator"
grep -q '"log_format": "card {card} declined"' "$work/first" || changed "the template is not there"
if grep -q 'card visa declined' "$work/first"; then changed "the message is there"; fi
grep -q '"log_level": {"name": "warn"' "$work/first" || grep -q '"log_level": {"__class_uuid__"' "$work/first" ||
    changed "the level is not an object"
[ "$(uuids "$work/first")" = "$(uuids "$work/second")" ] || changed "the UUID differs between runs"
[ "$(uuids "$work/first" | wc -l)" -eq 1 ] || changed "the UUID differs between levels"
echo "As stated: a control character first, no message, and one UUID for all."
