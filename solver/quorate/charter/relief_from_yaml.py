"""Reliefs, remedies and classes of seats: from their shapes to nouns, with every rule of form that one can break."""

from collections.abc import Iterable
from datetime import date

from quorate.cel.types import BOOL, DATE, Type
from quorate.charter.charter_shape import UseShape
from quorate.charter.citations import citation_of
from quorate.charter.document import Expression, Relief, ReliefKind, Remedy, SeatClass
from quorate.charter.expressions import Collector, fits
from quorate.charter.nodes import ScalarNode
from quorate.charter.relief_shape import InForceShape, ReliefShape, RemedyShape, SeatShape
from quorate.charter.shapes import At
from quorate.charter.vocabulary import relief_variables
from quorate.source.diagnostic import Diagnostic


def days_of(
    collector: Collector, shape: InForceShape | None, cited: str | None = None
) -> tuple[date | None, date | None]:
    """The first and the last day of a span of days, each where it is stated."""
    if shape is None:
        return None, None
    first, last = shape.from_, shape.until
    if first is not None and last is not None and last.value < first.value:
        advice = "the first day is `from`, the last is `until`"
        collector.add("ends-before-it-begins", f"`{last.value}` is before `{first.value}`", last, advice, cited=cited)
    return first.value if first else None, last.value if last else None


def reliefs_of(
    collector: Collector, shapes: Iterable[ReliefShape], charter: str, helps: tuple[str, ...] | None = None
) -> tuple[Relief, ...]:
    """The reliefs of a list; those in a clause help that clause and name none."""
    return tuple(_relief(collector, shape, charter, helps) for shape in shapes)


def _relief(collector: Collector, shape: ReliefShape, charter: str, inside: tuple[str, ...] | None) -> Relief:
    cite = citation_of(shape.cite)
    cited = str(cite) or None
    if inside is not None and shape.helps:
        advice = "delete `helps`, or move the relief to the top level"
        collector.add("helps-in-clause", "the relief of a clause helps that clause", shape.helps[0], advice)
    if shape.start is not None and shape.given is not None:
        advice = "keep `start` for what happens, or `given` for what is granted"
        collector.add("several-starts", "`start` and `given` do not go together", shape.given, advice, cited=cited)
    start = _start(collector, shape, cited)
    cause = _cause(shape, start)
    parts = {
        part: _part(collector, rule, part, cause, cited, kind)
        for part, rule, kind in (
            ("given", shape.given, BOOL),
            ("who", shape.who, BOOL),
            ("while", shape.while_, BOOL),
            ("until", shape.until, DATE),
        )
    }
    return Relief(
        id=shape.id.value,
        charter=charter,
        kind=ReliefKind(shape.kind.value),
        text=shape.text.value if shape.text else "",
        cite=cite,
        span=shape.id.span.cited(cited),
        helps=_helped(shape, charter, inside),
        start=start,
        given=parts["given"],
        who=parts["who"],
        during=parts["while"],
        until=parts["until"],
        alone=bool(shape.alone and shape.alone.value),
        at_most=shape.at_most.value if shape.at_most else None,
        in_force=days_of(collector, shape.in_force, cited),
        verified=shape.verified is None or shape.verified.value,
    )


def _helped(shape: ReliefShape, charter: str, inside: tuple[str, ...] | None) -> tuple[str, ...]:
    """The clauses named, those of the file with its id before them."""
    if inside is not None:
        return inside
    return tuple(word.value if "/" in word.value else f"{charter}/{word.value}" for word in shape.helps or ())


def _start(collector: Collector, shape: ReliefShape, cited: str | None) -> Expression | None:
    """What begins it: a test of an event, or a day, which then sees no event."""
    if shape.start is None:
        return None
    seen = relief_variables("start")
    found = collector.expression(shape.start, seen, cited=cited, expected=None, where="start")
    if found is None or fits(found.type, BOOL):
        return found
    if not fits(found.type, DATE):
        message = f"expected a test of an `event` or a day, found `{found.type}`"
        span = found.excerpt.span(0, len(found.excerpt.text))
        path = collector.path(shape.start.node)
        collector.tell(Diagnostic("wrong-type", message, span, "such as `event.kind == 'resigned'`", path=path))
        return None
    without = {name: kind for name, kind in seen.items() if name != "event"}
    return collector.expression(shape.start, without, cited=cited, expected=DATE, where="start")


def _cause(shape: ReliefShape, start: Expression | None) -> tuple[str, ...]:
    """The word for the entry of the log that begins it; both where what begins it could not be read."""
    if shape.start is not None and start is None:
        return "event", "relief"
    found = ("event",) if start is not None and start.type == BOOL else ()
    return (*found, "relief") if shape.given is not None else found


def _part(
    collector: Collector,
    rule: At[ScalarNode] | None,
    part: str,
    cause: tuple[str, ...],
    cited: str | None,
    expected: Type,
) -> Expression | None:
    if rule is None:
        return None
    return collector.expression(rule, relief_variables(part, *cause), cited=cited, expected=expected, where=part)


def remedies_of(collector: Collector, shapes: Iterable[RemedyShape], cited: str | None) -> tuple[Remedy, ...]:
    """The steps of a remedy in order, without those of whom it cannot be told who leaves."""
    found = []
    for shape in shapes:
        leave = collector.expression(shape.leave, relief_variables("leave"), cited=cited, where="leave")
        by = _part(collector, shape.by, "by", (), cited, DATE)
        if leave is not None:
            choose = shape.choose.value if shape.choose else "all"
            found.append(Remedy(shape.span, leave, choose, by, shape.then.value if shape.then else None))
    return tuple(found)


def seats_of(collector: Collector, shapes: Iterable[SeatShape]) -> tuple[SeatClass, ...]:
    """The classes of seats, each named once, with cohorts that fill the class."""
    found: dict[str, SeatClass] = {}
    for shape in shapes:
        name = shape.class_.value
        if name in found:
            collector.add("duplicate-id", f"the class of seats `{name}` is given twice", shape.class_, "keep one")
        found.setdefault(name, _seat_class(collector, shape))
    return tuple(found.values())


def _seat_class(collector: Collector, shape: SeatShape) -> SeatClass:
    cohorts = tuple(number.value for number in shape.cohorts or ())
    count = shape.count.value if shape.count else sum(cohorts) or 1
    if cohorts and sum(cohorts) != count:
        message = f"the cohorts have {sum(cohorts)} seats together, the class has {count}"
        collector.add("cohorts-and-count", message, (shape.cohorts or ())[0], "correct one of the two")
    if cohorts and shape.term is None:
        collector.add("cohorts-without-term", "`cohorts` says which terms end together", shape.class_, "add `term`")
    office = shape.ex_officio.value.removeprefix("offices.") if shape.ex_officio else None
    return SeatClass(
        name=shape.class_.value,
        count=count,
        span=shape.class_.span,
        text=shape.text.value if shape.text else "",
        cite=citation_of(shape.cite),
        selected_by=shape.selected_by.value if shape.selected_by else None,
        term=shape.term.value if shape.term else None,
        cohorts=cohorts,
        hold_over=bool(shape.hold_over and shape.hold_over.value),
        votes=shape.votes.value if shape.votes else 1,
        ex_officio=office,
        most_terms=shape.most_terms.value if shape.most_terms else None,
    )


def used_at(shapes: Iterable[UseShape]) -> dict[str, date]:
    """The packs that are used as the law stood on a day, with that day."""
    return {shape.pack.value: shape.at.value for shape in shapes if shape.at is not None}
