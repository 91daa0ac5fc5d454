"""What is kept between runs is believed only while nothing it was made of has changed."""

import os
import pickle
import shutil
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from quorate.charter import cache
from quorate.charter.cache import Opened, opened_roster
from quorate.charter.disk import files_under
from quorate.charter.kinds import kind_in
from quorate.charter.opening import Library, open_roster
from quorate.charter.trees import tree_of
from quorate.questions.check import check
from quorate.source.diagnostic import FileError

CHARTER = """
quorate: 1
charter: garden.committee
title: Charter of the garden committee
kind: governance
clauses:
  - id: size
    text: At least two.
    cite: {section: "1"}
    require: size(members) >= 2
"""
ROSTER = """
quorate: 1
roster: garden
title: Garden
illustrative: true
as_of: 2026-05-01
people:
  ana: {name: Ana}
  bo: {name: Bo}
bodies:
  committee: {charter: garden.committee, members: [ana, bo], chair: ana}
calendar:
  fiscal_year: 01-01
  busy:
    ana: [{ics: ana.ics}]
"""
ICS = "BEGIN:VCALENDAR\nVERSION:2.0\nPRODID:x\nEND:VCALENDAR\n"


@pytest.fixture
def garden(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A folder with a roster, its charter and a calendar, and a cache of its own."""
    monkeypatch.setenv("QUORATE_CACHE", str(tmp_path / "kept"))
    folder = tmp_path / "garden"
    folder.mkdir()
    (folder / "committee.yaml").write_text(CHARTER, "utf-8")
    (folder / "board.yaml").write_text(ROSTER, "utf-8")
    (folder / "ana.ics").write_text(ICS, "utf-8")
    return folder


def entries(garden: Path) -> list[Path]:
    return sorted((garden.parent / "kept").glob("*.roster"))


def same(found: Opened, garden: Path) -> bool:
    """Whether what was opened says of the committee what the files say."""
    fresh = open_roster(garden / "board.yaml", Library())
    return repr(found[1]) == repr(fresh[1]) and repr(check(*found)) == repr(check(*fresh))


@pytest.fixture
def never_made(monkeypatch: pytest.MonkeyPatch) -> None:
    def made(path: Path, paths: tuple[Path, ...]) -> None:
        raise AssertionError(f"{path} was read again")

    monkeypatch.setattr(cache, "_made", made)


def test_a_second_opening_reads_no_file_again(garden: Path, request: pytest.FixtureRequest) -> None:
    opened_roster(garden / "board.yaml")
    assert len(entries(garden)) == 1
    request.getfixturevalue("never_made")
    assert same(opened_roster(garden / "board.yaml"), garden)


def test_with_the_cache_off_nothing_is_kept(garden: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("QUORATE_CACHE", "off")
    opened_roster(garden / "board.yaml")
    assert entries(garden) == []


@pytest.mark.parametrize(
    ("file", "old", "new"),
    [
        ("committee.yaml", "size(members) >= 2", "size(members) >= 3"),
        ("board.yaml", "members: [ana, bo]", "members: [ana]"),
        ("ana.ics", "PRODID:x", "PRODID:y"),
    ],
)
def test_a_file_that_changed_is_read_again_though_its_time_did_not(garden: Path, file: str, old: str, new: str) -> None:
    opened_roster(garden / "board.yaml")
    path = garden / file
    known = path.stat()
    path.write_text(path.read_text("utf-8").replace(old, new), "utf-8")
    os.utime(path, ns=(known.st_atime_ns, known.st_mtime_ns))
    before = entries(garden)[0].read_bytes()
    assert same(opened_roster(garden / "board.yaml"), garden)
    assert entries(garden)[0].read_bytes() != before


def test_a_charter_that_now_comes_first_is_the_one_that_is_read(garden: Path, tmp_path: Path) -> None:
    first = tmp_path / "first"
    first.mkdir()
    opened_roster(garden / "board.yaml", (first,))
    (first / "committee.yaml").write_text(CHARTER.replace(">= 2", ">= 3"), "utf-8")
    (policy,) = opened_roster(garden / "board.yaml", (first,))[1].values()
    assert policy.charter.clauses[0].rule.excerpt.text == "size(members) >= 3"


def test_a_file_that_is_gone_is_missed(garden: Path) -> None:
    opened_roster(garden / "board.yaml")
    (garden / "committee.yaml").unlink()
    with pytest.raises(FileError) as error:
        opened_roster(garden / "board.yaml")
    assert [each.code for each in error.value.diagnostics] == ["unknown-charter"]


def test_mistakes_are_told_every_time(garden: Path) -> None:
    (garden / "committee.yaml").write_text(CHARTER.replace("members)", "membres)"), "utf-8")
    for _ in range(2):
        with pytest.raises(FileError):
            opened_roster(garden / "board.yaml")
    assert entries(garden) == []


def test_what_cannot_be_put_in_its_place_leaves_nothing_behind(garden: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def full(*_: object) -> None:
        raise OSError("no space left on device")

    monkeypatch.setattr(os, "replace", full)
    assert same(opened_roster(garden / "board.yaml"), garden)
    assert list((garden.parent / "kept").iterdir()) == []


@settings(max_examples=30, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.data())
def test_a_spoilt_entry_is_made_anew(garden: Path, data: st.DataObject) -> None:
    opened_roster(garden / "board.yaml")
    (entry,) = entries(garden)
    good = entry.read_bytes()
    place = data.draw(st.integers(0, len(good) - 1))
    spoilt = data.draw(st.sampled_from([good[:place], good[:place] + bytes([good[place] ^ 0x41]) + good[place + 1 :]]))
    entry.write_bytes(spoilt)
    assert same(opened_roster(garden / "board.yaml"), garden)
    assert entry.read_bytes() == good


class Evil:
    """What an entry must never do: call a function as it is read."""

    def __init__(self, path: Path) -> None:
        self.path = path

    def __reduce__(self) -> tuple[object, tuple[str]]:
        return Path.touch, (str(self.path),)


def test_an_entry_is_data_and_never_code(garden: Path) -> None:
    opened_roster(garden / "board.yaml")
    (entry,) = entries(garden)
    body = pickle.dumps(Evil(garden / "touched"))
    entry.write_bytes(b"quorate cache 1\n" + cache.digest(body).encode() + body)
    assert same(opened_roster(garden / "board.yaml"), garden)
    assert not (garden / "touched").exists()


def test_a_folder_that_cannot_be_written_is_no_error(garden: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    blocked = garden / "a file"
    blocked.write_text("", "utf-8")
    monkeypatch.setenv("QUORATE_CACHE", str(blocked))
    assert same(opened_roster(garden / "board.yaml"), garden)


def test_only_so_many_entries_are_kept(garden: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(cache, "MOST_ENTRIES", 2)
    for number in range(4):
        shutil.copytree(garden, garden.parent / f"copy{number}")
        opened_roster(garden.parent / f"copy{number}" / "board.yaml")
    assert len(entries(garden)) == 2


def test_every_shipped_roster_is_kept_and_says_the_same(
    checkout: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, request: pytest.FixtureRequest
) -> None:
    monkeypatch.setenv("QUORATE_CACHE", str(tmp_path))
    rosters = [path for path in files_under(checkout / "scenarios") if kind_in(tree_of(path)) == "roster"]
    fresh = [repr(check(*opened_roster(path))) for path in rosters]
    request.getfixturevalue("never_made")
    assert [repr(check(*opened_roster(path))) for path in rosters] == fresh
    assert len(rosters) > 1
