#!/bin/bash
# Succeeds when the worker's console accepts connections; its address is in the site's state/console.json.
set -Eeuo pipefail
[[ $(<"$CONSILIUM_HOME/state/console.json") =~ \"url\"[[:space:]]*:[[:space:]]*\"http://([^:/\"]+):([0-9]+) ]]
exec 3<>"/dev/tcp/${BASH_REMATCH[1]}/${BASH_REMATCH[2]}"
