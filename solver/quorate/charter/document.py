"""The nouns of a charter: clauses, duties, facts, properties, as read from one file and checked."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from enum import StrEnum

from quorate.cel.ast import Expr
from quorate.cel.types import Type
from quorate.source.span import Excerpt, Source, Span


class Force(StrEnum):
    MUST = "must"
    SHOULD = "should"
    MAY = "may"


class Scope(StrEnum):
    BODY = "body"
    QUORUM = "quorum"
    VOTE = "vote"
    MEETING = "meeting"
    YEAR = "year"
    EVENT = "event"
    CHARTER = "charter"
    DEPARTURE = "departure"
    SUBCOMMITTEE = "subcommittee"


class Mode(StrEnum):
    """Which of its three forms a clause takes."""

    REQUIRE = "require"
    ALLOW = "allow"
    CONSTITUTES = "constitutes"


class Rank(StrEnum):
    STATUTE = "statute"
    LISTING = "listing"
    CERTIFICATE = "certificate"
    BYLAWS = "bylaws"
    CHARTER = "charter"
    POLICY = "policy"


TOPICS = (
    "purpose", "size", "composition", "independence", "appointment", "term", "vacancy", "removal", "chair", "meetings",
    "attendance", "notice", "quorum", "vote", "consent", "recusal", "minutes", "delegation", "duties", "reports",
    "advisers", "resources", "overlap", "affiliation", "amendment",
)  # fmt: skip

POWERS = ("review", "recommend", "approve", "administer", "report", "certify", "file", "complete")


@dataclass(frozen=True, slots=True)
class Expression:
    """A checked expression with the text it was read from (`excerpt.text` is what people see)."""

    excerpt: Excerpt
    ast: Expr
    type: Type


@dataclass(frozen=True, slots=True)
class Citation:
    """Where a clause comes from: a section of the document, the fragments that anchor it, or an outside source."""

    section: str | None = None
    quotes: tuple[str, ...] = ()
    source: str | None = None
    quote_spans: tuple[Span, ...] = ()

    def __str__(self) -> str:
        return self.section or self.source or ""


@dataclass(frozen=True, slots=True)
class Per:
    """How often: a named period, or every so many months from a date."""

    name: str  # calendar_year fiscal_year rolling_year between_annual_meetings quarter month every
    months: int | None = None
    start: date | None = None


class ReliefKind(StrEnum):
    WAIVER = "waiver"
    CURE = "cure"
    PHASE_IN = "phase_in"


@dataclass(frozen=True, slots=True)
class Relief:
    """What spares a body a broken clause for a time: a waiver, a cure, a phase-in.

    `helps` names the clauses (`document/clause`); `start` is a test of an event or gives a day, `given` a test of the
    entry of the log that grants it. With `who` the clause is judged again without those members, without it suspended.
    """

    id: str
    charter: str
    kind: ReliefKind
    text: str
    cite: Citation
    span: Span
    helps: tuple[str, ...] = ()
    start: Expression | None = None
    given: Expression | None = None
    who: Expression | None = None
    during: Expression | None = None
    until: Expression | None = None
    alone: bool = False
    at_most: int | None = None
    in_force: tuple[date | None, date | None] = (None, None)
    verified: bool = True


@dataclass(frozen=True, slots=True)
class Remedy:
    """One step of what ends a breach: the members of whom `leave` is true go, chosen as `choose` says.

    `choose` is `all`, `by_agreement`, `latest`, `earliest` or `by_lot`; `by` the last day for it; `then` what follows.
    """

    span: Span
    leave: Expression
    choose: str = "all"
    by: Expression | None = None
    then: str | None = None


@dataclass(frozen=True, slots=True)
class SeatClass:
    """Seats of one class: how many, who fills them, for how long, with how many votes each.

    `cohorts` says how many of the terms end together; `ex_officio` names the office whose holder has the seat.
    """

    name: str
    count: int
    span: Span
    text: str = ""
    cite: Citation = Citation()
    selected_by: str | None = None
    term: int | None = None
    cohorts: tuple[int, ...] = ()
    hold_over: bool = False
    votes: int = 1
    ex_officio: str | None = None
    most_terms: int | None = None


@dataclass(frozen=True, slots=True)
class Clause:
    """One constraint. `rule` is what its mode requires, allows or constitutes; `when` narrows where it applies.

    `weight` is how much a `should` counts where slates are ranked, `cost` what a repair that waives it costs.
    """

    id: str
    charter: str
    text: str
    cite: Citation
    topic: str
    force: Force
    scope: Scope
    mode: Mode
    rule: Expression
    span: Span
    when: Expression | None = None
    per: Per | None = None
    tested: str = "always"  # always | at_appointment | at_election
    in_force: tuple[date | None, date | None] = (None, None)
    overrides: tuple[str, ...] = ()
    default: bool = False
    reading: str | None = None
    verified: bool = True
    weight: int = 1
    cost: int | None = None
    relief: tuple[Relief, ...] = ()
    remedy: tuple[Remedy, ...] = ()


@dataclass(frozen=True, slots=True)
class Duty:
    """Recurring work. `who` is `body`, `each_member` or `chair`; `per`/`at_least` or `after` say when it falls due."""

    id: str
    charter: str
    text: str
    cite: Citation
    subject: str
    power: str
    force: Force
    span: Span
    who: str = "body"
    to: str | None = None
    at_least: int = 1
    per: Per | None = None
    within: Expression | None = None
    after: Expression | None = None
    by: Expression | None = None
    before: tuple[str, ...] = ()
    minutes: int = 0
    standing: bool = False
    reading: str | None = None


@dataclass(frozen=True, slots=True)
class Property:
    """A claim about a charter, made only where `when` is true.

    `topics` narrows what is assumed lawful to the charter's clauses of these topics; none means all of them.
    """

    id: str
    charter: str
    text: str
    scope: Scope
    claim: Expression
    span: Span
    assuming: tuple[str, ...] = ()
    when: Expression | None = None
    topics: tuple[str, ...] | None = None


@dataclass(frozen=True, slots=True)
class Unchecked:
    """A sentence of the text that nothing could decide, and why."""

    quotes: tuple[str, ...]
    why: str
    span: Span


@dataclass(frozen=True, slots=True)
class FactDeclaration:
    """What may be known of a holder (`person`, `organisation`, `body`, or a record's name).

    `cost` is what a repair that changes it costs, where that is said. A fact that is `presumed`, or `denied` by others,
    is a determination: any board may have stated it, so that in proofs it is a fact like one without a definition.
    """

    holder: str
    name: str
    type: Type
    span: Span
    text: str = ""
    default: object = None
    has_default: bool = False
    define: Expression | None = None
    changeable: bool = False
    at_most: int | None = None
    usual: object = None
    by: str | None = None
    cost: int | None = None
    presumed: Expression | None = None
    denied: Expression | None = None
    date_of: str | None = None
    cite: Citation = field(default_factory=Citation)
    verified: bool = True

    @property
    def rules(self) -> tuple[Expression, ...]:
        """The expressions by which it follows from other facts."""
        return tuple(rule for rule in (self.define, self.presumed, self.denied) if rule is not None)


@dataclass(frozen=True, slots=True)
class Charter:
    """A charter, or a pack (`kind` is then none): everything its file says, checked, in the file's order.

    `alternates_count` says whether an acting alternate is a member beside the one for whom it acts; `used_at` has the
    day as of which a pack is used, where the charter says so.
    """

    id: str
    title: str
    kind: str | None
    rank: Rank
    source: Source
    span: Span
    uses: tuple[str, ...] = ()
    facts: tuple[FactDeclaration, ...] = ()
    records: Mapping[str, tuple[FactDeclaration, ...]] | None = None
    subjects: Mapping[str, str] | None = None
    terms: Mapping[str, Expression] | None = None
    clauses: tuple[Clause, ...] = ()
    duties: tuple[Duty, ...] = ()
    properties: tuple[Property, ...] = ()
    unchecked: tuple[Unchecked, ...] = ()
    alternates_count: bool = False
    relief: tuple[Relief, ...] = ()
    seats: tuple[SeatClass, ...] = ()
    used_at: Mapping[str, date] | None = None

    def clause(self, clause_id: str) -> Clause:
        return next(clause for clause in self.clauses if clause.id == clause_id)


@dataclass(frozen=True, slots=True)
class Policy:
    """A charter with the packs it uses, defaults displaced and overrides applied: what binds one body.

    `facts` maps (holder, name) to its declaration over the charter and all packs.
    """

    charter: Charter
    packs: tuple[Charter, ...]
    clauses: tuple[Clause, ...]
    duties: tuple[Duty, ...]
    facts: Mapping[tuple[str, str], FactDeclaration]
