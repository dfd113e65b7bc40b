#!/bin/sh
# What the tests start for real, from Debian's packages: Chromium, Redis, haproxy. Does nothing when they are there.
set -eu
command -v chromium >/dev/null && command -v redis-server >/dev/null && command -v haproxy >/dev/null && exit 0
if [ "$(id -u)" -ne 0 ]; then
    echo "Testerna behöver Chromium, Redis och haproxy. Installera dem: sudo apt-get install chromium redis-server haproxy" >&2
    exit 1
fi
echo "Installerar Chromium, Redis och haproxy ..." >&2
log=$(mktemp)
install="apt-get install -y --no-install-recommends chromium fonts-dejavu-core redis-server haproxy"
if ! { apt-get update && DEBIAN_FRONTEND=noninteractive $install; } >"$log" 2>&1; then
    tail -n 5 "$log" >&2
    echo "De gick inte att installera. Kontrollera nätet och kör om." >&2
    exit 1
fi
rm -f "$log"
