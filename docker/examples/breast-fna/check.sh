#!/usr/bin/env bash
# Runs the example's containers by hand, sealed as a facility's worker seals them, and compares every result with the
# independent computation of expected.sh.
#
# Usage: docker/examples/breast-fna/check.sh OUT [FACILITY]…      (default: all facilities)
#
# OUT is the folder that build.sh and expected.sh wrote.
set -Eeuo pipefail
here=$(cd "$(dirname "${BASH_SOURCE[0]}")" && pwd)
# shellcheck source=docker/lib/common.sh
source "$here/../../lib/common.sh"

readonly REGISTRY=127.0.0.1:${CONSILIUM_REGISTRY_PORT:-5000}
readonly VOLUMES=/mlcommons/volumes
readonly RUN_AS=10001:10001
readonly SECCOMP=$here/../../../workers/src/main/resources/sandbox/seccomp.json

# sealed IMAGE SCRIPT [docker's options]… — runs one task of a container with everything closed but its volumes.
sealed() {
  local image=$1 script=$2
  shift 2
  local started
  started=$(date +%s%N)
  docker run --rm --network none --read-only --tmpfs /tmp:rw,noexec,nosuid,nodev,size=64m --cap-drop ALL \
    --security-opt no-new-privileges --security-opt "seccomp=$SECCOMP" --user "$RUN_AS" --memory 512m --memory-swap 512m --pids-limit 64 "$@" \
    "$REGISTRY/breast-fna/$image:1" python3 "/project/$script" >"$work/log" 2>&1 || {
    cat "$work/log" >&2
    die "$script of $image failed." "Its output is above."
  }
  printf '  %-20s %-16s %4d ms\n' "$image" "$script" $((($(date +%s%N) - started) / 1000000)) >&2
}

check_facility() {
  local facility=$1 model
  local site=$work/$facility
  say "$facility"
  mkdir -p "$site"/{data,labels}
  : >"$site/statistics.yaml"
  chown -R "$RUN_AS" "$site"
  sealed preparator prepare.py -v "$out/facilities/$facility/data:$VOLUMES/raw_data:ro" \
    -v "$out/facilities/$facility/labels:$VOLUMES/raw_labels:ro" \
    -v "$work/preparator.yaml:$VOLUMES/parameters/parameters.yaml:ro" \
    -v "$site/data:$VOLUMES/data" -v "$site/labels:$VOLUMES/labels"
  sealed preparator sanity_check.py -v "$site/data:$VOLUMES/data:ro" -v "$site/labels:$VOLUMES/labels:ro" \
    -v "$work/preparator.yaml:$VOLUMES/parameters/parameters.yaml:ro"
  sealed preparator describe.py -v "$site/data:$VOLUMES/data:ro" -v "$site/labels:$VOLUMES/labels:ro" \
    -v "$site/statistics.yaml:$VOLUMES/statistics/statistics.yaml"
  grep -qx "people: $(cat "$out/facilities/$facility/people")" "$site/statistics.yaml" ||
    die "the statistics of $facility do not give its number of people." "See docker/examples/breast-fna/preparator."
  for model in logistic-regression random-forest gradient-boosting; do
    mkdir -p "$site/$model/predictions"
    : >"$site/$model/results.yaml"
    chown -R "$RUN_AS" "$site/$model"
    sealed "$model" infer.py -v "$site/data:$VOLUMES/data:ro" -v "$site/$model/predictions:$VOLUMES/predictions"
    sealed evaluator evaluate.py -v "$site/$model/predictions:$VOLUMES/predictions:ro" \
      -v "$site/labels:$VOLUMES/labels:ro" -v "$work/evaluator.yaml:$VOLUMES/parameters/parameters.yaml:ro" \
      -v "$site/$model/results.yaml:$VOLUMES/results/results.yaml"
  done
}

case ${1:-} in
  -h | --help) print_help; exit 0 ;;
  '' | -*) die "which folder did build.sh write to?" "See: $0 --help" ;;
esac
[[ -f $1/expected/expected.json ]] || die "$1 holds no expected results." "Run $here/expected.sh $1 first."
require_root "giving the containers' user its folders"
out=$(cd "$1" && pwd)
shift
work=$(mktemp -d --tmpdir consilium-check.XXXXXX)
trap 'rm -rf "$work"' EXIT
chmod 755 "$work"
grep -A 3 'parameters:' "$out/benchmark.yaml" | sed -n 's/^ *\(texture_cut: .*\)/\1/p' >"$work/preparator.yaml"
grep -A 3 'parameters:' "$out/benchmark.yaml" | sed -n 's/^ *\(threshold: .*\)/\1/p' >"$work/evaluator.yaml"

require_engine
facilities=("$@")
[[ $# -gt 0 ]] || mapfile -t facilities < <(ls "$out/facilities")
for facility in "${facilities[@]}"; do
  check_facility "$facility"
done

base=$("$here/../../images.sh" base)
docker run --rm -i --network none -v "$work:/work:ro" -v "$out/expected/expected.json:/expected.json:ro" "$base" \
  python3 - "${facilities[@]}" <<'PYTHON'
import json, math, sys, yaml

TOLERANCE = 1e-9
expected = json.load(open("/expected.json"))
compared, largest = 0, 0.0


def compare(place, wanted, got):
    global compared, largest
    if wanted.keys() - {"by_texture"} != got.keys():
        sys.exit(f"error: {place} holds {sorted(got)} where {sorted(wanted)} is expected")
    for metric in got:
        value = math.nan if wanted[metric] is None else wanted[metric]
        if math.isnan(value) and math.isnan(got[metric]):
            difference = 0.0
        else:
            difference = abs(value - got[metric])
        if not difference <= TOLERANCE:
            sys.exit(f"error: {place}: {metric} is {got[metric]!r} where {value!r} is expected")
        compared, largest = compared + 1, max(largest, difference)


for facility in sys.argv[1:]:
    for model, wanted in expected[facility].items():
        got = yaml.safe_load(open(f"/work/{facility}/{model}/results.yaml"))
        compare(f"{facility}, {model}", wanted, got["overall"])
        for level in ("lower", "upper"):
            compare(f"{facility}, {model}, {level}", wanted["by_texture"][level], got["by_texture"][level])
print(f"{compared} values agree with scikit-learn's; the largest difference is {largest:.1e}.")
PYTHON
