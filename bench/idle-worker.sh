#!/usr/bin/env bash
# What an idle worker takes of a machine: resident memory and processor time, while its polls wait at a platform that
# has nothing for it. Prints the figures against their goals.
#
# Usage: bench/idle-worker.sh [SECONDS]      (default: 60)
#
# A small program on loopback stands for the platform: it lets every poll wait, as the platform does.
set -Eeuo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")/.."
# shellcheck source=docker/lib/common.sh
source docker/lib/common.sh
# shellcheck source=docker/lib/build.sh
source docker/lib/build.sh

case ${1:-} in
  -h | --help) print_help; exit 0 ;;
esac
readonly PERIOD=${1:-60}
readonly WARM_UP=20
require_java
have docker && docker/ensure-engine.sh
build_jars

folder=$(mktemp --directory --tmpdir consilium-bench.XXXXXX)
pids=()
clean_up() {
  for pid in "${pids[@]}"; do kill "$pid" 2>/dev/null || true; done
  wait 2>/dev/null || true
  rm -rf "$folder"
}
trap clean_up EXIT
port=$(choose_port 8180)
java -Xmx32m bench/IdlePlatform.java "$port" >"$folder/platform.log" 2>&1 &
pids+=($!)
until grep -q listens "$folder/platform.log" 2>/dev/null; do sleep 0.2; done

export CONSILIUM_HOME=$folder/site CONSILIUM_PASSPHRASE="only for this measurement"
workers/bin/consilium init --facility bench --name Bench --organisation Bench --platform "http://127.0.0.1:$port" >/dev/null
workers/bin/consilium worker run >"$folder/worker.log" 2>&1 &
worker=$!
pids+=("$worker")
until grep -q polled "$folder/platform.log"; do sleep 0.2; done
sleep "$WARM_UP"

# Clock ticks of user and system time so far.
ticks() {
  local fields
  read -r -a fields <"/proc/$worker/stat"
  echo $((fields[13] + fields[14]))
}
before=$(ticks)
sleep "$PERIOD"
used=$(($(ticks) - before))
resident=$(awk '/^VmRSS/ {print $2}' "/proc/$worker/status")
awk -v used="$used" -v hz="$(getconf CLK_TCK)" -v period="$PERIOD" -v resident="$resident" 'BEGIN {
  printf "resident memory: %.0f MB (goal: under 250 MB)\n", resident * 1024 / 1e6
  printf "processor: %.2f %% of a core over %d s (goal: under 1 %%)\n", 100 * used / hz / period, period
}'
