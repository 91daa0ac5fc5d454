"""Clauses, duties and properties: from their shapes to nouns, with every rule of form that one of them can break."""

from collections.abc import Mapping
from typing import assert_never

from quorate.cel.types import DATE, Type
from quorate.charter.charter_shape import ClauseShape, DutyShape, PeriodWord, PropertyShape
from quorate.charter.citations import citation_of
from quorate.charter.document import (
    TOPICS,
    Clause,
    Duty,
    Expression,
    Force,
    Mode,
    Per,
    Property,
    Scope,
)
from quorate.charter.expressions import Collector
from quorate.charter.nodes import ScalarNode
from quorate.charter.relief_from_yaml import days_of, reliefs_of, remedies_of
from quorate.charter.shapes import At, Shape
from quorate.charter.vocabulary import DUTY_VARIABLES, VARIABLES, clause_variables

_PROPERTY_SCOPES = (Scope.DEPARTURE, Scope.SUBCOMMITTEE)


def topic_of(shape: ClauseShape) -> str:
    """The stated topic, or the first part of the id where that is one."""
    first = shape.id.value.split(".", 1)[0]
    return shape.topic.value if shape.topic else first if first in TOPICS else ""


def _per(given: At[PeriodWord] | None) -> Per | None:
    return None if given is None else Per(given.value.name, given.value.months, given.value.start)


def clause_of(collector: Collector, shape: ClauseShape, charter: str, *, pack: bool) -> Clause | None:
    """The clause of a shape, or none when its rule cannot be told."""
    cite = citation_of(shape.cite)
    cited = str(cite) or None
    scope = _scope(collector, shape, cited)
    _form(collector, shape, scope, cited, pack=pack)
    _idle(collector, shape, scope, cited)
    mode, rule = _rule(collector, shape, scope, cited)
    when = _optional(collector, shape.when, _variables(shape, scope, Mode.REQUIRE), cited, scope)
    if rule is None or mode is None:
        return None
    force = _force(collector, shape, mode, cited)
    return Clause(
        id=shape.id.value,
        charter=charter,
        text=shape.text.value if shape.text else "",
        cite=cite,
        topic=topic_of(shape),
        force=force,
        scope=scope,
        mode=mode,
        rule=rule,
        span=shape.id.span.cited(cited),
        when=when,
        per=_per(shape.per),
        tested=shape.tested.value if shape.tested else "always",
        in_force=days_of(collector, shape.in_force, cited),
        overrides=tuple(word.value for word in shape.overrides or ()),
        default=bool(shape.default and shape.default.value),
        reading=shape.reading.value if shape.reading else None,
        verified=shape.verified is None or shape.verified.value,
        weight=_weight(collector, shape, force, cited),
        cost=_cost(collector, shape, force, cited),
        relief=reliefs_of(collector, shape.relief or (), charter, (f"{charter}/{shape.id.value}",)),
        remedy=remedies_of(collector, shape.remedy or (), cited),
    )


def _scope(collector: Collector, shape: ClauseShape, cited: str | None) -> Scope:
    if shape.scope is None:
        return Scope.BODY
    scope = Scope(shape.scope.value)
    if scope in _PROPERTY_SCOPES:
        message = f"scope `{scope}` is for properties only"
        collector.add("property-scope", message, shape.scope, "make it a property with a `claim`", cited=cited)
    return scope


def _form(collector: Collector, shape: ClauseShape, scope: Scope, cited: str | None, *, pack: bool) -> None:
    """The rules of form that concern keys beside the rule itself."""
    if scope is Scope.YEAR and "per" not in shape.node.keys:
        advice = "say which year: `per: calendar_year`, `fiscal_year`, `rolling_year`, `between_annual_meetings` …"
        collector.add(
            "missing-per", "a clause of scope `year` needs `per`", shape.scope or shape.id, advice, cited=cited
        )
    if scope is not Scope.YEAR and shape.per is not None and not _unread(shape, "scope"):
        advice = "say `scope: year`, or delete `per`"
        collector.add("stray-per", f"`per` says nothing in scope `{scope}`", shape.per, advice, cited=cited)
    if shape.default is not None and shape.default.value and not pack:
        message = "only a clause of a pack can be a default"
        collector.add("default-in-charter", message, shape.default, "delete `default`", cited=cited)
    elif shape.default is not None and shape.default.value and not topic_of(shape):
        message = "a default needs a topic, so that it is known what displaces it"
        collector.add("default-without-topic", message, shape.default, "add `topic`", cited=cited)


def _unread(shape: Shape, *keys: str) -> bool:
    """Whether one of these keys is there and could not be read: nothing more is said of what it would have meant."""
    return any(key in shape.node.keys and getattr(shape, key) is None for key in keys)


def _idle(collector: Collector, shape: ClauseShape, scope: Scope, cited: str | None) -> None:
    """A `constitutes` that is never asked; a topic or scope that is a mistake itself is not blamed twice."""
    if shape.constitutes is None or _unread(shape, "topic", "scope") or scope in _PROPERTY_SCOPES:
        return
    if scope is not Scope.BODY or topic_of(shape) != "term":
        message = "`constitutes` says who is still a member after a term, so its topic is `term` and its scope `body`"
        advice = "say `topic: term` without another `scope`, or make it a `require` or an `allow`"
        collector.add("idle-constitutes", message, shape.constitutes, advice, cited=cited)


def _rule(
    collector: Collector, shape: ClauseShape, scope: Scope, cited: str | None
) -> tuple[Mode | None, Expression | None]:
    """The one of require, allow and constitutes that is given; two or none is a mistake."""
    given = {mode: rule for mode in Mode if (rule := _given(shape, mode)) is not None}
    if not given:
        if not _has_any(shape):
            advice = "add `require: EXPRESSION`"
            collector.add(
                "no-rule", "a clause needs `require`, `allow` or `constitutes`", shape.id, advice, cited=cited
            )
        return None, None
    if len(given) > 1:
        listed = " and ".join(f"`{mode}`" for mode in given)
        message = f"a clause has one rule, this one has {listed}"
        collector.add("several-rules", message, shape.id, "make two clauses of it", cited=cited)
    read = {
        mode: collector.expression(rule, _variables(shape, scope, mode), cited=cited, scope=scope)
        for mode, rule in given.items()
    }
    mode = next(iter(given))
    return mode, read[mode]


def _variables(shape: ClauseShape, scope: Scope, mode: Mode) -> Mapping[str, Type]:
    """What the clause sees; where its scope could not be read, the words of every scope, lest one mistake make two."""
    if _unread(shape, "scope"):
        return _of_every_scope()
    return clause_variables(scope, mode)


def _of_every_scope() -> Mapping[str, Type]:
    return {name: kind for every in Scope for name, kind in VARIABLES[every].items()}


def _given(shape: ClauseShape, mode: Mode) -> At[ScalarNode] | None:
    match mode:
        case Mode.REQUIRE:
            return shape.require
        case Mode.ALLOW:
            return shape.allow
        case Mode.CONSTITUTES:
            return shape.constitutes
        case _:
            assert_never(mode)


def _has_any(shape: ClauseShape) -> bool:
    """Whether the file has a rule that could not be read, so that nothing more need be said."""
    return any(mode in shape.node.keys for mode in Mode)


def _weight(collector: Collector, shape: ClauseShape, force: Force, cited: str | None) -> int:
    if shape.weight is None:
        return 1
    if force is not Force.SHOULD and not _unread(shape, "force"):
        message = f"`weight` says nothing of a clause with `force: {force}`"
        collector.add("stray-weight", message, shape.weight, "only what should be so is weighed", cited=cited)
    return shape.weight.value


def _cost(collector: Collector, shape: ClauseShape, force: Force, cited: str | None) -> int | None:
    if shape.cost is None:
        return None
    if force is not Force.MUST and not _unread(shape, "force"):
        message = f"`cost` says nothing of a clause with `force: {force}`"
        collector.add("stray-cost", message, shape.cost, "only what must be so is ever waived", cited=cited)
    return shape.cost.value


def _force(collector: Collector, shape: ClauseShape, mode: Mode, cited: str | None) -> Force:
    ordinary = Force.MAY if mode is Mode.ALLOW else Force.MUST
    if shape.force is None:
        return ordinary
    force = Force(shape.force.value)
    if (mode is Mode.ALLOW) != (force is Force.MAY):
        message = f"`{mode}` and `force: {force}` do not go together"
        advice = "a permission is `allow` with `force: may`; an obligation is `require` with `must` or `should`"
        collector.add("force-and-rule", message, shape.force, advice, cited=cited)
    return force


def _optional(
    collector: Collector,
    rule: At[ScalarNode] | None,
    variables: Mapping[str, Type],
    cited: str | None,
    scope: Scope | None,
) -> Expression | None:
    if rule is None:
        return None
    return collector.expression(rule, variables, cited=cited, scope=scope)


def _part(collector: Collector, rule: At[ScalarNode] | None, part: str, cited: str | None) -> Expression | None:
    """A condition of a duty, on a meeting or on an event."""
    return None if rule is None else collector.expression(rule, DUTY_VARIABLES[part], cited=cited, where=part)


def duty_of(collector: Collector, shape: DutyShape, charter: str) -> Duty:
    cite = citation_of(shape.cite)
    cited = str(cite) or None
    _timing(collector, shape, cited)
    by = None
    if shape.by is not None:
        by = collector.expression(shape.by, DUTY_VARIABLES["by"], cited=cited, expected=DATE, where="by")
    return Duty(
        id=shape.id.value,
        charter=charter,
        text=shape.text.value if shape.text else "",
        cite=cite,
        subject=shape.subject.value,
        power=shape.power.value,
        force=Force(shape.force.value) if shape.force else Force.MUST,
        span=shape.id.span.cited(cited),
        who=shape.who.value if shape.who else "body",
        to=shape.to.value if shape.to else None,
        at_least=shape.at_least.value if shape.at_least else 1,
        per=_per(shape.per),
        within=_part(collector, shape.within, "within", cited),
        after=_part(collector, shape.after, "after", cited),
        by=by,
        before=tuple(word.value for word in shape.before or ()),
        minutes=shape.minutes.value if shape.minutes else 0,
        standing=bool(shape.standing and shape.standing.value),
        reading=shape.reading.value if shape.reading else None,
    )


def _timing(collector: Collector, shape: DutyShape, cited: str | None) -> None:
    """A duty falls due in a period, after events, or is always under way: one of the three."""
    standing = shape.standing is not None and shape.standing.value
    ways = [key for key, given in (("per", shape.per), ("after", shape.after)) if given is not None]
    ways += ["standing"] if standing else []
    if not ways and not _unread(shape, "per", "after", "standing"):
        advice = "add `per`, `after`, or `standing: true`"
        collector.add("no-timing", "nothing says when the duty falls due", shape.id, advice, cited=cited)
    if len(ways) > 1:
        listed = " and ".join(f"`{way}`" for way in ways)
        collector.add("several-timings", f"{listed} do not go together", shape.id, "keep one", cited=cited)
    if shape.by is not None and shape.after is None and not _unread(shape, "after"):
        collector.add("by-without-after", "`by` counts from an event", shape.by, "add `after`", cited=cited)


def property_of(collector: Collector, shape: PropertyShape, charter: str) -> Property | None:
    scope = Scope(shape.scope.value) if shape.scope else Scope.BODY
    variables = VARIABLES[scope] if not _unread(shape, "scope") else _of_every_scope()
    claim = collector.expression(shape.claim, variables, scope=scope)
    when = collector.expression(shape.when, variables, scope=scope) if shape.when else None
    if claim is None or (shape.when is not None and when is None):
        return None
    return Property(
        id=shape.id.value,
        charter=charter,
        text=shape.text.value if shape.text else "",
        scope=scope,
        claim=claim,
        span=shape.id.span,
        assuming=tuple(word.value for word in shape.assuming or ()),
        when=when,
        topics=None if shape.topics is None else tuple(word.value for word in shape.topics),
    )
