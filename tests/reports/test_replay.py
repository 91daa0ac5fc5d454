"""A replay as text, JSON and a page: the same breaches in each, the page by itself and well-formed."""

import json as standard_json
import re
from dataclasses import replace
from datetime import date
from html.parser import HTMLParser
from pathlib import Path
from xml.etree import ElementTree

import pytest

from quorate.charter.load import open_roster
from quorate.charter.verdict import Status
from quorate.cli.app import main
from quorate.questions.replay import ReplayAnswer, replay
from quorate.reports import replay as report
from quorate.reports.console import plain
from quorate.reports.replay_page import page
from quorate.reports.replay_svg import timeline
from quorate.reports.replay_words import breaches, rows

ROSTER = Path(__file__).parents[2] / "scenarios" / "harbours" / "board.yaml"
LAST = date(2026, 12, 31)


@pytest.fixture(scope="module")
def year() -> ReplayAnswer:
    return replay(*open_roster(ROSTER), last=LAST)


def test_the_year_of_the_illustrative_board_has_its_breaches_and_their_ends(year: ReplayAnswer) -> None:
    found = [(course.body, course.subject.id, one.first, one.last) for course, one in breaches(year)]
    assert ("audit", "independence", date(2026, 9, 23), date(2026, 10, 12)) in found
    assert ("board", "size", date(2026, 2, 17), date(2026, 3, 23)) in found
    cured = [
        (one.first, one.last, one.verdict.until)
        for course in year.courses
        for one in course.intervals
        if one.status is Status.CURING
    ]
    assert cured == [(date(2026, 6, 15), date(2026, 9, 22), date(2026, 9, 22))]


def test_the_text_tells_every_breach_with_what_began_it(year: ReplayAnswer) -> None:
    told = plain(report.text, year)
    assert "2026-09-23 to 2026-10-12  broken, 20 days" in told
    assert "began: the time for a cure ended on 2026-09-22" in told
    assert "ended: Dev Rao: resigned on 2026-10-13" in told


def test_annotations_point_at_the_entry_that_began_a_breach(year: ReplayAnswer) -> None:
    found = list(report.github(year))
    assert len(found) == len(list(breaches(year)))
    died = next(one for one in found if "`harbours.board/size`" in one.message)
    assert died.span is not None
    assert died.span.source.name.endswith("board.yaml")


class _Tags(HTMLParser):
    """Knows which elements are open, and what is loaded from elsewhere."""

    def __init__(self) -> None:
        super().__init__()
        self.open: list[str] = []
        self.outside: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.outside += [value or "" for name, value in attrs if name in ("src", "href")]
        if tag not in ("meta", "br", "rect", "circle", "path"):
            self.open.append(tag)

    def handle_endtag(self, tag: str) -> None:
        if tag not in ("rect", "circle", "path"):
            assert self.open.pop() == tag


def test_the_page_needs_nothing_else_and_closes_what_it_opens(year: ReplayAnswer) -> None:
    text = page(year)
    tags = _Tags()
    tags.feed(text)
    assert tags.open == []
    assert tags.outside == []
    assert "@import" not in text
    assert not re.search(r"url\((?!#)", text)


def test_the_picture_is_well_formed_and_every_bar_has_a_title(year: ReplayAnswer) -> None:
    picture = ElementTree.fromstring(timeline(year))
    space = "{http://www.w3.org/2000/svg}"
    assert picture.find(f"{space}title") is not None
    assert picture.find(f"{space}desc") is not None
    bars = [group for group in picture.iter(f"{space}g") if any(part.get("class") == "bar" for part in group)]
    assert len(bars) > len([row for body in year.bodies for row in rows(body) if row.told])
    assert all(group.find(f"{space}title") is not None for group in bars)


def test_what_the_roster_says_cannot_become_markup(year: ReplayAnswer) -> None:
    hostile = ReplayAnswer(
        "x", "<script>alert(1)</script>", False, date(2026, 1, 1), LAST, year.bodies, (), (), (), (), {}
    )
    assert "<script>" not in page(hostile)


def test_bars_lie_within_the_picture(year: ReplayAnswer) -> None:
    for x, width in re.findall(r'<rect x="([\d.]+)" y="[\d.]+" width="([\d.]+)"[^>]*class="bar"', timeline(year)):
        assert float(x) + float(width) <= 310 + 820 + 2


def test_a_single_day_and_twenty_years_can_be_drawn(year: ReplayAnswer) -> None:
    roster, policies = open_roster(ROSTER)
    for first, last in ((LAST, LAST), (date(2016, 1, 1), date(2036, 1, 1))):
        assert "</svg>" in timeline(replay(roster, policies, bodies=["board"], first=first, last=last))


def test_the_command_writes_the_page_and_answers_no(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    file = tmp_path / "year.html"
    with pytest.raises(SystemExit) as left:
        main(
            ["replay", str(ROSTER), "--to", "2026-12-31", "--body", "board", "--output", str(file), "--format", "json"]
        )
    assert left.value.code == 1
    answer = standard_json.loads(capsys.readouterr().out)
    assert answer["question"] == "replay"
    assert answer["answer"]["last"] == "2026-12-31"
    assert file.read_text(encoding="utf-8").startswith("<!DOCTYPE html>")


def test_the_page_can_go_to_standard_output(capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit):
        main(["replay", str(ROSTER), "--to", "2026-01-31", "--body", "board", "--format", "html"])
    assert capsys.readouterr().out.startswith("<!DOCTYPE html>")


def test_a_narrow_bar_of_what_only_should_be_is_not_called_broken() -> None:
    """In ten years the bar of a recommendation that was not kept for one is short, and so is its label."""
    roster, policies = open_roster(ROSTER)
    answer = replay(roster, policies, bodies=["nominating"], first=date(2021, 1, 1), last=date(2027, 12, 31))
    only = [course for course in answer.courses if course.subject.id == "tenure"]
    drawn = timeline(replace(answer, bodies=(replace(answer.bodies[0], courses=tuple(only)),)))
    assert ">short</text>" in drawn
    assert ">broken</text>" not in drawn
