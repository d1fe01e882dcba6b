#!/usr/bin/env bash
# A registry for container images on this machine's loopback address: it gives images their digests.
#
# Usage: docker/registry.sh start DIR    starts Debian's docker-registry, detached; nothing to do when it runs already
#        docker/registry.sh stop DIR     ends it; the images in DIR stay
#
# DIR holds everything of it: registry.yml (configuration), registry.log, registry.pid and data/.
#
# Environment:
#   CONSILIUM_REGISTRY_PORT   port on 127.0.0.1 (default 5000)
set -Eeuo pipefail
here=$(cd "$(dirname "${BASH_SOURCE[0]}")" && pwd)
# shellcheck source=docker/lib/common.sh
source "$here/lib/common.sh"

readonly PORT=${CONSILIUM_REGISTRY_PORT:-5000}
readonly PATIENCE_SECONDS=20

# True when something accepts connections on the port.
port_taken() {
  { exec 3<>"/dev/tcp/127.0.0.1/$PORT"; } 2>/dev/null && exec 3>&-
}

# True when a registry answers on the port.
registry_answers() {
  [[ $(http_head "127.0.0.1:$PORT" /v2/ | head -n 1) == HTTP/1.?\ 200* ]]
}

# Prints the process id of the registry that was started for DIR, if it lives. The command line is compared too: a pid
# file may outlive its process, and the number be given to another.
running_pid() {
  local pid
  pid=$(cat "$dir/registry.pid" 2>/dev/null) || return 1
  [[ $pid =~ ^[0-9]+$ ]] && tr '\0' ' ' 2>/dev/null <"/proc/$pid/cmdline" | grep -qF "serve $dir/registry.yml" || return 1
  echo "$pid"
}

install_registry() {
  apt_install docker-registry
  # The package starts a service with a configuration that demands a login; this script runs the program by itself.
  if [[ -d /run/systemd/system ]]; then
    systemctl disable --now docker-registry >/dev/null 2>&1 || true
  elif [[ -x /etc/init.d/docker-registry ]]; then
    service docker-registry stop >/dev/null 2>&1 || true
    update-rc.d docker-registry disable >/dev/null 2>&1 || true
  fi
}

start() {
  local pid waited=0
  mkdir -p "$dir/data"
  if pid=$(running_pid); then
    registry_answers || die "the registry of $dir runs (process $pid) but does not answer on port $PORT." \
      "Look at $dir/registry.log, or run: $0 stop $dir"
    say "The registry runs already on 127.0.0.1:$PORT."
    return
  fi
  have docker-registry || install_registry
  if port_taken; then
    die "port $PORT on 127.0.0.1 is taken by another program." \
      "Find it with: ss -ltnp 'sport = :$PORT' — or choose another port with CONSILIUM_REGISTRY_PORT."
  fi
  cat >"$dir/registry.yml" <<YAML
version: 0.1
log: {level: warn}
storage:
  filesystem: {rootdirectory: $dir/data}
http:
  addr: 127.0.0.1:$PORT
  secret: used-by-this-one-process-only
YAML
  # shellcheck disable=SC2016 # expanded by the inner shell
  setsid --fork bash -c 'echo $$ >"$1/registry.pid"; exec docker-registry serve "$1/registry.yml"' registry "$dir" \
    </dev/null >"$dir/registry.log" 2>&1
  until registry_answers; do
    if ((waited++ >= PATIENCE_SECONDS * 10)) || { ((waited > 20)) && ! running_pid >/dev/null; }; then
      tail -n 10 "$dir/registry.log" >&2
      die "the registry did not start on 127.0.0.1:$PORT." "The end of $dir/registry.log is above."
    fi
    sleep 0.1
  done
  say "The registry runs on 127.0.0.1:$PORT (process $(running_pid))."
}

stop() {
  local pid waited=0
  if ! pid=$(running_pid); then
    rm -f "$dir/registry.pid"
    say "No registry of $dir runs."
    return
  fi
  kill "$pid"
  while kill -0 "$pid" 2>/dev/null; do
    if ((waited++ == 50)); then
      kill -KILL "$pid" 2>/dev/null || true
    fi
    sleep 0.1
  done
  rm -f "$dir/registry.pid"
  say "The registry is stopped."
}

case ${1:-} in
  -h | --help) print_help; exit 0 ;;
  start | stop) [[ $# -eq 2 ]] || die "which folder does the registry use?" "See: $0 --help" ;;
  *) die "say start or stop, and a folder." "See: $0 --help" ;;
esac
dir=$(realpath -m "$2")
"$1"
