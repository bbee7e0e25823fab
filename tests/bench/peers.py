"""The same content written straight with the libraries: no layout, no styles, nothing read back."""

import html
import io
import json

from core.writers.blocks import Document, Heading, Paragraph, TableBlock, Title
from tests.bench.table_pdf import Content, Grid


def texts(document: Document) -> list[str]:
    """Every text outside the tables, in order."""
    return [block.text for block in document.blocks if isinstance(block, Title | Heading | Paragraph)]


def content(document: Document) -> Content:
    """What is written, without anything of ours in it: a style with a text, or a table."""
    found: Content = []
    for block in document.blocks:
        if isinstance(block, TableBlock):
            found.append(("table", _grid(block)))
        elif isinstance(block, Title):
            found.append(("title", block.text))
        elif isinstance(block, Heading):
            found.append(("heading", block.text))
        elif isinstance(block, Paragraph):
            found.append(("text", block.text))
    return found


def _grid(table: TableBlock) -> Grid:
    rows = [[""] * table.columns for _ in range(table.rows)]
    spans = []
    for cell in table.cells:
        rows[cell.row][cell.column] = cell.text
        in_heading = cell.row < table.heading_rows
        down = cell.row_span if in_heading else 1  # else reportlab could not go on with it on the next page
        if (down, cell.column_span) != (1, 1):
            spans.append([[cell.column, cell.row], [cell.column + cell.column_span - 1, cell.row + down - 1]])
    return Grid(rows, spans, list(table.widths), table.heading_rows)


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
