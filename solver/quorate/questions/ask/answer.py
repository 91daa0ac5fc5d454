"""The questionnaire: which facts of whom can still change a verdict, each with the clauses that ask for it."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import TypedDict

from quorate.charter.document import Force, Policy
from quorate.charter.roster import Roster
from quorate.charter.state import State
from quorate.charter.supposing import Place, place_of
from quorate.charter.tenure import state_of
from quorate.questions.ask.cases import Case, is_determination, joining_cases, open_cases
from quorate.questions.ask.decide import Finding, Known, Search
from quorate.questions.ask.nouns import AskAnswer, Kind, Question, Reason, Sheet
from quorate.questions.ask.words import answer_to, fields_of, of_the_records, text_of, whose
from quorate.questions.check import chosen, full_name
from quorate.source.diagnostic import CallError, Diagnostic, did_you_mean
from quorate.source.reporter import SILENT, Reporter

_SHEETS = (Kind.PERSON, Kind.ORGANISATION, Kind.BODY, Kind.RECORDS)


class Asking(TypedDict, total=False):
    """Of which bodies and people, as of which day, and whether of those too who could join a body."""

    bodies: Iterable[str]
    people: Iterable[str]
    as_of: date | None
    candidates: bool
    reporter: Reporter


def ask(
    roster: Roster,
    policies: Mapping[str, Policy],
    *,
    bodies: Iterable[str] = (),
    people: Iterable[str] = (),
    as_of: date | None = None,
    candidates: bool = True,
    reporter: Reporter = SILENT,
) -> AskAnswer:
    """The facts by which verdicts on the bodies (all, where none is named) can still change, of whom they are.

    With `people` only what is asked about them. With `candidates` also what decides whether somebody who could be put
    on a slate may sit in a body. Raises `CallError` for bodies and people that are not in the roster.
    """
    state = state_of(roster, policies, as_of)
    named = chosen(roster, tuple(bodies))
    wanted = _people(roster, tuple(people))
    gathered = _Gathered(state)
    reporter.stage("asking", len(named))
    for number, name in enumerate(named):
        policy = policies.get(name)
        if policy is not None:
            gathered.body(policy, name, candidates, wanted)
        reporter.advance(number + 1, name)
    sheets = tuple(sheet for sheet in gathered.sheets() if not wanted or (sheet.kind, sheet.id) in wanted)
    return AskAnswer(roster.id, roster.title, roster.illustrative, state.as_of, sheets, gathered.open, gathered.settled)


def _people(roster: Roster, named: tuple[str, ...]) -> frozenset[tuple[Kind, str]]:
    for name in named:
        if name not in roster.people:
            advice = did_you_mean(name, roster.people)
            raise CallError([Diagnostic("no-such-person", f"the roster has no person `{name}`", help=advice)])
    return frozenset((Kind.PERSON, name) for name in named)


@dataclass(slots=True)
class _Gathered:
    """What is asked so far, by fact and by clause."""

    state: State
    known: Known = field(default_factory=Known)
    reasons: dict[str, dict[tuple[str, str, bool], Reason]] = field(default_factory=dict)
    states: dict[str, State] = field(default_factory=dict)
    open: int = 0
    settled: int = 0

    def body(self, policy: Policy, name: str, candidates: bool, wanted: frozenset[tuple[Kind, str]]) -> None:
        for case in open_cases(self.state, policy, name):
            self.open += 1
            self.settled += not self._case(case, None)
        if not candidates:
            return
        seated = {member.person for member in self.state.seating(name).members.values()}
        for person in self.state.roster.people.values():
            away = person.id in seated or not person.can_stand(self.state.as_of)
            if not away and (not wanted or (Kind.PERSON, person.id) in wanted):
                for case in joining_cases(self.state, policy, name, person.id):
                    self._case(case, person.id)

    def _case(self, case: Case, only: str | None) -> bool:
        """Note what is asked for the sake of one verdict; whether anything is."""
        found = False
        for name, finding in _findings(case, self.known, only):
            found = True
            self.states.setdefault(name, case.state)
            own = self.reasons.setdefault(name, {})
            key = (full_name(case.subject), case.body, case.joining is not None)
            earlier = own.get(key)
            occasions = (
                *(earlier.occasions if earlier else ()),
                *([case.verdict.occasion] * bool(case.verdict.occasion)),
            )
            shown = finding is Finding.DIFFERS or (earlier is not None and earlier.shown)
            own[key] = Reason(case.subject, case.body, case.joining is not None, tuple(dict.fromkeys(occasions)), shown)
        return found

    # From facts to sheets -------------------------------------------------------------------------------------------

    def sheets(self) -> Iterator[Sheet]:
        grouped: dict[tuple[Kind, str, str], list[Question]] = {}
        for name, reasons in self.reasons.items():
            sheet, question = self._question(name, _without_joining(reasons.values()))
            grouped.setdefault(sheet, []).append(question)
        for kind, id_, name in sorted(grouped, key=self._place):
            yield Sheet(kind, id_, name, tuple(sorted(grouped[kind, id_, name], key=_urgency)))

    def _place(self, sheet: tuple[Kind, str, str]) -> tuple[int, int, str]:
        """Sheets in the order of the roster: people, organisations, bodies, then what the records should say."""
        roster = self.state.roster
        lists: dict[Kind, list[str]] = {
            Kind.PERSON: list(roster.people),
            Kind.BODY: list(roster.bodies),
            Kind.ORGANISATION: ["", *roster.organisations],
            Kind.RECORDS: [""],
        }
        known = lists[sheet[0]]
        return _SHEETS.index(sheet[0]), known.index(sheet[1]) if sheet[1] in known else len(known), sheet[1]

    def _question(self, name: str, reasons: tuple[Reason, ...]) -> tuple[tuple[Kind, str, str], Question]:
        state = self.states[name]
        place = place_of(state, name)
        if place is None:
            sheet, text, type_ = of_the_records(name, state.roster)
            said = answer_to(type_, state.facts) if type_ is not None else "what it is"
            return sheet, Question(name, text, said, type_, reasons)
        fact = place.declaration
        return whose(place, state.roster), Question(
            name,
            text_of(place),
            answer_to(place.type, state.facts),
            place.type,
            reasons,
            board=is_determination(fact) and not place.steps,
            fields=fields_of(place.type, state.facts),
            counsel=not fact.verified,
        )


def _findings(case: Case, known: Known, only: str | None) -> Iterator[tuple[str, Finding]]:
    """The facts of a case that can, or for all that was tried could, change its verdict."""
    search = Search(case, known)
    search.explore()
    done: set[str] = set()
    while waiting := [place for name, place in search.seen.items() if name not in done]:
        for place in waiting:
            done.add(place.name)
            if only is not None and not _is_of(place, only):
                continue
            finding = search.finding(place)
            if finding is not Finding.NEVER:
                yield place.name, finding
    if only is None:
        yield from ((name, Finding.UNDECIDED) for name in sorted(case.verdict.facts) if not place_of(case.state, name))


def _is_of(place: Place, person: str) -> bool:
    return (place.kind, place.holder) == ("person", person)


def _without_joining(reasons: Iterable[Reason]) -> tuple[Reason, ...]:
    """The reasons, those that bind first; a clause that asks of a body as it is need not ask of a slate too."""
    given = list(reasons)
    seated = {(full_name(one.subject), one.body) for one in given if not one.joining}
    kept = [one for one in given if not one.joining or (full_name(one.subject), one.body) not in seated]
    return tuple(sorted(kept, key=lambda one: (not one.binds, one.joining)))


def _urgency(question: Question) -> tuple[bool, bool, bool, int]:
    """What binds comes first, the person's own answers before determinations, then what decides most."""
    must = any(one.subject.force is Force.MUST for one in question.reasons)
    return not must, question.board, not question.shown, -len(question.reasons)
