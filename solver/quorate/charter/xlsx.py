"""The first sheet of a workbook as CSV text; loaded only when a roster names one."""

import csv
import io
import zipfile
from datetime import date, datetime

import openpyxl

from quorate.source.diagnostic import Diagnostic, FileError

MAX_ROWS, MAX_COLUMNS, MAX_BYTES = 20_000, 400, 100_000_000


def as_csv(raw: bytes) -> str:
    """The values of the first sheet, formulas by their last results; raises `FileError` where there is no workbook."""
    try:
        with zipfile.ZipFile(io.BytesIO(raw)) as archive:
            if sum(entry.file_size for entry in archive.infolist()) > MAX_BYTES:
                raise FileError([Diagnostic("file-too-large", "the workbook is too large once unpacked")])
        book = openpyxl.load_workbook(io.BytesIO(raw), read_only=True, data_only=True)
        sheet = book.worksheets[0]
        rows = [list(row) for row in sheet.iter_rows(max_row=MAX_ROWS, max_col=MAX_COLUMNS, values_only=True)]
    except (zipfile.BadZipFile, KeyError, ValueError, IndexError, OSError) as error:
        raise FileError([Diagnostic("not-a-workbook", f"the table is no XLSX workbook: {error}")]) from None
    written = io.StringIO()
    csv.writer(written, lineterminator="\n").writerows([_text(value) for value in row] for row in rows)
    return written.getvalue()


def _text(value: object) -> str:
    match value:
        case None:
            return ""
        case bool():
            return "true" if value else "false"
        case datetime():
            return value.date().isoformat()
        case date():
            return value.isoformat()
        case float() if value.is_integer():
            return str(int(value))
        case _:
            return " ".join(str(value).split())
