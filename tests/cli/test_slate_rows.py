"""`slates --all` as a table: every lawful slate once, in every form; what is cut short can be read."""

import csv
import io
import json
import os
import sys
from pathlib import Path
from typing import Any

import pytest

from quorate import api
from quorate.charter.shipped import shipped
from quorate.cli import progress, slate_rows
from quorate.cli.exits import Exit
from quorate.cli.options import Form
from quorate.cli.output import Output
from quorate.engines.base import OutOfTime
from quorate.questions.slates import Seated, replay
from quorate.reports.rows import CsvWriter, JsonWriter, ParquetWriter
from quorate.source.diagnostic import CallError

BOARD = shipped("scenarios") / "aleris" / "board.yaml"
Row = tuple[str, frozenset[str], str | None]


@pytest.fixture(scope="module")
def ranked() -> set[Row]:
    answer = api.slates(BOARD, bodies=["compensation"], sizes=(3, 3), top=None)
    return {(each.body, frozenset(each.members), each.chair) for slate in answer.slates for each in slate.seats}


def rows(**options: Any) -> list[tuple[Seated, ...]]:
    return list(api.every_slate(BOARD, bodies=["compensation"], sizes=(3, 3), **options))


@pytest.mark.parametrize("thorough", [False, True])
def test_the_rows_are_the_slates_that_are_ranked(ranked: set[Row], thorough: bool) -> None:
    found = [(each.body, frozenset(each.members), each.chair) for seats in rows(thorough=thorough) for each in seats]
    assert len(found) == len(ranked)
    assert set(found) == ranked


def test_one_slate_of_each_kind_is_judged_and_every_one_if_asked(monkeypatch: pytest.MonkeyPatch) -> None:
    judged: list[object] = []
    plain = replay.judged

    def counting(search: Any, slates: Any) -> Any:
        judged.append(slates)
        return plain(search, slates)

    monkeypatch.setattr(replay, "judged", counting)
    many = len(rows())
    assert 0 < len(judged) < many
    judged.clear()
    assert len(rows(thorough=True)) == len(judged) == many


def test_several_bodies_are_rows_of_one_slate() -> None:
    found = list(api.every_slate(BOARD, bodies=["compensation", "nominating"], sizes=(2, 2)))
    assert len(found) == (api.slates(BOARD, bodies=["compensation", "nominating"], sizes=(2, 2), top=0).lawful or 0)
    assert all([each.body for each in seats] == ["compensation", "nominating"] for seats in found)


def test_every_form_says_the_same() -> None:
    found = rows()
    texts: dict[str, bytes] = {}
    for name, writer in (("csv", CsvWriter), ("json", JsonWriter), ("parquet", ParquetWriter)):
        stream = io.BytesIO()
        made = writer(stream)  # type: ignore[abstract]
        for number, seats in enumerate(found, 1):
            made.write(number, seats)
        made.close(None)
        texts[name] = stream.getvalue()
    plain = [(number, each.body, each.members, each.chair) for number, seats in enumerate(found, 1) for each in seats]
    read = csv.DictReader(io.StringIO(texts["csv"].decode()))
    assert [
        (int(row["number"]), row["body"], tuple(row["members"].split()), row["chair"] or None) for row in read
    ] == plain
    document = json.loads(texts["json"])
    assert document["slates"] == len(found)
    assert [(row["number"], row["body"], tuple(row["members"]), row["chair"]) for row in document["rows"]] == plain
    parquet = pytest.importorskip("pyarrow.parquet", reason="the extra `parquet` is not installed")
    table = parquet.read_table(io.BytesIO(texts["parquet"])).to_pylist()
    assert [(row["number"], row["body"], tuple(row["members"]), row["chair"]) for row in table] == plain


@pytest.mark.parametrize(
    ("stop", "status", "why"),
    [(KeyboardInterrupt(), Exit.INTERRUPTED, "interrupted"), (OutOfTime("too late"), Exit.UNDECIDED, "too late")],
    ids=["Ctrl-C", "time limit"],
)
def test_a_table_that_is_cut_short_can_be_read_and_is_not_taken_for_the_whole(
    stop: BaseException, status: Exit, why: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    def some() -> Any:
        yield (Seated("committee", ("ann", "bob"), None),)
        raise stop

    path = tmp_path / "slates.json"
    out = Output("slates", Form.TEXT, quiet=False, no_color=True)
    assert slate_rows.exported(out, some(), "json", path) is status
    document = json.loads((tmp_path / "slates.json.part").read_text(encoding="utf-8"))
    assert document["slates"] == len(document["rows"]) == 1
    assert document["open_because"] == why
    assert not path.exists()
    said = capsys.readouterr().err
    assert why in said
    assert "slates.json.part" in said


def test_a_table_that_is_whole_replaces_the_one_before(tmp_path: Path) -> None:
    path = tmp_path / "slates.csv"
    path.write_text("from another day")
    out = Output("slates", Form.TEXT, quiet=True, no_color=True)
    assert slate_rows.exported(out, iter(rows()), "csv", path) is Exit.YES
    assert path.read_text(encoding="utf-8").startswith("number,body,members,chair\n1,compensation,")
    assert [each.name for each in tmp_path.iterdir()] == ["slates.csv"]


def test_rows_can_be_written_into_what_is_no_file() -> None:
    out = Output("slates", Form.TEXT, quiet=True, no_color=True)
    assert slate_rows.exported(out, iter(rows()), "csv", Path(os.devnull)) is Exit.YES
    assert not Path(f"{os.devnull}.part").exists()


def test_progress_is_told_of_all_slates_there_will_be(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(progress, "_PATIENCE", 0.0)
    monkeypatch.setattr(progress, "_PACE", 0.0)
    monkeypatch.setenv("COLUMNS", "80")
    stream = io.StringIO()
    shown = progress.Progress(stream, shown=True)
    found = rows(reporter=shown)
    shown.advance(len(found) // 2)
    shown.stage("the end")
    assert f"writing slates [##########..........] {len(found) // 2:,} of {len(found):,}" in stream.getvalue()


@pytest.mark.parametrize("columns", [20, 200])
def test_progress_stays_within_the_terminal(columns: int, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(progress, "_PATIENCE", 0.0)
    monkeypatch.setenv("COLUMNS", str(columns))
    stream = io.StringIO()
    progress.Progress(stream, shown=True).stage("a" * 300)
    assert len(stream.getvalue().lstrip("\r")) == columns - 1


def test_the_end_of_the_name_says_the_form() -> None:
    assert slate_rows.table_form(None, Path("a.parquet")) == "parquet"
    assert slate_rows.table_form("csv", Path("a.txt")) == "csv"
    assert slate_rows.table_form("csv", Path("a.csv")) == "csv"
    assert slate_rows.table_form(None, None) is None
    with pytest.raises(CallError):
        slate_rows.table_form(None, Path("a.xlsx"))
    with pytest.raises(CallError, match="different forms"):
        slate_rows.table_form("csv", Path("a.json"))


def test_a_library_that_is_missing_is_named(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "pyarrow", None)
    with pytest.raises(CallError, match="needs the library `pyarrow`"):
        ParquetWriter(io.BytesIO())
