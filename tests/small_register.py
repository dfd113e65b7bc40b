"""Writes registers of a few services to a folder, as staff would, right or wrong."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import yaml

from bot.services.model import SWITCHBOARD, Directory
from bot.services.register import ALWAYS_NEEDED, RegisterFaults, read
from bot.topics import HELP_TOPICS

_PAGE = "https://www.example.se/kontakt"


def fact(value: Any, **more: Any) -> dict[str, Any]:
    """A fact with a source; `more` replaces or adds what is written about it."""
    return {"value": value, "confidence": "seen", "source": _PAGE, "source_date": "2024-01-01", **more}


def service(id: str, **more: Any) -> dict[str, Any]:
    """The content of a correct service file; `more` replaces or adds keys."""
    return {
        "id": id,
        "name": id.capitalize(),
        "scope": "local",
        "helps_with": "Lyssnar.",
        "for_who": ["self", "child", "other", "professional"],
        "facts": {"phone": fact("0243-00 00 00"), "url": fact("https://www.example.se")},
        **more,
    }


class SmallRegister:
    """A register in `root` with the services the code relies on and `jouren`, which is offered for every topic."""

    def __init__(self, root: Path) -> None:
        self.folder = root / "register"
        self.folder.mkdir()
        self.order_file = root / "order.yml"
        for needed in sorted({"jouren", *ALWAYS_NEEDED}):
            self.write(service(needed))
        self.write(service("vaxeln", role=SWITCHBOARD))
        self.write_order({topic: {"self": ["jouren"]} for topic in sorted(HELP_TOPICS)})

    def write(self, content: dict[str, Any], file_name: str | None = None) -> None:
        path = self.folder / (file_name or f"{content['id']}.yml")
        path.write_text(yaml.safe_dump(content, allow_unicode=True), encoding="utf-8")

    def write_order(self, order: dict[str, Any]) -> None:
        self.order_file.write_text(yaml.safe_dump(order), encoding="utf-8")

    def order(self) -> dict[str, Any]:
        content: dict[str, Any] = yaml.safe_load(self.order_file.read_text(encoding="utf-8"))
        return content

    def read(self) -> Directory:
        return read((self.folder,), self.order_file)

    def faults(self) -> list[str]:
        """What is wrong with it; empty when nothing is."""
        try:
            self.read()
        except RegisterFaults as error:
            return error.faults
        return []
