"""What a planned meeting looks like to the clauses of scope meeting, and which of them it would break.

The plan assumes an ordinary meeting: called and chaired by the chair (if there, else by a member), with notice given
today, nobody in a member's place, nobody late or gone early, minutes kept, approved and filed afterwards.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from quorate.cel.ast import Binary, Literal, Select
from quorate.cel.reading import fields_read, names, walk
from quorate.charter.document import Clause, Force, Mode, Policy, Scope
from quorate.charter.evaluator import judge
from quorate.charter.occasions import planned_meeting
from quorate.charter.state import State
from quorate.charter.things import PersonThing, group
from quorate.charter.verdict import Status
from quorate.questions.schedule.quorums import expressions

MODES = ("in-person", "telephone", "video")
AGENDA_FIELDS = frozenset({"agenda", "subjects"})


def meeting_clauses(policy: Policy) -> tuple[Clause, ...]:
    """The clauses that a single meeting can break."""
    return tuple(
        clause for clause in policy.clauses if clause.scope is Scope.MEETING and clause.mode is not Mode.CONSTITUTES
    )


def reads_agenda(clause: Clause) -> bool:
    return any(fields_read(rule) & AGENDA_FIELDS for rule in expressions(clause))


def stands_alone(clause: Clause) -> bool:
    """Whether a clause can be judged by a meeting's time and attendance, whatever its agenda and the other meetings."""
    return not reads_agenda(clause) and not any("meetings" in names(rule) for rule in expressions(clause))


def reads_presence(clause: Clause) -> bool:
    return any("present" in names(rule) | fields_read(rule) for rule in expressions(clause))


def literals(clause: Clause) -> frozenset[str] | None:
    """The duties whose place on the agenda is all that a clause reads of it; none if it may read more."""
    found: set[str] = set()
    plain = 0
    every = [part for rule in expressions(clause) for part in walk(rule)]
    for part in every:
        match part:
            case Binary(op="in", left=Literal(value=str(name)), right=Select(field=field)) if field in AGENDA_FIELDS:
                found.add(name)
                plain += 1
            case _:
                pass
    reads = sum(isinstance(part, Select) and part.field in AGENDA_FIELDS for part in every)
    return frozenset(found) if plain == reads else None


@dataclass(frozen=True, slots=True)
class Plan:
    """A meeting of a body that is thought of: its day, who comes, how, what it deals with."""

    day: date
    today: date
    present: tuple[str, ...]
    chair: str | None
    minutes: int
    mode: str
    agenda: tuple[str, ...] = ()

    @property
    def leader(self) -> str | None:
        """Who presides: the chair, or in the chair's absence another."""
        if self.chair in self.present or not self.present:
            return self.chair
        return self.present[0]

    @property
    def caller(self) -> str | None:
        return self.chair if self.chair is not None else self.leader

    def details(self) -> dict[str, object]:
        """The meeting as a log would have it, by ids."""
        found: dict[str, object] = {
            "present": self.present,
            "mode": self.mode,
            "special": False,
            "closed": False,
            "notice": self.today,
            "agenda": self.agenda,
            "subjects": (),
            "minutes": self.minutes,
            "minutes_prepared": True,
        }
        people = {"called_by": self.caller, "presider": self.leader}
        return found | {name: person for name, person in people.items() if person is not None}

    def fields(self, state: State, body: str) -> Mapping[str, object]:
        """The meeting as clauses see it, but for who is present."""
        found = self.details()
        del found["present"]
        for name in ("called_by", "presider"):
            if name in found:
                found[name] = PersonThing(state, str(found[name]), body)
        nobody = {name: group(state, body, ()) for name in ("alternates", "came_late", "left_early")}
        return found | nobody | {"minutes_approved": True, "minutes_filed": True}


@dataclass(frozen=True, slots=True)
class Fitness:
    """What becomes of clauses at a planned meeting: which are broken, how many wishes are, what is unknown."""

    broken: tuple[Clause, ...] = ()
    wishes: int = 0
    facts: frozenset[str] = frozenset()

    @property
    def fits(self) -> bool:
        return not self.broken


def fitness(clauses: tuple[Clause, ...], policy: Policy, state: State, body: str, plan: Plan) -> Fitness:
    """Judge the clauses; one that cannot be decided counts as broken."""
    occasion = planned_meeting(policy, state, body, plan.day, plan.present, **plan.fields(state, body))
    verdicts = [judge(clause, occasion, explain=False) for clause in clauses]
    failing = [each for each in verdicts if each.status in (Status.BROKEN, Status.UNKNOWN)]
    must = [each for each in failing if _force(each.subject) is not Force.SHOULD]
    broken = tuple(each.subject for each in must if isinstance(each.subject, Clause))
    facts = frozenset[str]().union(*(each.facts for each in must if each.status is Status.UNKNOWN))
    return Fitness(broken, len(failing) - len(must), facts)


def _force(subject: object) -> Force | None:
    return subject.force if isinstance(subject, Clause) else None
