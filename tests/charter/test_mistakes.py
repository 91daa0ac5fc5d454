"""Every mistake of the collection is told as its golden file says: message, place, source line, caret, help.

One file per mistake in `tests/goldens/mistakes`: what it shows, the input, and what is said of it. `pytest --update`
rewrites the last part; `git diff` is the review. `library/` has what inputs use.
"""

from dataclasses import dataclass
from pathlib import Path

import pytest

from quorate.charter.library import Library
from quorate.charter.survey import surveyed
from quorate.questions.lint import lint
from quorate.reports import diagnostics
from quorate.reports.console import plain
from quorate.source.diagnostic import Diagnostic, Severity

MISTAKES = Path(__file__).parents[1] / "goldens" / "mistakes"
CASES = sorted(MISTAKES.glob("*.txt"))
RULE = "-----\n"


@dataclass(frozen=True)
class Mistake:
    """A golden file: its head (a title and options), the input, and what is said."""

    head: str
    text: str
    said: str

    @classmethod
    def of(cls, path: Path) -> "Mistake":
        head, text, said = path.read_text(encoding="utf-8").split(RULE, 2)
        return cls(head, text, said)

    @property
    def content(self) -> bytes:
        if "# generated: ten-megabytes" in self.head:
            return b"quorate: 1\n" + b"# padding\n" * 1_000_000
        if "# escaped" in self.head:
            return self.text.encode().decode("unicode_escape").encode("latin-1")
        return self.text.encode()


def said_of(content: bytes, folder: Path) -> tuple[Diagnostic, ...]:
    """The errors in a file with this content, beside which the library lies."""
    (folder / "library").symlink_to(MISTAKES / "library")
    path = Path("file.yaml")
    path.write_bytes(content)
    answer = lint([surveyed(path, Library((Path("library"),)))])
    return tuple(finding for finding in answer.findings if finding.severity is Severity.ERROR)


@pytest.mark.parametrize("path", CASES, ids=lambda path: path.stem)
def test_a_mistake_is_told_as_written(
    path: Path, update: bool, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    mistake = Mistake.of(path)
    found = said_of(mistake.content, tmp_path)
    assert found, "a mistake is told"
    said = plain(diagnostics.text, found)
    if update:
        path.write_text(mistake.head + RULE + mistake.text + RULE + said, encoding="utf-8")
    assert said == Mistake.of(path).said


def test_there_are_enough_mistakes() -> None:
    assert len(CASES) >= 40
    assert len({Mistake.of(path).said for path in CASES}) == len(CASES)


def test_ten_mistakes_in_one_file_are_ten_messages() -> None:
    assert Mistake.of(MISTAKES / "ten-mistakes.txt").said.count("error[") == 10


@pytest.mark.parametrize("path", CASES, ids=lambda path: path.stem)
def test_every_message_has_a_place_and_a_style(path: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    for finding in said_of(Mistake.of(path).content, tmp_path):
        assert finding.span is not None
        assert not finding.message.endswith(".")
        assert "\n" not in finding.message
        assert finding.message[0].islower() or not finding.message[0].isalpha()
        assert finding.code.replace("-", "").isalnum()
