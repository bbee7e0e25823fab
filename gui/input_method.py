"""Chinese input on Linux: where the desktop's input method speaks to a Qt of its own, its ibus side is asked.

A desktop with fcitx sets ``QT_IM_MODULE=fcitx``: the name of a plugin that comes with the system's Qt and
does not load into another one. Qt's own wheels bring ibus alone, and fcitx5 answers at ibus's portal on the
session bus. Tried with fcitx5 and ibus of Debian 12, on X11; fcitx 4 has no such side.
"""

from __future__ import annotations

import sys
from collections.abc import MutableMapping

SHIPPED = {"ibus", "compose"}  # plugins of platforminputcontexts in Qt's wheels; "compose": dead keys alone
KNOWN = {"fcitx", "fcitx5", "ibus"}  # what XMODIFIERS may name and the ibus plugin can speak to
OF_X11 = "@im="


def choose(env: MutableMapping[str, str]) -> None:
    """Let Qt fall back on ibus, in the environment that it reads when the application is made."""
    if sys.platform != "linux":
        return
    named = [name for name in (env.get("QT_IM_MODULES") or env.get("QT_IM_MODULE", "")).split(";") if name]
    of_x11 = env.get("XMODIFIERS", "").rpartition(OF_X11)[2]
    if not named and of_x11 in KNOWN:
        named = ["wayland"]  # its own way where there is one; a window of X11 has none
    if not named:
        return
    if SHIPPED.isdisjoint(named):
        env["QT_IM_MODULES"] = ";".join([*named, "ibus"])  # Qt takes the first that loads
    if any(name.startswith("fcitx") for name in (*named, of_x11)):
        env.setdefault("IBUS_USE_PORTAL", "1")  # else Qt asks for ibus's own program
