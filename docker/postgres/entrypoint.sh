#!/bin/bash
# Prepares the data folder on the first start, then becomes the server.
#
# POSTGRES_PASSWORD   password of the user, required on the first start
# POSTGRES_USER       a superuser, made on the first start (default postgres)
# POSTGRES_DB         a database of that user's, made on the first start (default: the user's name)
set -Eeuo pipefail

readonly READY_MARK=$PGDATA/consilium-first-start-done

initialise() {
  [[ -s $PGDATA/PG_VERSION ]] && return
  initdb --username=postgres --encoding=UTF8 --locale=C.UTF-8 --auth-local=trust --auth-host=scram-sha-256 >/dev/null
  printf "%s\n" "listen_addresses = '*'" "jit = off" >>"$PGDATA/postgresql.conf"
  printf "%s\n" "host all all all scram-sha-256" >>"$PGDATA/pg_hba.conf"
}

make_user_and_database() {
  if [[ -z ${POSTGRES_PASSWORD:-} ]]; then
    echo "error: POSTGRES_PASSWORD is not set. Give the database's user a password: docker run -e POSTGRES_PASSWORD=… …" >&2
    exit 1
  fi
  local user=${POSTGRES_USER:-postgres}
  local database=${POSTGRES_DB:-$user}
  # A server on the local socket only, so that nobody meets a database that is not there yet.
  pg_ctl --silent --wait start --options="-c listen_addresses=''"
  psql --quiet --no-psqlrc --set=ON_ERROR_STOP=1 --dbname=postgres --username=postgres \
    --set=user="$user" --set=password="$POSTGRES_PASSWORD" --set=database="$database" <<'SQL'
SELECT format('CREATE ROLE %I SUPERUSER LOGIN', :'user')
  WHERE NOT EXISTS (SELECT FROM pg_roles WHERE rolname = :'user') \gexec
ALTER ROLE :"user" PASSWORD :'password';
SELECT format('CREATE DATABASE %I OWNER %I', :'database', :'user')
  WHERE NOT EXISTS (SELECT FROM pg_database WHERE datname = :'database') \gexec
SQL
  pg_ctl --silent --wait --mode=fast stop
  touch "$READY_MARK"
}

if [[ ${1:-} == --initialise ]]; then
  initialise
  exit 0
fi
if [[ ${1:-} == -* ]]; then
  set -- postgres "$@"
fi
if [[ ${1:-} == postgres ]]; then
  initialise
  [[ -e $READY_MARK ]] || make_user_and_database
fi
exec "$@"
