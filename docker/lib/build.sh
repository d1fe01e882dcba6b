# shellcheck shell=bash
# Builds the jars that the demo runs. Source it after common.sh, in the root of the checkout.

readonly JARS=(
  app/target/unpacked/consilium-platform.jar
  workers/target/consilium-worker.jar
  docker/demo/target/consilium-demo.jar
)

# Fails unless a JDK 17 or newer is there.
require_java() {
  have java && have javac || die "no JDK is installed." "Install one, for example: apt-get install openjdk-17-jdk-headless"
  local version
  version=$(javac -version 2>&1 | sed -n 's/^javac \([0-9]*\).*/\1/p')
  ((${version:-0} >= 17)) || die "the JDK is version ${version:-unknown}; Consilium needs 17 or newer." \
    "Install one, for example: apt-get install openjdk-17-jdk-headless"
}

# Fails unless Node 20 or newer is there: diagrams are linted with it.
require_node() {
  have node && have npm || die "Node.js is not installed." "Install version 20 or newer, see https://nodejs.org"
  local version
  version=$(node --version)
  version=${version#v}
  ((${version%%.*} >= 20)) || die "Node.js is version $version; the build needs 20 or newer." "See https://nodejs.org"
}

# What the jars are made of, and the jars as they are: when both are as after the last build, nothing is to be done.
jars_stamp() {
  { content_hash pom.xml {app,workers,processes,docker/demo}/{pom.xml,src/main} && stat -c '%n %s %Y' "${JARS[@]}"; } 2>/dev/null
}

remember_jars() {
  mkdir -p .demo/cache
  jars_stamp >.demo/cache/jars.stamp
}

# A jar of jars starts more slowly than the same jars side by side.
unpack_platform() {
  rm -rf app/target/unpacked
  java -Djarmode=tools -jar app/target/consilium-platform.jar extract --destination app/target/unpacked ||
    die "the platform's jar could not be unpacked." "Remove app/target and run it again."
}

build_jars() {
  if [[ ${CONSILIUM_BUILD:-1} == 0 ]]; then
    unpack_platform
    ls "${JARS[@]}" >/dev/null || die "CONSILIUM_BUILD is 0, but not all jars are there." "Build them with: ./mvnw package -DskipTests"
    return
  fi
  [[ -f .demo/cache/jars.stamp && $(jars_stamp) == "$(<.demo/cache/jars.stamp)" ]] && return
  say "Building platform, worker and demo; a first time this fetches their libraries …"
  local started=$SECONDS
  mkdir -p .demo/cache
  if ! ./mvnw -B -q -DskipTests -Dspotless.check.skip=true package >.demo/cache/build.log 2>&1 </dev/null; then
    tail -n 40 .demo/cache/build.log >&2
    die "the build failed." "The end of .demo/cache/build.log is above."
  fi
  unpack_platform
  remember_jars
  say "  built in $((SECONDS - started)) s"
}

# choose_port PREFERRED — that port, or the next one that no other program has.
choose_port() {
  local port=$1
  while { : <>"/dev/tcp/127.0.0.1/$port"; } 2>/dev/null; do
    port=$((port + 1))
  done
  echo "$port"
}
