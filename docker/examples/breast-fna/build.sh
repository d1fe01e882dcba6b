#!/usr/bin/env bash
# Builds the example benchmark: its images go to the registry on loopback, its documents and data to a folder.
#
# Usage: docker/examples/breast-fna/build.sh OUT
#
# OUT then holds
#   benchmark.yaml                             the benchmark, with the images' digests
#   models/{random-forest,gradient-boosting}.yaml   the models to submit beside the reference model
#   demo.tar.gz                                the demo dataset for compatibility tests
#   facilities/ID/{data,labels,people}         each facility's export, and how many women it holds
#
# Needs a container engine (docker/ensure-engine.sh) and a registry (docker/registry.sh start DIR). An image whose recipe
# has not changed is not built again, and one that the registry holds is not pushed again.
#
# Environment:
#   CONSILIUM_REGISTRY_PORT   port of the registry on 127.0.0.1 (default 5000)
set -Eeuo pipefail
here=$(cd "$(dirname "${BASH_SOURCE[0]}")" && pwd)
# shellcheck source=docker/lib/common.sh
source "$here/../../lib/common.sh"

readonly REGISTRY=127.0.0.1:${CONSILIUM_REGISTRY_PORT:-5000}
readonly IMAGES=(preparator evaluator models/logistic-regression models/random-forest models/gradient-boosting)

# The files that an image's content depends on, besides its base.
recipe() {
  case $1 in
    models/*) echo "$1" models/*.py split.py ;;
    *) echo "$1" ;;
  esac
}

repository() {
  echo "$REGISTRY/breast-fna/${1#models/}"
}

# registry_digest IMAGE — prints the digest that the registry has for the image's tag 1; empty when it has none.
registry_digest() {
  http_head "$REGISTRY" "/v2/breast-fna/${1#models/}/manifests/1" \
    'Accept: application/vnd.docker.distribution.manifest.v2+json' |
    tr -d '\r' | awk 'tolower($1) == "docker-content-digest:" {print $2}'
}

build_and_push() {
  local image=$1 name tag files digest known
  name=${image#models/}
  read -ra files <<<"$(recipe "$image")"
  tag=consilium/example-breast-fna-$name:$({ echo "$base $base_sklearn"; content_hash "${files[@]}"; } | sha256sum | cut -c1-16)
  if ! docker image inspect "$tag" >/dev/null 2>&1; then
    say "Building the image of $name …"
    docker_build "$tag" --file "$image/Dockerfile" --build-arg "BASE=$base" --build-arg "TRAINING_BASE=$base_sklearn" .
  fi
  docker tag "$tag" "$(repository "$image"):1"
  digest=$(registry_digest "$image")
  known=$(docker image inspect --format '{{range .RepoDigests}}{{println .}}{{end}}' "$tag")
  if [[ -z $digest ]] || ! grep -qxF "$(repository "$image")@$digest" <<<"$known"; then
    say "Pushing the image of $name …"
    docker push "$(repository "$image"):1" >/dev/null || die "the image of $name could not be pushed to $REGISTRY." \
      "Is it the registry that docker/registry.sh started?"
    digest=$(registry_digest "$image")
  fi
  [[ $digest == sha256:* ]] || die "the registry at $REGISTRY gives no digest for $name." "Look at the registry's log."
  digests[$image]=$digest
}

# fill_in TEMPLATE — replaces @config IMAGE@ by the image's configuration, @digest IMAGE@ by its digest, and so on.
fill_in() {
  local line indent what
  while IFS= read -r line; do
    if [[ $line =~ ^(\ *)([a-z_0-9]+):\ @(.*)@$ ]]; then
      indent=${BASH_REMATCH[1]}
      what=${BASH_REMATCH[3]}
      printf '%s%s:' "$indent" "${BASH_REMATCH[2]}"
      case $what in
        'config '*)
          printf '\n'
          sed -e "s/^/$indent  /" -e "s|127\.0\.0\.1:5000|$REGISTRY|" "${what#config }/container_config.yaml"
          ;;
        'digest '*) printf ' "%s"\n' "${digests[${what#digest }]}" ;;
        'demo sha256') printf ' "%s"\n' "$(sha256sum "$out/demo.tar.gz" | cut -d' ' -f1)" ;;
        *) die "$1 asks for an unknown value: $what" ;;
      esac
    else
      printf '%s\n' "$line"
    fi
  done < <(grep -v '^# The benchmark as it is registered' "$1")
}

case ${1:-} in
  -h | --help) print_help; exit 0 ;;
  '' | -*) die "which folder should the benchmark be written to?" "See: $0 --help" ;;
esac
mkdir -p "$1"
out=$(cd "$1" && pwd)
cd "$here"

require_engine
http_head "$REGISTRY" /v2/ >/dev/null || die "no registry answers at $REGISTRY." "Run docker/registry.sh start DIR first."
{
  read -r base
  read -r base_sklearn
} < <("$here/../../images.sh" base base-sklearn) || die "the base images are missing." "See the messages above."

declare -A digests=()
for image in "${IMAGES[@]}"; do
  build_and_push "$image"
done

say "Sharing out the women …"
docker run --rm --network none --user "$(id -u):$(id -g)" --volume "$here/split.py:/split.py:ro" --volume "$out:/out" \
  "$base_sklearn" python3 /split.py /out demo facilities >&2

mkdir -p "$out/models"
fill_in benchmark.template.yaml >"$out/benchmark.yaml"
for model in random-forest gradient-boosting; do
  fill_in "models/$model/model.template.yaml" >"$out/models/$model.yaml"
done
say "The example benchmark is in $out."
