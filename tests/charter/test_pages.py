"""What is read off a Markdown page, and where it stands on it."""

from pathlib import Path

import pytest

from quorate.charter.load import read_scenarios
from quorate.charter.nodes import at
from quorate.charter.pages import holds_scenarios, scenario_trees, transcripts
from quorate.charter.survey import scenarios_at
from quorate.source.diagnostic import FileError
from quorate.source.span import Source

CHARTER = """quorate: 1
charter: a.club
title: The club
kind: club
clauses: [{id: size, text: Two at least., cite: {section: One}, require: size(members) >= 2}]
"""
BOARD = """quorate: 1
roster: club
title: The club
as_of: 2026-05-01
illustrative: true
people: {ann: {name: Ann}, bo: {name: Bo}}
bodies: {club: {charter: a.club, members: [ann, bo]}}
"""
SCENARIO = """quorate: 1
scenario: A club of two
roster: board.yaml
expect:
  - {verdict: size, body: club, is: holds}
"""
PAGE = f"""# The club

Two are enough.

```yaml
{SCENARIO}```

## Elsewhere

```yaml
clauses: []   # no scenario
```

```console
$ quorate check board.yaml

2 hold

$ quorate lint .
```

```sh
$ rm -rf /
```
"""


def page(text: str) -> Source:
    return Source("page.md", text)


def test_a_scenario_on_a_page_is_read_at_its_place() -> None:
    (tree,) = scenario_trees(page(PAGE))
    title = at(tree.root, ("scenario",))
    assert title is not None
    assert (title.span.text, title.span.line, title.span.column) == ("A club of two", 7, 11)


@pytest.mark.parametrize(
    "fenced",
    [
        f"~~~ yaml\n{SCENARIO}~~~\n",
        f"````YAML club\n{SCENARIO}````\n",
        f"```yaml\n{SCENARIO}",
        f"```yaml\n{SCENARIO}```",
        f"1. first\n\n   ```yaml\n{''.join('   ' + line for line in SCENARIO.splitlines(keepends=True))}   ```\n",
        f"```yaml\n{SCENARIO}```\n".replace("\n", "\r\n"),
    ],
)
def test_however_it_is_fenced_a_scenario_is_the_same(fenced: str) -> None:
    (tree,) = scenario_trees(page(fenced))
    title = at(tree.root, ("scenario",))
    assert title is not None
    assert title.span.text == "A club of two"
    assert tree.diagnostics == ()


def test_commands_come_with_what_follows_them_and_the_heading_above() -> None:
    (transcript,) = transcripts(page(PAGE), Path())
    assert transcript.title == "Elsewhere"
    assert [(one.arguments, one.output) for one in transcript.spoken] == [
        (("check", "board.yaml"), "\n2 hold"),
        (("lint", "."), ""),
    ]
    assert [(one.span.text, one.span.line) for one in transcript.spoken] == [
        ("$ quorate check board.yaml", 20),
        ("$ quorate lint .", 24),
    ]


@pytest.mark.parametrize("command", ["rm -rf /", "quorate check a | cat", "quorate check a > b", "quorate 'a", "", "("])
def test_nothing_but_one_command_of_ours_is_run(command: str) -> None:
    text = f"```console\n$ {command}\n```\n"
    with pytest.raises(FileError) as found:
        list(transcripts(page(text), Path()))
    (diagnostic,) = found.value.diagnostics
    assert diagnostic.code == "not-a-transcript"
    assert diagnostic.span is not None
    assert diagnostic.span.line == 2


def test_a_page_without_scenarios_is_prose_unless_it_is_named(tmp_path: Path) -> None:
    assert not holds_scenarios(page("# Prose\n\n```yaml\na: 1\n```\n"))
    for name, text in (("club.md", PAGE), ("prose.md", "# Prose\n"), ("board.yaml", BOARD), ("club.yaml", SCENARIO)):
        (tmp_path / name).write_text(text, "utf-8")
    assert [path.name for path in scenarios_at([tmp_path])] == ["club.yaml", "club.md"]
    assert scenarios_at([tmp_path / "prose.md"]) == [tmp_path / "prose.md"]


def test_what_is_wrong_in_a_block_is_told_at_its_line_of_the_page(tmp_path: Path) -> None:
    (tmp_path / "charter.yaml").write_text(CHARTER, "utf-8")
    (tmp_path / "board.yaml").write_text(BOARD, "utf-8")
    (tmp_path / "club.md").write_text(PAGE.replace("verdict: size", "verdict: sizes"), "utf-8")
    with pytest.raises(FileError) as found:
        read_scenarios(tmp_path / "club.md")
    (diagnostic,) = found.value.diagnostics
    assert (diagnostic.code, str(diagnostic.span).rpartition("club.md:")[2]) == ("unknown-clause", "10:15")
