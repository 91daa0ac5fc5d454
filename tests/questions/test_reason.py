"""What reasoning says of charters: Aleris in full, and of each finding a small charter that has it."""

from collections.abc import Callable, Mapping
from datetime import date
from pathlib import Path

import pytest

from quorate.charter.library import Library
from quorate.charter.shipped import shipped
from quorate.charter.survey import survey
from quorate.engines.base import Limits, NotDecided, Proof, Query
from quorate.formula.ast import Formula
from quorate.questions.lint import REASONED, Lint, lint
from quorate.questions.prove import boards
from quorate.questions.reason import Reasoned, desk, reason
from quorate.source.diagnostic import Diagnostic, Severity

DAY = date(2026, 6, 30)
HEAD = "quorate: 1\ncharter: a.b\ntitle: A title\nkind: audit\n"
LAW = "quorate: 1\npack: law\ntitle: The law\nrank: statute\n"
FACTS = "facts: {person: {able: {type: bool}, keen: {type: bool}}}\n"
Run = Callable[..., Lint]


@pytest.fixture
def run(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Run:
    """Lint with reasoning of a charter with these clauses, beside the law with those."""
    monkeypatch.chdir(tmp_path)

    def running(
        charter: str, law: str = "", *, reasoning: bool = True, seconds: float | None = None, beside: str = ""
    ) -> Lint:
        uses = f"uses: [law]{beside}\n" if law else ""
        (tmp_path / "a.yaml").write_text(f"{HEAD}{uses}{FACTS}{charter}", encoding="utf-8")
        if law:
            (tmp_path / "law.yaml").write_text(f"{LAW}{law}", encoding="utf-8")
        limits = Limits(seconds=seconds)
        asked = (lambda files: reason(files, as_of=DAY, limits=limits)) if reasoning else None
        return lint(survey([Path("a.yaml")], Library((Path(),))), reason=asked)

    return running


def reasoned(answer: Lint) -> list[Diagnostic]:
    return [one for one in answer.findings if one.code in REASONED]


def codes(answer: Lint) -> list[tuple[str, str]]:
    """What reasoning found, with the text that each finding underlines."""
    return [(one.code, one.span.text if one.span else "") for one in reasoned(answer)]


def only(answer: Lint) -> Diagnostic:
    (found,) = reasoned(answer)
    return found


# Aleris -------------------------------------------------------------------------------------------------------------

ALERIS = """\
law-contradicted at ceo-pay: `ceo-pay` falls short of `law.nyse-303a/compensation.ceo-pay`
law-guaranteed at ceo-goals: `law.nyse-303a/compensation.ceo-goals` holds of this charter
law-guaranteed at composition.independence: \
`law.nyse-303a/compensation.independence` holds of every lawful board under the charter
law-guaranteed at law.nyse-303a: `law.nyse-303a/compensation.advisers` holds of this charter
law-guaranteed at self-evaluation: `law.nyse-303a/compensation.self-evaluation` holds of this charter
law-left-open at law.dgcl-141: `aleris.compensation` leaves open what `law.dgcl-141/committee.directors` demands
law-left-open at quorum: `quorum` leaves open what `law.dgcl-141/committee.quorum-floor` demands
law-not-in-force at law.irc-162m: `law.irc-162m/certificate` is in force only until 2017-12-31, and not on 2026-06-30
law-not-in-force at law.irc-162m: `law.irc-162m/committee` is in force only until 2017-12-31, and not on 2026-06-30
law-not-in-force at law.irc-162m: `law.irc-162m/goals` is in force only until 2017-12-31, and not on 2026-06-30
not-reasoned at law.dgcl-141: `law.dgcl-141/consent` could not be reasoned about: \
it asks how a vote is taken, and only votes at meetings are considered
not-reasoned at law.nyse-303a: `law.nyse-303a/compensation.factors` could not be reasoned about: \
it speaks of an event, and boards are considered without what happens to them
not-reasoned at law.nyse-303a: `law.nyse-303a/exchange.told` could not be reasoned about: \
it speaks of an event, and boards are considered without what happens to them
silent-notice at charter: `aleris.compensation` does not say how long before a meeting its notice is given
silent-recusal at charter: `aleris.compensation` does not say who stays out of a vote on a matter of their own
silent-removal at charter: `aleris.compensation` does not say how a member is removed
silent-vote at charter: `aleris.compensation` does not say how many votes carry a decision
fixed-quorum at quorum: the quorum `quorum` is a fixed number, and nothing limits the size of the body
"""
"""Everything that lint says of Aleris's charter, first what reasoning found; each with what it underlines."""


@pytest.fixture(scope="module")
def aleris() -> Lint:
    files = survey([shipped("policies") / "aleris" / "compensation.yaml"])
    return lint(files, reason=lambda read: reason(read, as_of=DAY))


def test_everything_that_is_said_of_aleris(aleris: Lint) -> None:
    said = [f"{one.code} at {one.span.text}: {one.message}" for one in aleris.findings if one.span is not None]
    assert sorted(said) == sorted(ALERIS.splitlines())
    assert len(said) == len(aleris.findings)


def test_a_quorum_of_two_falls_under_a_third_from_seven_members_on(aleris: Lint) -> None:
    (found,) = (one for one in aleris.findings if "quorum-floor" in one.message)
    assert "the smallest board: 7 members, 2 present" in found.notes[1]
    assert found.severity is Severity.WARNING
    assert found.span is not None
    assert found.span.citation == "Meetings"
    assert "8 Del. C. §141(c)(4)" in found.notes[0]


def test_the_pay_that_is_only_recommended_is_an_error(aleris: Lint) -> None:
    (found,) = aleris.at_least(Severity.ERROR)
    assert found.code == "law-contradicted"
    assert found.notes[1] == "no duty with `d.subject == 'ceo-pay' && d.power == 'approve'`"


# The charter's own clauses ------------------------------------------------------------------------------------------


def test_clauses_that_contradict_each_other_are_named_and_no_others(run: Run) -> None:
    found = only(
        run("""clauses:
  - {id: many, require: size(members) >= 5}
  - {id: able, require: "members.all(m, m.able)"}
  - {id: few, require: size(members) <= 4}
  - {id: keen, require: "members.exists(m, m.keen)"}
""")
    )
    assert (found.code, found.severity) == ("contradictory-clauses", Severity.ERROR)
    assert found.message == "no board fulfils both `many` and `few`"
    assert found.notes[0] == "no fewer clauses contradict each other"


def test_a_clause_that_contradicts_itself(run: Run) -> None:
    found = only(run("clauses: [{id: few, require: size(members) < 1}, {id: more, require: size(members) > 2}]\n"))
    assert found.message == "no board fulfils `few`"


def test_the_fewest_contradicting_clauses_are_found_although_leaving_out_one_by_one_finds_more(run: Run) -> None:
    found = only(
        run("""clauses:
  - {id: over, require: size(members) > 4}
  - {id: under, require: size(members) < 4}
  - {id: a, require: "members.all(m, m.able) || size(members) > 9"}
  - {id: b, require: "members.all(m, !m.able) || size(members) > 9"}
  - {id: c, require: size(members) < 9}
""")
    )
    assert found.message == "no board fulfils both `over` and `under`"


def test_a_quorum_that_no_lawful_board_can_have(run: Run) -> None:
    found = only(
        run("""clauses:
  - {id: few, require: size(members) <= 4}
  - {id: quorum, scope: quorum, topic: quorum, require: size(present) >= 5}
  - {id: vote, scope: vote, topic: vote, require: size(ayes) > half(present)}
""")
    )
    assert found.message == "no meeting of a lawful board fulfils both `few` and `quorum`"


def test_votes_that_never_carry(run: Run) -> None:
    found = only(
        run("""clauses:
  - {id: most, scope: vote, topic: vote, require: size(ayes) > half(present)}
  - {id: against, scope: vote, topic: vote, require: size(noes) >= size(ayes)}
""")
    )
    assert found.message == "no vote at a quorate meeting fulfils both `most` and `against`"


def test_a_case_in_which_a_clause_cannot_be_fulfilled_is_told_once(run: Run) -> None:
    found = only(
        run("""clauses:
  - {id: able, when: size(members) > 6, require: "members.all(m, m.able)"}
  - {id: unable, require: "members.exists(m, !m.able)"}
""")
    )
    assert found.code == "contradictory-case"
    assert found.message == "where `able` applies, no lawful board fulfils it and `unable`"


@pytest.mark.parametrize(
    ("clauses", "code", "message"),
    [
        (
            "[{id: few, require: size(members) <= 4}, {id: late, when: size(members) > 5, require: size(members) > 7}]",
            "never-applicable",
            "`late` never applies: no lawful board is one that it speaks of",
        ),
        (
            "[{id: idle, require: size(members) >= 0}]",
            "always-true",
            "`idle` is true of every board, whatever else the charter says",
        ),
        (
            "[{id: three, require: size(members) >= 3}, {id: one, require: size(members) >= 1}]",
            "implied-clause",
            "`one` says nothing that does not follow from `three`",
        ),
        (
            """[{id: all, require: "members.all(m, m.able && m.keen)"}, {id: x, require: "members.all(m, m.keen)"}]""",
            "implied-clause",
            "`x` says nothing that does not follow from `all`",
        ),
        (
            "[{id: three, require: size(members) >= 3}, "
            "{id: most, scope: quorum, topic: quorum, require: size(present) > half(members)}, "
            "{id: two, scope: quorum, topic: quorum, require: size(present) >= 2}]",
            "implied-clause",
            "`two` says nothing that does not follow from `three` and `most`",
        ),
    ],
)
def test_clauses_that_say_or_do_nothing(run: Run, clauses: str, code: str, message: str) -> None:
    found = only(run(f"clauses: {clauses}\n"))
    assert (found.code, found.message) == (code, message)


def test_that_there_are_members_is_something_to_say(run: Run) -> None:
    assert reasoned(run("clauses: [{id: one, require: size(members) >= 1}]\n")) == []


def test_what_binds_only_at_times_neither_implies_nor_contradicts(run: Run) -> None:
    answer = run("""clauses:
  - {id: three, require: size(members) >= 3}
  - {id: aim, force: should, require: size(members) <= 2}
  - {id: first, tested: at_appointment, require: size(members) <= 2}
  - {id: past, in_force: {until: 2020-12-31}, require: size(members) <= 2}
""")
    assert reasoned(answer) == []


def test_clauses_on_votes_outside_meetings_are_said_not_to_be_reasoned_about(run: Run) -> None:
    answer = run("""clauses:
  - {id: vote, scope: vote, topic: vote, when: vote.form == 'meeting', require: size(ayes) > half(present)}
  - {id: consent, scope: vote, topic: consent, when: vote.form == 'consent', require: size(ayes) == size(members)}
""")
    assert codes(answer) == [("not-reasoned", "consent")]


def test_what_is_beyond_proof_is_said(run: Run) -> None:
    answer = run("clauses: [{id: odd, require: size(members) * size(members) >= 10}]\n")
    assert codes(answer) == [("not-reasoned", "odd")]


# Rules of packs -----------------------------------------------------------------------------------------------------

QUORUM = "  - {id: quorum, scope: quorum, topic: quorum, require: size(present) >= 2}\n"
SIZE = "  - {id: size, topic: size, require: size(members) <= 4}\n"


@pytest.mark.parametrize(
    ("rule", "found"),
    [
        ("{id: r, topic: size, require: size(members) <= 5}", ("law-guaranteed", "size")),
        ("{id: r, topic: size, require: size(members) >= 5}", ("law-contradicted", "size")),
        ("{id: r, topic: size, require: size(members) >= 2}", ("law-left-open", "size")),
        ("{id: r, when: size(members) > 6, require: size(members) == 8}", ("law-guaranteed", "law")),
        ("{id: r, when: size(members) > 2, require: size(members) == 8}", ("law-left-open", "law")),
        (
            "{id: r, topic: quorum, scope: quorum, require: size(present) >= half(members)}",
            ("law-guaranteed", "quorum"),
        ),
        ("{id: r, topic: quorum, scope: quorum, require: size(present) > half(members)}", ("law-left-open", "quorum")),
        ("{id: r, topic: quorum, scope: quorum, require: size(present) > 4}", ("law-contradicted", "quorum")),
        ("{id: r, scope: vote, topic: vote, require: size(ayes) >= 1}", ("law-left-open", "law")),
        ("{id: r, scope: charter, require: clauses.exists(c, c.topic == 'quorum')}", ("law-guaranteed", "law")),
        ("{id: r, scope: charter, require: clauses.exists(c, c.topic == 'chair')}", ("law-contradicted", "law")),
        ("{id: r, scope: meeting, require: meeting.minutes_prepared}", ("not-reasoned", "law")),
        ("{id: r, tested: at_appointment, require: size(members) >= 5}", ("not-reasoned", "law")),
        ("{id: r, in_force: {until: 2020-12-31}, require: size(members) >= 5}", ("law-not-in-force", "law")),
        ("{id: r, in_force: {from: 2030-01-01}, require: size(members) >= 5}", ("law-not-in-force", "law")),
    ],
)
def test_a_rule_of_a_pack_beside_the_charter(run: Run, rule: str, found: tuple[str, str]) -> None:
    quoted = rule.replace("require: ", 'require: "').replace("when: size(members) > 6", 'when: "size(members) > 6"')
    answer = run(f"clauses:\n{SIZE}{QUORUM}", f'clauses:\n  - {quoted[:-1]}"}}\n')
    assert codes(answer) == [found]


@pytest.mark.parametrize(
    "rule",
    [
        "{id: r, when: body.kind == 'pay', require: size(members) >= 5}",
        "{id: r, force: should, require: size(members) >= 5}",
        "{id: r, force: may, scope: event, allow: 'true'}",
        "{id: r, default: true, topic: size, require: size(members) >= 5}",
    ],
    ids=["another kind of body", "an aim", "a permission", "a default that yields"],
)
def test_rules_that_are_not_spoken_of(run: Run, rule: str) -> None:
    assert reasoned(run(f"clauses:\n{SIZE}{QUORUM}", f"clauses:\n  - {rule}\n")) == []


def test_defaults_that_the_charter_lets_in_count_as_its_own(run: Run) -> None:
    law = """clauses:
  - {id: most, default: true, topic: quorum, scope: quorum, require: size(present) > half(members)}
  - {id: floor, topic: quorum, scope: quorum, require: size(present) >= third(members)}
"""
    assert codes(run(f"clauses:\n{SIZE}", law)) == [("law-guaranteed", "law")]
    assert codes(run(f"clauses:\n{SIZE}{QUORUM}", law)) == [("law-guaranteed", "quorum")]
    assert codes(run(f"clauses:\n{QUORUM}", law)) == [("law-left-open", "quorum")]


def test_a_vote_under_the_charter_that_the_law_does_not_know(run: Run) -> None:
    law = "clauses: [{id: most, topic: vote, scope: vote, require: size(ayes) > half(present)}]\n"
    vote = "  - {id: vote, scope: vote, topic: vote, require: size(ayes) > size(noes)}\n"
    found = only(run(f"clauses:\n{SIZE}{QUORUM}{vote}", law))
    assert found.code == "law-left-open"
    assert "2 members, 2 present, 1 voting aye, 1 abstaining" in found.notes[1]


def test_a_contradicted_rule_names_the_clauses_that_it_contradicts(run: Run) -> None:
    law = "clauses: [{id: many, topic: size, require: size(members) >= 5}]\n"
    found = only(run(f"clauses:\n{QUORUM}{SIZE}", law))
    assert found.message == "no board under the charter meets `law/many`: it contradicts `size`"
    assert found.severity is Severity.ERROR


def test_rules_are_not_compared_with_clauses_that_contradict_each_other(run: Run) -> None:
    law = "clauses: [{id: many, topic: size, require: size(members) >= 5}]\n"
    answer = run(f"clauses:\n{SIZE}  - {{id: more, require: size(members) > 4}}\n", law)
    assert [one.code for one in reasoned(answer)] == ["contradictory-clauses"]


# Comments and limits ------------------------------------------------------------------------------------------------

IDLE = (
    "clauses:\n  # quorate: ignore always-true it is here for the reader\n  - {id: idle, require: size(members) >= 0}\n"
)


def unused(answer: Lint) -> list[str]:
    return [one.message for one in answer.findings if one.code == "unused-ignore"]


def test_a_comment_silences_what_reasoning_finds(run: Run) -> None:
    answer = run(IDLE)
    assert (reasoned(answer), unused(answer)) == ([], [])


def test_a_comment_on_what_was_not_looked_for_is_not_idle(run: Run) -> None:
    assert unused(run(IDLE, reasoning=False)) == []


def test_a_comment_that_silences_nothing_although_it_was_looked_for_is_idle(run: Run) -> None:
    answer = run(IDLE.replace("always-true", "implied-clause"))
    assert unused(answer) == ["nothing to ignore here by the code `implied-clause`"]
    assert [one.code for one in reasoned(answer)] == ["always-true"]


def test_a_comment_where_the_pack_is_used_silences_what_is_said_of_its_rules(run: Run) -> None:
    law = "clauses: [{id: most, topic: vote, scope: vote, require: size(ayes) > half(present)}]\n"
    text = f"clauses:\n{QUORUM}"
    assert codes(run(text, law)) == [("law-left-open", "law")]
    silenced = run(text, law, beside="  # quorate: ignore law-left-open votes are left to the law")
    assert (codes(silenced), unused(silenced)) == ([], [])


class _Slow:
    """A prover that never decides anything."""

    name = "slow"

    def put(self, query: Query, seed: int = 0) -> "_Slow":
        return self

    def ask(self, *more: Formula, seconds: float | None = None) -> Proof:
        return NotDecided("the time limit was reached")


def test_what_took_too_long_is_said(run: Run, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(desk, "prover", _Slow)
    monkeypatch.setattr(boards, "prover", _Slow)
    answer = run(IDLE, "clauses: [{id: most, topic: size, require: size(members) > 4}]\n", seconds=0.0)
    assert codes(answer) == [("not-decided", "idle")]
    assert not answer.decided


def test_a_question_that_took_too_long_is_said_and_its_comments_are_not_called_idle(tmp_path: Path) -> None:
    place = tmp_path / "a.yaml"
    place.write_text(f"{HEAD}{FACTS}{IDLE}", encoding="utf-8")
    late = Diagnostic("not-decided", "too late", severity=Severity.NOTE)
    answer = lint(survey([place]), reason=lambda _: Reasoned((late,), decided=False))
    assert not answer.decided
    assert unused(answer) == []


def test_packs_by_themselves_are_not_reasoned_about() -> None:
    files = survey([shipped("policies") / "law"])
    found: Mapping[str, object] = {one.code: one for one in reason(files, as_of=DAY).findings}
    assert found == {}
