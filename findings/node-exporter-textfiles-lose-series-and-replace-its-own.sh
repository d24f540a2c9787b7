#!/usr/bin/env bash
# prometheus-node-exporter 1.5.0-1+b6 (Debian 12), textfile collector.
# Tried 2026-11-28.
#
# Behaviour: two files that hold the same metric must agree in HELP and TYPE to
# the letter. Where one lacks the HELP line, or has another type, its series
# are left out of the scrape while the collector reports success:
# node_textfile_scrape_error is 0 and the file is listed in
# node_textfile_mtime_seconds, "textfiles successfully read". A file may also
# use the name of one of the exporter's own metrics: then some scrapes have the
# host's value and others the file's, whichever came first. The only trace is
# the counter promhttp_metric_handler_errors_total{cause="gathering"} and a log
# line.
#
# Output seen:
#   both described alike:      backup_rows{job_name="a"} 1, {job_name="b"} 2
#   second one without HELP:   backup_rows{job_name="a"} 1
#   second one another type:   backup_rows{job_name="a"} 1
#   a file with "node_load1 99": 33, 3 and 52 of 60 scrapes have 99, the others
#   the host's load
#   node_textfile_scrape_error 0 in each case
#
# Why a dashboard cares: the jobs whose numbers are missing look as if they had
# never run, and the metric that is there to tell says that all is well. A stray
# line makes the host's load jump from scrape to scrape.
set -euo pipefail

package=prometheus-node-exporter=1.5.0-1+b6
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

if ! (cd "$work" && apt-get download "$package" > apt.log 2>&1); then
    cat "$work/apt.log" >&2
    echo "cannot download $package: this needs Debian 12 and current package lists" >&2
    exit 1
fi
dpkg -x "$work"/*.deb "$work/root"

port=$(python3 -c 'import socket; s = socket.socket(); s.bind(("127.0.0.1", 0)); print(s.getsockname()[1])')
mkdir "$work/textfiles"
"$work/root/usr/bin/prometheus-node-exporter" --web.listen-address="127.0.0.1:$port" \
    --collector.textfile.directory="$work/textfiles" 2> "$work/err" &
server=$!

scrape() {
    curl --silent --show-error --fail --noproxy '*' --max-time 10 "http://127.0.0.1:$port/metrics"
}
for _ in $(seq 50); do
    if scrape > /dev/null 2>&1; then break; fi
    sleep 0.1
done

changed() {
    echo "CHANGED: $1" >&2
    exit 1
}

# look TITLE: what the collector says of the present files.
look() {
    scrape > "$work/scrape"
    echo "$1:"
    grep -E '^(backup_rows|node_textfile_scrape_error)' "$work/scrape"
    grep -q '^node_textfile_scrape_error 0$' "$work/scrape" || changed "the collector reports an error: $1"
    grep -q 'node_textfile_mtime_seconds{.*b\.prom"' "$work/scrape" || changed "the file is not listed as read: $1"
}

"$work/root/usr/bin/prometheus-node-exporter" --version 2>&1 | head -n 1
printf '# HELP backup_rows Rows.\n# TYPE backup_rows gauge\nbackup_rows{job_name="a"} 1\n' > "$work/textfiles/a.prom"

printf '# HELP backup_rows Rows.\n# TYPE backup_rows gauge\nbackup_rows{job_name="b"} 2\n' > "$work/textfiles/b.prom"
look "both files described alike"
grep -q 'job_name="b"' "$work/scrape" || changed "files described alike lose series"

printf '# TYPE backup_rows gauge\nbackup_rows{job_name="b"} 2\n' > "$work/textfiles/b.prom"
look "the second file without HELP"
if grep -q 'job_name="b"' "$work/scrape"; then changed "a file without HELP keeps its series"; fi

printf '# HELP backup_rows Rows.\n# TYPE backup_rows counter\nbackup_rows{job_name="b"} 2\n' > "$work/textfiles/b.prom"
look "the second file with another TYPE"
if grep -q 'job_name="b"' "$work/scrape"; then changed "a file with another type keeps its series"; fi

printf 'node_load1 99\n' > "$work/textfiles/b.prom"
look "a file with a metric of the host"
for _ in $(seq 400); do
    scrape | grep '^node_load1 ' >> "$work/loads"
    if grep -q ' 99$' "$work/loads"; then break; fi
done
echo "the file's load stood there after $(wc -l < "$work/loads") scrapes"
grep -q ' 99$' "$work/loads" || changed "the host's own load is kept in 400 scrapes"

grep 'cause="gathering"' "$work/scrape"
grep -Eq 'cause="gathering"} [1-9]' "$work/scrape" || changed "the lost series are not counted anywhere"
echo "As stated: series are lost or replaced, and the collector reports success."
