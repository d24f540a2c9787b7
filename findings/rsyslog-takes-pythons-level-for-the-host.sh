#!/usr/bin/env bash
# rsyslog 8.2302.0-1+deb12u2 (Debian 12), fed by the SysLogHandler of Python
# 3.11 with the usual format "%(levelname)s %(message)s".
# Tried 2026-11-28.
#
# Behaviour: Python's handler sends the priority and then the text, without the
# time, host and program that a syslog line begins with. rsyslog's parser takes
# the first word for the host and the second for the program, if they look like
# ones: the level and a request ID do, a JSON object does not.
#
# Output seen in the traditional file format:
#   Nov 28 08:57:35 ERROR req-4711 card declined        host "ERROR", program "req-4711"
#   Nov 28 08:57:35 localhost  {"level": "ERROR", ...}   host "localhost"
# and with a template of %msg% alone: " card declined"
#
# Why a dashboard cares: the same service appears as the hosts "ERROR", "INFO"
# and "WARNING". Where the message is forwarded or stored as a field, as in
# most JSON templates, the level and the request's ID are no longer in it.
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

if ! (cd "$work" && apt-get download rsyslog=8.2302.0-1+deb12u2 libestr0=0.1.11-1 libfastjson4=1.2304.0-1 > apt.log 2>&1); then
    cat "$work/apt.log" >&2
    echo "cannot download rsyslog: this needs Debian 12 and current package lists" >&2
    exit 1
fi
for package in "$work"/*.deb; do
    dpkg -x "$package" "$work/root"
done
modules=$(dirname "$(find "$work/root" -name imudp.so)")
libraries=$(dirname "$(find "$work/root" -name 'libestr.so.0' | head -n 1)")

port=$(python3 -c 'import socket; s = socket.socket(socket.AF_INET, socket.SOCK_DGRAM); s.bind(("127.0.0.1", 0)); print(s.getsockname()[1])')
cat > "$work/rsyslog.conf" <<CONF
global(workDirectory="$work")
module(load="imudp")
input(type="imudp" address="127.0.0.1" port="$port")
template(name="fields" type="string" string="host=%hostname% program=%programname% message=%msg%\n")
action(type="omfile" file="$work/fields" template="fields")
action(type="omfile" file="$work/traditional" template="RSYSLOG_TraditionalFileFormat")
CONF
LD_LIBRARY_PATH=$libraries "$work/root/usr/sbin/rsyslogd" -v | head -n 1
LD_LIBRARY_PATH=$libraries "$work/root/usr/sbin/rsyslogd" -n -M "$modules" -f "$work/rsyslog.conf" -i "$work/pid" &
server=$!

cat > "$work/app.py" <<'PYTHON'
import logging
import sys
from logging.handlers import SysLogHandler

handler = SysLogHandler(("127.0.0.1", int(sys.argv[1])))
logging.basicConfig(handlers=[handler], format="%(levelname)s %(message)s")
logging.error("req-4711 card declined")
logging.warning("billing: no answer")
handler.setFormatter(logging.Formatter('{"level": "%(levelname)s", "message": "%(message)s"}'))
logging.error("card declined")
PYTHON
for _ in $(seq 20); do
    python3 "$work/app.py" "$port"
    sleep 0.5
    if [ -s "$work/fields" ]; then break; fi
done
sleep 0.5
kill "$server"
wait "$server" 2> /dev/null || true
server=

echo "traditional file format:"
head -n 3 "$work/traditional"
echo "fields:"
head -n 3 "$work/fields"

changed() {
    echo "CHANGED: $1" >&2
    exit 1
}

grep -q '^host=ERROR program=req-4711 message= card declined$' "$work/fields" || changed "the level and the ID stay in the message"
grep -q '^host=WARNING program=billing message= no answer$' "$work/fields" || changed "the level is not the host"
grep -q '^host=localhost program= message= *{"level": "ERROR"' "$work/fields" || changed "a JSON object is not left whole"
echo "As stated: the level is the host, the ID the program, and the message has neither."
