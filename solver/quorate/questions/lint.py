"""What is wrong or doubtful in policy files, found by reading them: nothing is solved here, no solver is loaded."""

from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Protocol

from quorate.cel.ast import Binary, Call, Expr, Literal, Name
from quorate.cel.reading import fields_read, names, walk
from quorate.charter.amendment import Amendment, Insert, Piece, Replace, pieces
from quorate.charter.document import Charter, Clause, Duty, Expression, Force, Mode, Property, Rank, Relief, Scope
from quorate.charter.faults import in_order, once
from quorate.charter.ignores import heed
from quorate.charter.nodes import key_place
from quorate.charter.outsiders import offices_of, strange_offices
from quorate.charter.policy import speaks_of
from quorate.charter.roster import Roster
from quorate.charter.survey import Surveyed
from quorate.source.diagnostic import Diagnostic, Severity
from quorate.source.reporter import SILENT, Reporter
from quorate.source.span import Source, Span


@dataclass(frozen=True, slots=True)
class Lint:
    """The files that were read, and every finding, file by file, in the order of each file.

    Until it is `complete`, files may be missing, and only reading has been complained of. It is `decided` unless
    a time limit cut reasoning short; `proved` says whether anything was reasoned about at all.
    """

    files: tuple[str, ...]
    findings: tuple[Diagnostic, ...]
    complete: bool = True
    decided: bool = True
    proved: bool = False

    def at_least(self, severity: Severity) -> tuple[Diagnostic, ...]:
        """The findings that are as bad as that, or worse."""
        return tuple(finding for finding in self.findings if RANKS[finding.severity] >= RANKS[severity])


RANKS = {Severity.NOTE: 0, Severity.WARNING: 1, Severity.ERROR: 2}
REASONED = frozenset(
    (
        "contradictory-clauses", "contradictory-case", "never-applicable", "always-true", "implied-clause",
        "law-contradicted", "law-left-open", "law-guaranteed", "law-not-in-force", "not-reasoned", "not-decided",
    )
)  # fmt: skip
"""The codes of findings that only reasoning finds."""


class Reasoning(Protocol):
    """What reasoning found, and whether it was given the time to."""

    @property
    def findings(self) -> tuple[Diagnostic, ...]: ...

    @property
    def decided(self) -> bool: ...


Reason = Callable[[Sequence[Surveyed]], Reasoning]


def lint(files: Iterable[Surveyed], reporter: Reporter = SILENT, reason: Reason | None = None) -> Lint:
    """Everything that can be said of some files by reading them, and by reasoning if that is asked for.

    What a comment in a file ignores is left out; comments that silence nothing are findings themselves.
    """
    survey = tuple(_read(files, reporter))
    said = [finding for file in survey for finding in file.diagnostics]
    said += [finding for rule in RULES for finding in rule(survey)]
    if reason is None:
        return _lint(survey, said, REASONED)
    reporter.found(_lint(survey, said, REASONED))
    more = reason(survey)
    unasked = frozenset[str]() if more.decided else REASONED
    return replace(_lint(survey, [*said, *more.findings], unasked), decided=more.decided, proved=True)


def _lint(survey: Sequence[Surveyed], said: Iterable[Diagnostic], unasked: Collection[str]) -> Lint:
    """What stays of some findings once the comments of the files are heeded; of those said twice, a file's own."""
    own: dict[int, list[Diagnostic]] = {id(file.tree.source): [] for file in survey if file.tree is not None}
    elsewhere: list[Diagnostic] = []
    for finding in once(sorted(said, key=lambda one: one.span is None or id(one.span.source) not in own)):
        own.get(id(finding.span.source) if finding.span else 0, elsewhere).append(finding)
    kept = [finding for file in survey if file.tree for finding in _heeded(file.tree.source, own, unasked)]
    return Lint(tuple(str(file.path) for file in survey), (*elsewhere, *kept))


def _heeded(source: Source, own: Mapping[int, list[Diagnostic]], unasked: Collection[str]) -> tuple[Diagnostic, ...]:
    return in_order(heed(source, own[id(source)], unasked))


def _read(files: Iterable[Surveyed], reporter: Reporter) -> Iterator[Surveyed]:
    """The files, one by one; who listens hears of each, and has what reading found so far."""
    paths: list[str] = []
    found: list[Diagnostic] = []
    for file in files:
        paths.append(str(file.path))
        found += file.diagnostics
        reporter.advance(len(paths), paths[-1])
        reporter.found(Lint(tuple(paths), tuple(dict.fromkeys(found)), complete=False))
        yield file


# What rules look at -------------------------------------------------------------------------------------------------


def charters(survey: Iterable[Surveyed]) -> Iterator[tuple[Surveyed, Charter]]:
    """The charters and packs that could be read."""
    for file in survey:
        if isinstance(file.document, Charter):
            yield file, file.document


def expressions(charter: Charter) -> Iterator[Expression]:
    """Every expression of a charter or pack."""
    for piece in pieces(charter):
        yield from _of_piece(piece)
    yield from (rule for fact in charter.facts for rule in fact.rules)
    yield from (charter.terms or {}).values()


def _of_piece(piece: Piece) -> Iterator[Expression]:
    match piece:
        case Clause(rule=rule, when=when, relief=reliefs, remedy=remedy):
            yield rule
            yield from () if when is None else (when,)
            yield from (part for relief in reliefs for part in _of_relief(relief))
            yield from (part for step in remedy for part in (step.leave, step.by) if part is not None)
        case Duty(within=within, after=after, by=by):
            yield from (part for part in (within, after, by) if part is not None)
        case Property(claim=claim, when=when):
            yield claim
            yield from () if when is None else (when,)
        case Relief():
            yield from _of_relief(piece)


def _of_relief(relief: Relief) -> Iterator[Expression]:
    parts = (relief.start, relief.given, relief.who, relief.during, relief.until)
    yield from (part for part in parts if part is not None)


def _all_expressions(survey: Iterable[Surveyed]) -> Iterator[Expression]:
    for file in survey:
        match file.document:
            case Charter() as charter:
                yield from expressions(charter)
            case Amendment(changes=changes):
                for change in changes:
                    if isinstance(change, Insert | Replace):
                        yield from _of_piece(change.piece)
            case _:
                pass


def id_place(file: Surveyed) -> Span:
    """Where a file says its id."""
    assert file.tree is not None, "only files that could be read have ids"
    assert file.kind is not None
    return key_place(file.tree.root, (file.kind,))


def _finding(code: str, message: str, span: Span, advice: str, severity: Severity = Severity.WARNING) -> Diagnostic:
    return Diagnostic(code, message, span, advice, severity)


# The rules ----------------------------------------------------------------------------------------------------------


def unused_facts(survey: Sequence[Surveyed]) -> Iterator[Diagnostic]:
    """A declared fact that no expression reads; those of a pack only beside a charter that uses it."""
    read = frozenset(name for expression in _all_expressions(survey) for name in fields_read(expression.ast))
    lent = {pack.id for file, _ in charters(survey) for pack in file.packs}
    for _, charter in charters(survey):
        if charter.kind is None and charter.id not in lent:
            continue
        fields = [field for record in (charter.records or {}).values() for field in record]
        for fact in (*charter.facts, *fields):
            if fact.name not in read:
                article = "an" if fact.holder[0] in "aeiou" else "a"
                message = f"no clause reads the fact `{fact.name}` of {article} {fact.holder}"
                yield _finding("unused-fact", message, fact.span, "delete it, or write the clause that needs it")


def unused_subjects(survey: Sequence[Surveyed]) -> Iterator[Diagnostic]:
    """A declared subject that no duty has and no expression names."""
    named = frozenset(
        part.value
        for expression in _all_expressions(survey)
        for part in walk(expression.ast)
        if isinstance(part, Literal) and isinstance(part.value, str)
    )
    for file, charter in charters(survey):
        used = named | {duty.subject for duty in charter.duties}
        for subject in charter.subjects or {}:
            if subject not in used and file.tree is not None:
                span = key_place(file.tree.root, ("subjects", subject))
                message = f"no duty has the subject `{subject}`"
                yield _finding("unused-subject", message, span, "delete it, or write the duty")


def duplicate_ids(survey: Sequence[Surveyed]) -> Iterator[Diagnostic]:
    """Two files that give themselves one id."""
    seen: dict[tuple[bool, str], Surveyed] = {}
    for file in survey:
        if not isinstance(file.document, Charter | Roster):
            continue
        name = file.document.id
        first = seen.setdefault((isinstance(file.document, Roster), name), file)
        if first is not file:
            message = f"the id `{name}` is also that of {first.path}"
            yield _finding("duplicate-file-id", message, id_place(file), "give one of them another id", Severity.ERROR)


def uncited(survey: Sequence[Surveyed]) -> Iterator[Diagnostic]:
    """A clause or duty that does not say where it comes from."""
    for _, charter in charters(survey):
        both: tuple[Clause | Duty, ...] = (*charter.clauses, *charter.duties)
        for piece in both:
            cite = piece.cite
            if not (cite.section or cite.source or cite.quotes):
                kind = "clause" if isinstance(piece, Clause) else "duty"
                message = f"the {kind} `{piece.id}` does not say where it comes from"
                yield _finding("no-citation", message, piece.span, "add `cite: {section: …, quote: …}`")


def unverified(survey: Sequence[Surveyed]) -> Iterator[Diagnostic]:
    """A clause, relief or fact that nobody has compared with its source."""
    for _, charter in charters(survey):
        reliefs = (*charter.relief, *(relief for clause in charter.clauses for relief in clause.relief))
        works: tuple[Clause | Relief, ...] = (*charter.clauses, *reliefs)
        for clause in works:
            if not clause.verified:
                yield _unverified(clause.id, clause.span)
        yield from (_unverified(fact.name, fact.span) for fact in charter.facts if not fact.verified)


def _unverified(name: str, span: Span) -> Diagnostic:
    message = f"nobody has compared `{name}` with its source yet"
    return _finding("unverified", message, span, "compare it, and delete `verified`", Severity.NOTE)


_ORDER = tuple(Rank)


def overrides_upwards(survey: Sequence[Surveyed]) -> Iterator[Diagnostic]:
    """A clause that sets aside what a document of higher rank does not leave open."""
    for file, charter in charters(survey):
        known = {f"{pack.id}/{clause.id}": (pack, clause) for pack in file.packs for clause in pack.clauses}
        for clause in charter.clauses:
            for name in clause.overrides:
                pack, other = known[name]
                if _ORDER.index(pack.rank) < _ORDER.index(charter.rank) and not other.default:
                    message = f"a {charter.rank} sets aside `{name}`, which is of rank {pack.rank} and no default"
                    advice = "higher documents prevail unless they say otherwise"
                    yield _finding("overrides-upwards", message, clause.span, advice)


def unknown_offices(survey: Sequence[Surveyed]) -> Iterator[Diagnostic]:
    """An office of which a charter speaks, and that no roster of its bodies has."""
    rosters = [file.document for file in survey if isinstance(file.document, Roster)]
    for file, charter in _governing(survey):
        using = [one for one in rosters if any(body.charter == charter.id for body in one.bodies.values())]
        offices = frozenset(name for one in using for name in offices_of(one))
        for document in (charter, *file.packs) if offices else ():
            yield from strange_offices(document, offices)


def fixed_quorum(survey: Sequence[Surveyed]) -> Iterator[Diagnostic]:
    """A quorum that is a number, in a body that may grow without end."""
    for file, charter in _governing(survey):
        bounded = any(_bounds_size(clause) for clause in _binding(file, charter))
        for clause in charter.clauses:
            if (
                clause.scope is Scope.QUORUM
                and clause.mode is Mode.REQUIRE
                and _is_fixed(clause.rule.ast)
                and not bounded
            ):
                message = f"the quorum `{clause.id}` is a fixed number, and nothing limits the size of the body"
                advice = (
                    "in a body that grows it is an ever smaller part: give a maximum size, or a share of the members"
                )
                yield _finding("fixed-quorum", message, clause.span, advice)


def _is_fixed(expr: Expr) -> bool:
    return "present" in names(expr) and not names(expr) & {"members", "seats", "voting"}


def _bounds_size(clause: Clause) -> bool:
    """Whether a clause says how many members there may be at most."""
    return clause.scope is Scope.BODY and any(
        isinstance(part, Binary)
        and (
            (part.op in ("<", "<=", "==") and _is_size(part.left))
            or (part.op in (">", ">=", "==") and _is_size(part.right))
        )
        for part in walk(clause.rule.ast)
    )


def _is_size(expr: Expr) -> bool:
    match expr:
        case Call(function="size", target=None, args=(Name(name="members"),)):
            return True
        case Call(function="size", target=Name(name="members"), args=()):
            return True
        case _:
            return False


SILENCES = (
    ("silent-quorum", "quorum", "how many members are a quorum"),
    ("silent-vote", "vote", "how many votes carry a decision"),
    ("silent-vacancy", "vacancy", "how a vacancy is filled"),
    ("silent-recusal", "recusal", "who stays out of a vote on a matter of their own"),
    ("silent-removal", "removal", "how a member is removed"),
    ("silent-notice", "notice", "how long before a meeting its notice is given"),
)


def silences(survey: Sequence[Surveyed]) -> Iterator[Diagnostic]:
    """A question that every body meets sooner or later, and on which its charter says nothing."""
    for file, charter in _governing(survey):
        for code, topic, what in SILENCES:
            if not any(clause.topic == topic for clause in charter.clauses):
                yield _silent(file, charter, code, topic, what)
        if not any(_about_chair(clause) for clause in charter.clauses):
            what = "who may be the chair"
            yield _silent(file, charter, "silent-chair", "chair", what)


def _about_chair(clause: Clause) -> bool:
    return clause.scope is Scope.BODY and clause.force is not Force.MAY and "chair" in names(clause.rule.ast)


def _silent(file: Surveyed, charter: Charter, code: str, topic: str, what: str) -> Diagnostic:
    message = f"`{charter.id}` does not say {what}"
    applying = [
        f"`{pack.id}/{clause.id}`"
        for pack in file.packs
        for clause in pack.clauses
        if clause.topic == topic and clause.force is not Force.MAY and speaks_of(clause, charter.kind)
    ]
    advice = f"{' and '.join(applying)} then applies" if applying else f"add a clause with `topic: {topic}`"
    return _finding(code, message, id_place(file), advice, Severity.NOTE)


def _governing(survey: Sequence[Surveyed]) -> Iterator[tuple[Surveyed, Charter]]:
    """The charters, without the packs."""
    return ((file, charter) for file, charter in charters(survey) if charter.kind is not None)


def _binding(file: Surveyed, charter: Charter) -> Iterator[Clause]:
    """The clauses of a charter, and of its packs as far as they speak of its kind of body."""
    yield from charter.clauses
    for pack in file.packs:
        yield from (clause for clause in pack.clauses if speaks_of(clause, charter.kind))


RULES: tuple[Callable[[Sequence[Surveyed]], Iterator[Diagnostic]], ...] = (
    duplicate_ids,
    unused_facts,
    unused_subjects,
    uncited,
    unverified,
    overrides_upwards,
    unknown_offices,
    fixed_quorum,
    silences,
)
"""Every rule beside those of reading; a new one is a function here and a heading in `docs/findings.md`."""
