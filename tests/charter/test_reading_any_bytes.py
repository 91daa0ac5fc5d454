"""Whatever the bytes, reading gives a document or a `FileError`, and never anything else."""

from collections.abc import Callable
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from quorate.charter.amendment_from_yaml import read_tree_as_amendment
from quorate.charter.from_yaml import read_tree_as_charter
from quorate.charter.hazards import decode
from quorate.charter.library import Library
from quorate.charter.load import read_scenario, roster_in
from quorate.charter.nodes import Tree
from quorate.charter.shipped import shipped
from quorate.charter.yaml import read_tree
from quorate.source.diagnostic import Diagnostic, FileError

LIBRARY = Library((shipped("policies"),))
ALERIS = shipped("scenarios") / "aleris"
BASES = {
    "charter": shipped("policies") / "aleris" / "compensation.yaml",
    "pack": shipped("policies") / "law" / "dgcl-141.yaml",
    "roster": ALERIS / "board.yaml",
    "amendment": ALERIS / "amendments" / "ceo-pay-approve.yaml",
}
NASTY = (
    "{",
    "}",
    "[",
    "]",
    "(",
    ")",
    ": ",
    " #",
    "# quorate: ignore x",
    "- ",
    "? ",
    "&a ",
    "*a",
    "!x ",
    "|",
    ">-\n",
    '"',
    "'",
    "\\",
    "\n",
    "\n  ",
    "\n      ",
    "\t",
    "\r\n",
    "\r",
    "<<: ",
    "---\n",
    "...\n",
    "%YAML 1.2\n",
    "~",
    "null",
    "yes",
    "0x1f",
    "2026-02-30",
    "é",
    "\U0001f600",
    "\u2028",
    "\x00",
    "\ufeff",
    "size(",
    "members",
    "&&",
    "members.all(m, ",
    "self.",
    "holds('quorum')",
    "-1",
    "1e9",
    "99999999999999999999",
    "forever",
    "none",
)


def _tree(raw: bytes) -> Tree:
    return read_tree(decode(raw, str(ALERIS / "file.yaml")))


def _charter(raw: bytes) -> tuple[Diagnostic, ...]:
    return read_tree_as_charter(_tree(raw), LIBRARY.charter).diagnostics


def _amendment(raw: bytes) -> tuple[Diagnostic, ...]:
    return read_tree_as_amendment(_tree(raw), LIBRARY.charter)[1]


def _roster(raw: bytes) -> tuple[Diagnostic, ...]:
    roster_in(_tree(raw), LIBRARY)
    return ()


def _scenario(path: Path) -> tuple[Diagnostic, ...]:
    read_scenario(path, LIBRARY)
    return ()


READERS: dict[str, Callable[[bytes], tuple[Diagnostic, ...]]] = {
    "charter": _charter,
    "pack": _charter,
    "roster": _roster,
    "amendment": _amendment,
}


def check(read: Callable[[bytes], tuple[Diagnostic, ...]], raw: bytes) -> None:
    """The file is read, or refused with diagnostics that can be shown."""
    try:
        found = read(raw)
    except FileError as error:
        found = error.diagnostics
        assert found
    for diagnostic in found:
        assert diagnostic.message
        if diagnostic.span is not None:
            assert 0 <= diagnostic.span.start <= diagnostic.span.end <= len(diagnostic.span.source.text)
            assert diagnostic.span.line >= 1


@pytest.mark.parametrize("kind", READERS)
@given(raw=st.binary(max_size=400) | st.text(max_size=400).map(lambda text: text.encode("utf-8", "surrogatepass")))
def test_any_bytes_are_read_or_refused(kind: str, raw: bytes) -> None:
    check(READERS[kind], raw)


@st.composite
def bent(draw: st.DrawFn, text: str) -> bytes:
    """A good file with a few stretches cut out, doubled, moved or replaced by trouble."""
    for _ in range(draw(st.integers(1, 5))):
        start = draw(st.integers(0, len(text)))
        stop = min(len(text), start + draw(st.sampled_from([0, 1, 3, 10, 60, 400])))
        elsewhere = draw(st.integers(0, len(text)))
        new = draw(st.sampled_from([*NASTY, "", text[elsewhere : elsewhere + 30], text[start:stop] * 2]))
        text = text[:start] + new + text[stop:]
    return text.encode("utf-8", "surrogatepass")


@pytest.mark.parametrize("kind", READERS)
@given(data=st.data())
def test_a_bent_file_is_read_or_refused(kind: str, data: st.DataObject) -> None:
    text = BASES[kind].read_text(encoding="utf-8")
    check(READERS[kind], data.draw(bent(text)))


@given(data=st.data())
def test_a_bent_scenario_is_read_or_refused(data: st.DataObject, tmp_path_factory: pytest.TempPathFactory) -> None:
    names = sorted(path.name for path in ALERIS.glob("*.yaml") if path.name != "board.yaml")
    base = (ALERIS / data.draw(st.sampled_from(names))).read_text(encoding="utf-8")
    folder = Path(tmp_path_factory.mktemp("bent"))
    for beside in ("board.yaml", "amendments", "busy"):
        (folder / beside).symlink_to(ALERIS / beside)
    path = folder / "file.yaml"
    path.write_bytes(data.draw(bent(base)))
    check(lambda _: _scenario(path), b"")
