#!/bin/sh
# The `consilium` command inside the worker's image.
exec java -XX:MaxRAMPercentage=70 -jar /opt/consilium/consilium-worker.jar "$@"
