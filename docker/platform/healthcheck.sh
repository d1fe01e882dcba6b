#!/bin/bash
# Succeeds when the platform says that it is up.
set -Eeuo pipefail
exec 3<>"/dev/tcp/127.0.0.1/${SERVER_PORT:-8080}"
printf 'GET /actuator/health HTTP/1.0\r\nHost: 127.0.0.1\r\n\r\n' >&3
grep -q '"status":"UP"' <&3
