"""A trace tells what covers each sentence of a text, and which quotes hold no more."""

from dataclasses import replace
from pathlib import Path
from textwrap import fill

import pytest
from hypothesis import given
from hypothesis import strategies as st

from quorate.charter.document import Charter
from quorate.charter.load import read_charter, read_text
from quorate.charter.shipped import shipped
from quorate.questions.trace import Anchor, Coverage, Fault, Trace, anchors, trace
from quorate.reports import trace as report
from quorate.reports.console import plain
from quorate.source.prose import Prose
from quorate.source.sentences import Kind
from quorate.source.span import Source

POLICIES = shipped("policies")
ALERIS_TEXT = Path(__file__).parents[3] / "shared" / "domain" / "aleris-compensation-charter.txt"
PAIRS = ["nominating", "audit"]


def charter_of(name: str) -> Charter:
    return read_charter(POLICIES / "illustrative" / f"{name}.yaml")


def text_of(name: str) -> Source:
    return read_text(POLICIES / "illustrative" / f"{name}.md")


NOMINATING = charter_of("nominating")
TEXT = text_of("nominating")


def uncovered(found: Trace) -> list[str]:
    return [one.sentence.text for one in found.sentences if one.coverage is Coverage.UNCOVERED]


@pytest.mark.skipif(not ALERIS_TEXT.exists(), reason="the text of the Aleris charter is not part of the repository")
def test_on_the_aleris_charter_nothing_is_uncovered_and_nothing_lost() -> None:
    found = trace(read_charter(POLICIES / "aleris" / "compensation.yaml"), read_text(ALERIS_TEXT))
    assert uncovered(found) == []
    assert found.loose == ()
    assert found.unanchored == ()
    assert found.complete
    assert {coverage: found.count(coverage) for coverage in Coverage} == {
        Coverage.FORMALISED: 38,
        Coverage.UNCHECKED: 10,
        Coverage.SILENT: 8,
        Coverage.UNCOVERED: 0,
    }


@pytest.mark.skipif(not ALERIS_TEXT.exists(), reason="the text of the Aleris charter is not part of the repository")
@pytest.mark.parametrize("width", [30, 72, 100])
def test_how_the_aleris_text_is_wrapped_makes_no_difference(width: int) -> None:
    lines = read_text(ALERIS_TEXT).text.split("\n")
    wrapped = "\n".join(
        fill(line, width, subsequent_indent="  " if line.startswith(("-", " -")) else "") for line in lines
    )
    found = trace(read_charter(POLICIES / "aleris" / "compensation.yaml"), Source("wrapped", wrapped))
    assert (uncovered(found), found.loose, found.count(Coverage.FORMALISED)) == ([], (), 38)


@pytest.mark.parametrize("name", PAIRS)
def test_the_illustrative_charters_cover_their_texts(name: str) -> None:
    found = trace(charter_of(name), text_of(name))
    assert found.complete, (uncovered(found), found.loose)
    assert found.unanchored == ()


def test_each_sentence_names_every_clause_that_stands_in_it() -> None:
    found = trace(NOMINATING, TEXT)
    owners = {one.sentence.text: [anchor.id for anchor in one.anchors] for one in found.sentences}
    assert owners["The Committee shall meet at least once in each half of the year."] == [
        "cadence.first-half",
        "cadence.second-half",
    ]
    silent = [one.sentence.kind for one in found.sentences if one.coverage is Coverage.SILENT]
    assert set(silent) == {Kind.HEADING, Kind.LEAD_IN}


@given(st.sampled_from([work.id for work in (*NOMINATING.clauses, *NOMINATING.duties)]))
def test_a_clause_taken_away_uncovers_exactly_what_it_alone_covered(gone: str) -> None:
    before = trace(NOMINATING, TEXT)
    less = replace(
        NOMINATING,
        clauses=tuple(clause for clause in NOMINATING.clauses if clause.id != gone),
        duties=tuple(duty for duty in NOMINATING.duties if duty.id != gone),
    )
    alone = [one.sentence.text for one in before.sentences if [anchor.id for anchor in one.anchors] == [gone]]
    assert uncovered(trace(less, TEXT)) == alone


@given(st.sampled_from(list(anchors(NOMINATING))))
def test_an_amended_text_loses_exactly_the_quotes_whose_words_it_changed(anchor: Anchor) -> None:
    (place,) = Prose(TEXT).find(anchor.quote)
    amended = Source("amended.md", f"{TEXT.text[: place.start]}something else{TEXT.text[place.end :]}")
    lost = {one.anchor.quote for one in trace(NOMINATING, amended).loose}
    places = {one.quote: Prose(TEXT).find(one.quote)[0] for one in anchors(NOMINATING)}
    assert lost == {quote for quote, span in places.items() if span.start < place.end and place.start < span.end}


def test_a_quote_found_twice_is_told_with_both_places() -> None:
    twice = Source("twice.md", TEXT.text + "\nA majority of the members is a quorum.\n")
    found = trace(NOMINATING, twice)
    assert not found.complete
    (loose,) = found.loose
    assert (loose.fault, loose.anchor.id) == (Fault.REPEATED, "quorum")
    assert [span.line for span in loose.places] == [18, 33]


def test_a_lost_quote_is_told_with_its_place_in_the_charter_and_the_nearest_sentence() -> None:
    changed = Source("changed.md", TEXT.text.replace("A majority of the members is", "Half of the members are"))
    found = trace(NOMINATING, changed)
    (loose,) = found.loose
    assert loose.fault is Fault.LOST
    assert loose.anchor.span.source.name.endswith("nominating.yaml")
    assert loose.anchor.span.text == '"A majority of the members is a quorum"'
    assert loose.nearest == "Half of the members are a quorum."
    assert uncovered(found) == ["Half of the members are a quorum."]


def test_new_sentences_are_uncovered() -> None:
    more = Source("more.md", TEXT.text + "\nThe Committee shall meet in Ruritania. It shall dine there.\n")
    assert uncovered(trace(NOMINATING, more)) == [
        "The Committee shall meet in Ruritania.",
        "It shall dine there.",
    ]


def test_the_report_shows_what_is_uncovered_and_lost_on_its_lines() -> None:
    text = TEXT.text.replace("A majority of the members is", "Half of the members are")
    found = trace(NOMINATING, Source("changed.md", text))
    told = plain(report.text, found)
    assert "uncovered" in told
    assert "16 sentences: 13 formalised, 2 unchecked, 1 uncovered; quotes lost: 1, found more than once: 0" in told
    marks = list(report.github(found))
    assert [(mark.code, mark.span.line if mark.span else 0) for mark in marks] == [
        ("uncovered-sentence", 18),
        ("lost-quote", next(c.cite.quote_spans[0].line for c in NOMINATING.clauses if c.id == "quorum")),
    ]
    assert report.json(found)["counts"] == {"formalised": 13, "unchecked": 2, "silent": 6, "uncovered": 1}
