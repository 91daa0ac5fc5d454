"""Scenario files are read into rosters with their changes, and every mistake in them is told with its place."""

from collections.abc import Callable
from pathlib import Path
from textwrap import dedent

import pytest

from quorate.charter.load import Library, read_scenario
from quorate.charter.roster import Determination
from quorate.charter.scenario import Bounds, Scenario, SlatesExpected, VerdictExpected
from quorate.charter.shipped import shipped
from quorate.charter.verdict import Status
from quorate.source.diagnostic import Diagnostic, FileError

ALERIS = shipped("scenarios") / "aleris"
Write = Callable[[str], Path]

HEAD = f"""\
quorate: 1
scenario: An example
roster: {ALERIS / "board.yaml"}
"""


@pytest.fixture
def write(tmp_path: Path) -> Write:
    def written(text: str, name: str = "example.yaml") -> Path:
        path = tmp_path / name
        path.write_text(dedent(text), encoding="utf-8")
        return path

    return written


def read(path: Path) -> Scenario:
    return read_scenario(path, Library((shipped("policies"),)))


def mistakes(path: Path) -> list[Diagnostic]:
    with pytest.raises(FileError) as raised:
        read(path)
    return list(raised.value.diagnostics)


def expecting(text: str) -> str:
    return f"{HEAD}expect:\n  - {text}\n"


def test_changes_are_merged_into_the_roster_and_the_rest_stays(write: Write) -> None:
    text = HEAD + dedent(
        """\
        change:
          people:
            farid-haddad: {nyse_independent: unknown, outside_director: true}
            zoe-example: {name: Zoe Example, nyse_independent: true}
          bodies:
            compensation: {chair: none}
        expect:
          - {verdict: composition.minimum, body: compensation, is: holds}
        """
    )
    roster = read(write(text)).roster
    assert "nyse_independent" not in roster.people["farid-haddad"].facts
    assert roster.people["farid-haddad"].facts["outside_director"] is True
    assert roster.people["farid-haddad"].name == "Farid Haddad"
    assert roster.people["zoe-example"].facts == {"nyse_independent": True}
    assert isinstance(roster.people["clara-voss"].facts["nyse_independent"], Determination)
    assert roster.bodies["compensation"].chair is None
    assert len(roster.bodies["compensation"].members) == 4


def test_events_are_added_to_the_log_and_played(write: Write) -> None:
    text = HEAD + dedent(
        """\
        as_of: 2026-10-01
        events:
          - {date: 2026-09-20, kind: resigned, person: clara-voss, body: compensation}
        expect:
          - {verdict: chair.in-office, body: compensation, is: broken}
        """
    )
    before, after = read(ALERIS / "lawful-today.yaml"), read(write(text))
    assert len(after.roster.log) == len(before.roster.log) + 1
    assert str(after.day) == "2026-10-01"
    (event,) = (event for event in after.roster.log if event.span and event.span.source.name.endswith("example.yaml"))
    assert event.kind == "resigned"


def test_a_roster_may_be_written_out_in_the_scenario(write: Write) -> None:
    text = """\
        quorate: 1
        scenario: Three people
        as_of: 2026-05-01
        roster:
          illustrative: true
          people: {ann: {name: Ann, nyse_independent: true}, bob: {name: Bob}, eve: {name: Eve, nyse_independent: true}}
          bodies:
            board: {kind: board, members: [ann, bob, eve]}
            nominating:
              {kind: nominating, charter: illustrative.nominating, parent: board, members: [ann, bob, eve], chair: ann}
        expect:
          - {verdict: independence, body: nominating, is: unknown, facts: bob.nyse_independent}
          - {slates: nominating, size: 3, count: {at_least: 1, at_most: 4}}
        """
    scenario = read(write(text))
    assert list(scenario.roster.people) == ["ann", "bob", "eve"]
    verdict, slates = scenario.expectations
    assert isinstance(verdict, VerdictExpected)
    assert (verdict.subject, verdict.status, verdict.day) == ("independence", Status.UNKNOWN, scenario.day)
    assert isinstance(slates, SlatesExpected)
    assert slates.count == Bounds(1, 4)
    assert slates.sizes == (3, 3)


def test_amendments_and_other_charters_bind_the_bodies(write: Write) -> None:
    text = f"{HEAD}amend: {ALERIS / 'amendments' / 'minimum-four.yaml'}\n" + dedent(
        """\
        charters: {audit: illustrative.nominating}
        expect:
          - {verdict: composition.minimum, body: compensation, is: holds}
        """
    )
    policies = read(write(text)).policies
    assert policies["compensation"].charter.clause("composition.minimum").rule.excerpt.text == "size(members) >= 4"
    assert policies["audit"].charter.id == "illustrative.nominating"
    assert policies["nominating"].charter.id == "illustrative.nominating"


@pytest.mark.parametrize(
    ("expectation", "message", "advice"),
    [
        (
            "{verdict: composition.minimun, body: compensation, is: holds}",
            "there is no clause `composition.minimun`",
            "did you mean `composition.minimum`?",
        ),
        (
            "{verdict: quorum, body: compensatoin, is: holds}",
            "there is no body `compensatoin`",
            "did you mean `compensation`?",
        ),
        (
            "{verdict: quorum, body: compensation, is: hold}",
            "`hold` is not a verdict",
            "did you mean `holds`?",
        ),
        (
            "{verdict: quorum, body: compensation, is: holds, people: clara-vos}",
            "there is no person `clara-vos`",
            "did you mean `clara-voss`?",
        ),
        ("{verdict: quorum, body: compensation}", "the key `is` is missing", None),
        (
            "{verdict: quorum, stress: audit}",
            "an expectation asks one question, this asks `verdict` and `stress`",
            "each has",
        ),
        ("{body: audit}", "an expectation asks one question, this asks no question", "each has exactly one of"),
        ("{slates: audit, count: 1, spare: 2}", "`slates` has no key `spare`", "its keys are"),
        (
            "{slates: audit, size: 3}",
            "this `slates` expects nothing",
            "say one of `count`, `includes`, `excludes`, `best`",
        ),
        ("{slates: audit, size: 5..3, count: 1}", "`5..3` is no range of sizes", "write `4` or `3..5`"),
        ("{slates: audit, count: {atleast: 3}}", "unknown key `atleast`", "did you mean `at_least`?"),
        ("{slates: audit, best: clara-voss}", "a slate is a list of people, or has `members` and `chair`", None),
        ("{schedule: audit, first: 2026-02-30, last: 2026-12-31}", "`2026-02-30` is no day of the calendar", "check"),
        ("{stress: audit, departures: 1}", "the key `clause` is missing", None),
        ("{verdicts: some, broken: []}", "`some` is not a choice of verdicts", "one of `all`"),
        ("{verdict: quorum, body: compensation, iss: holds}", "unknown key `iss`", "did you mean `is`?"),
    ],
)
def test_a_mistake_is_told_with_its_place_and_a_way_out(
    write: Write, expectation: str, message: str, advice: str | None
) -> None:
    found = mistakes(write(expecting(expectation)))
    told = next((one for one in found if message in one.message), None)
    assert told is not None, found
    assert told.span is not None
    assert (told.span.source.name.endswith("example.yaml"), told.span.line) == (True, 5)
    if advice is not None:
        assert advice in (told.help or "")


def test_several_mistakes_are_told_together(write: Write) -> None:
    text = HEAD + dedent(
        """\
        expect:
          - {verdict: quorun, body: compensation, is: holds}
          - {verdict: quorum, body: audit, is: holds, people: nobody-known}
          - {stress: board, clause: size}
        """
    )
    assert [one.span.line for one in mistakes(write(text)) if one.span] == [5, 6, 7]


def test_an_amendment_of_no_body_here_is_told(write: Write) -> None:
    text = f"{HEAD}amend: {ALERIS / 'amendments' / 'minimum-four.yaml'}\n" + dedent(
        """\
        charters: {compensation: illustrative.audit}
        change: {uses: [aleris.compensation, law.sec-16b-3, law.irc-162m]}
        expect:
          - {verdict: size, body: compensation, is: holds}
        """
    )
    (told,) = mistakes(write(text))
    assert told.code == "idle-amendment"
    assert told.message == "no body of this roster is under `aleris.compensation`, which this amends"


def test_what_is_wrong_in_the_roster_is_told_there(write: Write) -> None:
    text = HEAD + dedent(
        """\
        change:
          people: {clara-voss: {nyse_indepedent: true}}
        expect:
          - {verdict: quorum, body: compensation, is: holds}
        """
    )
    (told,) = mistakes(write(text))
    assert "nyse_indepedent" in told.message
    assert told.span is not None
    assert (told.span.source.name.endswith("example.yaml"), told.span.line) == (True, 5)


def test_a_scenario_without_its_roster_is_told(write: Write) -> None:
    (told,) = mistakes(write("quorate: 1\nscenario: Nothing\nroster: nowhere.yaml\nexpect: []\n"))
    assert told.code == "no-file"
