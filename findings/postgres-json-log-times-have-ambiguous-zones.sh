#!/usr/bin/env bash
# postgresql-15 15.20-0+deb12u1 (Debian 12), log_destination = jsonlog.
# Tried 2026-11-28.
#
# Behaviour: the JSON log, made for programs, writes its timestamp as the text
# log does: local time and the zone's abbreviation. Three of the zones below
# write "CST", two write "IST". Only zones that have no abbreviation write their
# offset: hours, or hours and minutes without a colon, after a blank.
#
# Output seen for one moment:
#   Asia/Shanghai     "2026-11-28 16:57:25.563 CST"    UTC+8
#   America/Chicago   "2026-11-28 02:57:26.347 CST"    UTC-6
#   America/Havana    "2026-11-28 03:57:27.143 CST"    UTC-5
#   Asia/Kolkata      "2026-11-28 14:27:28.703 IST"    UTC+5:30
#   Asia/Jerusalem    "2026-11-28 10:57:32.626 IST"    UTC+2
#   America/Sao_Paulo "2026-11-28 05:57:27.930 -03"
#   Asia/Kathmandu    "2026-11-28 14:42:31.856 +0545"
# (America/Chicago, America/Havana and Asia/Jerusalem outside summer time.)
#
# Why a dashboard cares: initdb writes the machine's zone into log_timezone. A
# reader that takes CST for Chicago's puts Shanghai's errors 14 hours into the
# future, and one that knows no "-03" drops the zone and is off by hours.
set -euo pipefail

work=$(mktemp -d)
chmod 755 "$work"
as_user=()
if [ "$(id -u)" -eq 0 ]; then
    as_user=(setpriv --reuid=65534 --regid=65534 --clear-groups)
fi
bin=$work/root/usr/lib/postgresql/15/bin
cleanup() {
    if [ -f "$work/run/data/postmaster.pid" ]; then
        "${as_user[@]}" "$bin/pg_ctl" -D "$work/run/data" -m immediate -s stop > "$work/stop.log" 2>&1 || true
    fi
    rm -rf "$work"
}
trap cleanup EXIT

if ! (cd "$work" && apt-get download postgresql-15=15.20-0+deb12u1 postgresql-client-15=15.20-0+deb12u1 \
    libpq5=15.20-0+deb12u1 > apt.log 2>&1); then
    cat "$work/apt.log" >&2
    echo "cannot download postgresql-15: this needs Debian 12 and current package lists" >&2
    exit 1
fi
for package in "$work"/*.deb; do
    dpkg -x "$package" "$work/root"
done
LD_LIBRARY_PATH=$(dirname "$(find "$work/root" -name 'libpq.so.5')")
export LD_LIBRARY_PATH
mkdir -m 777 "$work/run"
cd "$work/run"

"$bin/postgres" --version
"${as_user[@]}" "$bin/initdb" -D data --auth trust --username test > initdb.log 2>&1 || { cat initdb.log >&2; exit 1; }
cat >> data/postgresql.conf <<CONF
listen_addresses = ''
unix_socket_directories = '$work/run'
logging_collector = on
log_destination = 'jsonlog'
log_directory = '$work/run/log'
log_filename = 'server'
CONF
"${as_user[@]}" "$bin/pg_ctl" -D data -w -s start > start.log 2>&1 || { cat start.log >&2; exit 1; }

sql() {
    "$bin/psql" --host "$work/run" --username test --quiet --no-psqlrc --tuples-only --no-align postgres -c "$1"
}

changed() {
    echo "CHANGED: $1" >&2
    exit 1
}

# stamp ZONE: prints the JSON log's timestamp of an error that is made now.
stamp() {
    sql "ALTER SYSTEM SET log_timezone = '$1'"
    sql "SELECT pg_reload_conf()" > reload
    for _ in $(seq 50); do
        if [ "$(sql 'SHOW log_timezone')" = "$1" ]; then break; fi
        sleep 0.1
    done
    sql "SELECT 1 / 0 AS \"$1\"" 2> failed || true
    for _ in $(seq 50); do
        if grep -q "division by zero.*$1" log/server.json; then break; fi
        sleep 0.1
    done
    grep "division by zero.*$1" log/server.json | tail -n 1 | sed -E 's/^\{"timestamp":"([^"]*)".*/\1/'
}

for zone in Asia/Shanghai America/Chicago America/Havana Asia/Kolkata Asia/Jerusalem America/Sao_Paulo Asia/Kathmandu; do
    seen=$(stamp "$zone")
    printf '%-18s "%s"\n' "$zone" "$seen"
    # date(1) knows the abbreviation that the zone has today, and its offset.
    word=$(TZ=$zone date +%Z)
    [ "${seen##* }" = "$word" ] || changed "$zone is not written as $word"
    hour=$(TZ=$zone date +'%Y-%m-%d %H')
    case $seen in
        "$hour":*) ;;
        *) [ "$(TZ=$zone date +%M%S)" -lt 10 ] || changed "$zone is not written in local time" ;;
    esac
done
[ "$(TZ=Asia/Shanghai date +%Z)" = CST ] || changed "Shanghai's abbreviation is not CST"
[ "$(TZ=Asia/Kolkata date +%Z)" = IST ] || changed "Kolkata's abbreviation is not IST"
[ "$(TZ=America/Sao_Paulo date +%Z)" = -03 ] || changed "Sao Paulo's abbreviation is not -03"
echo "As stated: local times with an abbreviation, which do not tell the offset."
