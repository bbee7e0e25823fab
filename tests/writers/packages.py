"""Office files as what they are, zip files of parts: taken apart, and with one place changed."""

import io
import re
import zipfile


def part(data: bytes, name: str) -> str:
    """One part of a file as text."""
    with zipfile.ZipFile(io.BytesIO(data)) as parts:
        return parts.read(name).decode()


def replaced(data: bytes, name: str, old: str, new: str) -> bytes:
    """The file with one place of one of its parts changed."""
    result = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(data)) as before, zipfile.ZipFile(result, "w") as after:
        for found in before.namelist():
            text = before.read(found)
            if found == name:
                assert old.encode() in text
                text = text.replace(old.encode(), new.encode(), 1)
            after.writestr(found, text)
    return result.getvalue()


def without_values(workbook: bytes) -> bytes:
    """A workbook in which no formula has a value: who opens it must calculate."""
    result = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(workbook)) as before, zipfile.ZipFile(result, "w") as after:
        for name in before.namelist():
            text, count = re.subn(rb"(</f>)<v>[^<]*</v>", rb"\1", before.read(name))
            assert count or "worksheets" not in name or b"<f>" not in text
            after.writestr(name, text)
    return result.getvalue()
