"""Pasting and copying: what is on the clipboard, and where it belongs in a table of the form; no screen here.

::

    clipboard   HTML or text -> grids, or plain lines     htmltables  tables of web pages, Excel, WPS
    grid        texts with their merged cells             meaning     blank, stroke, figure or words
    naming      which row or column some words name       labelled    places found by labels
    positions   places counted from the selection         loose       plain lines with labels
    layout      place of a grid -> cell of the form       place       all of it: clipboard -> ``Placement``
    placement   what a paste would do, said before        copying     cells -> tabs and an HTML table
"""

from core.pasting.clipboard import Clip, read
from core.pasting.copying import Copied, copy_cells, copy_table
from core.pasting.place import place
from core.pasting.placement import Leftover, Overwrite, Placement, TotalOff, area

__all__ = [
    "Clip",
    "Copied",
    "Leftover",
    "Overwrite",
    "Placement",
    "TotalOff",
    "area",
    "copy_cells",
    "copy_table",
    "place",
    "read",
]
