"""People in a table beside the roster, as secretaries keep them: CSV or XLSX, one row for each person.

The first row names the columns: `id`, `name`, `candidate`, and facts. An empty cell says nothing; a cell for a list or
set has its items between semicolons. Cells become nodes with places, so that what is wrong with one is told like that.
"""

from collections.abc import Collection, Iterator
from dataclasses import dataclass
from importlib import import_module

from quorate.charter.nodes import ListNode, MappingNode, Node, ScalarNode, Tree
from quorate.source.diagnostic import Diagnostic
from quorate.source.span import Source, Span

_FLAGS = {"TRUE": "true", "True": "true", "FALSE": "false", "False": "false"}


@dataclass(frozen=True, slots=True)
class Cell:
    text: str
    start: int
    end: int


def people_of(raw: bytes, name: str, lists: Collection[str]) -> Tree:
    """The table as the tree `{people: {ID: {column: cell}}}`; `lists` names the columns that hold several items."""
    text = import_module("quorate.charter.xlsx").as_csv(raw) if name.lower().endswith(".xlsx") else decoded(raw)
    source = Source(name, text)
    rows = [row for row in rows_of(text) if any(cell.text for cell in row)]
    found: list[Diagnostic] = []
    header = [cell.text for cell in rows[0]] if rows else []
    people: dict[str, Node] = {}
    keys: dict[str, Span] = {}
    whole = Span(source, 0, len(text))
    if "id" not in header:
        place = Span(source, 0, rows[0][-1].end) if rows else Span(source, 0, 0)
        found.append(Diagnostic("no-id-column", "the table has no column `id`", place, "name it in the first row"))
        rows = []
    for row in rows[1:]:
        _add_person(source, header, row, lists, people, keys, found)
    root = MappingNode({"people": MappingNode(people, keys, whole)}, {"people": Span(source, 0, 0)}, whole)
    return Tree(source, root, tuple(found))


def _add_person(
    source: Source,
    header: list[str],
    row: list[Cell],
    lists: Collection[str],
    people: dict[str, Node],
    keys: dict[str, Span],
    found: list[Diagnostic],
) -> None:
    cells = {column: cell for column, cell in zip(header, row, strict=False) if cell.text}
    whole = Span(source, row[0].start, row[-1].end)
    if "id" not in cells:
        found.append(Diagnostic("no-id", "the row has no `id`", whole, "give everybody an id"))
        return
    place = _span(source, cells["id"])
    name = cells.pop("id").text
    if name in people:
        notes = (f"first on line {keys[name].line}",)
        found.append(
            Diagnostic("duplicate-person", f"`{name}` is in the table twice", place, "delete one", notes=notes)
        )
        return
    if len(row) > len(header):
        found.append(Diagnostic("too-many-cells", "the row is longer than the first", whole, "quote cells with commas"))
    entries = {column: _node(source, column, cell, lists) for column, cell in cells.items()}
    people[name] = MappingNode(entries, {column: _span(source, cell) for column, cell in cells.items()}, place)
    keys[name] = place


def _span(source: Source, cell: Cell) -> Span:
    return Span(source, cell.start, cell.end)


def _node(source: Source, column: str, cell: Cell, lists: Collection[str]) -> Node:
    place = _span(source, cell)
    if column not in lists:
        return ScalarNode(_FLAGS.get(cell.text, cell.text), "plain", place)
    items = [item.strip() for item in cell.text.split(";")]
    return ListNode(tuple(ScalarNode(item, "plain", place) for item in items if item), place)


def decoded(raw: bytes) -> str:
    """A text as spreadsheets save it: UTF-8, or else Windows' code page."""
    try:
        return raw.decode("utf-8-sig")
    except UnicodeDecodeError:
        return raw.decode("cp1252", "replace")


def rows_of(text: str) -> Iterator[list[Cell]]:
    """The rows of a CSV text with the place of every cell; if the first row has semicolons alone, they part cells."""
    first = text.split("\n", 1)[0]
    comma = ";" if ";" in first and "," not in first else ","
    row: list[Cell] = []
    at = 0
    while at < len(text):
        cell, at = _cell(text, at, comma)
        row.append(cell)
        if at >= len(text) or text[at] != comma:
            yield row
            row = []
            at += 2 if text.startswith("\r\n", at) else 1
        else:
            at += 1
            if at == len(text):
                row.append(Cell("", at, at))
    if row:
        yield row


def _cell(text: str, start: int, comma: str) -> tuple[Cell, int]:
    """The cell that begins at an offset, and the offset of what ends it."""
    if not text.startswith('"', start):
        end = min(
            (place for place in (text.find(end, start) for end in (comma, "\n", "\r")) if place >= 0), default=len(text)
        )
        return Cell(text[start:end].strip(), start, end), end
    end = start + 1
    while True:
        end = text.find('"', end)
        if end < 0:
            return Cell(text[start + 1 :].strip(), start, len(text)), len(text)
        if not text.startswith('""', end):
            break
        end += 2
    cell = Cell(text[start + 1 : end].replace('""', '"').strip(), start, end + 1)
    after = min(
        (place for place in (text.find(end_, end + 1) for end_ in (comma, "\n", "\r")) if place >= 0), default=len(text)
    )
    return cell, after
