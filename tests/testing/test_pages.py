"""Pages with scenarios are run, several at a time if wanted; transcripts are compared word for word, or renewed."""

import subprocess
import sys
from pathlib import Path
from queue import Queue
from signal import SIGINT
from threading import Thread

import pytest
from typer.testing import CliRunner

from quorate.charter.load import read_scenarios
from quorate.charter.shipped import shipped
from quorate.charter.survey import scenarios_at
from quorate.cli.app import app
from quorate.questions.test import Outcome
from quorate.testing.running import run_all

FILES = {
    "charter.yaml": """quorate: 1
charter: a.club
title: The club
kind: club
clauses: [{id: size, text: Two at least., cite: {section: One}, require: size(members) >= 2}]
""",
    "board.yaml": """quorate: 1
roster: club
title: The club
as_of: 2026-05-01
illustrative: true
people: {ann: {name: Ann}, bo: {name: Bo}}
bodies: {club: {charter: a.club, members: [ann, bo]}}
""",
    "club.md": """# Two are enough

```yaml
quorate: 1
scenario: A club of two
roster: board.yaml
expect:
  - {verdict: size, body: club, is: holds}
```

Without colours:

```console
$ quorate check board.yaml --body clubs
what it said long ago
```

The end.
""",
}


@pytest.fixture
def club(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.chdir(tmp_path)
    for name, text in FILES.items():
        (tmp_path / name).write_text(text, "utf-8")
    return tmp_path


def ran(*arguments: str) -> tuple[int, str]:
    result = CliRunner().invoke(app, ["test", *arguments])
    return result.exit_code, result.output


def test_a_transcript_that_says_something_else_fails_with_its_first_line(club: Path) -> None:
    status, said = ran("club.md")
    assert status == 1
    assert "met  A club of two (1 expectation)  club.md" in said
    assert "club.md:14:1: failed `quorate check board.yaml --body clubs`" in said
    assert "expected  what it said long ago" in said
    assert "actual    error[no-such-body]: " in said


def test_written_anew_it_is_met_and_the_prose_is_as_it_was(club: Path) -> None:
    status, said = ran(".", "--update")
    assert (status, "updated club.md" in said) == (0, True)
    text = (club / "club.md").read_text("utf-8")
    before, after = FILES["club.md"].split("what it said long ago\n")
    assert text.startswith(before)
    assert text.endswith(after)
    assert "\n[2]\n```" in text
    status, said = ran(".", "--update")
    assert (status, "updated" in said) == (0, False)


def test_several_at_a_time_say_what_one_after_another_does() -> None:
    folder = shipped("scenarios") / "node"
    shown = [one for path in scenarios_at([folder])[:4] for one in read_scenarios(path)]
    alone, together = run_all(shown), run_all(shown, jobs=2)
    assert [(run.scenario.title, run.outcome) for run in together.runs] == [
        (run.scenario.title, Outcome.MET) for run in alone.runs
    ]
    assert [len(run.judged) for run in together.runs] == [len(run.judged) for run in alone.runs]


def test_the_first_failure_ends_them_all(club: Path) -> None:
    shown = read_scenarios(club / "club.md")[::-1] * 2
    answer = run_all(shown, fail_fast=True, jobs=2)
    assert (len(answer.runs), answer.left_out, answer.outcome) == (1, 3, Outcome.FAILED)


@pytest.mark.parametrize(
    ("arguments", "told"),
    [(("empty",), "there are no scenarios here"), ((".", "--run", "nobody"), "no scenario matches `nobody`")],
)
def test_nothing_to_run_is_an_error_only_if_asked(arguments: tuple[str, ...], told: str, club: Path) -> None:
    (club / "empty").mkdir()
    status, said = ran(*arguments)
    assert (status, told in said, "0 scenarios" in said) == (0, True, True)
    status, said = ran(*arguments, "--fail-on-empty")
    assert (status, f"error[no-scenarios]: {told}" in said) == (2, True)


def test_a_pattern_chooses_among_the_scenarios_of_a_page(club: Path) -> None:
    status, said = ran("club.md", "--run", "club of")
    assert (status, "1 scenario: 1 met" in said) == (0, True)


def test_watched_files_are_run_again_when_they_change_even_if_they_were_wrong(club: Path) -> None:
    process = subprocess.Popen(
        [sys.executable, "-m", "quorate", "test", ".", "--run", "club of", "--watch"],
        cwd=club, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True,
    )  # fmt: skip
    assert process.stdout is not None
    lines: Queue[str] = Queue()
    Thread(target=lambda: [lines.put(line) for line in process.stdout or ()], daemon=True).start()

    def until(text: str) -> None:
        while text not in lines.get(timeout=60):
            continue

    until("1 met")
    until("waiting for changes")
    charter = club / "charter.yaml"
    charter.write_text(FILES["charter.yaml"].replace(">= 2", ">= "), "utf-8")
    until("charter.yaml")
    until("error[")
    until("waiting for changes")
    charter.write_text(FILES["charter.yaml"].replace(">= 2", ">= 3"), "utf-8")
    until("1 failed")
    until("waiting for changes")
    process.send_signal(SIGINT)
    assert process.wait(timeout=30) == 1
