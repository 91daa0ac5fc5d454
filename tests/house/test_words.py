"""The pages list the words of the code: the fields of things in `docs/language.md`, closed lists in `docs/files.md`."""

import re
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from quorate.charter.document import POWERS, TOPICS
from quorate.charter.events import KINDS
from quorate.charter.load import read
from quorate.charter.roster import Roster
from quorate.charter.verdict import Status
from quorate.charter.vocabulary import MODES, built_in_fields

MEANINGS = {
    "person": {
        "id": "the id in the roster", "name": "the name; the id unless stated",
        "since": "of a member: the first day of the membership", "term_ends": "of a member: the last day of the term",
        "seat": "of a member: the class of the seat", "votes": "of a member: the number of votes",
        "terms": "of a member: the terms served, this one included",
    },
    "body": {
        "name": "the name in the roster", "kind": "what sort of body", "charter": "the id of its charter",
        "members": "who is in office", "chair": "who is in the chair; nobody while it is vacant",
        "seats": "the authorised number of seats", "vacancies": "the seats that are not filled",
        "parent": "the body of which it is a part",
    },
    "organisation": {"id": "the id", "name": "the name"},
    "meeting": {
        "date": "the day", "mode": "how it was held", "special": "whether it is a special meeting",
        "closed": "whether it is closed to those who do not belong to the body",
        "called_by": "who called it", "presider": "who presided", "notice": "the day on which notice was given",
        "body": "the body that met", "agenda": "the items of the agenda, such as ids of duties",
        "subjects": "the subjects that were dealt with", "present": "the members who were present",
        "alternates": "who was present in a member's place",
        "came_late": "who came after it had begun", "left_early": "who left before it ended",
        "minutes": "how long it lasted, in minutes", "minutes_prepared": "whether its minutes are prepared",
        "minutes_approved": "whether its minutes are approved", "minutes_filed": "whether its minutes are filed",
    },
    "event": {
        "date": "the day", "kind": "what happened", "by": "who acted", "to": "whom it went to",
        "person": "whom it is about", "replaces": "in whose place", "body": "the body concerned",
        "office": "the office concerned", "subject": "what it is about", "duty": "the id of the duty",
        "item": "the matter, as on the agenda", "meeting": "the day of the meeting it belongs to",
        "own_control": "whether it lay within the person's own control", "disclosed": "whether it was disclosed",
        "relief": "the relief that it grants, of a `waived`", "until": "the last day of what it grants",
        "seat": "the class of the seat that it fills", "term_ends": "the last day of the term that it begins",
        "present": "the members who were present, of a `held` of any body",
        "seated": "the members of the body that met or voted, of a `held`, `vote` or `consent` of any body",
        "ayes": "the members who were for it, of a `vote` or `consent` of any body",
        "noes": "the members who were against it", "abstentions": "the members who abstained",
        "changes": "the names of the facts that it changes",
        "left": "who ceases by it to sit in the body in question", "joined": "who comes by it to sit there",
    },
    "vote": {
        "item": "the matter", "subject": "what it is about", "form": "at a meeting or by written consent",
        "date": "the day",
    },
    "duty": {
        "id": "the id", "subject": "what it is about", "power": "what is done about it",
        "standing": "whether it is always under way", "at_least": "how often in each period",
        "who": "whose duty it is",
    },
    "clause": {
        "id": "the id", "topic": "what it is about", "force": "must, should or may", "scope": "what it speaks of",
    },
    "breach": {"since": "the first day on which the clause was broken, as far as the log goes back"},
    "period": {"first": "the first day", "last": "the last day, included"},
}  # fmt: skip


def fields() -> Iterator[str]:
    """The fields of the built-in things, as Markdown."""
    for thing, meanings in MEANINGS.items():
        yield from ("", f"**{thing}**", "", "| field | type | |", "|---|---|---|")
        for name, type_ in built_in_fields(thing).items():
            written = "a kind of event" if (thing, name) == ("event", "kind") else str(type_)
            yield f"| `{name}` | {'a topic' if name == 'topic' else written} | {meanings.get(name, '?')} |"
    yield ""


def words() -> Iterator[str]:
    """The closed lists, as Markdown."""
    yield "| list | words |"
    yield "|---|---|"
    lists = {"topic": TOPICS, "power": POWERS, "mode": MODES, "verdict": tuple(Status), "kind of event": tuple(KINDS)}
    for name, listed in lists.items():
        yield f"| {name} | {', '.join(f'`{word}`' for word in listed)} |"


@pytest.mark.parametrize(("file", "section", "written"), [("language", "fields", fields), ("files", "words", words)])
def test_the_page_lists_what_the_code_knows(
    file: str, section: str, written: Callable[[], Iterator[str]], checkout: Path, update: bool
) -> None:
    page = checkout / "docs" / f"{file}.md"
    marks = re.compile(rf"(?<=<!-- {section}: begin -->\n).*?(?=<!-- {section}: end -->)", re.DOTALL)
    text = page.read_text("utf-8")
    assert marks.search(text)
    renewed = marks.sub(lambda _: "\n".join(written()) + "\n", text)
    if update:
        page.write_text(renewed, "utf-8")
    assert renewed == page.read_text("utf-8"), "run pytest --update and look at git diff"


@pytest.mark.parametrize("thing", MEANINGS)
def test_every_field_has_its_meaning(thing: str) -> None:
    assert set(built_in_fields(thing)) == set(MEANINGS[thing])


def test_the_calendar_is_written_as_the_page_says(checkout: Path, tmp_path: Path) -> None:
    page = (checkout / "docs" / "files.md").read_text("utf-8")
    table = page.partition("How the values of the calendar are written:")[2].partition("A bare day")[0]
    rows = re.findall(r"^\| `(\w+)` \| (.*?) \|", table, re.MULTILINE)
    assert [key for key, _ in rows] == ["hours", "length", "spacing", "holidays", "busy"]
    (tmp_path / "ana.ics").write_text("BEGIN:VCALENDAR\nVERSION:2.0\nPRODID:x\nEND:VCALENDAR\n", "utf-8")
    for key, examples in rows:
        for example in re.findall(r"`([^`]+)`", examples):
            inner = f"{{{example}}}" if key == "busy" else example
            text = "quorate: 1\nroster: x\nas_of: 2026-06-30\npeople: {ana-ruiz: {name: Ana}}\nbodies: {}\n"
            (tmp_path / "x.yaml").write_text(f"{text}calendar: {{{key}: {inner}}}\n", "utf-8")
            assert isinstance(read(tmp_path / "x.yaml"), Roster), example
