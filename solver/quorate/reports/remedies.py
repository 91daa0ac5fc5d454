"""What would help, as text and JSON: repairs, cheapest first, and whom to recruit."""

from collections.abc import Iterator, Mapping, Sequence
from typing import assert_never

from quorate.questions.explain.remedies import (
    FactChange,
    Opening,
    Profile,
    Recruit,
    Recruits,
    Remedy,
    Repair,
    Repairs,
    Trait,
    Waiver,
    WishDropped,
)
from quorate.questions.slates.nouns import Seated
from quorate.questions.slates.reasons import listed
from quorate.reports.answer import Json
from quorate.reports.console import Page, muted, strong, warn
from quorate.reports.json import BOOLEAN, INTEGER, STRING, array, nullable, one_of, record
from quorate.reports.slates import SEATED, counted, people_told, seated_json

MOST = 8  # repairs and openings told
BESIDE = 4  # repairs told beside them that change no facts

_TRAIT = record({"fact": STRING, "value": STRING, "fits": STRING, "words": STRING})
_REMEDY = record(
    {
        "kind": one_of("waive", "change", "recruit", "give-up"),
        "name": STRING,
        "body": nullable(STRING),
        "person": nullable(STRING),
        "text": STRING,
        "stated": nullable(STRING),
        "value": nullable(STRING),
        "traits": array(_TRAIT),
        "cost": INTEGER,
    }
)
_REPAIR = record(
    {"remedies": array(_REMEDY), "cost": INTEGER, "slate": array(SEATED), "slates": nullable(INTEGER)},
    text="remedies that together open a lawful slate, such as `slate`; none of them needless",
)
REPAIRS: Json = record(
    {
        "found": array(_REPAIR),
        "complete": BOOLEAN,
        "most": nullable(INTEGER),
        "open_because": nullable(STRING),
        "tried": array(STRING),
    }
)
_OPENING = record({"newcomers": array(array(_TRAIT)), "slate": array(SEATED), "slates": nullable(INTEGER)})
RECRUITS: Json = record(
    {
        "openings": array(_OPENING),
        "complete": BOOLEAN,
        "most": INTEGER,
        "open_because": nullable(STRING),
        "tried": array(STRING),
    }
)


def repairs(names: Mapping[str, str], found: Repairs, page: Page) -> None:
    """Every minimal repair with its cost and what it opens."""
    page.heading("what would help, cheapest first" if found.found else "what would help")
    for each in found.found[:MOST]:
        _repair(names, each, page)
    if found.more and len(found.found) == 1:
        page.line(muted("nothing cheaper helps; more was not looked for, `--all` does"), indent=2)
    elif found.more or len(found.found) > MOST:
        page.line(muted("and others, no cheaper"), indent=2)
    beside = [each for each in found.found[MOST:] if not any(isinstance(one, FactChange) for one in each.remedies)]
    if beside and any(isinstance(one, FactChange) for each in found.found[:MOST] for one in each.remedies):
        page.line("others, without changing facts:", indent=2)
        for each in beside[:BESIDE]:
            _repair(names, each, page)
    if found.found and found.most is not None and not found.tried:
        page.line(muted(f"no more than {found.most} at once were looked for; `--all` looks for any number"), indent=2)
    if not found.found and found.open_because is None:
        page.line("nothing that may be given up or changed helps", indent=2)
    if found.open_because is not None:
        page.line(warn(f"not finished: {found.open_because}"), indent=2)


def _repair(names: Mapping[str, str], each: Repair, page: Page) -> None:
    told = "; ".join(remedies_told(names, each.remedies))
    opens = f" (opens {counted(each.slates, 'slate')})" if each.slates is not None else ""
    page.line(strong(f"cost {each.cost}"), f"  {told}", muted(opens), indent=2)
    page.line(muted(f"such as {_slate(names, each.slate, each.remedies)}"), indent=4)


def remedies_told(names: Mapping[str, str], remedies: Sequence[Remedy]) -> Iterator[str]:
    """What is to be done; the same change for several people, and several waivers, are told as one."""
    same: dict[object, list[Remedy]] = {}
    for remedy in remedies:
        alike = (remedy.fact, remedy.stated, remedy.value) if isinstance(remedy, FactChange) else id(remedy)
        same.setdefault(alike, []).append(remedy)
    for group in same.values():
        yield _told(names, group[0], [each.person for each in group if isinstance(each, FactChange)])


def _told(names: Mapping[str, str], remedy: Remedy, people: Sequence[str]) -> str:
    match remedy:
        case Waiver(name=name, law=law):
            return f"waive `{name}`" + (f", which is law ({law})" if law else "")
        case FactChange(fact=fact, stated=stated, value=value):
            return f"make `{fact}` of {listed(tuple(people), names)} {value} (now {stated or 'not known'})"
        case Recruit(profile=profile):
            return f"recruit {wanted(profile)}"
        case WishDropped(wish=wish, body=body):
            return f"give up the wish `{wish}` of `{body}`"
        case _:
            assert_never(remedy)


def wanted(profile: Profile) -> str:
    """A newcomer by the facts that must be known."""
    if not profile.traits:
        return "anybody"
    so = [_has(trait) for trait in profile.traits if trait.fits != "false"]
    not_so = [f"`{trait.fact}`" for trait in profile.traits if trait.fits == "false"]
    with_ = f"with {listed(tuple(so), {})}" if so else ""
    without = f"without {' or '.join([', '.join(not_so[:-1]), not_so[-1]] if len(not_so) > 1 else not_so)}"
    return f"somebody {', '.join(filter(None, [with_, without if not_so else '']))}"


def _has(trait: Trait) -> str:
    told = f"`{trait.fact}`"
    return told if trait.fits == "true" else f"{told} {'known' if trait.fits.startswith('known') else trait.fits}"


def recruits(found: Recruits, page: Page) -> None:
    """The weakest profiles of newcomers that open a slate."""
    page.heading("whom to recruit")
    for each in found.openings[:MOST]:
        _opening(each, page)
    if found.more or len(found.openings) > MOST:
        page.line(muted("and others"), indent=2)
    if not found.openings and found.open_because is None:
        people = "no newcomer helps" if found.most == 1 else f"no newcomers help, up to {found.most}"
        page.line(f"{people}, while the clauses and the wishes stay as they are", indent=2)
    if found.open_because is not None:
        page.line(warn(f"not finished: {found.open_because}"), indent=2)


def _opening(each: Opening, page: Page) -> None:
    """One line for each newcomer's facts, under how many newcomers there are and what they open."""
    verb = "opens" if len(each.newcomers) == 1 else "open"
    opens = f": {verb} {counted(each.slates, 'slate')}" if each.slates is not None else ""
    page.line(strong(counted(len(each.newcomers), "newcomer")), muted(opens), indent=2)
    alike: dict[Profile, int] = {}
    for profile in each.newcomers:
        alike[profile] = alike.get(profile, 0) + 1
    for number, (profile, many) in enumerate(alike.items()):
        if len(each.newcomers) > 1:
            page.line(_which(many, len(each.newcomers), number), indent=4)
        for line in specification(profile):
            page.line(line, indent=4 if len(each.newcomers) == 1 else 6)


def _which(many: int, of: int, number: int) -> str:
    """Which of the newcomers are spoken of: so many, after others."""
    if many == of:
        return "each:"
    return f"{many} of them:" if many > 1 else "another:" if number else "one:"


def specification(profile: Profile) -> list[str]:
    """What is wanted of a newcomer, as a job specification."""
    return [_begun(trait.words) for trait in profile.traits] or ["anybody will do"]


def _begun(words: str) -> str:
    """A sentence that goes on after others: its first letter is small, unless it begins a name of capitals."""
    return words if words[:2].isupper() else words[:1].lower() + words[1:]


def _slate(names: Mapping[str, str], slate: Sequence[Seated], remedies: Sequence[Remedy]) -> str:
    known = {**{each.id: "the newcomer" for each in remedies if isinstance(each, Recruit)}, **names}
    return "; ".join(
        f"{each.body}: {people_told(known, each)}" if len(slate) > 1 else people_told(known, each) for each in slate
    )


# For programs ---------------------------------------------------------------------------------------------------------


def repairs_json(found: Repairs) -> Json:
    return {
        "found": [_repair_json(each) for each in found.found],
        "complete": found.open_because is None and not found.more,
        "most": found.most,
        "open_because": found.open_because,
        "tried": list(found.tried),
    }


def _repair_json(each: Repair) -> Json:
    return {
        "remedies": [_remedy_json(remedy) for remedy in each.remedies],
        "cost": each.cost,
        "slate": [seated_json(seated) for seated in each.slate],
        "slates": each.slates,
    }


def _remedy_json(remedy: Remedy) -> Json:
    empty: dict[str, object] = {"body": None, "person": None, "stated": None, "value": None, "traits": []}
    match remedy:
        case Waiver():
            own = {"kind": "waive", "name": remedy.name, "body": remedy.body, "text": remedy.text}
        case FactChange():
            own = {"kind": "change", "name": remedy.fact, "person": remedy.person, "text": remedy.text}
            empty |= {"stated": remedy.stated, "value": remedy.value}
        case Recruit():
            own = {"kind": "recruit", "name": remedy.id, "text": wanted(remedy.profile)}
            empty |= {"traits": _traits(remedy.profile)}
        case WishDropped():
            own = {"kind": "give-up", "name": remedy.wish, "body": remedy.body, "text": remedy.text}
        case _:
            assert_never(remedy)
    return {**empty, **own, "cost": remedy.cost}


def _traits(profile: Profile) -> list[Json]:
    return [{"fact": each.fact, "value": each.value, "fits": each.fits, "words": each.words} for each in profile.traits]


def recruits_json(found: Recruits) -> Json:
    return {
        "openings": [
            {
                "newcomers": [_traits(profile) for profile in each.newcomers],
                "slate": [seated_json(seated) for seated in each.slate],
                "slates": each.slates,
            }
            for each in found.openings
        ],
        "complete": found.open_because is None and not found.more,
        "most": found.most,
        "open_because": found.open_because,
        "tried": list(found.tried),
    }
