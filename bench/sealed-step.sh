#!/usr/bin/env bash
# How long one sealed step takes in comparison with `docker run` with the same flags from a shell, and how near many
# steps on two slots come to two shells that run as many. Prints ratios; the container sleeps one second.
#
# Usage: bench/sealed-step.sh [ROUNDS [STEPS]]      (default: 15 pairs, 50 steps)
#
# It takes about three minutes and needs root: the container engine is installed from Debian when it is missing.
set -Eeuo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")/.."
# shellcheck source=docker/lib/common.sh
source docker/lib/common.sh
# shellcheck source=docker/lib/build.sh
source docker/lib/build.sh

case ${1:-} in
  -h | --help) print_help; exit 0 ;;
esac
require_java
docker/ensure-engine.sh
build_jars
docker/images.sh base >/dev/null

folder=$(mktemp --directory --tmpdir consilium-bench.XXXXXX)
CONSILIUM_REGISTRY_PORT=$(choose_port 5100)
export CONSILIUM_REGISTRY_PORT
image=127.0.0.1:$CONSILIUM_REGISTRY_PORT/bench/sleeper:1
clean_up() {
  docker image rm "$image" >/dev/null 2>&1 || true
  docker/registry.sh stop "$folder/registry" 2>/dev/null || true
  rm -rf "$folder"
}
trap clean_up EXIT
docker/registry.sh start "$folder/registry"
docker tag consilium/base:bookworm "$image"
digest=$(docker push "$image" | sed -n 's/.*digest: \(sha256:[0-9a-f]*\).*/\1/p')
# The same filter of system calls for both.
if [[ -f workers/src/main/resources/sandbox/seccomp.json ]]; then
  cp workers/src/main/resources/sandbox/seccomp.json "$folder/seccomp.json"
fi
java -cp workers/target/consilium-worker.jar bench/SealedStepBenchmark.java \
  "$image" "$digest" "$folder" "${1:-15}" "${2:-50}"
