#!/bin/sh
# Makes .venv from requirements.lock: Python 3.10, exact versions, every file checked against its hash.
# Run by `make`; does nothing when .venv already fits the lock file.
set -eu
cd "$(dirname "$0")"

say() { printf '%s\n' "$*" >&2; }

find_python() {
    for candidate in "${LOTSEN_PYTHON:-}" python3.10 python3 "$(pyenv prefix 3.10 2>/dev/null || true)/bin/python"; do
        [ -n "$candidate" ] || continue
        if "$candidate" -c 'import sys, venv; sys.exit(sys.version_info[:2] != (3, 10))' 2>/dev/null; then
            command -v "$candidate"
            return
        fi
    done
    for tool in uv "$HOME/.local/bin/uv"; do
        if found=$("$tool" python find 3.10 2>/dev/null); then
            printf '%s\n' "$found"
            return
        fi
    done
    return 1
}

lock=$(cat requirements.lock bot/run/spacy_model.py | sha256sum | cut -d' ' -f1)
if [ ! -x .venv/bin/python ] || [ "$(cat .venv/lock.sha256 2>/dev/null)" != "$lock" ]; then
    if ! python=$(find_python); then
        say "Python 3.10 hittas inte. Installera det, till exempel med 'pyenv install 3.10' eller 'uv python install 3.10', och kör om."
        exit 1
    fi
    free=$(df -Pk . | awk 'NR==2 {print int($4 / 1024)}')
    if [ "$free" -lt 5000 ]; then
        say "Disken är nästan full ($free MB kvar). Miljön behöver 5 GB. Frigör plats och kör om."
        exit 1
    fi
    say "Installerar miljön i .venv (en till tre minuter) ..."
    "$python" -m venv --clear .venv
    if ! .venv/bin/python -m pip install --quiet --disable-pip-version-check --require-hashes -r requirements.lock; then
        say "Paketen gick inte att installera. Kontrollera nätet och kör om; det som redan hämtats används igen."
        exit 1
    fi
    .venv/bin/python -m bot.run.spacy_model
    printf '%s' "$lock" > .venv/lock.sha256
fi
