"""Charters are found by id: in the given places, beside the file, in `policies/`, among the shipped ones."""

from pathlib import Path

import pytest

from quorate.charter.disk import read_text, shown
from quorate.charter.hazards import MAX_BYTES
from quorate.charter.library import Library
from quorate.charter.load import open_roster, read, read_charter
from quorate.charter.shipped import shipped
from quorate.source.diagnostic import FileError


def pack(folder: Path, title: str, name: str = "law.dgcl-141") -> Path:
    folder.mkdir(parents=True, exist_ok=True)
    path = folder / "pack.yaml"
    path.write_text(f"quorate: 1\npack: {name}\ntitle: {title}\n", encoding="utf-8")
    return path


def test_the_shipped_packs_are_found_from_anywhere(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    assert Library().charter("law.dgcl-141").title.startswith("Delaware")


def test_the_working_tree_comes_before_the_shipped(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    pack(tmp_path / "policies" / "deep", "Of the tree")
    monkeypatch.chdir(tmp_path)
    assert Library().charter("law.dgcl-141").title == "Of the tree"


def test_beside_the_file_comes_before_the_working_tree(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    pack(tmp_path / "policies", "Of the tree")
    pack(tmp_path / "beside", "Beside")
    asking = tmp_path / "beside" / "charter.yaml"
    asking.write_text("quorate: 1\ncharter: c\ntitle: C\nkind: k\nuses: [law.dgcl-141]\n", encoding="utf-8")
    monkeypatch.chdir(tmp_path)
    library = Library()
    read_charter(asking, library)
    assert library.charter("law.dgcl-141").title == "Beside"


def test_the_given_places_come_first(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    pack(tmp_path / "beside", "Beside")
    given = pack(tmp_path / "given", "Given")
    monkeypatch.chdir(tmp_path)
    for places in ((given,), (given.parent,)):
        library = Library(places)
        library.beside(tmp_path / "beside" / "charter.yaml")
        assert library.charter("law.dgcl-141").title == "Given"


def test_what_is_not_there_is_told_with_the_closest_name() -> None:
    with pytest.raises(FileError) as caught:
        Library().charter("law.dgcl-114")
    assert caught.value.diagnostics[0].help == "did you mean `law.dgcl-141`?"


def test_a_charter_is_read_once() -> None:
    library = Library()
    assert library.charter("law.dgcl-141") is library.charter("law.dgcl-141")


def test_a_roster_comes_with_what_binds_its_bodies() -> None:
    roster, policies = open_roster(shipped("scenarios") / "aleris" / "board.yaml")
    assert set(policies) <= set(roster.bodies)
    assert policies["compensation"].charter.id == "aleris.compensation"


@pytest.mark.parametrize("path", sorted(shipped("scenarios").rglob("*.yaml")), ids=lambda path: path.stem)
def test_every_shipped_scenario_file_is_read_as_what_it_is(path: Path) -> None:
    kind = type(read(path)).__name__
    first = path.read_text(encoding="utf-8")
    assert f"\n{ ({'Amendment': 'amends'}.get(kind, kind.lower())) }:" in first


@pytest.mark.parametrize("name", ["missing.yaml", ".", "a/b/c.yaml", "x" * 300])
def test_a_file_that_cannot_be_read_is_a_file_error(name: str, tmp_path: Path) -> None:
    with pytest.raises(FileError) as caught:
        read(tmp_path / name)
    assert caught.value.diagnostics[0].code == "no-file"


def test_a_huge_file_is_refused_before_it_is_read(tmp_path: Path) -> None:
    path = tmp_path / "huge.yaml"
    with path.open("wb") as stream:
        stream.truncate(MAX_BYTES * 1_000)
    with pytest.raises(FileError) as caught:
        read(path)
    assert caught.value.diagnostics[0].code == "file-too-large"


def test_paths_are_shown_from_the_working_folder_on(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    assert shown(tmp_path / "a" / "b.yaml") == str(Path("a") / "b.yaml")
    assert shown(Path("/elsewhere/b.yaml")) == "/elsewhere/b.yaml"


def test_texts_may_be_in_the_old_code_page(tmp_path: Path) -> None:
    path = tmp_path / "text.txt"
    path.write_bytes("the “Company”\f".encode("cp1252"))
    assert read_text(path).text == "the “Company”\f"
