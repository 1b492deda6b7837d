"""Modules that only look as if they were there.

Rasa imports a great deal that a given assistant never calls. A stand-in module lets the import pass: any
name taken from it is a class that can be subclassed, named in a type or used as a decorator. To do anything
else with it is a mistake and raises `StandInUsed`, so that nothing goes on with wrong results in silence.
"""

from __future__ import annotations

import importlib.abc
import importlib.machinery
import sys
import types
from collections.abc import Iterable, Sequence
from typing import Any, NoReturn


class StandInUsed(RuntimeError):
    """Something was called that is not really there."""


_DECORATORS = ("function", "register_keras_serializable")
_RAISED = ("Error", "Exception", "Failure", "Timeout", "Warning")


class _NameMeta(type):
    """A class for each name of an absent module: `tf.keras.layers.Layer`, `tf.Tensor` ..."""

    def __getattr__(cls, name: str) -> Any:
        if name.startswith("__"):
            raise AttributeError(name)
        return _name(f"{cls.__qualname__}.{name}")

    def __call__(cls, *args: Any, **kwargs: Any) -> Any:
        if cls.__module__ != __name__:
            cls._refuse()
        if cls.__qualname__.endswith(_DECORATORS):
            if len(args) == 1 and callable(args[0]) and not kwargs:
                return args[0]
            return lambda decorated: decorated
        cls._refuse()

    def _refuse(cls) -> NoReturn:
        raise StandInUsed(
            f"{cls.__qualname__} was called, but only a stand-in for it is loaded. "
            "Set SPINECOACH_REAL_TENSORFLOW=1 to load everything."
        )

    def __getitem__(cls, _item: Any) -> Any:
        return cls

    def __or__(cls, _other: Any) -> Any:
        return cls

    __ror__ = __or__


def _name(dotted: str) -> Any:
    # What reads like an exception has to be one: it stands in `except` clauses, which are gone through.
    bases = (Exception,) if dotted.endswith(_RAISED) else ()
    return _NameMeta(dotted.rpartition(".")[2], bases, {"__module__": __name__, "__qualname__": dotted})


class StandInModule(types.ModuleType):
    """A module in which every name exists."""

    def __getattr__(self, name: str) -> Any:
        if name.startswith("__"):
            raise AttributeError(name)
        made = _name(f"{self.__name__}.{name}")
        setattr(self, name, made)
        return made


class _Finder(importlib.abc.MetaPathFinder, importlib.abc.Loader):
    def __init__(self, names: Iterable[str]) -> None:
        self.names = frozenset(names)

    def find_spec(
        self, fullname: str, path: Sequence[str] | None = None, target: types.ModuleType | None = None
    ) -> importlib.machinery.ModuleSpec | None:
        if fullname.partition(".")[0] in self.names:
            return importlib.machinery.ModuleSpec(fullname, self, is_package=True)
        return None

    def create_module(self, spec: importlib.machinery.ModuleSpec) -> types.ModuleType:
        return StandInModule(spec.name)

    def exec_module(self, module: types.ModuleType) -> None:
        module.__dict__["__version__"] = "0"


def install(names: Iterable[str]) -> tuple[str, ...]:
    """Put stand-ins in place of the top-level packages `names`; returns those it did put in place.

    A package that was imported before stays as it is: half of it real would be worse than either.
    """
    wanted = tuple(n for n in dict.fromkeys(names) if n not in sys.modules and n not in installed())
    if wanted:
        sys.meta_path.insert(0, _Finder(wanted))
    return wanted


def withdraw(name: str) -> bool:
    """Take a stand-in away, so that the next import gets the package itself; False if there was none.

    Who has taken names from the stand-in keeps these, and they still refuse to be called.
    """
    found = [finder for finder in sys.meta_path if isinstance(finder, _Finder) and name in finder.names]
    for finder in found:
        finder.names -= {name}
    for module in [one for one in sys.modules if one.partition(".")[0] == name]:
        if isinstance(sys.modules[module], StandInModule):
            del sys.modules[module]
    return bool(found)


def installed() -> frozenset[str]:
    """The packages for which stand-ins are in place."""
    return frozenset().union(*(f.names for f in sys.meta_path if isinstance(f, _Finder)))
