#!/usr/bin/env bash
# rich 15.0.0 (PyPI), RichHandler writing to a file or pipe.
# Tried 2026-11-28 with Python 3.11.
#
# Behaviour: without a terminal, RichHandler lays its records out in a table
# of 80 columns, about 40 of them for the message. A longer message is wrapped
# and a request ID of 36 characters behind its key is cut in two. The source
# file stands right-aligned on the record's first line, in the middle of the
# message. The time is written only where it differs from the record above:
# the second record of the same second starts with blanks.
#
# Output seen:
#   [11/28/26 08:59:01] ERROR    payment refused for                        app.py:8
#                                request_id=0192f0c1-8e2b-7c3d-9a10-6e2f4b8
#                                d0c11 status=502
#                       WARNING  retrying                                  app.py:11
#
# Why a dashboard cares: a search for the ID finds nothing, although the ID was
# logged; two of the four lines have neither level nor time, and the second
# record has a level but no time.
set -euo pipefail

work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT

python3 -m venv "$work/venv"
"$work/venv/bin/pip" install --quiet --disable-pip-version-check rich==15.0.0

cat > "$work/app.py" <<'PYTHON'
import logging
import time

from rich.logging import RichHandler

logging.basicConfig(level="INFO", format="%(message)s", handlers=[RichHandler()])
time.sleep(1.05 - time.time() % 1)  # both records within one second
logging.error(
    "payment refused for request_id=0192f0c1-8e2b-7c3d-9a10-6e2f4b8d0c11 status=502"
)
logging.warning("retrying")
PYTHON
env -u COLUMNS -u FORCE_COLOR "$work/venv/bin/python" "$work/app.py" > "$work/log"

echo "rich $("$work/venv/bin/pip" list --disable-pip-version-check 2> /dev/null | awk '$1 == "rich" { print $2 }') wrote:"
cat "$work/log"

changed() {
    echo "CHANGED: $1" >&2
    exit 1
}

grep -q '0192f0c1' "$work/log" || changed "the ID is not in the file at all"
if grep -q '0192f0c1-8e2b-7c3d-9a10-6e2f4b8d0c11' "$work/log"; then
    changed "the ID stands in one piece"
fi
[ "$(wc -l < "$work/log")" -gt 2 ] || changed "two records take two lines"
grep -Eq '^ {20}WARNING +retrying' "$work/log" || changed "the second record of a second has a time"
echo "As stated: the ID is cut in two, and the second record has no time."
