"""What an explanation says where little is left to say: figures, chairs, nobody at all; whom one needs instead."""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from io import StringIO

import pytest

from made import clause, fact, policy, roster
from quorate.cel.types import INT
from quorate.charter.document import Clause
from quorate.questions.explain import ExplainAnswer, explain
from quorate.questions.explain.wanted import fitting, wanted
from quorate.reports import explain as report
from quorate.reports.console import page

FACTS = [fact("ind"), fact("fin"), replace(fact("land"), type=INT)]
RULES = {
    "minimum": clause("size(members) >= 3", name="minimum"),
    "independence": clause("members.all(m, m.ind)", name="independence"),
    "expert": clause("members.exists(m, m.fin)", name="expert"),
    "experts": clause("size(members.filter(m, m.fin)) >= 2", name="experts"),
    "chair": clause("chair.fin", name="chair"),
    "chair-ind": clause("chair.ind && chair.fin", name="chair-ind"),
    "most": clause("size(members) <= 2", name="most"),
    "land": clause("members.map(m, m.land).sum() >= 10", name="land"),
}
Facts = Mapping[str, object]
NINE: Mapping[str, Facts] = {f"p{n}": {"ind": n < 2, "fin": n == 8, "land": 3} for n in range(9)}


def asked(rules: Sequence[str], people: Mapping[str, Facts] = NINE, **more: object) -> ExplainAnswer:
    chosen: list[Clause] = [RULES[each] for each in rules]
    made = roster((), people={name: dict(facts) for name, facts in people.items()}, board=tuple(people))
    return explain(made, {"committee": policy(chosen, facts=FACTS)}, bodies=["committee"], **more)  # type: ignore[arg-type]


def because(answer: ExplainAnswer) -> str | None:
    assert answer.why is not None
    return answer.why.cores[0].because


@pytest.mark.parametrize(
    ("rules", "told"),
    [
        (
            ["minimum", "independence"],
            "of the nine candidates only two can sit by `independence` (P0 and P1), and three must sit by `minimum`",
        ),
        (["minimum", "most"], "at most two of the nine candidates can sit by `most`, and three must sit by `minimum`"),
        (["expert", "independence"], "`expert` needs P8, whom `independence` keeps out"),
        (["chair", "independence"], "`chair` needs P8, whom `independence` keeps out"),
        (
            ["land", "most"],
            "at most two of the nine candidates can sit by `most`, and four must sit by `land`",
        ),
    ],
)
def test_the_sentence_says_in_which_figure_clauses_clash(rules: list[str], told: str) -> None:
    assert because(asked(rules)) == told


def test_of_several_who_are_needed_all_are_named() -> None:
    people = {**NINE, "p7": {"ind": False, "fin": True, "land": 0}}
    assert because(asked(["expert", "independence"], people)) == (
        "`expert` needs one of P7 and P8, and `independence` keeps all of them out"
    )


def test_how_near_a_number_comes_is_told_where_no_size_and_nobody_alone_is_in_the_way() -> None:
    people = {**NINE, "p1": {"ind": True, "fin": True, "land": 0}}
    assert because(asked(["experts", "independence"], people)) == (
        "at best, by `independence`, 1 of 2 members (P1) with `m.fin`, at least 2 needed"
    )


def test_who_is_to_be_kept_is_told_as_such() -> None:
    assert because(asked(["independence"], keep=["p5"])) == "P5 is to be kept, whom `independence` keeps out"


@pytest.mark.parametrize(
    ("people", "told"),
    [
        ({}, "there are no candidates"),
        ({"ann": NINE["p0"]}, "not even Ann, who is the only candidate, meets it"),
        ({"ann": NINE["p0"], "bob": NINE["p1"]}, "no group of the two candidates meets it"),
    ],
    ids=["nobody", "one", "two"],
)
def test_where_there_are_too_few_candidates_that_is_said(people: Mapping[str, Facts], told: str) -> None:
    assert because(asked(["minimum"], people)) == told


def test_what_no_group_is_known_to_meet_is_told_as_not_known() -> None:
    answer = asked(["expert"], {"ann": {}, "bob": {}})
    assert answer.why is not None
    assert not answer.why.certain
    assert because(answer) == "of no group of the two candidates is it known"


# the chair


def test_of_a_chair_that_nobody_can_be_it_is_told_why_of_each_those_who_nearly_do_first() -> None:
    people = {**NINE, "p8": {"ind": False, "fin": False, "land": 0}, "p7": {"ind": False, "fin": True, "land": 0}}
    answer = asked(["chair-ind"], people)
    assert answer.why is not None
    (part,) = answer.why.cores[0].parts
    assert part.no_chairs == tuple(people)
    assert [(each.people, each.text) for each in part.why_no_chair] == [
        (("p0", "p1"), "`chair.fin` is false"),
        (("p7",), "`chair.ind` is false"),
        (("p2", "p3", "p4", "p5", "p6", "p8"), "`chair.ind` is false; `chair.fin` is false"),
    ]


def test_whom_a_clause_keeps_from_the_chair_alone_is_told_apart_from_whom_it_keeps_out() -> None:
    answer = asked(["chair", "independence"])
    assert answer.why is not None
    chair, independence = answer.why.cores[0].parts
    assert chair.no_chairs == tuple(name for name in NINE if name != "p8")
    assert chair.keeps_out == ()
    assert independence.no_chairs == ()
    assert independence.keeps_out == tuple(name for name in NINE if name not in ("p0", "p1"))


# one person


def test_where_nobody_can_serve_that_is_told_and_what_is_against_the_person_too() -> None:
    people = {name: {**facts, "fin": False} for name, facts in NINE.items()}
    answer = asked(["expert", "independence"], people, person="p5")
    assert answer.why is not None
    told = {tuple(part.names[0] for part in core.parts): core.people for core in answer.why.cores}
    assert told == {("expert",): (), ("independence",): ("p5",)}


def test_where_others_can_serve_only_what_is_against_the_person_is_told() -> None:
    answer = asked(["expert", "independence"], {**NINE, "p1": {"ind": True, "fin": True, "land": 0}}, person="p5")
    assert answer.why is not None
    assert [core.people for core in answer.why.cores] == [("p5",)]


# whom to recruit


def test_a_sum_can_be_reached_by_a_newcomer_though_nobody_has_a_number_yet() -> None:
    answer = asked(["land"], {"ann": {}})
    assert answer.recruits is not None
    (opening,) = answer.recruits.openings
    ((trait,),) = (profile.traits for profile in opening.newcomers)
    assert trait.fact == "land"
    assert trait.fits == "10 or more (0 is not enough)"


@pytest.mark.parametrize(
    ("tried", "fits", "told"),
    [
        ((2, 3), (3,), "3 or more"),
        ((2, 3), (2,), "2 or less"),
        ((0, 90, 120), (120,), "120 or more (90 is not enough)"),
        ((0, 90, 120), (0, 90), "90 or less (120 is too much)"),
        ((0, 90, 120), (0, 90, 120), "known, whatever it is"),
        ((0, 90, 120), (90,), "90"),
        ((0, 60, 90, 120), (60, 90), "60 to 90"),
    ],
)
def test_which_numbers_do_is_told_with_the_next_that_does_not_where_some_between_might(
    tried: tuple[int, ...], fits: tuple[int, ...], told: str
) -> None:
    land = FACTS[2]
    assert fitting(land, fits, tried) == told
    assert wanted(land, told) == f"land: {told}"


# what would help


def test_repairs_of_few_remedies_are_told_and_with_all_those_of_any_number() -> None:
    people: dict[str, Facts] = {
        "ann": {"ind": False, "fin": False, "land": 1},
        "bob": {"ind": False, "fin": False, "land": 1},
    }
    rules = ["minimum", "independence", "expert", "land", "chair"]
    few, every = asked(rules, people), asked(rules, people, every=True)
    assert few.repairs is not None
    assert every.repairs is not None
    assert (few.repairs.most, every.repairs.most) == (3, None)
    assert {len(each.remedies) for each in few.repairs.found} <= {1, 2, 3}
    assert set(few.repairs.found) <= set(every.repairs.found)
    assert max(len(each.remedies) for each in every.repairs.found) > 3


def test_where_only_many_remedies_help_the_cheapest_is_told() -> None:
    rules = [clause(f"members.all(m, m.id == '{n}')", name=f"only-{n}") for n in "abcdef"]
    made = roster((), people={"ann": {}}, board=("ann",))
    answer = explain(made, {"committee": policy(rules, facts=FACTS)}, bodies=["committee"])
    assert answer.repairs is not None
    assert answer.repairs.most is None
    (repair,) = answer.repairs.found
    assert repair.cost == 6 * 3


def test_facts_that_would_decide_are_told_with_the_names_of_people() -> None:
    stream = StringIO()
    report.text(asked(["expert"], {"ann": {}}), page(stream, colour=False))
    assert "what would decide it: `fin` of Ann\n" in stream.getvalue()


def test_where_there_are_no_candidates_no_size_is_told() -> None:
    stream = StringIO()
    report.text(asked(["minimum"], {}), page(stream, colour=False))
    assert "  committee: no candidates\n" in stream.getvalue()
    assert "nobody can sit: there are no candidates\n" in stream.getvalue()
