#!/usr/bin/env bash
# postgresql-15 15.20-0+deb12u1 (Debian 12), with its defaults.
# Tried 2026-11-28.
#
# Behaviour: pg_stat_database.xact_commit, and with it
# pg_stat_database_xact_commit of postgres_exporter, does not count transactions
# as they end. A session hands in its count when it goes idle and has statistics
# of a table to hand in as well, at most once a second. One that runs only
# statements without a table (SELECT 1, SELECT now(), a pool's check that the
# connection is alive) hands nothing in for as long as it lasts. With its first
# look into a table, or at its end, all come at once.
#
# Output seen, the increase of xact_commit of a database with one session:
#   after 50 times SELECT 1, and 3 s:        2
#   after 50 more, and 3 s:                  2
#   after one look into a table, and 3 s:    102
#
# Why a dashboard cares: commits are the traffic that exporters offer for a
# PostgreSQL. A hundred health checks a second are 0 tx/s there, and then one
# spike when the pool closes its connections, so that the rate is wrong twice. A
# dead-looking database need not be idle; look at pg_stat_activity or at the
# sessions too.
set -euo pipefail

work=$(mktemp -d)
chmod 755 "$work"
become=()
if [[ $EUID -eq 0 ]]; then
    become=(setpriv --reuid=65534 --regid=65534 --clear-groups)
fi
bin=$work/files/usr/lib/postgresql/15/bin
finish() {
    if [[ -f $work/run/data/postmaster.pid ]]; then
        "${become[@]}" "$bin/pg_ctl" -D "$work/run/data" -m immediate -s stop > "$work/stop.log" 2>&1 || true
    fi
    rm -rf "$work"
}
trap finish EXIT

version=15.20-0+deb12u1
if ! (cd "$work" && apt-get download "postgresql-15=$version" "postgresql-client-15=$version" "libpq5=$version" \
    > apt.log 2>&1); then
    cat "$work/apt.log" >&2
    echo "cannot download postgresql-15 $version: this needs Debian 12 and current package lists" >&2
    exit 1
fi
for package in "$work"/*.deb; do
    dpkg -x "$package" "$work/files"
done
LD_LIBRARY_PATH=$(dirname "$(find "$work/files" -name libpq.so.5)")
export LD_LIBRARY_PATH
mkdir -m 777 "$work/run"
cd "$work/run"

"${become[@]}" "$bin/initdb" -D data --auth trust --username test --no-sync > initdb.log 2>&1
"${become[@]}" "$bin/pg_ctl" -D data -l server.log -w -s start \
    -o "-c listen_addresses='' -c unix_socket_directories='$work/run' -c fsync=off"
address="host=$work/run user=test"
"$bin/psql" -qX "$address dbname=postgres" -c 'CREATE DATABASE shop'

# From another database, whose own transactions do not count here.
commits() {
    "$bin/psql" -qXAt "$address dbname=postgres" \
        -c "SELECT xact_commit FROM pg_stat_database WHERE datname = 'shop'"
}

mkfifo session
"$bin/psql" -qX "$address dbname=shop" < session > session.log 2>&1 &
exec 3> session
run() { for _ in $(seq "$1"); do echo "$2;" >&3; done; }

# Opening the session has looked into tables itself.
run 1 'SELECT 1 FROM pg_class LIMIT 1'
sleep 3
before=$(commits)
run 50 'SELECT 1'
sleep 3
first=$(($(commits) - before))
run 50 'SELECT 1'
sleep 3
second=$(($(commits) - before))
run 1 'SELECT 1 FROM pg_class LIMIT 1'
sleep 3
third=$(($(commits) - before))
exec 3>&-
wait
echo "xact_commit after 50 times SELECT 1, and 3 s:     $first"
echo "after 50 more, and 3 s:                           $second"
echo "after one look into a table, and 3 s:             $third"

if [[ $first -ge 50 || $second -ge 100 || $third -lt 101 ]]; then
    echo "CHANGED: commits are not counted as stated" >&2
    exit 1
fi
echo "As stated: commits of statements without a table are counted late."
