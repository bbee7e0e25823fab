"""How a check says that it exists: declared kinds by rule name, checks in Python by code.

The decorators return objects and keep no list; ``collect`` reads them out of modules that are named one by
one, so a frozen program finds the same checks as a source tree, or refuses to start.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from types import ModuleType
from typing import NamedTuple, TypeVar

from core.findings import Finding, Level
from core.form import FormDef
from core.report import Report
from core.rules import CheckSpec

LAST_YEAR = "last_year"

Found = TypeVar("Found")

Finder = Callable[[CheckSpec, Report, Report | None], Iterable[Finding]]
Checker = Callable[[Report, Report | None], Iterable[Finding]]


class RegistryError(RuntimeError):
    """The checks contradict themselves or the form: our own fault, found at start."""


class Rule(NamedTuple):
    """A declared kind: a form switches it on under a code of its own, with its parameters.

    ``find`` gets them with this year's report and last year's, which may be missing, partial or in another
    form; it may yield any level. ``doubts`` says that it doubts figures: such a finding is folded
    under an error that may come from one of its places, or a graver doubt about those on its left.
    """

    name: str
    find: Finder
    doubts: bool = False


class Check(NamedTuple):
    """A check that needs Python; it runs for every form."""

    code: str
    level: Level
    needs: frozenset[str]
    find: Checker


class Registry(NamedTuple):
    """Everything that was found, by name and by code."""

    rules: dict[str, Rule]
    checks: dict[str, Check]


def rule(name: str, *, doubts: bool = False) -> Callable[[Finder], Rule]:
    """Make a function the implementation of a declared kind; ``doubts``: see ``Rule``."""
    return lambda find: Rule(name, find, doubts)


def check(code: str, level: Level, needs: Iterable[str] = ()) -> Callable[[Checker], Check]:
    """Make a function a check with a code for ever; ``needs`` may hold ``LAST_YEAR``.

    A check that needs last year's report is not asked without it; the run then says ``unknown`` for its code.
    One that can tell by itself whether last year matters declares no need and yields that level itself.
    """
    return lambda find: Check(code, level, frozenset(needs), find)


def collect(modules: Iterable[ModuleType]) -> Registry:
    """Return all checks of the modules; ``RegistryError`` if there are none or a name or code repeats."""
    rules: dict[str, Rule] = {}
    checks: dict[str, Check] = {}
    for thing in (thing for module in modules for thing in vars(module).values()):
        if isinstance(thing, Rule):
            _add(rules, thing.name, thing)
        elif isinstance(thing, Check):
            _add(checks, thing.code, thing)
    if not rules and not checks:
        message = "no checks at all: they were left out of this program"
        raise RegistryError(message)
    return Registry(rules, checks)


def _add(known: dict[str, Found], name: str, thing: Found) -> None:
    if name in known:
        message = f"two checks are called {name}"
        raise RegistryError(message)
    known[name] = thing


def demand(registry: Registry, form: FormDef, built_in: Iterable[str]) -> None:
    """Raise ``RegistryError`` if a form wants a rule that nobody implements, or one code for two checks."""
    missing = {spec.rule for spec in form.checks} - set(registry.rules) - set(built_in)
    if missing:
        message = f"form {form.id} wants rules that nobody implements: {sorted(missing)}"
        raise RegistryError(message)
    codes = [spec.code for spec in form.checks]
    codes += {equation.code for equation in form.equations}
    codes += registry.checks
    twice = sorted({code for code in codes if codes.count(code) > 1})
    if twice:
        message = f"form {form.id} uses a code for two checks: {twice}"
        raise RegistryError(message)
