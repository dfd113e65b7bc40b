"""`python -m bot.run.rasa_process ARGS`: Rasa's own command line in a lean, quiet process."""

from __future__ import annotations

import sys


def main() -> None:
    from bot.run import lean

    lean.prepare(residents=sys.argv[1:2] == ["run"])
    from rasa.__main__ import main as rasa_main

    sys.argv[0] = "rasa"
    rasa_main()


if __name__ == "__main__":
    main()
