#!/usr/bin/env bash
# How long the fingerprint of prepared data takes in comparison with sha256sum over the same tree, in one run: when every
# file is read, and when nothing was touched since the last time. Prints ratios.
#
# Usage: bench/fingerprint.sh [FILES [KIB [ROUNDS]]]      (default: 2000 files of 256 KiB, 7 rounds)
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
build_jars

folder=$(mktemp --directory --tmpdir consilium-bench.XXXXXX)
trap 'rm -rf "$folder"' EXIT
java -Xmx256m -cp workers/target/consilium-worker.jar bench/FingerprintBenchmark.java \
  "$folder" "${1:-2000}" "${2:-256}" "${3:-7}" 2>"$folder/log" | { grep -v "INFO" || true; } || { cat "$folder/log" >&2; exit 1; }
