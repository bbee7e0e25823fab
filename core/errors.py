"""Refusals: the world or the request does not allow it, said so that it can be shown as it is.

One class per cause. A refusal is raised where the cause is known, passed through untouched,
and shown once, by the action that asked. Bugs are never refusals.
"""

from __future__ import annotations


class Refused(Exception):  # noqa: N818 - the domain word; it is not an error of ours
    """What cannot be done, where, and what the person can do about it; both texts are Chinese."""

    def __init__(self, message: str, hint: str = "") -> None:
        """Keep ``message`` (what is wrong, where) and ``hint`` (what to do), each one sentence."""
        super().__init__(message)
        self.message = message
        self.hint = hint

    def __str__(self) -> str:
        """Return message and hint as one line to show."""
        return f"{self.message}{self.hint}"


class FileMissing(Refused):
    """The file or folder does not exist."""


class OriginalAway(FileMissing):
    """The original is not there, but work on its local copy is; it may be opened all the same."""


class FileNotReadable(Refused):
    """The file exists but this user may not read it, or the medium fails."""


class FolderReadOnly(Refused):
    """Nothing can be written at this place."""


class DiskFull(Refused):
    """The medium has no room left."""


class DiskFailed(Refused):
    """The medium reported an error while reading or writing."""


class FileLocked(Refused):
    """Another window or another computer has the file open."""


class FileHeld(FileLocked):
    """On a share, somebody else says to have the file open; it may be opened all the same."""


class NotOurFile(Refused):
    """The file is not a unit file of this program."""


class FileNewer(Refused):
    """The file was written by a newer version of this program."""


class FileDamaged(Refused):
    """The file's content does not agree with its own check value."""


class FileExists(Refused):
    """Something stands where the new file would go."""


class VersionsDiffer(Refused):
    """The original was changed elsewhere; this version lies beside it."""


class NotBackedUp(Refused):
    """The backup before an import or a restore could not be made; a person may agree to do without."""


class OtherUnit(Refused):
    """The unit file belongs to another unit."""


class YearExists(Refused):
    """The unit file already holds a report for this year."""


class YearMissing(Refused):
    """The unit file holds no report for this year."""


class NotAReport(Refused):
    """The document holds no annual report that can be recognised."""


class NotText(Refused):
    """The text is in no encoding that we read."""


class TooLarge(Refused):
    """The document is larger than any report."""


class ReadingFailed(Refused):
    """Reading the document broke or did not come to an end."""


class StrangePackage(Refused):
    """A packed document holds what no office program puts into one."""


class NotBuiltYet(Refused):
    """A format that this version does not read or write yet."""


class FormBroken(Refused):
    """A form's data file contradicts itself; names file and place."""


class CountyHelpBroken(Refused):
    """The county's help file cannot be used; names file and line."""


class FontMissing(Refused):
    """A font of the program is missing or damaged, or no font has a character."""


class DocumentDiffers(Refused):
    """A document read back after writing does not say what the report says."""


class WrongArgument(Refused):
    """The request names something that does not exist."""


class FormMissing(Refused):
    """A report uses a form that this version does not have."""


class OddCharacter(Refused):
    """A text holds a character that no document can hold."""


class CellLocked(Refused):
    """A cell carried over from last year is changed only with a reason."""


class NotPrinted(Refused):
    """There is nothing to print, or the printer does not take it."""


class NotReady(Refused):
    """A report cannot be signed or handed over as it stands."""


class HistoryCleared(Refused):
    """What leads to that moment of the history was cleared."""


class NothingToClear(Refused):
    """The steps whose content should be cleared hold none."""


class FormDiffers(Refused):
    """A report in another form cannot take the place of this one."""
