#!/bin/sh
# Chromium for the browser tests, from Debian's packages; does nothing when it is there.
set -eu
command -v chromium >/dev/null && exit 0
if [ "$(id -u)" -ne 0 ]; then
    echo "Webbläsartesterna behöver Chromium. Installera det: sudo apt-get install chromium" >&2
    exit 1
fi
echo "Installerar Chromium ..." >&2
log=$(mktemp)
if ! { apt-get update && DEBIAN_FRONTEND=noninteractive apt-get install -y --no-install-recommends chromium fonts-dejavu-core; } >"$log" 2>&1; then
    tail -n 5 "$log" >&2
    echo "Chromium gick inte att installera. Kontrollera nätet och kör om." >&2
    exit 1
fi
rm -f "$log"
