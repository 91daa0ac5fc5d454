"""Explanations as text, JSON and annotations."""

from collections.abc import Iterable, Iterator, Mapping, Sequence

from quorate.charter.verdict import Evidence
from quorate.questions.explain.nouns import (
    Core,
    ExplainAnswer,
    Kind,
    OnePerson,
    OneRank,
    OneSlate,
    Part,
    Reason,
    Swap,
    WhyNot,
)
from quorate.questions.slates.nouns import Seated
from quorate.questions.slates.reasons import listed
from quorate.reports import explain_json, explain_schedule
from quorate.reports.answer import Json
from quorate.reports.console import Page, Text, bad, good, muted, strong, warn
from quorate.reports.remedies import recruits, repairs
from quorate.reports.slates import counted, people_told, sizes_told
from quorate.source.diagnostic import Diagnostic

SCHEMA: Json = {"anyOf": [explain_json.SCHEMA, explain_schedule.SCHEMA]}
json = explain_json.json

MOST = 6  # facts told


def text(answer: ExplainAnswer, page: Page) -> None:
    """What was asked, the answer in a line, what clashes, what would help."""
    _head(answer, page)
    page.blank()
    if answer.slate is not None:
        _slate(answer.names, answer.slate, page)
    elif answer.person is not None:
        _person(answer.names, answer.person, answer.why, page)
    elif answer.rank is not None:
        _rank(answer.names, answer.rank, page)
    else:
        _slates(answer, page)
    if answer.why is not None:
        _why(answer.names, answer.why, page)
    if answer.repairs is not None:
        repairs(answer.names, answer.repairs, page)
    if answer.recruits is not None:
        recruits(answer.recruits, page)
    if answer.open_because is not None:
        page.line(warn(f"not finished: {answer.open_because}"))
    if answer.second is not None:
        page.line(muted(f"second opinion: {answer.second}"))
    if answer.engine:
        page.blank()
        page.line(muted(f"explained by `{answer.engine}`; every slate was checked by the reference evaluator"))


def _head(answer: ExplainAnswer, page: Page) -> None:
    made_up = " (illustrative)" if answer.illustrative else ""
    page.heading(f"{answer.title or answer.roster}{made_up}, as of {answer.as_of}")
    for body in answer.bodies:
        page.line(strong(body.body), f": {sizes_told(body)}", indent=2)
        page.line(muted(f"today {people_told(answer.names, body.today)}"), indent=4)


def _slates(answer: ExplainAnswer, page: Page) -> None:
    if answer.example is None:
        if answer.why is not None or answer.open_because is None:
            page.line(_verdict(answer.why))
        return
    page.line(good("there is nothing to explain: " + _number(answer.lawful)))
    _seats(answer.names, answer.example.seats, page, "the best is ")
    page.line(muted("`quorate slates` lists them; `--slate`, `--person` and `--rank` explain one"))


def _verdict(why: WhyNot | None) -> Text:
    if why is None or why.certain:
        return bad("no lawful slate")
    return warn(f"no slate is known to be lawful; {_hanging(why)}")


def _number(lawful: int | None) -> str:
    return "there is a lawful slate" if lawful is None else counted(lawful, "lawful slate")


def _hanging(why: WhyNot) -> str:
    what = "slates hang" if why.hanging != 1 else "slate hangs"
    many = "some" if why.hanging is None else f"{why.hanging:,}"
    return f"{many} {what} on facts that are not known"


def _seats(names: Mapping[str, str], seats: Sequence[Seated], page: Page, before: str = "") -> None:
    for each in seats:
        where = f"{each.body}: " if len(seats) > 1 else ""
        page.line(before, where, people_told(names, each), indent=2)


# Why not --------------------------------------------------------------------------------------------------------------


def _why(names: Mapping[str, str], why: WhyNot, page: Page) -> None:
    for place, core in enumerate(why.cores, 1):
        _core(names, core, page, place if len(why.cores) > 1 else None, why.certain)
    if why.beyond is not None:
        page.line(why.beyond, indent=2)
    if why.facts:
        page.line(warn("what would decide it: "), _some(names, why.facts))
    if why.complete:
        page.line(muted("there is no other reason" if len(why.cores) == 1 else "these are all the reasons there are"))
    for name in why.tried:
        what = "tried slate by slate" if why.beyond is not None else "in no core"
        page.line(muted(f"{what}, as it comes to no formula: {name}"))


def _core(names: Mapping[str, str], core: Core, page: Page, place: int | None, certain: bool) -> None:
    page.blank()
    number = "" if place is None else f"{place}. "
    page.line(number, strong(clash(names, core, certain)), f": {core.because}" if core.because else "")
    for part in core.asked:
        _part(names, part, page)
    if core.facts:
        told = "; ".join(part.text for part in core.facts)
        page.line(strong("as long as"), f" {told}", indent=2)
    if core.smallest and len(core.asked) > 1:
        page.line(muted("each of them is needed for that, and no fewer clash"), indent=2)


def clash(names: Mapping[str, str], core: Core, certain: bool = True) -> str:
    """That the parts of a core cannot hold together."""
    if not core.asked:
        return "nobody can sit"
    told = listed(tuple(part.names[0] for part in core.asked), {})
    if core.people:
        keeps = "keeps" if len(core.asked) == 1 else "together keep"
        return f"{told} {keeps if certain else keeps.replace('keep', 'may keep')} {listed(core.people, names)} out"
    both = {1: "", 2: "both "}.get(len(core.asked), "all ")
    return f"{told} cannot {both}{'hold' if certain else 'be known to hold'}"


def _part(names: Mapping[str, str], part: Part, page: Page) -> None:
    also = f" So says {listed(part.names[1:], {})} too." if len(part.names) > 1 else ""
    page.line(strong(part.names[0]), f" [{part.cite}]" if part.cite else "", f" {part.text}{also}", indent=2)
    for line in _does(names, part):
        page.line(line, indent=4)


def _does(names: Mapping[str, str], part: Part) -> Iterator[str]:
    why = "; ".join(evidence.text for evidence in part.why)
    if part.keeps_out:
        covered = {person for evidence in part.why for person in evidence.people}
        yield f"keeps out {why if covered == set(part.keeps_out) else listed(part.keeps_out, names)}"
        if why and covered != set(part.keeps_out):
            yield why
    if part.no_chairs:
        yield from _no_chairs(names, part)
    if part.sizes is not None and not part.keeps_out and part.kind is Kind.CLAUSE:
        least, most = part.sizes
        yield f"by itself it lets {least if least == most else f'{least} to {most}'} people sit"
    if part.near is not None:
        seats = "; ".join(_seated(names, each, len(part.near.slate) > 1) for each in part.near.slate)
        other = [each.text for each in part.near.evidence if not _said(part, each)]
        yield f"without it: {seats}" + (f" (but {'; '.join(other)})" if other else "")


def _no_chairs(names: Mapping[str, str], part: Part) -> Iterator[str]:
    """Who is never the chair, and why: the first few reasons, whoever there is beside them."""
    shown = part.why_no_chair[:MOST]
    if len(shown) == 1 and len(shown[0].people) == len(part.no_chairs):
        yield f"keeps from the chair {listed(part.no_chairs, names)}: {shown[0].text}"
        return
    yield "keeps from the chair"
    for each in shown:
        yield f"  {listed(each.people, names)}: {each.text}"
    said = {person for each in shown for person in each.people}
    silent = tuple(person for person in part.no_chairs if person not in said)
    if silent:
        yield f"  {listed(silent, names) if len(silent) <= MOST else f'{len(silent)} others'}"


def _said(part: Part, evidence: Evidence) -> bool:
    """Whether an evidence speaks of nobody but those who are kept out anyway."""
    return bool(evidence.people) and set(evidence.people) <= set(part.keeps_out)


def _seated(names: Mapping[str, str], each: Seated, several: bool) -> str:
    return f"{each.body}: {people_told(names, each)}" if several else people_told(names, each)


def _some(names: Mapping[str, str], facts: tuple[str, ...]) -> str:
    more = len(facts) - MOST
    return ", ".join(_whose(names, each) for each in facts[:MOST]) + (f" and {more} more" if more > 0 else "")


def _whose(names: Mapping[str, str], fact: str) -> str:
    """`id.fact` as people say it."""
    who, _, what = fact.partition(".")
    return f"`{what}` of {names[who]}" if what and who in names else fact


# One slate ------------------------------------------------------------------------------------------------------------


def _slate(names: Mapping[str, str], found: OneSlate, page: Page) -> None:
    verdict = {
        True: good("this slate is lawful"),
        False: bad("this slate is not lawful"),
        None: warn("whether this slate is lawful hangs on facts that are not known"),
    }
    page.line(verdict[found.lawful])
    _seats(names, found.seats, page)
    if found.unfit or found.reasons:
        page.heading("why")
    for told in (found.unfit or {}).values():
        page.line(told, indent=2)
    for reason in found.reasons:
        _reason(names, reason, page)
    if found.together is not None:
        kept = any(part.kind is Kind.KEEP for core in found.together.cores for part in core.asked)
        whole = "no slate is lawful, whoever sits"
        page.heading("whomever else one adds, not all of these people can sit together" if kept else whole)
        for core in found.together.cores:
            _core(names, core, page, None, found.together.certain)
    if found.lawful is not True:
        _swaps(names, found, page)


def _reason(names: Mapping[str, str], reason: Reason, page: Page) -> None:
    cite = f" [{reason.cite}]" if reason.cite else ""
    page.line(strong(", ".join(reason.names)), cite, f" {reason.text}", indent=2)
    for each in reason.evidence:
        page.line(each.text, indent=4)
    if reason.open:
        page.line(warn(f"not known: {_some(names, reason.facts)}" if reason.facts else "not known"), indent=4)


def _swaps(names: Mapping[str, str], found: OneSlate, page: Page) -> None:
    if not found.swaps:
        page.heading("no change of this slate helps; ask without `--slate` what would")
        return
    page.heading("the smallest changes that make it lawful")
    for swap in found.swaps:
        page.line(_swap(names, swap), indent=2)
    if found.more_swaps:
        page.line(muted("and others as small"), indent=2)


def _swap(names: Mapping[str, str], swap: Swap) -> str:
    parts = []
    for each in swap.seats:
        where = f"{each.body}: " if len(swap.seats) > 1 else ""
        said = _exchange(names, swap.joining[each.body], swap.leaving[each.body])
        chair = swap.chair.get(each.body)
        said += [f"{names.get(chair, chair)} takes the chair"] if chair is not None else []
        parts += [f"{where}{', '.join(said)}"] if said else []
    return "; ".join(parts)


def _exchange(names: Mapping[str, str], joining: tuple[str, ...], leaving: tuple[str, ...]) -> list[str]:
    if joining and leaving:
        return [f"{listed(joining, names)} for {listed(leaving, names)}"]
    if joining:
        return [f"{listed(joining, names)} {'joins' if len(joining) == 1 else 'join'}"]
    return [f"{listed(leaving, names)} {'leaves' if len(leaving) == 1 else 'leave'}"] if leaving else []


# One person, one rank -------------------------------------------------------------------------------------------------


def _person(names: Mapping[str, str], found: OnePerson, why: WhyNot | None, page: Page) -> None:
    who = names.get(found.person, found.person)
    if found.example is not None:
        page.line(good(f"{who} can serve in {found.body}"), _leverage(found))
        _seats(names, found.example.seats, page, "the best such slate: ")
    elif found.unfit is not None:
        page.line(bad(f"{who} cannot serve in {found.body}"), f": {found.unfit}")
    elif found.slates == 0:
        nobody = why is not None and any(not core.people for core in why.cores)
        page.line(bad(f"{who} cannot serve in {found.body}"), ", nor can anybody: no slate is lawful" if nobody else "")


def _leverage(found: OnePerson) -> str:
    if found.slates is None or not found.lawful:
        return ""
    share = f"{100 * found.slates / found.lawful:.0f} %"
    return f": in {found.slates:,} of {counted(found.lawful, 'lawful slate')} ({share})"


def _rank(names: Mapping[str, str], found: OneRank, page: Page) -> None:
    rank = found.slate.rank
    page.line(strong(f"rank {rank}"))
    _seats(names, found.slate.seats, page)
    if rank == 1:
        page.line("no lawful slate is better")
    else:
        page.line("after the first: ", found.against_first, indent=2)
        if rank > 2:
            page.line(f"after number {rank - 1}: ", found.against_before, indent=2)
    columns = ["", *(f"rank {each}" for each in ((1,) if rank == 1 else (1, rank - 1, rank) if rank > 2 else (1, 2)))]
    page.table(columns, [[measure.name, *measure.values] for measure in found.measures])


# Annotations ----------------------------------------------------------------------------------------------------------


def github(answer: ExplainAnswer) -> Iterable[Diagnostic]:
    """Each clause of a core, and each clause that the slate breaks, at its place."""
    for why in (answer.why, answer.slate.together if answer.slate is not None else None):
        for core in why.cores if why is not None else ():
            yield from _clashing(core, why is None or why.certain)
    for reason in answer.slate.reasons if answer.slate is not None else ():
        if reason.span is not None:
            told = f"`{', '.join(reason.names)}`: {_evidence(reason.evidence)}"
            yield Diagnostic("no-lawful-slate", told, reason.span)


def _clashing(core: Core, certain: bool) -> Iterator[Diagnostic]:
    for part in core.parts:
        if part.span is not None:
            because = f": {core.because}" if core.because else ""
            yield Diagnostic("no-lawful-slate", f"{clash({}, core, certain)}{because}", part.span)


def _evidence(evidence: tuple[Evidence, ...]) -> str:
    return "; ".join(each.text for each in evidence) or "not met"
