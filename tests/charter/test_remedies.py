"""Who leaves when a clause is broken: how few have to, compared with every choice; since when; which step is next."""

from dataclasses import replace
from itertools import combinations

from hypothesis import given
from hypothesis import strategies as st

from made import PLACE, clause, day, event, expression, fact, policy, roster
from quorate.cel.types import STRING
from quorate.charter.document import Clause, Remedy
from quorate.charter.occasions import occasions_of
from quorate.charter.relief import verdicts_on
from quorate.charter.remedies import Step, breach_since, steps
from quorate.charter.roster import Membership, Roster
from quorate.charter.tenure import state_of
from quorate.charter.verdict import Status

FACTS = [fact("firm", STRING)]
CAP = "members.all(m, size(members.filter(n, n.firm == m.firm)) <= 2)"
OVER = "size(members.filter(n, n.firm == m.firm)) > 2"


def remedy(choose: str, by: str | None = None, then: str | None = None) -> Remedy:
    return Remedy(PLACE, expression(OVER), choose, expression(by) if by else None, then)


def capped(*found: Remedy) -> Clause:
    return replace(clause(CAP), remedy=found)


def at(rule: Clause, made: Roster, when: str = "2026-06-30") -> tuple[Step, ...]:
    rules = policy([rule], facts=FACTS)
    (occasion,) = occasions_of(rules, state_of(made, {"committee": rules}, day(when)), "committee", rule)
    return steps(rule, occasion)


def firms(*given: str) -> Roster:
    people = {f"p{number}": {"firm": firm} for number, firm in enumerate(given)}
    members = [Membership(name, since=day(f"2020-01-{number + 1:02}")) for number, name in enumerate(people)]
    return roster(members, people=people, as_of="2026-01-01")


@given(st.lists(st.sampled_from(("a", "b", "c")), min_size=1, max_size=7))
def test_so_few_leave_as_have_to_and_no_fewer(given_firms: list[str]) -> None:
    made = firms(*given_firms)
    concerned = [n for n, firm in enumerate(given_firms) if given_firms.count(firm) > 2]
    (agreed, latest, everybody) = at(capped(remedy("by_agreement"), remedy("latest"), remedy("all")), made)

    def lawful(gone: tuple[int, ...]) -> bool:
        left = [firm for n, firm in enumerate(given_firms) if n not in gone]
        return all(left.count(firm) <= 2 for firm in left)

    fewest = next(k for k in range(8) if any(lawful(gone) for gone in combinations(range(len(given_firms)), k)))
    assert agreed.people == everybody.people == tuple(f"p{n}" for n in concerned)
    assert (agreed.fewest or 0) == fewest
    last = sorted(concerned, reverse=True)
    picked = next((k for k in range(1, len(last) + 1) if lawful(tuple(last[:k]))), None)
    assert latest.fewest == picked
    assert latest.chosen == tuple(f"p{n}" for n in last[: picked or 0])


def moved(when: str, person: str, firm: str) -> object:
    return event(when, "changed", person=person, facts={"firm": firm})


def test_a_breach_counts_from_the_first_day_without_a_break() -> None:
    log = [moved("2026-02-01", "p2", "a"), moved("2026-03-01", "p2", "c"), moved("2026-04-01", "p2", "a"),
           moved("2026-05-01", "p3", "b")]  # fmt: skip
    made = replace(firms("a", "a", "b", "c"), log=tuple(log))  # type: ignore[arg-type]
    rule = capped(remedy("by_agreement", "breach.since + days(28)"), remedy("all", then="a special election"))
    rules = policy([rule], facts=FACTS)
    (occasion,) = occasions_of(rules, state_of(made, {"committee": rules}, day("2026-05-02")), "committee", rule)
    assert breach_since(rule, occasion) == day("2026-04-01")
    assert [step.by for step in steps(rule, occasion)] == [day("2026-04-29"), None]


def test_the_steps_stand_beside_the_broken_clause_and_nowhere_else() -> None:
    made = replace(firms("a", "a", "b"), log=(moved("2026-04-01", "p2", "a"),))  # type: ignore[arg-type]
    rule = capped(remedy("by_agreement", "breach.since + days(28)"), remedy("all", then="a special election"))
    rules = policy([rule], facts=FACTS)

    def told(when: str) -> list[str]:
        (found,) = verdicts_on(rule, rules, state_of(made, {"committee": rules}, day(when)), "committee")
        assert (found.status is Status.BROKEN) is bool(found.remedy)
        return [one.text for one in found.remedy]

    assert told("2026-03-31") == []
    assert told("2026-04-29") == [
        "of P0, P1 and P2 at least 1 by agreement, by 2026-04-29",
        "P0, P1 and P2 leave; then a special election",
    ]
    assert told("2026-04-30")[0] == "of P0, P1 and P2 at least 1 by agreement, by 2026-04-29 (that day is past)"


def test_whose_facts_are_not_known_leaves_perhaps() -> None:
    made = firms("a", "a", "a", "b")
    people = {**made.people, "p3": replace(made.people["p3"], facts={})}
    (step,) = at(capped(remedy("all")), replace(made, people=people))
    assert (step.people, step.perhaps) == (("p0", "p1", "p2"), ("p3",))
