"""What is said of a proof: standings in order, people by kinds, and nothing claimed that was not proved."""

from dataclasses import replace
from datetime import date
from io import StringIO

import pytest

from quorate import api
from quorate.charter.roster import Organisation
from quorate.charter.shipped import shipped
from quorate.cli.prove import standing
from quorate.questions.prove import Answer, ProveAnswer, Standing, Witness
from quorate.reports import prove as report
from quorate.reports.answer import Reply
from quorate.reports.console import ColourPage, plain
from quorate.reports.witness import groups, headline

CHARTER = shipped("policies") / "aleris" / "compensation.yaml"
NAMES = ("properties.quorum/third", "properties.quorum/independent-majority", "properties.vote/can-decide")


@pytest.fixture(scope="module")
def answer() -> ProveAnswer:
    return api.prove(CHARTER, *NAMES, as_of=date(2026, 9, 15))


def of(answer: ProveAnswer, place: int) -> tuple[Answer, Witness]:
    each = answer.answers[place]
    assert each.witness is not None
    return each, each.witness


@pytest.mark.parametrize(
    ("standings", "reply"),
    [
        ((), Reply.YES),
        ((Standing.PROVED, Standing.VACUOUS, Standing.NOT_APPLICABLE), Reply.YES),
        ((Standing.PROVED, Standing.BOUNDED), Reply.YES),
        ((Standing.BOUNDED, Standing.UNDECIDED), Reply.UNDECIDED),
        ((Standing.UNDECIDED, Standing.VIOLATED, Standing.PROVED), Reply.NO),
    ],
)
def test_the_reply_is_that_of_the_worst_standing(
    standings: tuple[Standing, ...], reply: Reply, answer: ProveAnswer
) -> None:
    claim = answer.answers[0].claim
    told = replace(answer, answers=tuple(Answer(claim, each) for each in standings))
    assert standing(told).reply is reply


def test_what_is_not_so_is_told_first_and_all_is_counted(answer: ProveAnswer) -> None:
    lines = plain(report.text, answer).splitlines()
    order = [line for line in lines if line in tuple(Standing)]
    assert order == ["violated", "proved", "not applicable"]
    assert "3 properties: 1 violated, 1 proved, 1 not applicable" in lines


def test_nothing_vacuous_or_undecided_is_called_proved(answer: ProveAnswer) -> None:
    for given, why in ((Standing.VACUOUS, "nobody there"), (Standing.UNDECIDED, "time is up")):
        each = replace(answer.answers[1], standing=given, why=why)
        said = plain(report.text, replace(answer, answers=(each,)))
        assert why in said
        assert "proved\n" not in said
        assert "for boards of every size" not in said
        found = list(report.github(replace(answer, answers=(each,))))
        assert [(one.code, one.severity.value) for one in found] == [(f"property-{given}", "warning")]


def test_people_who_are_alike_are_told_together_and_all_are_told(answer: ProveAnswer) -> None:
    witness = of(answer, 0)[1]
    lines = groups(witness, answer.words)
    counted = [int(line.split()[0]) for line in lines if line[0].isdigit()]
    assert sum(counted) == len(witness.roster.people) == 7
    assert lines[-1] == "all of them: independent"


def test_who_differs_is_told_apart_by_the_charters_words(answer: ProveAnswer) -> None:
    witness = of(answer, 0)[1]
    people = dict(witness.roster.people)
    people["person-1"] = replace(people["person-1"], facts={"nyse_independent": False})
    changed = replace(witness, roster=replace(witness.roster, people=people))
    assert any("not independent (Person 1)" in line for line in groups(changed, answer.words))
    assert not any(line.startswith("all of them") for line in groups(changed, answer.words))


def test_smallest_is_said_only_where_it_was_proved(answer: ProveAnswer) -> None:
    each, witness = of(answer, 0)
    assert "the smallest counterexample" in plain(report.text, answer)
    changed = replace(answer, answers=(replace(each, witness=replace(witness, smallest=False)),))
    assert "smallest" not in plain(report.text, changed)


def test_a_chair_who_is_nobody_or_no_member_is_told(answer: ProveAnswer) -> None:
    witness = of(answer, 0)[1]
    vacant = replace(witness, chair=None)
    assert headline(vacant).endswith("the chair is vacant")
    sets = {**witness.sets, "members": witness.sets["members"][:-1]}
    outside = replace(witness, chair="person-7", sets=sets)
    assert headline(outside).endswith("Person 7 chairs, who is not a member")


def test_a_firm_is_named_only_where_people_share_it(answer: ProveAnswer) -> None:
    witness = of(answer, 0)[1]
    people = dict(witness.roster.people)
    firms = {"one": Organisation("one", "Firm 1"), "own": Organisation("own", "Firm of person 3")}
    for person, firm in (("person-5", "one"), ("person-6", "one"), ("person-3", "own")):
        people[person] = replace(people[person], facts={"affiliations": (firm,)})
    roster = replace(witness.roster, people=people, organisations=firms)
    said = groups(replace(witness, roster=roster), answer.words)
    assert [person in line for line in said for person in ("Person 5)", "Person 6)") if "Firm 1" in line].count(
        True
    ) == 2
    assert any("affiliations: one of their own (Person 3)" in line for line in said)


def test_a_terminal_is_told_the_same_words(answer: ProveAnswer) -> None:
    stream = StringIO()
    report.text(answer, ColourPage(stream))
    for word in ("violated", "the smallest counterexample", "7 members, 2 present"):
        assert word in stream.getvalue()


def test_what_is_bounded_says_up_to_how_many_people_and_proves_nothing(answer: ProveAnswer) -> None:
    """It is told in words and numbers, and on the charter as a note."""
    first = replace(answer.answers[0], standing=Standing.BOUNDED, witness=None, why="it is a sum", size=4)
    changed = replace(answer, answers=(first, *answer.answers[1:]))
    said = plain(report.text, changed)
    assert "no counterexample of up to 4 people" in said
    assert "not proved: it is a sum" in said
    assert "nothing was proved by it" in said
    assert standing(replace(changed, answers=(first, replace(first, size=3)))).certainty == "bounded(3)"
    assert report.json(changed)["properties"][0]["up_to"] == 4
    assert report.json(changed)["properties"][1]["up_to"] is None
    assert {each.code for each in report.github(changed)} == {"property-bounded"}
