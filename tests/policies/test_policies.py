"""The shipped policies: readable, cited, anchored, and of the force that their words have."""

from pathlib import Path

import pytest

from quorate.charter.document import Charter, Clause, Duty, Force, Mode, Rank, Scope
from quorate.charter.evaluator import judge
from quorate.charter.load import Library, open_roster, read_charter
from quorate.charter.occasions import gathering
from quorate.charter.shipped import shipped
from quorate.charter.tenure import state_of
from quorate.charter.verdict import Status

POLICIES = shipped("policies")
FILES = sorted(POLICIES.rglob("*.yaml"))
BOARD = shipped("scenarios") / "aleris" / "board.yaml"


def name_of(path: Path) -> str:
    return str(path.relative_to(POLICIES))


def charter(name: str) -> Charter:
    return Library((POLICIES,)).charter(name)


ALERIS = charter("aleris.compensation")


@pytest.mark.parametrize("path", FILES, ids=name_of)
def test_every_policy_file_reads_and_every_clause_says_where_it_comes_from(path: Path) -> None:
    read = read_charter(path)
    works: tuple[Clause | Duty, ...] = (*read.clauses, *read.duties)
    assert works or read.properties or read.facts
    assert all(claim.text.endswith(".") for claim in read.properties)
    for work in works:
        assert work.text.endswith("."), work.id
        assert work.cite.section or work.cite.source, work.id
    pack = read.kind is None
    assert all((work.cite.source is not None) == pack for work in works)


def test_every_shipped_policy_and_amendment_is_on_the_page_of_charters() -> None:
    page = Path(__file__).parents[2].joinpath("docs", "charters.md").read_text(encoding="utf-8")
    for path in FILES:
        assert f"`{read_charter(path).id}`" in page, path
    for path in shipped("scenarios").glob("*/amendments/*.yaml"):
        aleris = path.parts[-3] == "aleris"  # made up for tests, unlike the others
        assert aleris or f"`scenarios/{'/'.join(path.parts[-3:])}`" in page, path


def test_every_clause_and_duty_of_the_aleris_charter_quotes_its_text() -> None:
    assert all(work.cite.quotes for work in (*ALERIS.clauses, *ALERIS.duties))
    assert all(entry.quotes and entry.why for entry in ALERIS.unchecked)
    assert all(len(quote.split()) <= 14 for work in (*ALERIS.clauses, *ALERIS.duties) for quote in work.cite.quotes)


def test_what_is_intended_should_be_and_what_may_be_is_allowed() -> None:
    force = {clause.id: clause.force for clause in ALERIS.clauses}
    assert force["composition.rule-16b-3"] is force["composition.section-162m"] is Force.SHOULD
    assert {name for name, found in force.items() if found is Force.SHOULD} == {
        "composition.rule-16b-3",
        "composition.section-162m",
        "chair.education",
    }
    for clause in ALERIS.clauses:
        assert (clause.mode is Mode.ALLOW) == (clause.force is Force.MAY), clause.id
    assert {clause.id for clause in ALERIS.clauses if clause.mode is Mode.ALLOW} == {
        "meetings.special-call",
        "advisers.permission",
        "delegation.subcommittee",
    }


def test_every_period_is_stated_and_every_unclear_one_says_how_it_is_read() -> None:
    for clause in ALERIS.clauses:
        assert (clause.per is not None) == (clause.scope is Scope.YEAR), clause.id
    cadence = ALERIS.clause("meetings.cadence")
    assert cadence.per is not None
    assert (cadence.per.name, cadence.reading is not None) == ("calendar_year", True)


def test_every_annual_duty_of_the_text_is_there_with_its_power() -> None:
    duties = {duty.id: (duty.power, duty.who, duty.standing) for duty in ALERIS.duties}
    annual = {name for name, duty in ((duty.id, duty) for duty in ALERIS.duties) if duty.per is not None}
    assert annual == {
        "proxy-report", "officers-pay", "plans-review", "ceo-goals", "ceo-evaluation", "ceo-pay", "executive-goals",
        "executive-evaluation", "executive-pay", "board-reports", "charter-review", "self-evaluation",
        "independence-certificates", "chair-calendar",
    }  # fmt: skip
    assert duties["ceo-goals"][0] == "approve"
    assert duties["ceo-pay"][0] == "recommend"
    assert duties["independence-certificates"][:2] == ("certify", "each_member")
    assert duties["equity-plans"] == ("administer", "body", True)


def test_the_charters_quorum_displaces_delawares_majority_and_not_its_floor() -> None:
    bound = {f"{clause.charter}/{clause.id}" for clause in Library((POLICIES,)).policy("aleris.compensation").clauses}
    assert "law.dgcl-141/committee.quorum" not in bound
    assert "law.dgcl-141/committee.quorum-floor" in bound
    assert "law.dgcl-141/committee.vote" in bound


def test_a_quorum_of_two_is_a_third_of_six_members_and_not_of_seven() -> None:
    roster, policies = open_roster(BOARD)
    policy = policies["compensation"]
    floor = next(clause for clause in policy.clauses if clause.id == "committee.quorum-floor")
    quorum = policy.charter.clause("quorum")
    state = state_of(roster, policies)
    directors = [person.id for person in roster.people.values() if person.candidate]
    for size in range(2, 13):
        seated = state.with_body("compensation", directors[:size], directors[0])
        meeting = gathering(policy, seated, "compensation", directors[:2])
        assert judge(quorum, meeting).status is Status.HOLDS
        assert (judge(floor, meeting).status is Status.HOLDS) == (size <= 6), size


def test_what_was_not_compared_with_the_statute_says_so() -> None:
    doubtful = {clause.id for clause in charter("law.dgcl-141").clauses if not clause.verified}
    assert doubtful == {
        "committee.directors", "committee.size", "committee.subcommittee", "board.quorum-floor", "board.vote", "remote",
        "board.vacancies", "board.delegation", "committee.substitutes", "interest", "notice.waived",
    }  # fmt: skip
    assert charter("law.nyse-303a").rank is Rank.LISTING
    assert charter("law.irc-162m").clauses[0].in_force[1] is not None


@pytest.mark.parametrize("path", [path for path in FILES if path.parent.name == "illustrative"], ids=name_of)
def test_invented_charters_say_that_they_are(path: Path) -> None:
    assert "illustrative" in read_charter(path).title


def test_invented_people_say_that_they_are() -> None:
    roster, _ = open_roster(BOARD)
    assert roster.illustrative
    assert len(roster.bodies["board"].members) == 12
    assert {"audit", "compensation", "nominating"} <= set(roster.bodies)
