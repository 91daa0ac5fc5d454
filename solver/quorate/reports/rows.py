"""Lists too long to be kept, written row by row: CSV, JSON, Parquet. One row per slate and body."""

import csv
import json
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from importlib import import_module
from typing import IO, Any, Protocol

from quorate.questions.slates.nouns import Seated
from quorate.source.diagnostic import CallError, Diagnostic

COLUMNS = ("number", "body", "members", "chair")
"""The slate's number, the body, its members' ids (in CSV with spaces between them), the chair's id if it is told."""

_BATCH = 20_000


class Writer(Protocol):
    """Takes slates as they come; what is written is well-formed whenever it is closed."""

    def write(self, number: int, seats: Sequence[Seated]) -> None: ...

    def close(self, open_because: str | None) -> None:
        """End the list; `open_because` says why it is not complete, if it is not."""


class CsvWriter:
    def __init__(self, stream: IO[bytes]) -> None:
        self._text = _Text(stream)
        self._rows = csv.writer(self._text, lineterminator="\n")
        self._rows.writerow(COLUMNS)

    def write(self, number: int, seats: Sequence[Seated]) -> None:
        self._rows.writerows((number, each.body, " ".join(each.members), each.chair or "") for each in seats)

    def close(self, open_because: str | None) -> None:
        """CSV has no place to say that it is not complete; the exit status and standard error do."""


class JsonWriter:
    """`{"quorate": 1, "question": "slates", "rows": [...], "slates": N, "open_because": null}`, a row per line."""

    def __init__(self, stream: IO[bytes]) -> None:
        self._text = _Text(stream)
        self._text.write('{"quorate": 1, "question": "slates", "rows": [')
        self._number = 0
        self._comma = "\n"

    def write(self, number: int, seats: Sequence[Seated]) -> None:
        for each in seats:
            row = {"number": number, "body": each.body, "members": each.members, "chair": each.chair}
            self._text.write(self._comma + json.dumps(row, ensure_ascii=False))
            self._comma = ",\n"
        self._number = number

    def close(self, open_because: str | None) -> None:
        end = {"slates": self._number, "open_because": open_because}
        self._text.write("\n], " + json.dumps(end, ensure_ascii=False)[1:] + "\n")


class ParquetWriter:
    """Row groups of some thousand rows, through pyarrow."""

    def __init__(self, stream: IO[bytes]) -> None:
        self._arrow = _library("pyarrow")
        self._schema = self._arrow.schema(
            [
                ("number", self._arrow.int64()),
                ("body", self._arrow.string()),
                ("members", self._arrow.list_(self._arrow.string())),
                ("chair", self._arrow.string()),
            ]
        )
        self._file = _library("pyarrow.parquet").ParquetWriter(stream, self._schema)
        self._rows: list[tuple[int, str, tuple[str, ...], str | None]] = []

    def write(self, number: int, seats: Sequence[Seated]) -> None:
        self._rows += [(number, each.body, each.members, each.chair) for each in seats]
        if len(self._rows) >= _BATCH:
            self._flush()

    def close(self, open_because: str | None) -> None:
        self._flush()
        self._file.close()

    def _flush(self) -> None:
        columns = [list(column) for column in zip(*self._rows, strict=True)] or [[], [], [], []]
        self._file.write_table(self._arrow.table(dict(zip(COLUMNS, columns, strict=True)), schema=self._schema))
        self._rows = []


WRITERS: dict[str, Callable[[IO[bytes]], Writer]] = {"csv": CsvWriter, "json": JsonWriter, "parquet": ParquetWriter}


@dataclass(frozen=True, slots=True)
class _Text:
    """UTF-8 into a stream of bytes."""

    stream: IO[bytes]

    def write(self, text: str) -> int:
        return self.stream.write(text.encode())


def _library(name: str) -> Any:
    try:
        return import_module(name)
    except ImportError:
        message = "Parquet needs the library `pyarrow`, which is not installed"
        raise CallError([Diagnostic("missing-library", message, help="pip install pyarrow")]) from None
