"""Writers of test files, one function for each format."""

from __future__ import annotations

import zipfile
from pathlib import Path
from xml.sax.saxutils import escape, quoteattr

import openpyxl
from openpyxl.styles import Font
from openpyxl.utils import get_column_letter

from tests.layouts.tables import Formula, Styled, Table


def _plain(cell: object) -> object:
    return cell.value if isinstance(cell, Styled) else cell


def _shown(cell: object) -> str:
    """What the page shows of a cell: 0.926 under a per cent format is 92,6%."""
    if isinstance(cell, Styled) and isinstance(cell.value, float) and cell.number_format.endswith("%"):
        return f"{cell.value * 100:.{len(cell.number_format[2:-1])}f}%".replace(".", ",")
    value = _plain(cell)
    return "" if value is None else str(value)


def _lines(table: Table) -> tuple[list[list[object]], int]:
    """The rows of a sheet that has everything in cells, and how many lines stand above the table."""
    above = [[line] for line in table.above]
    return [*above, *table.rows, *[[line] for line in table.below]], len(above)


def xlsx(path: Path, tables: list[Table]) -> None:
    book = openpyxl.Workbook()
    book.remove(book.active)
    for table in tables:
        sheet = book.create_sheet(table.name)
        rows, above = _lines(table)
        for r, row in enumerate(rows, 1):
            for c, content in enumerate(row, 1):
                if content is None:
                    continue
                cell = sheet.cell(r, c)
                cell.value = content.text if isinstance(content, Formula) else _plain(content)
                if isinstance(content, Styled):
                    cell.number_format = content.number_format
                font = (content.font if isinstance(content, Styled) else "") or table.font
                if font:
                    cell.font = Font(name=font)
        for top, left, bottom, right in table.merged:
            sheet.merge_cells(start_row=top + above + 1, start_column=left + 1, end_row=bottom + above + 1, end_column=right + 1)
        for number in table.hidden:
            sheet.row_dimensions[number + above + 1].hidden = True
        for number in table.hidden_columns:
            sheet.column_dimensions[get_column_letter(number + 1)].hidden = True
        sheet.sheet_state = table.state
    book.save(path)
    _store(path, tables)


def _store(path: Path, tables: list[Table]) -> None:
    """Put the stored values of formulas into the sheets: openpyxl writes formulas without them."""
    stored = {
        number: {
            f"{get_column_letter(c)}{r}": cell.stored
            for r, row in enumerate(_lines(table)[0], 1)
            for c, cell in enumerate(row, 1)
            if isinstance(cell, Formula) and cell.stored is not None
        }
        for number, table in enumerate(tables, 1)
    }
    if not any(stored.values()):
        return
    parts = read_parts(path)
    for number, values in stored.items():
        part = f"xl/worksheets/sheet{number}.xml"
        text = parts[part].decode()
        for address, value in values.items():
            start = text.index("</f>", text.index(f'<c r="{address}"')) + len("</f>")
            rest = text[start:].removeprefix("<v></v>").removeprefix("<v />").removeprefix("<v/>")
            text = f"{text[:start]}<v>{value!r}</v>{rest}"
        parts[part] = text.encode()
    write_parts(path, parts)


def read_parts(path: Path) -> dict[str, bytes]:
    with zipfile.ZipFile(path) as archive:
        return {name: archive.read(name) for name in archive.namelist()}


def write_parts(path: Path, parts: dict[str, bytes]) -> None:
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in parts.items():
            archive.writestr(name, content)


def xlsm(path: Path, tables: list[Table]) -> None:
    """A workbook with a macro part, as Excel declares it; the macros themselves are noise."""
    xlsx(path, tables)
    parts = read_parts(path)
    kind = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet.main+xml"
    types = parts["[Content_Types].xml"].decode().replace(kind, "application/vnd.ms-excel.sheet.macroEnabled.main+xml")
    macro = '<Override PartName="/xl/vbaProject.bin" ContentType="application/vnd.ms-office.vbaProject"/>'
    parts["[Content_Types].xml"] = types.replace("</Types>", macro + "</Types>").encode()
    parts["xl/vbaProject.bin"] = bytes.fromhex("d0cf11e0a1b11ae1") + b"\0" * 504
    write_parts(path, parts)


def xls(path: Path, tables: list[Table]) -> None:
    import xlwt

    book = xlwt.Workbook()
    for table in tables:
        sheet = book.add_sheet(table.name)
        rows, above = _lines(table)
        covered = {
            (r + above, c)
            for top, left, bottom, right in table.merged
            for r in range(top, bottom + 1)
            for c in range(left, right + 1)
        }
        for r, row in enumerate(rows):
            for c, content in enumerate(row):
                if content is None or (r, c) in covered:
                    continue
                style = (
                    xlwt.easyxf(num_format_str=content.number_format) if isinstance(content, Styled) else xlwt.Style.default_style
                )
                sheet.write(r, c, _plain(content), style)
        for top, left, bottom, right in table.merged:
            sheet.write_merge(top + above, bottom + above, left, right, _plain(table.rows[top][left]))
        for number in table.hidden:
            sheet.row(number + above).hidden = True
    book.save(str(path))


_ODS = "application/vnd.oasis.opendocument.spreadsheet"
_NAMESPACES = " ".join(
    f'xmlns:{short}="urn:oasis:names:tc:opendocument:xmlns:{name}:1.0"'
    for short, name in [("office", "office"), ("table", "table"), ("text", "text")]
)


def ods(path: Path, tables: list[Table]) -> None:
    """The least that an OpenDocument sheet needs: no permissive writer of it exists."""
    body = "".join(_ods_table(table) for table in tables)
    content = (
        f'<?xml version="1.0" encoding="UTF-8"?><office:document-content {_NAMESPACES} office:version="1.2">'
        f"<office:body><office:spreadsheet>{body}</office:spreadsheet></office:body></office:document-content>"
    )
    manifest = (
        '<?xml version="1.0" encoding="UTF-8"?>'
        '<manifest:manifest xmlns:manifest="urn:oasis:names:tc:opendocument:xmlns:manifest:1.0">'
        f'<manifest:file-entry manifest:full-path="/" manifest:media-type="{_ODS}"/>'
        '<manifest:file-entry manifest:full-path="content.xml" manifest:media-type="text/xml"/></manifest:manifest>'
    )
    with zipfile.ZipFile(path, "w") as archive:
        archive.writestr("mimetype", _ODS)
        archive.writestr("META-INF/manifest.xml", manifest)
        archive.writestr("content.xml", content)


def _ods_table(table: Table) -> str:
    rows, above = _lines(table)
    width = max(map(len, rows))
    spans = {(top + above, left): (bottom - top + 1, right - left + 1) for top, left, bottom, right in table.merged}
    covered = {(r + i, c + j) for (r, c), (down, across) in spans.items() for i in range(down) for j in range(across) if i or j}
    lines = []
    for r, row in enumerate(rows):
        cells = []
        for c in range(width):
            content = row[c] if c < len(row) else None
            if (r, c) in covered:
                cells.append("<table:covered-table-cell/>")
                continue
            span = ""
            if (r, c) in spans:
                down, across = spans[r, c]
                span = f' table:number-rows-spanned="{down}" table:number-columns-spanned="{across}"'
            cells.append(_ods_cell(content, span))
        lines.append(f"<table:table-row>{''.join(cells)}</table:table-row>")
    columns = f'<table:table-column table:number-columns-repeated="{width}"/>'
    return f"<table:table table:name={quoteattr(table.name)}>{columns}{''.join(lines)}</table:table>"


def _ods_cell(content: object, span: str) -> str:
    value = _plain(content)
    if value is None:
        return f"<table:table-cell{span}/>"
    if isinstance(value, str):
        return f'<table:table-cell{span} office:value-type="string"><text:p>{escape(value)}</text:p></table:table-cell>'
    kind = "percentage" if isinstance(content, Styled) and content.number_format.endswith("%") else "float"
    shown = f"{value * 100:.1f}%" if kind == "percentage" else str(value)
    return f'<table:table-cell{span} office:value-type="{kind}" office:value="{value}"><text:p>{shown}</text:p></table:table-cell>'


def docx(path: Path, tables: list[Table]) -> None:
    import docx as word

    document = word.Document()
    for table in tables:
        for line in table.above:
            document.add_paragraph(line)
        _fill(document.add_table(len(table.rows), max(map(len, table.rows))), table)
        for line in table.below:
            document.add_paragraph(line)
    document.save(str(path))


def _fill(target, table: Table) -> None:
    grid = [list(row.cells) for row in target.rows]  # fetched once: python-docx walks the table for each cell
    for r, row in enumerate(table.rows):
        for c, content in enumerate(row):
            if content is not None:
                run = grid[r][c].paragraphs[0].add_run(_shown(content))
                if table.font:
                    run.font.name = table.font
    for top, left, bottom, right in table.merged:
        grid[top][left].merge(grid[bottom][right])


def pdf(path: Path, tables: list[Table], **options: object) -> None:
    """Ruled tables with the lines above and below them; a table longer than a page repeats its header rows."""
    from matplotlib import get_data_path
    from reportlab.lib.pagesizes import A4, landscape
    from reportlab.lib.styles import ParagraphStyle
    from reportlab.pdfbase import pdfmetrics
    from reportlab.pdfbase.ttfonts import TTFont
    from reportlab.platypus import PageBreak, Paragraph, SimpleDocTemplate, Spacer
    from reportlab.platypus import Table as Ruled

    pdfmetrics.registerFont(TTFont("Serif", f"{get_data_path()}/fonts/ttf/DejaVuSans.ttf"))
    style = ParagraphStyle("line", fontName="Serif", fontSize=8, leading=11)
    story: list[object] = []
    for number, table in enumerate(tables):
        if number:
            story.append(PageBreak())
        story += [Paragraph(escape(line), style) for line in table.above]
        story.append(Spacer(1, 6))
        width = max(map(len, table.rows))
        rows = [[_shown(c) for c in row] + [""] * (width - len(row)) for row in table.rows]
        look: list[tuple] = [("GRID", (0, 0), (-1, -1), 0.6, "black"), ("FONT", (0, 0), (-1, -1), "Serif", 7)]
        look += [("SPAN", (left, top), (right, bottom)) for top, left, bottom, right in table.merged]
        story.append(Ruled(rows, style=look, repeatRows=int(str(options.get("repeat", 0)))))
        story += [Paragraph(escape(line), style) for line in table.below]
    SimpleDocTemplate(str(path), pagesize=landscape(A4), encrypt=options.get("encrypt"), invariant=1).build(story)


def delimited(separator: str = ";", encoding: str = "utf-8-sig", quote: bool = False):
    """A writer of delimited text."""

    def write(path: Path, tables: list[Table]) -> None:
        lines = []
        for table in tables:
            for row in _lines(table)[0]:
                texts = [_shown(cell) for cell in row]
                lines.append(separator.join(f'"{text}"' if quote or separator in text else text for text in texts))
        path.write_bytes("\r\n".join(lines).encode(encoding))

    return write


def windows_1258(path: Path, tables: list[Table]) -> None:
    """Vietnamese in the Windows code page: tones as combining marks, the vowels with their own marks composed."""
    import unicodedata

    delimited(";", "utf-8")(path, tables)
    text = path.read_text("utf-8")
    tones = {"\u0300", "\u0301", "\u0303", "\u0309", "\u0323"}
    pieces = []
    for letter in text:
        parts = unicodedata.normalize("NFD", letter)
        marks = "".join(mark for mark in parts[1:] if mark in tones)
        pieces.append(unicodedata.normalize("NFC", parts[0] + "".join(m for m in parts[1:] if m not in tones)) + marks)
    path.write_bytes("".join(pieces).encode("windows-1258"))
