"""Keeps packages out of the process that Rasa imports always and Lotsen needs never.

TensorFlow costs 350 MB and most of the start; the clients of other chat services, clouds and databases 40 MB and half a
second, and none of their faults can be ours when they are not loaded. What is imported instead lets Rasa define its classes,
and fails loudly as soon as anything wants to use it.
"""

from __future__ import annotations

import importlib
import importlib.abc
import importlib.machinery
import inspect
import sys
import types
from collections.abc import Sequence
from typing import Any

TENSORFLOW = frozenset({"tensorflow", "keras", "tensorflow_hub", "tensorflow_text", "tensorflow_addons"})
NOT_FOR_RESIDENTS = frozenset({
    "aiogram", "fbmessenger", "mattermostwrapper", "rocketchat_API", "slack_sdk", "twilio", "webexteamssdk",  # channels
    "aio_pika", "aiormq", "confluent_kafka",  # event brokers
    "boto3", "botocore", "google", "bson", "pymongo",  # stores
    "matplotlib", "prompt_toolkit", "questionary",  # pictures of tests, talks in a terminal
})  # fmt: skip


class AbsentPackageNeeded(RuntimeError):
    """Something wants to use a package that Lotsen's processes run without."""


class _Name(type):
    """Stands for any class or function of an absent package."""

    def __getattr__(cls, name: str) -> Any:
        if name.startswith("__"):
            raise AttributeError(name)
        return _Anything

    def __call__(cls, *args: Any, **kwargs: Any) -> Any:
        if len(args) == 1 and not kwargs and (inspect.isfunction(args[0]) or inspect.isclass(args[0])):
            return args[0]  # used as a decorator while a module is being imported
        raise AbsentPackageNeeded(f"{cls.__module__}.{cls.__qualname__} was called, but Lotsen runs without it")

    def __or__(cls, other: Any) -> Any:
        return Any

    def __ror__(cls, other: Any) -> Any:
        return Any


class _Anything(metaclass=_Name):
    def __init_subclass__(cls, **kwargs: Any) -> None:
        return None

    def __class_getitem__(cls, _item: Any) -> Any:
        return cls


class _Module(types.ModuleType):
    __path__: list[str] = []

    def __getattr__(self, name: str) -> Any:
        if name.startswith("__"):
            raise AttributeError(name)
        return _Anything


class _Finder(importlib.abc.MetaPathFinder, importlib.abc.Loader):
    def __init__(self, absent: frozenset[str]) -> None:
        self._absent = absent

    def find_spec(
        self, fullname: str, path: Sequence[str] | None, target: types.ModuleType | None = None
    ) -> importlib.machinery.ModuleSpec | None:
        if fullname.split(".")[0] in self._absent:
            return importlib.machinery.ModuleSpec(fullname, self, is_package=True)
        return None

    def create_module(self, spec: importlib.machinery.ModuleSpec) -> types.ModuleType:
        return _Module(spec.name)

    def exec_module(self, module: types.ModuleType) -> None:
        return None


def install(absent: frozenset[str] = TENSORFLOW) -> None:
    """Keep the top-level packages `absent`, TensorFlow among them, out. Call before Rasa is imported. Raises RuntimeError when TensorFlow is loaded already."""
    if "tensorflow" in sys.modules:
        raise RuntimeError("TensorFlow is loaded already")
    hidden = dict.fromkeys(("tensorflow", "h5py"))
    sys.modules.update(hidden)  # type: ignore[arg-type]
    importlib.import_module("thinc.compat")  # spaCy's engine asks once which of these are there: the answer is none
    for name in hidden:
        del sys.modules[name]
    sys.meta_path.insert(0, _Finder(absent))
