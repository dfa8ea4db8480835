#!/usr/bin/env bash
# Two cron hosts, a PostgreSQL server and its synchronous standby, in one temporary folder: both hosts grant the month, the server
# is killed meanwhile, the standby takes over, and every partner is paid once.
#
#   PARTNERS=20000 examples/failover.sh
#
# It needs PostgreSQL's server programs (Debian: postgresql) and a rad-admin that is built, found on the PATH, or named by RAD_ADMIN.
# It touches no server and no ledger of yours.
set -euo pipefail

unset RAD_ADMIN_DB "${!PG@}"
partners=${PARTNERS:-20000}
here=$(cd "$(dirname "$0")/.." && pwd)
rad=${RAD_ADMIN:-$(command -v rad-admin || echo "${CARGO_TARGET_DIR:-$here/target}/release/rad-admin")}
[[ -x $rad ]] || { echo "build rad-admin first: cargo build --release" >&2; exit 1; }
bin=$(ls -d /usr/lib/postgresql/*/bin 2>/dev/null | sort -V | tail -n 1)
bin=${bin:-$(dirname "$(command -v pg_ctl)")}
[[ -x $bin/pg_basebackup ]] || { echo "install PostgreSQL's server programs first" >&2; exit 1; }

folder=$(mktemp -d /tmp/failover.XXXXXX)

say() {
  printf '\n# %s\n' "$*"
}

# Runs one of PostgreSQL's programs. A server refuses to be root's.
pg() {
  local program=$bin/$1
  shift
  if ((EUID == 0)); then
    setpriv --reuid=postgres --regid=postgres --clear-groups -- "$program" "$@"
  else
    "$program" "$@"
  fi
}

# Starts the server in this folder. It is reached by a socket there.
start() {
  pg pg_ctl start -s -w -D "$folder/$1/data" -l "$folder/$1/log" -o "-k $folder/$1 -c listen_addresses= -c fsync=off"
}

sql() {
  pg psql -X -q -A -t -v ON_ERROR_STOP=1 -h "$folder/$1" -U postgres -d "${3:-postgres}" -c "$2"
}

finish() {
  for server in primary standby; do
    [[ -f $folder/$server/data/postmaster.pid ]] && pg pg_ctl stop -s -m immediate -D "$folder/$server/data" || true
  done
  rm -rf "$folder"
}
trap finish EXIT

mkdir "$folder/primary" "$folder/standby"
chmod 755 "$folder"
if ((EUID == 0)); then chown postgres "$folder/primary" "$folder/standby"; fi
chmod 755 "$folder/primary" "$folder/standby"

say "A server, and a standby that has each commit before the server calls it done."
pg initdb -A trust -U postgres -E UTF8 --locale=C -N -D "$folder/primary/data" >/dev/null
start primary
pg pg_basebackup -R -c fast -h "$folder/primary" -U postgres -D "$folder/standby/data" \
  -d "application_name=standby"
start standby
sql primary "ALTER SYSTEM SET synchronous_standby_names = 'standby'"
sql primary "SELECT pg_reload_conf()" >/dev/null
until [[ $(sql primary "SELECT sync_state FROM pg_stat_replication") == sync ]]; do sleep 0.1; done
sql primary "CREATE DATABASE rad"

say "A ledger with $partners partners. Each host has a login and a configuration of its own, which name both servers."
url() {
  printf 'postgres://%s@/rad?host=%s,%s' "$1" "${folder//\//%2F}%2Fprimary" "${folder//\//%2F}%2Fstandby"
}
export RAD_ADMIN_CONFIG=$folder/none.toml RAD_ADMIN_ACTOR=cron@example.org
touch "$folder/none.toml"
seq "$partners" | sed 's/.*/partner&@example.org,partner,10/; 1i email,roles,allowance' >"$folder/partners.csv"
"$rad" --db "$(url postgres)" init --timezone UTC >/dev/null
"$rad" --db "$(url postgres)" user import "$folder/partners.csv" --yes
for host in host1 host2; do
  sql primary "CREATE ROLE $host LOGIN IN ROLE rad_admin_operator"
  mkdir "$folder/$host"
  printf 'actor = "cron@example.org"\ndatabase = "%s"\n' "$(url "$host")" >"$folder/$host/config.toml"
done

# What cron does on a host: it runs the grant again and again. Here it is content once the grant ends with 0.
cron() {
  local host=$1 status
  for _ in $(seq 60); do
    status=0
    "$rad" --config "$folder/$host/config.toml" --no-input grant-monthly 2>&1 | sed "/^  /d; s/^/$host: /" || status=$?
    printf '%s: exit status %s\n' "$host" "$status"
    [[ $status == 0 ]] && return
    sleep 0.5
  done
  return 1
}

say "Both hosts grant at the same moment. The server is killed while they do, and the standby takes over."
cron host1 &
first=$!
cron host2 &
second=$!
sleep "${KILL_AFTER:-0.3}"
pg pg_ctl stop -s -m immediate -D "$folder/primary/data"
echo "the server is dead"
pg pg_ctl promote -s -w -D "$folder/standby/data"
echo "the standby is the server now"
# Nobody follows it yet.
sql standby "ALTER SYSTEM RESET synchronous_standby_names"
sql standby "SELECT pg_reload_conf()" >/dev/null
wait "$first" "$second"

say "One grant, and the ledger proves it."
export RAD_ADMIN_CONFIG=$folder/host1/config.toml
"$rad" log --where command=grant-monthly
"$rad" verify
grants=$("$rad" log --where command=grant-monthly --count)
paid=$("$rad" user list --where awarded=10 --count)
echo "$grants grant, $paid of $partners partners were paid once"
[[ $grants == 1 && $paid == "$partners" ]]
