#!/usr/bin/env bash
# Makes sure that a container engine answers on this machine.
#
# Usage: docker/ensure-engine.sh
#
# When `docker info` answers, nothing is done. Otherwise Debian's docker.io is installed when it is missing, and its
# daemon is started: through systemd where that runs, detached from this shell where it does not. The daemon is left
# running, as a service of the machine. To stop one that was started without systemd: kill "$(cat /run/docker.pid)".
#
# Environment:
#   CONSILIUM_ENGINE_LOG   log of a daemon started without systemd (default /var/log/consilium-dockerd.log)
set -Eeuo pipefail
# shellcheck source=docker/lib/common.sh
source "$(dirname "${BASH_SOURCE[0]}")/lib/common.sh"

readonly LOG=${CONSILIUM_ENGINE_LOG:-/var/log/consilium-dockerd.log}
readonly PATIENCE_SECONDS=60

engine_answers() {
  timeout 20 docker info >/dev/null 2>&1
}

wait_for_engine() {
  local waited=0
  until engine_answers; do
    if [[ -n ${daemon_pid:-} ]] && ! kill -0 "$daemon_pid" 2>/dev/null; then
      tail -n 15 "$LOG" >&2
      die "the container engine ended right after its start." \
        "The last lines of $LOG are above. Inside a container the engine needs --privileged."
    fi
    if ((waited >= PATIENCE_SECONDS)); then
      [[ -f $LOG ]] && tail -n 15 "$LOG" >&2
      die "the container engine did not answer within $PATIENCE_SECONDS s." \
        "Look at $LOG (or journalctl -u docker), and try: docker info"
    fi
    sleep 1
    waited=$((waited + 1))
  done
}

case ${1:-} in
  -h | --help) print_help; exit 0 ;;
  '') ;;
  *) die "unknown argument: $1" "See: $0 --help" ;;
esac

if have docker && engine_answers; then
  say "The container engine answers (version $(docker version --format '{{.Server.Version}}'))."
  exit 0
fi

if [[ -n ${DOCKER_HOST:-} ]]; then
  die "DOCKER_HOST is $DOCKER_HOST, but no engine answers there." \
    "Start that engine, or unset DOCKER_HOST to use one on this machine."
fi

if ! have dockerd || ! have docker; then
  apt_install docker.io
  # On many machines the package starts the daemon by itself.
  if engine_answers; then
    say "The container engine answers (version $(docker version --format '{{.Server.Version}}'))."
    exit 0
  fi
fi
require_root "starting the container engine"

if [[ -d /run/systemd/system ]]; then
  say "Starting the container engine (systemd) …"
  systemctl start docker || die "systemd could not start docker." "Look at: journalctl -u docker"
else
  say "Starting the container engine; its log is $LOG …"
  # A pid file left by a daemon that was killed makes the next one refuse to start.
  if [[ -f /run/docker.pid ]] && ! kill -0 "$(cat /run/docker.pid)" 2>/dev/null; then
    rm -f /run/docker.pid
  fi
  mkdir -p "$(dirname "$LOG")"
  readonly PID_FILE=/run/consilium-dockerd.pid
  rm -f "$PID_FILE"
  # Every inherited descriptor but the log's is closed, so that nobody waits for the daemon's end on a pipe of ours.
  # shellcheck disable=SC2016 # expanded by the inner shell
  setsid --fork bash -c 'for fd in /proc/self/fd/*; do fd=${fd##*/}; ((fd > 2)) && eval "exec $fd>&-"; done
    echo $$ >"$1"; exec dockerd' dockerd-starter "$PID_FILE" </dev/null >>"$LOG" 2>&1
  until [[ -s $PID_FILE ]]; do sleep 0.1; done
  daemon_pid=$(cat "$PID_FILE")
fi

wait_for_engine
say "The container engine answers (version $(docker version --format '{{.Server.Version}}'))."
