#!/usr/bin/env bash
# loguru 0.7.3 (PyPI) with the standard library's SysLogHandler as its sink.
# Tried 2026-11-28 with Python 3.11.
#
# Behaviour: the handler looks the level up by name and takes "warning" for
# every name that it does not know. loguru has two of those: TRACE, its lowest
# level, and SUCCESS. Both are sent with the priority of a warning, above INFO
# and DEBUG.
#
# Output seen on the socket:
#   <12>TRACE <15>DEBUG <14>INFO <12>SUCCESS <12>WARNING <11>ERROR <10>CRITICAL
#
# Why a dashboard cares: the syslog severity is what journald, rsyslog and Loki
# keep. With TRACE on, thousands of lines are warnings by mistake, and a filter
# "warning and worse" shows them while it hides INFO.
set -euo pipefail

work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT

python3 -m venv "$work/venv"
"$work/venv/bin/pip" install --quiet --disable-pip-version-check loguru==0.7.3

cat > "$work/app.py" <<'PYTHON'
import socket
from logging.handlers import SysLogHandler

from loguru import logger

relay = socket.socket(socket.AF_INET, socket.SOCK_DGRAM)
relay.bind(("127.0.0.1", 0))
relay.settimeout(10)
logger.remove()
logger.add(SysLogHandler(relay.getsockname()), level=0, format="{message}")
for name in ("TRACE", "DEBUG", "INFO", "SUCCESS", "WARNING", "ERROR", "CRITICAL"):
    logger.log(name, name)
    print(relay.recv(100).rstrip(b"\0").decode())
PYTHON
"$work/venv/bin/python" "$work/app.py" > "$work/datagrams"

echo "loguru 0.7.3 sent:"
cat "$work/datagrams"

cat > "$work/expected" <<'DATAGRAMS'
<12>TRACE
<15>DEBUG
<14>INFO
<12>SUCCESS
<12>WARNING
<11>ERROR
<10>CRITICAL
DATAGRAMS
if ! diff "$work/expected" "$work/datagrams"; then
    echo "CHANGED: the priorities are not the ones stated" >&2
    exit 1
fi
echo "As stated: TRACE and SUCCESS have the priority of WARNING (12)."
