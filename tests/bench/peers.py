"""The same content written straight with the libraries: no layout, no styles, nothing read back."""

import html
import io
import json

from core.writers.blocks import Document, Heading, Paragraph, Title


def texts(document: Document) -> list[str]:
    """Every text outside the tables, in order."""
    return [block.text for block in document.blocks if isinstance(block, Title | Heading | Paragraph)]


def workbook(document: Document) -> bytes:
    """A workbook by openpyxl: a sheet of texts, a sheet for each table."""
    from openpyxl import Workbook  # noqa: PLC0415  only where it is measured: the window's memory is weighed

    book = Workbook()
    words = book.active
    assert words is not None
    for text in texts(document):
        words.append([text])
    for table in document.tables():
        sheet = book.create_sheet(table.id)
        for cell in table.cells:
            sheet.cell(cell.row + 1, cell.column + 1).value = cell.text if cell.value is None else cell.value
    return _saved(book)


def word(document: Document) -> bytes:
    """A Word file by python-docx: paragraphs and tables of its own template."""
    import docx  # noqa: PLC0415  as above

    paper = docx.Document()
    for text in texts(document):
        paper.add_paragraph(text)
    for table in document.tables():
        grid = paper.add_table(table.rows, table.columns)
        places = grid._cells
        for cell in table.cells:
            places[cell.row * table.columns + cell.column].text = cell.text
    return _saved(paper)


def page(document: Document) -> bytes:
    """A web page by string concatenation."""
    parts = [f"<p>{html.escape(text)}</p>" for text in texts(document)]
    for table in document.tables():
        cells = "".join(f"<td>{html.escape(cell.text)}</td>" for cell in table.cells)
        parts.append(f"<table><tr>{cells}</tr></table>")
    return "".join(parts).encode()


def data(content: object) -> bytes:
    """JSON by the standard library."""
    return json.dumps(content, ensure_ascii=False, indent=1).encode()


def _saved(one: object) -> bytes:
    result = io.BytesIO()
    one.save(result)  # type: ignore[attr-defined]
    return result.getvalue()
