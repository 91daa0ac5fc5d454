"""Rosters read from files: facts typed by declarations, tables and calendars beside them, every mistake at once."""

import io
from collections.abc import Mapping
from datetime import date, datetime
from fractions import Fraction
from pathlib import Path

import openpyxl
import pytest
from hypothesis import given
from hypothesis import strategies as st

from quorate.cel.values import Money
from quorate.charter.document import Charter
from quorate.charter.from_yaml import charter_of
from quorate.charter.load import Library, open_roster, read_roster
from quorate.charter.roster import Busy, Determination, Membership, Roster
from quorate.charter.roster_from_yaml import roster_of
from quorate.charter.tables import people_of, rows_of
from quorate.charter.yaml import read_tree
from quorate.source.diagnostic import Diagnostic, FileError
from quorate.source.span import Source

PACK = """
quorate: 1
pack: rules
title: Rules
rank: charter
records:
  tie: {org: {type: organisation}, with: {type: person}, until: {type: date, default: forever}}
facts:
  person:
    ind: {type: bool, text: independent}
    joined: {type: date, text: joined}
    share: {type: decimal, text: share}
    pay: {type: money, by: year, text: pay}
    role: {type: one_of, of: [officer, adviser], text: role}
    firms: {type: set, of: organisation, text: firms}
    ties: {type: list, of: tie, text: ties}
    mentor: {type: person, text: mentor}
  organisation:
    listed: {type: bool, text: listed}
  body:
    public: {type: bool, text: public}
clauses:
  - {id: size, text: One at least., topic: size, cite: {section: "1"}, require: size(members) >= 1}
"""

HEAD = """quorate: 1
roster: made
title: Made
as_of: 2026-06-30
uses: [rules]
"""


def packs(name: str) -> Charter:
    if name != "rules":
        raise FileError([Diagnostic("unknown-charter", f"there is no charter or pack `{name}`")])
    return charter_of(read_tree(Source("rules.yaml", PACK)), packs)


def read(text: str, files: Mapping[str, bytes] | None = None, head: str = HEAD) -> Roster:
    def beside(name: str) -> bytes:
        if name not in (files or {}):
            raise FileError([Diagnostic("no-file", f"`{name}` cannot be read")])
        return (files or {})[name]

    return roster_of(read_tree(Source("roster.yaml", head + text)), packs, beside)


def wrong(text: str, files: Mapping[str, bytes] | None = None, head: str = HEAD) -> list[tuple[str, str, str | None]]:
    """What is said of a roster: code, the words underlined, help."""
    with pytest.raises(FileError) as caught:
        read(text, files, head)
    return [(one.code, one.span.text if one.span else "", one.help) for one in caught.value.diagnostics]


# What is read --------------------------------------------------------------------------------------------------------


def test_facts_have_the_types_that_were_declared() -> None:
    made = read("""
organisation: {name: Made Inc, listed: true}
organisations: {acme: {name: Acme, listed: false}}
people:
  ann:
    name: Ann Ash
    ind: {is: true, determined: 2026-02-10, by: board}
    joined: 2020-02-29
    share: 0.25
    pay: {2025: USD 120000, 2026: "USD 1,000.50"}
    role: officer
    firms: [acme, bolt, acme]
    ties: [{org: acme, with: bob}, {org: bolt, with: bob, until: 2020-01-01}]
    mentor: bob
  bob: {candidate: false, ind: unknown}
bodies:
  board: {members: [ann], public: true}
""")
    ann = made.people["ann"]
    assert ann.facts == {
        "ind": Determination(True, date(2026, 2, 10), "board"),
        "joined": date(2020, 2, 29),
        "share": Fraction(1, 4),
        "pay": {2025: Money(Fraction(120000), "USD"), 2026: Money(Fraction("1000.5"), "USD")},
        "role": "officer",
        "firms": ("acme", "bolt"),
        "ties": (
            {"org": "acme", "with": "bob", "until": date.max},
            {"org": "bolt", "with": "bob", "until": date(2020, 1, 1)},
        ),
        "mentor": "bob",
    }
    assert (ann.name, made.people["bob"].name, made.people["bob"].candidate) == ("Ann Ash", "bob", False)
    assert made.people["bob"].facts == {}
    assert (made.organisation.name, made.organisation.facts) == ("Made Inc", {"listed": True})
    assert made.organisations["acme"].facts == {"listed": False}
    assert made.bodies["board"].facts == {"public": True}
    assert ann.fact_spans["joined"].text == "joined"


def test_bodies_offices_and_the_calendar() -> None:
    made = read("""
board: directors
time_zone: Europe/Berlin
log_from: 2025-01-01
people: {ann: {}, bob: {}}
bodies:
  directors:
    kind: board
    seats: 5
    members: [ann, {person: bob, since: 2020-01-01, term_ends: 2027-05-11, seat: a, votes: 2, terms: 3}]
    chair: ann
  pay: {parent: directors, chair: none, established: 2024-05-01, members: []}
offices: {secretary: bob, treasurer: none}
calendar:
  fiscal_year: 07-01
  annual_meetings: [2026-05-12, 2025-05-13]
  board_meetings: [2026-08-04]
  closed: [2026-12-24, {first: 2026-12-27, last: 2026-12-31, why: shut}]
  holidays: US-DE
  hours: 08:30-16:00
  length: 90
  spacing: 28
  busy:
    ann:
      - 2026-07-01
      - {first: 2026-07-06, last: 2026-07-07, why: away}
      - {start: 2026-07-09 09:00, end: 2026-07-09 12:30}
""")
    assert made.board == "directors"
    assert made.bodies["directors"].members == (
        Membership("ann"),
        Membership("bob", date(2020, 1, 1), date(2027, 5, 11), "a", 2, 3),
    )
    pay = made.bodies["pay"]
    assert (pay.kind, pay.chair, pay.parent, pay.established) == ("pay", None, "directors", date(2024, 5, 1))
    assert made.offices == {"secretary": "bob", "treasurer": None}
    calendar = made.calendar
    assert calendar.fiscal_year == (7, 1)
    assert calendar.annual_meetings == (date(2025, 5, 13), date(2026, 5, 12))
    assert calendar.closed == ((date(2026, 12, 24), date(2026, 12, 24)), (date(2026, 12, 27), date(2026, 12, 31)))
    assert (calendar.hours, calendar.length, calendar.spacing) == ((510, 960), 90, 28)
    assert [busy.end for busy in calendar.busy["ann"]] == [
        datetime(2026, 7, 2),
        datetime(2026, 7, 8),
        datetime(2026, 7, 9, 12, 30),
    ]
    assert (made.time_zone, made.log_from) == ("Europe/Berlin", date(2025, 1, 1))


def test_the_log_is_sorted_and_typed() -> None:
    made = read("""
people: {ann: {}, bob: {}}
bodies: {board: {members: [ann, bob]}, pay: {members: [ann]}}
offices: {secretary: bob}
events:
  - {date: 2026-03-05, kind: held, body: pay, present: all, agenda: [goals], called_by: offices.secretary}
  - {date: 2026-02-05, kind: determined, by: board, person: ann, subject: ind, facts: {ind: true}}
  - {date: 2026-03-05, kind: vote, body: pay, ayes: [ann], carried: true}
  - {date: 2026-02-06, kind: changed, body: pay, facts: {seats: 4, public: false}}
""")
    assert [event.kind for event in made.log] == ["determined", "changed", "held", "vote"]
    determined, changed, held, vote = made.log
    assert determined.details["facts"] == {"ind": Determination(True, date(2026, 2, 5), "board")}
    assert changed.details["facts"] == {"seats": 4, "public": False}
    assert held.details["present"] == "all"
    assert (held.details["special"], held.details["agenda"]) == (False, ("goals",))
    assert vote.details["noes"] == ()
    assert held.span is not None
    assert held.span.line == 11


def test_an_inline_roster_has_no_id() -> None:
    assert read("people: {ann: {}}", head="as_of: 2026-06-30\n").id == "inline"


# Tables --------------------------------------------------------------------------------------------------------------

TABLE = 'id,name,ind,joined,firms\nann,Ann Ash,TRUE,2020-01-01,acme; bolt\nbob,"Bob, Jr",false,,\n'


def test_people_come_from_a_table_and_the_file_says_more() -> None:
    made = read("people_from: people.csv\npeople: {bob: {ind: true}, cat: {}}", {"people.csv": TABLE.encode()})
    assert list(made.people) == ["ann", "bob", "cat"]
    assert made.people["ann"].facts == {"ind": True, "joined": date(2020, 1, 1), "firms": ("acme", "bolt")}
    assert (made.people["bob"].name, made.people["bob"].facts) == ("Bob, Jr", {"ind": True})


def test_a_workbook_is_read_like_a_table() -> None:
    book = openpyxl.Workbook()
    for row in (["id", "name", "ind", "joined", "share"], ["ann", "Ann Ash", True, datetime(2020, 1, 1), 0.5]):
        book.active.append(row)
    stream = io.BytesIO()
    book.save(stream)
    made = read("people_from: people.xlsx", {"people.xlsx": stream.getvalue()})
    assert made.people["ann"].facts == {"ind": True, "joined": date(2020, 1, 1), "share": Fraction(1, 2)}


@pytest.mark.parametrize(
    ("raw", "code", "shown"),
    [
        (b"name,ind\nAnn,true\n", "no-id-column", "name,ind"),
        (b"id,ind\n,true\n", "no-id", ",true"),
        (b"id,ind\nann,true\nann,false\n", "duplicate-person", "ann"),
        (b"id,ind\nann,yes\n", "not-a-boolean", "yes"),
        (b"id,joined\nann,5/14/2026\n", "bad-date", "5/14/2026"),
        (b"id,indd\nann,true\n", "unknown-fact", "true"),
        (b"id,ind\nann,true,x\n", "too-many-cells", "ann,true,x"),
    ],
)
def test_mistakes_in_a_table_are_told_in_the_table(raw: bytes, code: str, shown: str) -> None:
    with pytest.raises(FileError) as caught:
        read("people_from: people.csv", {"people.csv": raw})
    (found,) = caught.value.diagnostics
    assert found.span is not None
    assert (found.code, found.span.text, found.span.source.name) == (code, shown, "people.csv")


def test_a_table_that_is_no_workbook_is_told_where_it_is_named() -> None:
    ((code, shown, _),) = wrong("people_from: people.xlsx", {"people.xlsx": b"PK nonsense"})
    assert (code, shown) == ("not-a-workbook", "people.xlsx")


_cells = st.lists(
    st.lists(st.text(st.sampled_from('ab",;\n é'), max_size=5), min_size=2, max_size=4), min_size=1, max_size=5
)


@given(_cells)
def test_a_csv_text_is_read_as_it_was_written(rows: list[list[str]]) -> None:
    """Every quoted cell comes back (without the space around it), and its place holds it."""
    quoted = ["x", "y"], *rows
    text = "".join(",".join('"' + cell.replace('"', '""') + '"' for cell in row) + "\r\n" for row in quoted)
    found = list(rows_of(text))
    assert [[cell.text for cell in row] for row in found] == [[cell.strip() for cell in row] for row in quoted]
    places = [text[cell.start : cell.end] for row in found for cell in row]
    assert places == ['"' + cell.replace('"', '""') + '"' for row in quoted for cell in row]


def test_semicolons_part_cells_where_there_are_no_commas() -> None:
    tree = people_of("id;name\nann;Ann\n".encode("cp1252"), "people.csv", ())
    assert not tree.diagnostics
    assert [[cell.text for cell in row] for row in rows_of("id;name\nann;Ann, Jr\n")] == [
        ["id", "name"],
        ["ann", "Ann, Jr"],
    ]


# Calendar files ------------------------------------------------------------------------------------------------------

ICS = b"""BEGIN:VCALENDAR
VERSION:2.0
PRODID:x
BEGIN:VEVENT
UID:1
DTSTART:20260701T130000Z
DTEND:20260701T140000Z
RRULE:FREQ=WEEKLY;COUNT=2
SUMMARY:class
END:VEVENT
END:VCALENDAR
""".replace(b"\n", b"\r\n")


def test_a_calendar_file_is_opened_when_somebody_asks() -> None:
    text = "time_zone: America/New_York\npeople: {ann: {}}\ncalendar: {busy: {ann: [{ics: ann.ics}, 2026-07-03]}}"
    busy = read(text, {"ann.ics": ICS}).calendar.busy
    assert list(busy) == ["ann"]
    assert len(busy) == 1
    assert busy["ann"] == (
        Busy(datetime(2026, 7, 1, 9), datetime(2026, 7, 1, 10), "class"),
        Busy(datetime(2026, 7, 3), datetime(2026, 7, 4)),
        Busy(datetime(2026, 7, 8, 9), datetime(2026, 7, 8, 10), "class"),
    )


def test_a_broken_calendar_file_is_told_where_it_is_named() -> None:
    text = "people: {ann: {}}\ncalendar: {busy: {ann: [{ics: ann.ics}]}}"
    busy = read(text, {"ann.ics": ICS.replace(b"COUNT=2", b"BYSECOND=1,2")}).calendar.busy
    with pytest.raises(FileError) as caught:
        busy["ann"]
    assert caught.value.diagnostics[0].span is not None
    assert caught.value.diagnostics[0].span.text == "ann.ics"


# Mistakes ------------------------------------------------------------------------------------------------------------

PEOPLE = "people: {ann: {}, bob: {}}\n"


def _event(rest: str) -> str:
    return PEOPLE + f"bodies: {{pay: {{}}}}\nevents: [{{date: 2026-01-01, {rest}}}]"


def _busy(rest: str) -> str:
    return PEOPLE + f"calendar: {{busy: {{ann: [{rest}]}}}}"


def _stated(rest: str) -> str:
    return f"people: {{ann: {{ind: {{is: true, {rest}}}}}}}\nbodies: {{board: {{}}}}"


def _body(rest: str) -> str:
    return PEOPLE + f"bodies: {{board: {{{rest}}}}}"


@pytest.mark.parametrize(
    ("text", "code", "shown", "advice"),
    [
        ("people: {ann: {indd: true}}", "unknown-fact", "indd", "did you mean `ind`?"),
        ("people: {ann: {ind: yes}}", "not-a-boolean", "yes", "write `true`"),
        ("people: {ann: {joined: 2026-02-30}}", "bad-date", "2026-02-30", "check the day of the month"),
        ("people: {ann: {mentor: bob}}", "unknown-person", "bob", "one of `ann`"),
        ("people: {ann: {ties: [{with: bob}]}}", "unknown-person", "", None),
        (_stated("determined: 2026-01-01"), "missing-key", "is", None),
        (_stated("determined: 2026-01-01, by: bord"), "unknown-actor", "bord", "did you mean `board`?"),
        (_stated("determned: 2026-01-01, by: ann"), "unknown-key", "determned", "did you mean `determined`?"),
        (_body("members: [ann, anne]"), "unknown-person", "anne", "did you mean `ann`?"),
        (_body("members: [ann, ann]"), "duplicate-member", "ann", "delete one"),
        (_body("chair: anne"), "unknown-person", "anne", "did you mean `ann`?"),
        (_body("parent: bord"), "unknown-body", "bord", "did you mean `board`?"),
        (_body("parent: board"), "own-parent", "board", None),
        (_body("charter: ruless"), "unknown-charter", "ruless", None),
        (_body("members: [{person: ann, since: 2026-01-01, term_ends: 2025-01-01}]"), "bad-dates", "2025-01-01", None),
        ("board: bord\n" + _body(""), "unknown-body", "bord", "did you mean `board`?"),
        (PEOPLE + "offices: {ceo: an}", "unknown-person", "an", "did you mean `ann`?"),
        ("time_zone: America/New_Yrok", "unknown-time-zone", "America/New_Yrok", "write it as `America/New_York`"),
        ("calendar: {holidays: nyse}", "unknown-holidays", "nyse", None),
        ("calendar: {closed: [{first: 2026-02-02, last: 2026-02-01}]}", "bad-dates", "2026-02-01", None),
        (PEOPLE + "calendar: {busy: {an: [2026-02-01]}}", "unknown-person", "2026-02-01", "did you mean `ann`?"),
        (_busy("{first: 2026-02-02, last: 2026-02-01}"), "bad-dates", "2026-02-01", None),
        (_busy("{start: 2026-02-02 10:00, end: 2026-02-02 10:00}"), "bad-dates", "2026-02-02 10:00", None),
        (_busy("{start: 2026-02-02 10:00}"), "bad-busy-time", "start", None),
        (_busy("{ics: ann.ics}"), "no-file", "ann.ics", None),
        (_event("kind: apointed"), "unknown-word", "apointed", "did you mean `appointed`?"),
        (_event("by: ann"), "missing-key", "date", None),
        (_event("kind: died"), "missing-key", "kind", None),
        (_event("kind: died, person: ann, body: pay"), "unknown-key", "body", "it has `person`"),
        (_event("kind: died, person: anna"), "unknown-person", "anna", "did you mean `ann`?"),
        (_event("kind: held, body: pay, present: [ann, ann]"), "duplicate-person", "ann", "delete one"),
        (_event("kind: held, body: pay, present: ann"), "wrong-kind", "ann", None),
        (_event("kind: held, body: pay, present: all, mode: phone"), "unknown-word", "phone", None),
        (_event("kind: changed, person: ann, facts: {indd: true}"), "unknown-fact", "indd", "did you mean `ind`?"),
        (_event("kind: changed, body: pay, facts: {seats: many}"), "not-a-number", "many", None),
        (PEOPLE + "people_from: people.csv", "no-file", "people.csv", None),
    ],
)
def test_a_mistake_is_told_where_it_is(text: str, code: str, shown: str, advice: str | None) -> None:
    found = wrong(text)
    assert len(found) == 1, found
    assert found[0][0] == code
    assert shown in found[0][1]
    if advice is not None:
        assert found[0][2] == advice


def test_a_roster_says_its_day() -> None:
    assert wrong("people: {}", head="quorate: 1\nroster: made\n")[0][0] == "missing-key"


def test_all_mistakes_are_told_together_in_the_order_of_the_file() -> None:
    found = wrong("""
people: {ann: {ind: yes, joined: soon}, bob: {nothing: 1}}
bodies: {board: {members: [anne], chair: x}}
events:
  - {date: 2026-13-01, kind: died, person: ann}
  - {date: 2026-01-01, kind: dead, person: ann}
calendar: {hours: 17:00-09:00}
""")
    assert [code for code, _, _ in found] == [
        "not-a-boolean", "bad-date", "unknown-fact", "unknown-person", "unknown-person", "bad-date", "unknown-word",
        "bad-time",
    ]  # fmt: skip


# The illustrative board ----------------------------------------------------------------------------------------------


def test_the_illustrative_board_is_read_with_what_binds_its_bodies() -> None:
    path = Path(__file__).parents[2] / "scenarios" / "aleris" / "board.yaml"
    made, policies = open_roster(path)
    assert (len(made.bodies["board"].members), made.illustrative) == (12, True)
    assert set(policies) == set(made.bodies)
    assert read_roster(path, Library()).id == made.id
    assert made.calendar.busy["elena-marchetti"]
