"""Which input method Qt is told to use: the desktop's own where it loads, else ibus's way to it."""

import os
import subprocess
import sys
from pathlib import Path

import pytest

from gui import input_method

ROOT = Path(__file__).resolve().parents[2]
FCITX = {"QT_IM_MODULE": "fcitx", "XMODIFIERS": "@im=fcitx"}
PORTAL = {"IBUS_USE_PORTAL": "1"}
ON_LINUX = sys.platform == "linux"


@pytest.fixture(autouse=True)
def linux(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sys, "platform", "linux")


def chosen(**env: str) -> dict[str, str]:
    """Return what is added to an environment, or changed in it."""
    after = dict(env)
    input_method.choose(after)
    assert after.keys() >= env.keys()
    return {name: value for name, value in after.items() if env.get(name) != value}


@pytest.mark.parametrize("name", ["fcitx", "fcitx5"])
def test_fcitx_is_reached_by_the_portal_of_ibus(name: str) -> None:
    assert chosen(QT_IM_MODULE=name) == {"QT_IM_MODULES": f"{name};ibus", **PORTAL}
    assert chosen(QT_IM_MODULE=name, XMODIFIERS="@im=fcitx") == {"QT_IM_MODULES": f"{name};ibus", **PORTAL}


def test_a_list_of_methods_keeps_its_order_and_gets_ibus_at_its_end() -> None:
    wanted = "wayland;fcitx"
    assert chosen(QT_IM_MODULES=wanted, QT_IM_MODULE="x") == {"QT_IM_MODULES": "wayland;fcitx;ibus", **PORTAL}
    assert chosen(QT_IM_MODULES="wayland;fcitx;ibus") == PORTAL


def test_where_only_x11_knows_the_method_it_is_used_all_the_same() -> None:
    assert chosen(XMODIFIERS="@im=fcitx") == {"QT_IM_MODULES": "wayland;ibus", **PORTAL}
    assert chosen(XMODIFIERS="@im=ibus") == {"QT_IM_MODULES": "wayland;ibus"}


def test_a_method_that_qt_does_not_bring_gets_ibus_behind_it() -> None:
    assert chosen(QT_IM_MODULE="uim") == {"QT_IM_MODULES": "uim;ibus"}
    assert chosen(QT_IM_MODULE="xim", XMODIFIERS="@im=fcitx") == {"QT_IM_MODULES": "xim;ibus", **PORTAL}


def test_ibus_itself_is_left_as_it_is() -> None:
    assert chosen(QT_IM_MODULE="ibus", XMODIFIERS="@im=ibus") == {}


def test_ibus_of_a_desktop_with_fcitx_is_fcitx() -> None:
    assert chosen(QT_IM_MODULE="ibus", XMODIFIERS="@im=fcitx") == PORTAL


@pytest.mark.parametrize(
    "env",
    [{}, {"QT_IM_MODULE": ""}, {"QT_IM_MODULE": "compose"}, {"XMODIFIERS": "@im=none"}, {"XMODIFIERS": ""}],
)
def test_where_no_method_is_named_nothing_changes(env: dict[str, str]) -> None:
    assert chosen(**env) == {}


def test_what_a_person_said_about_the_portal_stands() -> None:
    assert chosen(**FCITX, IBUS_USE_PORTAL="0") == {"QT_IM_MODULES": "fcitx;ibus"}


@pytest.mark.parametrize("system", ["win32", "darwin"])
def test_other_systems_are_left_alone(system: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sys, "platform", system)
    assert chosen(**FCITX) == {}


PROGRAM = """
import os, sys
from gui import app

class Made(Exception):
    pass

def made(_arguments):
    raise Made(os.environ.get("QT_IM_MODULES"))

app.QApplication = made
try:
    app.main([])
except Made as told:
    print(told)
"""


@pytest.mark.skipif(not ON_LINUX, reason="ONLY ON LINUX: nothing is chosen elsewhere")
def test_it_is_chosen_before_the_application_is_made() -> None:
    env = {**os.environ, **FCITX, "QT_IM_MODULES": ""}
    done = subprocess.run([sys.executable, "-c", PROGRAM], cwd=ROOT, env=env, capture_output=True, check=True)
    assert done.stdout.decode().strip() == "fcitx;ibus"


def test_it_loads_nothing_that_the_start_has_not_got_anyhow() -> None:
    words = (
        "import os, sys, __future__, collections.abc; before = set(sys.modules); import gui.input_method;"
        " print(*sorted(set(sys.modules) - before))"
    )
    done = subprocess.run([sys.executable, "-c", words], cwd=ROOT, capture_output=True, check=True)
    assert done.stdout.decode().split() == ["gui", "gui.input_method"]
