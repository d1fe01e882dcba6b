#!/usr/bin/env bash
# Computes what the example's evaluation must give, in one container with scikit-learn and without any of Consilium.
#
# Usage: docker/examples/breast-fna/expected.sh OUT
#
# OUT is the folder that build.sh wrote. The results go to OUT/expected/expected.json, unrounded:
# {facility: {model: {metric: value, …, "by_texture": {level: {metric: value, …}}}}}. The models are trained anew, from the
# model owners' part; predictions are scikit-learn's own.
set -Eeuo pipefail
here=$(cd "$(dirname "${BASH_SOURCE[0]}")" && pwd)
# shellcheck source=docker/lib/common.sh
source "$here/../../lib/common.sh"

case ${1:-} in
  -h | --help) print_help; exit 0 ;;
  '' | -*) die "which folder did build.sh write to?" "See: $0 --help" ;;
esac
[[ -d $1/facilities ]] || die "$1 holds no facilities." "Run $here/build.sh $1 first."
out=$(cd "$1" && pwd)
mkdir -p "$out/expected"

require_engine
image=$("$here/../../images.sh" base-sklearn)
docker run --rm --network none --user "$(id -u):$(id -g)" --env OPENBLAS_NUM_THREADS=1 \
  --volume "$here/split.py:/split.py:ro" --volume "$here/expected.py:/expected.py:ro" \
  --volume "$out/facilities:/facilities:ro" --volume "$out/expected:/expected" \
  "$image" python3 /expected.py /facilities /expected/expected.json ||
  die "the expected results could not be computed." "The reason is above."
say "The expected results are in $out/expected/expected.json."
