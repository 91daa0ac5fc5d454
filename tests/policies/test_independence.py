"""Independence from raw facts, on the edges of every threshold and window, under each of the packs of law."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from pathlib import Path

import pytest

from quorate.cel.values import Unknown, Value
from quorate.charter.disagreements import disagreements
from quorate.charter.document import Policy
from quorate.charter.load import Library, open_roster
from quorate.charter.roster import Roster
from quorate.charter.shipped import shipped
from quorate.charter.tenure import state_of
from quorate.charter.things import PersonThing
from quorate.questions.check import check
from quorate.reports import check as report
from quorate.reports.console import plain

CHARTER = """quorate: 1
charter: made.board
title: A made-up board
kind: board
uses: [law.nyse-303a, law.nasdaq-5605, law.sec-10a-3, law.sec-10c-1]
clauses:
  - {id: size, text: One., require: size(members) >= 1}
"""
NOTHING = "employment: [], pay: [], family: [], ties: [], holdings: [], audit_work: [], committee_seats: []"
ROSTER = """quorate: 1
roster: made.roster
as_of: {as_of}
organisation:
  name: Us
  consolidated: [sub]
  auditors: [auditor]
  executive_officers: [boss]
  payments: [{payments}]
  revenue: {{2023: USD 4000000, 2024: USD 4000000, 2025: USD 4000000, 2026: USD 4000000}}
organisations:
  sub: {{name: Sub}}
  auditor: {{name: Auditor}}
  firm:
    advises: {advises}
    revenue: {{2022: USD {revenue}, 2023: USD {revenue}, 2024: USD {revenue}, 2025: USD {revenue}}}
    year_end: {{2022: 2022-06-30, 2023: 2023-06-30, 2024: 2024-06-30, 2025: 2025-06-30}}
people:
  ann: {{{ann}}}
  kin: {{candidate: false, {kin}}}
  boss: {{candidate: false, committee_seats: [{seats}]}}
bodies:
  board: {{charter: made.board, members: [ann], chair: ann}}
"""


def given(**facts: str) -> str:
    """Facts of a person: those given, and of the rest the empty lists."""
    own = dict(part.split(": ") for part in NOTHING.split(", "))
    return ", ".join(f"{name}: {value}" for name, value in {**own, **facts}.items())


@dataclass(frozen=True)
class Made:
    """A folder with the charter in it, and the packs that it uses read once."""

    folder: Path
    library: Library


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> Made:
    folder = tmp_path_factory.mktemp("made")
    (folder / "board.yaml").write_text(CHARTER, encoding="utf-8")
    return Made(folder, Library((shipped("policies"),)))


def opened(made: Made, as_of: str = "2026-06-30", **parts: str) -> tuple[Roster, Mapping[str, Policy]]:
    kept = {"payments": "", "advises": "false", "revenue": "10000000", "ann": given(), "kin": given(), "seats": ""}
    path = made.folder / "roster.yaml"
    path.write_text(ROSTER.format(as_of=as_of, **{**kept, **parts}), encoding="utf-8")
    return open_roster(path, made.library)


def seen(made: Made, fact: str, as_of: str = "2026-06-30", **parts: str) -> Value:
    roster, policies = opened(made, as_of, **parts)
    return PersonThing(state_of(roster, policies, date.fromisoformat(as_of)), "ann").field(fact)


def employed(until: str, *, org: str = "organisation", start: str = "2020-01-01", **more: str) -> str:
    extra = "".join(f", {name}: {value}" for name, value in {"executive_officer": "false", **more}.items())
    return given(employment=f"[{{org: {org}, from: {start}, until: {until}{extra}}}]")


def paid(
    *amounts: tuple[str, str], kind: str = "advisory", until: str = "2026-12-31", payer: str = "organisation"
) -> str:
    each = (
        f"{{payer: {payer}, amount: USD {much}, date: {day}, until: {until}, kind: {kind}}}" for day, much in amounts
    )
    return given(pay=f"[{', '.join(each)}]")


def family(relation: str, **more: str) -> str:
    extra = "".join(f", {name}: {value}" for name, value in more.items())
    return given(family=f"[{{person: kin, relation: {relation}{extra}}}]")


@pytest.mark.parametrize("fact", ["nyse_employed", "nasdaq_employed"])
@pytest.mark.parametrize(
    ("until", "as_of", "barred"),
    [
        ("2023-06-30", "2026-06-29", True),
        ("2023-06-30", "2026-06-30", False),
        ("2024-02-29", "2027-02-27", True),
        ("2024-02-29", "2027-02-28", False),
        ("2021-02-28", "2024-02-28", False),
        ("2021-02-28", "2024-02-27", True),
        ("forever", "2026-06-30", True),
    ],
)
def test_three_years_after_an_employment_ends_it_no_longer_bars(
    made: Made, fact: str, until: str, as_of: str, barred: bool
) -> None:
    assert seen(made, fact, as_of, ann=employed(until)) is barred


def test_employment_by_a_subsidiary_counts_and_by_another_firm_does_not(made: Made) -> None:
    assert seen(made, "nyse_employed", ann=employed("forever", org="sub")) is True
    assert seen(made, "nyse_employed", ann=employed("forever", org="firm")) is False


@pytest.mark.parametrize("fact", ["nyse_paid", "nasdaq_paid"])
@pytest.mark.parametrize(
    ("amounts", "barred"),
    [
        ([("2025-03-01", "120000")], False),
        ([("2025-03-01", "120000.01")], True),
        ([("2024-03-01", "60000"), ("2025-02-28", "60000.01")], True),  # the last day of twelve months
        ([("2024-03-01", "60000"), ("2025-03-01", "60000.01")], False),  # and the day after
        ([("2024-02-29", "60000"), ("2025-02-27", "60000.01")], True),
        ([("2024-02-29", "60000"), ("2025-02-28", "60000.01")], False),
        ([("2024-11-01", "60000"), ("2025-04-01", "60000.01")], True),  # across two years
        ([("2023-07-01", "120000.01")], True),
        ([("2023-06-30", "120000.01")], False),  # the day three years end
    ],
)
def test_pay_counts_above_the_limit_in_any_twelve_months(
    made: Made, fact: str, amounts: list[tuple[str, str]], barred: bool
) -> None:
    assert seen(made, fact, ann=paid(*amounts)) is barred


@pytest.mark.parametrize(("as_of", "barred"), [("2008-09-10", True), ("2008-09-11", False)])
def test_until_september_2008_the_limit_of_the_nyse_was_lower(made: Made, as_of: str, barred: bool) -> None:
    assert seen(made, "nyse_paid", as_of, ann=paid(("2008-01-15", "110000"))) is barred


@pytest.mark.parametrize("kind", ["director-fee", "committee-fee", "retirement", "deferred", "interim"])
def test_some_kinds_of_pay_never_count(made: Made, kind: str) -> None:
    ann = paid(("2026-01-01", "900000"), kind=kind)
    assert [seen(made, fact, ann=ann) for fact in ("nyse_paid", "nasdaq_paid")] == [False, False]


@pytest.mark.parametrize(("kind", "barred"), [("non-executive-employment", False), ("employment", True)])
def test_a_relative_may_be_employed_but_not_an_executive(made: Made, kind: str, barred: bool) -> None:
    parts = {"ann": family("sibling-in-law"), "kin": paid(("2026-01-01", "200000"), kind=kind)}
    assert seen(made, "nyse_family_paid", **parts) is barred
    assert seen(made, "nasdaq_family_paid", **parts) is barred


@pytest.mark.parametrize(
    ("tie", "barred"),
    [
        (family("spouse"), True),
        (family("parent-in-law"), True),
        (family("other"), False),
        (family("other", shares_home="true"), True),
        (family("other", shares_home="true", domestic_employee="true"), False),
        (family("spouse", until="2026-06-29"), False),  # a divorce
        (family("spouse", until="2026-06-30"), True),
    ],
)
def test_who_is_immediate_family(made: Made, tie: str, barred: bool) -> None:
    kin = employed("2024-01-31", executive_officer="true")
    assert seen(made, "nyse_family_officer", ann=tie, kin=kin) is barred
    assert seen(made, "nasdaq_family_officer", ann=tie, kin=kin) is barred


def deals(
    amount: str, year: int = 2025, payer: str = "organisation", payee: str = "firm", kind: str = "services"
) -> str:
    return f"{{payer: {payer}, payee: {payee}, amount: USD {amount}, year: {year}, kind: {kind}}}"


@pytest.mark.parametrize(
    ("revenue", "payments", "nyse", "nasdaq"),
    [
        ("10000000", deals("900000"), False, True),  # the two are incomparable
        ("25000000", deals("1050000"), True, False),
        ("10000000", deals("1000000"), False, True),
        ("10000000", deals("1000000.01"), True, True),
        ("60000000", deals("1200000"), False, False),  # exactly 2 %
        ("60000000", deals("1200000.01"), True, False),
        ("10000000", deals("500000"), False, False),  # exactly 5 % of the recipient's
        ("10000000", deals("500000.01"), False, True),
        ("3000000", deals("200000"), False, False),
        ("3000000", deals("200000.01"), False, True),
        ("10000000", deals("200000", payer="firm", payee="organisation"), False, False),  # 5 % of our own
        ("10000000", deals("200000.01", payer="firm", payee="organisation"), False, True),
        ("10000000", deals("600000") + ", " + deals("600000"), True, True),  # one year is one sum
        ("10000000", deals("600000", 2024) + ", " + deals("600000", 2025), False, True),
        ("10000000", deals("5000000", kind="investment"), False, False),
        ("10000000", deals("5000000", kind="charity-match"), False, False),
    ],
)
def test_dealings_have_a_line_of_their_own_on_each_exchange(
    made: Made, revenue: str, payments: str, nyse: bool, nasdaq: bool
) -> None:
    ann = employed("forever", org="firm", executive_officer="true")
    parts = {"ann": ann, "payments": payments, "revenue": revenue}
    assert seen(made, "nyse_business", **parts) is nyse
    assert seen(made, "nasdaq_business", **parts) is nasdaq


@pytest.mark.parametrize(
    ("year", "as_of", "barred"),
    [(2025, "2025-06-29", False), (2025, "2025-06-30", True), (2022, "2025-06-29", True), (2022, "2025-06-30", False)],
)
def test_the_last_three_fiscal_years_may_end_in_june(made: Made, year: int, as_of: str, barred: bool) -> None:
    parts = {"ann": employed("forever", org="firm"), "payments": deals("2000000", year)}
    assert seen(made, "nyse_business", as_of, **parts) is barred


def test_the_present_fiscal_year_counts_at_nasdaq_only(made: Made) -> None:
    parts = {"ann": employed("forever", org="firm", executive_officer="true"), "payments": deals("2000000", 2025)}
    assert seen(made, "nasdaq_business", "2025-06-29", **parts) is True
    assert seen(made, "nyse_business", "2025-06-29", **parts) is False


def test_who_has_left_the_other_firm_is_free_at_once(made: Made) -> None:
    parts = {"payments": deals("5000000")}
    for until, barred in (("2026-06-30", True), ("2026-06-29", False)):
        ann = employed(until, org="firm", executive_officer="true")
        assert seen(made, "nyse_business", ann=ann, **parts) is barred
        assert seen(made, "nasdaq_business", ann=ann, **parts) is barred


def test_revenue_that_is_missing_matters_only_above_the_fixed_amount(made: Made) -> None:
    ann = employed("forever", org="firm")
    roster = {"ann": ann, "revenue": "10000000"}
    assert seen(made, "nyse_business", payments=deals("1000000", 2022), as_of="2024-06-30", **roster) is False
    found = seen(made, "nyse_business", ann=ann, payments=deals("2000000", payee="auditor"))
    assert found is False
    ann = employed("forever", org="sub", executive_officer="true")
    found = seen(made, "nyse_business", ann=ann, payments=deals("2000000", payee="sub"))
    assert isinstance(found, Unknown)
    assert "sub.year_end.2025" in found.facts


@pytest.mark.parametrize(
    ("seat", "nyse", "nasdaq"),
    [
        ("from: 2020-01-01, until: forever", True, True),
        ("from: 2020-01-01, until: 2023-06-30", False, False),
        ("from: 2020-01-01, until: 2023-07-01", True, True),
    ],
)
def test_an_interlock_bars_for_three_years(made: Made, seat: str, nyse: bool, nasdaq: bool) -> None:
    parts = {
        "ann": employed("forever", org="firm", executive_officer="true"),
        "seats": f"{{org: firm, committee: compensation, {seat}}}",
    }
    assert seen(made, "nyse_interlock", **parts) is nyse
    assert seen(made, "nasdaq_interlock", **parts) is nasdaq


def test_an_interlock_needs_the_same_time_and_at_nasdaq_a_present_office(made: Made) -> None:
    seats = "{org: firm, committee: compensation, from: 2025-02-01, until: forever}"
    before = employed("2025-01-31", org="firm", executive_officer="true")
    until = employed("2025-02-01", org="firm", executive_officer="true")
    assert seen(made, "nyse_interlock", ann=before, seats=seats) is False
    assert seen(made, "nyse_interlock", ann=until, seats=seats) is True
    assert seen(made, "nasdaq_interlock", ann=until, seats=seats) is False


@pytest.mark.parametrize(("until", "barred"), [("2023-06-30", False), ("2023-07-01", True), ("forever", True)])
def test_work_on_the_audit_bars_for_three_years(made: Made, until: str, barred: bool) -> None:
    ann = given(audit_work=f"[{{auditor: auditor, from: 2019-01-01, until: {until}}}]")
    assert seen(made, "nyse_auditor", ann=ann) is barred
    assert seen(made, "nasdaq_auditor", ann=ann) is barred


def test_an_employee_of_the_auditor_is_barred_by_the_nyse_and_a_relative_only_as_a_partner(made: Made) -> None:
    desk = employed("forever", org="auditor")
    partner = given(ties="[{org: auditor, kind: partner, from: 2019-01-01}]")
    assert seen(made, "nyse_auditor", ann=desk) is True
    assert seen(made, "nasdaq_auditor", ann=desk) is False
    assert seen(made, "nyse_auditor", ann=family("child"), kin=desk) is False
    assert seen(made, "nyse_auditor", ann=family("child"), kin=partner) is True


@pytest.mark.parametrize(
    ("percent", "control", "independent"),
    [("10", "", True), ("10.01", "", None), ("10.01", "true", False), ("10.01", "false", True)],
)
def test_ten_per_cent_is_a_safe_harbour_and_no_line(
    made: Made, percent: str, control: str, independent: bool | None
) -> None:
    more = {"control_found": control} if control else {}
    ann = given(holdings=f"[{{org: organisation, percent: {percent}}}]", **more)
    found = seen(made, "rule_10a_3", ann=ann)
    assert found is independent if independent is not None else isinstance(found, Unknown)


@pytest.mark.parametrize(
    ("kind", "until", "independent"),
    [
        ("advisory", "2026-06-30", False),
        ("advisory", "2026-06-29", True),  # no look-back
        ("director-fee", "2026-12-31", True),
        ("retirement", "2026-12-31", True),
    ],
)
def test_one_cent_of_fees_that_go_on_ends_independence_under_rule_10a_3(
    made: Made, kind: str, until: str, independent: bool
) -> None:
    ann = paid(("2026-01-01", "0.01"), kind=kind, until=until)
    assert seen(made, "rule_10a_3", ann=ann) is independent


@pytest.mark.parametrize(
    ("tie", "independent"),
    [
        (family("spouse"), False),
        (family("child", minor="true"), False),
        (family("child", minor="false"), True),
        (family("stepchild", minor="false", shares_home="true"), False),
        (family("parent"), True),
    ],
)
def test_fees_to_near_relatives_are_fees_under_rule_10a_3(made: Made, tie: str, independent: bool) -> None:
    kin = paid(("2026-01-01", "500"))
    assert seen(made, "rule_10a_3", ann=tie, kin=kin) is independent


@pytest.mark.parametrize(("kind", "independent"), [("partner", False), ("limited-partner", True)])
def test_fees_to_a_firm_that_advises_are_fees_of_its_partners(made: Made, kind: str, independent: bool) -> None:
    ann = given(ties=f"[{{org: firm, kind: {kind}, from: 2019-01-01}}]")
    assert seen(made, "rule_10a_3", ann=ann, advises="true") is independent


INTERIM = "[{org: organisation, from: 2025-03-01, until: UNTIL, executive_officer: true, interim: true}]"
SALARY = "[{payer: organisation, amount: USD 400000, date: 2025-09-01, until: 2026-02-28, kind: interim}]"


@pytest.mark.parametrize(
    ("until", "as_of", "nyse", "nasdaq", "rule_10a_3"),
    [
        ("2026-02-28", "2026-02-28", True, True, False),  # still in office, and still paid
        ("2026-02-28", "2026-03-01", False, False, True),
        ("2026-03-01", "2026-03-02", False, True, True),  # a day more than a year
    ],
)
def test_an_interim_chief_executive_under_three_rules(
    made: Made, until: str, as_of: str, nyse: bool, nasdaq: bool, rule_10a_3: bool
) -> None:
    ann = given(employment=INTERIM.replace("UNTIL", until), pay=SALARY)
    barred = [seen(made, fact, as_of, ann=ann) for fact in ("nyse_employed", "nasdaq_employed")]
    assert barred == [nyse, nasdaq]
    assert seen(made, "nyse_paid", as_of, ann=ann) is False
    assert seen(made, "rule_10a_3", as_of, ann=ann) is rule_10a_3


# Determinations ------------------------------------------------------------------------------------------------------


def test_facts_alone_rule_out_and_never_make_independent(made: Made) -> None:
    assert seen(made, "nyse_independent", ann=employed("forever")) is False
    found = seen(made, "nyse_independent")
    assert isinstance(found, Unknown)
    assert found.facts == {"ann.nyse_independent"}


def test_an_unknown_determination_asks_for_the_facts_that_are_missing_too(made: Made) -> None:
    assert seen(made, "nyse_independent", ann="name: Ann") == Unknown(frozenset({"ann.nyse_independent"}))
    found = seen(made, "nyse_independent", ann="employment: [], pay: []")
    assert isinstance(found, Unknown)
    assert found.facts >= {"ann.nyse_independent", "ann.family", "ann.audit_work"}
    assert "ann.employment" not in found.facts


def test_a_stated_determination_counts_and_what_contradicts_it_is_told_by_its_rule(made: Made) -> None:
    ann = "nyse_independent: {is: true, determined: 2026-02-10, by: board}, " + paid(("2025-03-01", "120000.01"))
    assert seen(made, "nyse_independent", ann=ann) is True
    assert seen(made, "nyse_determined", ann=ann) == date(2026, 2, 10)
    roster, policies = opened(made, ann=ann)
    told = [one.message for one in disagreements(state_of(roster, policies), policies)]
    assert told == [
        "`ann.nyse_independent` is stated as `true`, but the facts rule it out: `nyse_paid`, NYSE 303A.02(b)(ii)"
    ]


def test_a_rule_that_nobody_compared_with_its_source_is_told_as_such(made: Made) -> None:
    roster, policies = opened(made, ann=f"nyse_independent: true, {employed('forever')}")
    (told,) = disagreements(state_of(roster, policies), policies)
    assert told.message.endswith("`nyse_employed`, NYSE 303A.02(b)(i) (needs counsel's check)")


def test_a_determination_without_a_day_is_asked_for(made: Made) -> None:
    found = seen(made, "nyse_determined", ann=f"nyse_independent: true, {given()}")
    assert found == Unknown(frozenset({"ann.nyse_determined"}))
    found = seen(
        made, "nyse_determined", "2026-02-09", ann="nyse_independent: {is: true, determined: 2026-02-10, by: board}"
    )
    assert isinstance(found, Unknown)


UNVERIFIED = """quorate: 1
charter: made.unverified
title: A made-up board
kind: board
clauses:
  - {id: size, text: Nine., cite: {section: "1"}, verified: false, require: size(members) >= 9}
  - {id: chair, text: A chair., cite: {section: "2"}, require: chair in members}
"""


def test_reports_say_beside_a_verdict_that_nobody_compared_its_clause_with_the_source(made: Made) -> None:
    (made.folder / "unverified.yaml").write_text(UNVERIFIED, encoding="utf-8")
    path = made.folder / "other.yaml"
    path.write_text(
        "quorate: 1\nroster: made.other\nas_of: 2026-06-30\npeople: {ann: {}}\n"
        "bodies: {board: {charter: made.unverified, members: [ann], chair: ann}}\n",
        encoding="utf-8",
    )
    roster, policies = open_roster(path, Library((made.folder,)))
    told = plain(report.text, check(roster, policies))
    assert "size [1] Nine. (needs counsel's check)" in told
    assert told.count("counsel") == 1
