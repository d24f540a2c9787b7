#!/usr/bin/env bash
# graypy 2.1.0 and pygelf 0.4.3 (PyPI), handlers that send logging's records to
# Graylog.
# Tried 2026-11-28 with Python 3.11.
#
# Behaviour: a GELF level is syslog's, 0 to 7. Both libraries translate the
# levels that the standard library names. For any other, graypy sends Python's
# number as it is: TRACE (5), the least important of all, arrives as 5,
# "notice", above information (6) and debug (7), and SUCCESS (25) is off the
# scale. pygelf fails on the same records and sends nothing; logging prints a
# report to standard error.
#
# Output seen, level by level:
#   graypy: TRACE 5, DEBUG 7, INFO 6, SUCCESS 25, WARNING 4, ERROR 3
#   pygelf:          DEBUG 7, INFO 6,             WARNING 4, ERROR 3
#
# Why a dashboard cares: traces of a service drown its information, an alert on
# "notice or worse" fires for each of them, and with the other library a level
# that someone added is missing altogether.
set -euo pipefail

work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT

python3 -m venv "$work/venv"
"$work/venv/bin/pip" install --quiet --disable-pip-version-check graypy==2.1.0 pygelf==0.4.3

cat > "$work/app.py" <<'PYTHON'
import json
import logging
import socket

import graypy
import pygelf

LEVELS = {"TRACE": 5, "DEBUG": 10, "INFO": 20, "SUCCESS": 25, "WARNING": 30, "ERROR": 40}
server = socket.socket(socket.AF_INET, socket.SOCK_DGRAM)
server.bind(("127.0.0.1", 0))
server.settimeout(2)
host, port = server.getsockname()
for name, handler in (
    ("graypy", graypy.GELFUDPHandler(host, port, compress=False)),
    ("pygelf", pygelf.GelfUdpHandler(host, port, compress=False)),
):
    log = logging.getLogger(name)
    log.addHandler(handler)
    log.propagate = False
    log.setLevel(1)
    for level, number in LEVELS.items():
        logging.addLevelName(number, level)
        log.log(number, level)
        try:
            message = json.loads(server.recv(65536))
            print(name, message["short_message"], message["level"])
        except TimeoutError:
            print(name, level, "nothing")
PYTHON
"$work/venv/bin/python" "$work/app.py" > "$work/seen" 2> "$work/err"
cat "$work/seen"
grep -E '^(--- |KeyError)' "$work/err" || true

cat > "$work/expected" <<'SEEN'
graypy TRACE 5
graypy DEBUG 7
graypy INFO 6
graypy SUCCESS 25
graypy WARNING 4
graypy ERROR 3
pygelf TRACE nothing
pygelf DEBUG 7
pygelf INFO 6
pygelf SUCCESS nothing
pygelf WARNING 4
pygelf ERROR 3
SEEN
if ! diff "$work/expected" "$work/seen"; then
    echo "CHANGED: the levels are not the ones stated" >&2
    exit 1
fi
echo "As stated: graypy sends TRACE as notice, pygelf does not send it."
