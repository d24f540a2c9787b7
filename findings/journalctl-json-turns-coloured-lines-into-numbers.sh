#!/usr/bin/env bash
# journalctl and systemd-journal-remote 252.39-1~deb12u2 (Debian 12).
# Tried 2026-11-28.
#
# Behaviour: with "-o json" a message is a string only where all of it can be
# printed and it is short. One escape character, as in a coloured level, makes
# it an array of byte values; one of more than 4096 bytes is null, unless --all
# is given; a field that occurs twice is an array of strings.
#
# Output seen for four entries:
#   "MESSAGE":"plain"
#   "MESSAGE":[27,91,51,49,109,69,82,82,79,82,27,91,48,109,...]
#   "MESSAGE":null
#   "REQUEST_ID":["r-1","r-2"]
#
# Why a dashboard cares: programs colour the lines that matter, and stack traces
# are the long ones, so the errors are the entries without a readable message.
# A reader that expects strings shows numbers or nothing, finds no ID in them,
# and guesses the level from the priority, which is "info" for anything that a
# service prints.
set -euo pipefail

work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT

if ! (cd "$work" && apt-get download systemd=252.39-1~deb12u2 libsystemd-shared=252.39-1~deb12u2 \
    systemd-journal-remote=252.39-1~deb12u2 libmicrohttpd12=0.9.75-6 > apt.log 2>&1); then
    cat "$work/apt.log" >&2
    echo "cannot download systemd: this needs Debian 12 and current package lists" >&2
    exit 1
fi
for package in "$work"/*.deb; do
    dpkg -x "$package" "$work/root"
done
LD_LIBRARY_PATH=$(dirname "$(find "$work/root" -name 'libmicrohttpd.so.12' | head -n 1)"):$(dirname "$(find "$work/root" -name 'libsystemd-shared-252.so')")
export LD_LIBRARY_PATH

cat > "$work/entries.py" <<'PYTHON'
import struct
import sys


def entry(number, *fields):
    out = sys.stdout.buffer
    out.write(
        b"__REALTIME_TIMESTAMP=%d\n__MONOTONIC_TIMESTAMP=%d\n" % (1795855828123450 + number, 1000 + number)
        + b"_BOOT_ID=0123456789abcdef0123456789abcdef\nPRIORITY=6\n"
    )
    for name, value in fields:
        # The export format's form for any bytes: name, length, value.
        out.write(name.encode() + b"\n" + struct.pack("<Q", len(value)) + value + b"\n")
    out.write(b"\n")


entry(1, ("MESSAGE", b"plain"))
entry(2, ("MESSAGE", b"\x1b[31mERROR\x1b[0m card declined"))
entry(3, ("MESSAGE", b"Traceback (most recent call last): " + b"x" * 5000))
entry(4, ("MESSAGE", b"retried"), ("REQUEST_ID", b"r-1"), ("REQUEST_ID", b"r-2"))
PYTHON
python3 "$work/entries.py" > "$work/entries"
"$work/root/lib/systemd/systemd-journal-remote" --split-mode=none --output="$work/test.journal" "$work/entries" 2> "$work/err"
journal() {
    "$work/root/bin/journalctl" --file "$work/test.journal" --quiet --output "$@"
}
journal json > "$work/json"
journal json --all > "$work/all"

"$work/root/bin/journalctl" --version | head -n 1
python3 - "$work/json" "$work/all" > "$work/seen" <<'PYTHON'
import json
import sys

for path in sys.argv[1:]:
    for line in open(path):
        entry = json.loads(line)
        message = entry["MESSAGE"]
        text = message if isinstance(message, str) else json.dumps(message)
        print(type(message).__name__, text[:45], entry.get("REQUEST_ID", ""))
PYTHON
cat "$work/seen"

changed() {
    echo "CHANGED: $1" >&2
    exit 1
}

sed -n 1p "$work/seen" | grep -q '^str plain' || changed "a plain message is not a string"
sed -n 2p "$work/seen" | grep -q '^list \[27, 91, 51' || changed "a coloured message is not an array of bytes"
sed -n 3p "$work/seen" | grep -q '^NoneType null' || changed "a long message is not null"
sed -n 4p "$work/seen" | grep -q "\['r-1', 'r-2'\]" || changed "a repeated field is not an array"
sed -n 7p "$work/seen" | grep -q '^str Traceback' || changed "--all does not bring the long message"
echo "As stated: coloured messages are numbers, long ones are null."
