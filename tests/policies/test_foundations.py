"""The charters of open-source foundations: lawful slates counted by hand, and what their amendments change.

The rules are written out here once more, in plain Python from the documents, and tried on every set of candidates.
"""

from collections.abc import Callable, Iterator, Mapping
from fractions import Fraction
from itertools import combinations
from pathlib import Path

import pytest

from quorate import api
from quorate.charter.amendment import amend
from quorate.charter.document import Charter, Clause, Force
from quorate.charter.load import Library, read_amendment, read_charter
from quorate.charter.shipped import shipped

SCENARIOS = shipped("scenarios")
POLICIES = shipped("policies")
LIBRARY = Library((POLICIES,))
FOLDERS = ("kubernetes", "nixos", "node", "psf")
CHARTERS = sorted(read_charter(path).id for folder in FOLDERS for path in POLICIES.joinpath(folder).glob("*.yaml"))

People = tuple[str, ...]
Firms = Mapping[str, str]
Lawful = Callable[[People], bool]


def most_of_a_firm(people: People, firms: Firms) -> int:
    """How many of the people the firm with the most of them has; a person may be of several firms, or of none."""
    counts = [sum(firm in firms[person] for person in people) for firm in "".join(firms.values())]
    return max(counts, default=0)


NODE = {"ada": "a", "abe": "a", "bea": "b", "bob": "b", "cy": "c", "dee": "d", "uma": "", "una": "", "ulf": ""}


def node(least: int) -> Lawful:
    return lambda people: len(people) >= least and 4 * most_of_a_firm(people, NODE) <= len(people)


NIXOS = {
    "ann": "j", "ben": "l", "cleo": "m", "dora": "", "emil": "", "fay": "", "gus": "", "hal": "j", "ivy": "lm",
    "joe": "",
}  # fmt: skip


def nixos(people: People) -> bool:
    """After an election: one of a firm, nobody in a third term; fewer than seven where candidates are missing."""
    return len(people) <= 7 and most_of_a_firm(people, NIXOS) <= 1 and "joe" not in people


KUBERNETES = {
    "pia": "p", "per": "p", "pam": "p", "quin": "q", "quy": "q", "rex": "r", "ulla": "", "uri": "", "ute": "",
    "udo": "",
}  # fmt: skip


def kubernetes(within: Callable[[int, int], bool]) -> Lawful:
    """Four to seven people, so that there can be a quorum, and of each firm so many as a reading allows."""
    return lambda people: 4 <= len(people) <= 7 and within(most_of_a_firm(people, KUBERNETES), len(people))


PSF = {
    "amy": "a", "ash": "a", "avi": "a", "bo": "b", "bri": "b", "cam": "bc", "dan": "", "eva": "", "fin": "", "gia": "",
    "hue": "", "ida": "", "jon": "", "olga": "", "otto": "",
}  # fmt: skip
OFFICERS = {"olga", "otto"}


def psf(on_top: bool) -> Lawful:
    """Six make the quorum of eleven; officers, two at most, come on top of the eleven or are among them."""

    def lawful(people: People) -> bool:
        counted = [person for person in people if not (on_top and person in OFFICERS)]
        capped = Fraction(most_of_a_firm(people, PSF), len(people)) <= Fraction(1, 4)
        return len(people) >= 6 and len(counted) <= 11 and capped

    return lawful


def sets(firms: Firms) -> Iterator[People]:
    for size in range(1, len(firms) + 1):
        yield from combinations(firms, size)


def less_than_a_third(most: int, size: int) -> bool:
    return most == 0 or 3 * most < size


COUNTED: list[tuple[str, str | None, str | None, Firms, Lawful, bool]] = [
    ("node", None, None, NODE, node(4), True),
    ("node", "node.tsc-2017", None, NODE, node(3), True),
    ("node", "node.tsc-2017", "minimum-four", NODE, node(4), True),
    ("nixos", None, None, NIXOS, nixos, False),
    ("nixos", "nixos.steering-2024", None, NIXOS, nixos, False),
    ("kubernetes", None, None, KUBERNETES, kubernetes(lambda most, size: 3 * most <= size), False),
    (
        "kubernetes",
        None,
        "less-than-a-third",
        KUBERNETES,
        kubernetes(less_than_a_third),
        False,
    ),
    ("kubernetes", None, "third-of-the-seats", KUBERNETES, kubernetes(lambda most, _: 3 * most <= 7), False),
    ("psf", None, None, PSF, psf(on_top=True), False),
    ("psf", None, "odd-in-all", PSF, psf(on_top=False), False),
]


@pytest.mark.parametrize(
    ("folder", "charter", "amendment", "firms", "lawful", "chaired"),
    COUNTED,
    ids=[f"{folder}-{charter or 'today'}-{amendment or 'as-it-is'}" for folder, charter, amendment, *_ in COUNTED],
)
def test_lawful_slates_are_those_counted_by_hand(
    tmp_path: Path, folder: str, charter: str | None, amendment: str | None, firms: Firms, lawful: Lawful, chaired: bool
) -> None:
    body = {"node": "tsc", "psf": "board"}.get(folder, "steering")
    found = [people for people in sets(firms) if lawful(people)]
    count = sum(len(people) for people in found) if chaired else len(found)
    scenario = tmp_path / "counted.yaml"
    scenario.write_text(
        f"quorate: 1\nscenario: counted\nillustrative: true\nroster: {SCENARIOS / folder / 'roster.yaml'}\n"
        + (f"charters: {{{body}: {charter}}}\n" if charter else "")
        + (f"amend: {SCENARIOS / folder / 'amendments' / amendment}.yaml\n" if amendment else "")
        + f"expect:\n  - {{slates: {body}, count: {count}}}\n"
    )
    assert found
    (run,) = api.test(scenario).runs
    assert [judged.differences for judged in run.judged] == [()]


def charter(name: str) -> Charter:
    return LIBRARY.charter(name)


def amended(folder: str, name: str) -> tuple[Charter, Charter]:
    change = read_amendment(SCENARIOS / folder / "amendments" / f"{name}.yaml", LIBRARY)
    before = charter(change.amends)
    return before, amend(before, change)


def rules(of: Charter) -> dict[str, str]:
    return {clause.id: clause.rule.excerpt.text.strip() for clause in of.clauses}


def test_the_nix_amendment_makes_the_charter_of_today_of_the_former_one() -> None:
    before, after = amended("nixos", "vacant-seats-for-re-election")
    assert rules(after) == rules(charter("nixos.steering"))
    assert {name for name, rule in rules(before).items() if rules(after)[name] != rule} == {"vote.re-election"}


def test_the_node_amendment_raises_the_minimum_to_that_of_today() -> None:
    before, after = amended("node", "minimum-four")
    today = rules(charter("node.tsc"))
    assert rules(before)["affiliation.cap"] == rules(after)["affiliation.cap"] == today["affiliation.cap"]
    assert rules(before)["size.minimum"] != rules(after)["size.minimum"] == today["size.minimum"]


@pytest.mark.parametrize("folder", FOLDERS)
def test_every_amendment_changes_one_clause_and_keeps_its_place(folder: str) -> None:
    for path in sorted((SCENARIOS / folder / "amendments").glob("*.yaml")):
        before, after = amended(folder, path.stem)
        assert list(rules(before)) == list(rules(after))
        assert sum(rules(before)[name] != rule for name, rule in rules(after).items()) == 1


@pytest.mark.parametrize("name", CHARTERS)
def test_the_charters_cap_affiliations_and_say_what_nobody_can_decide(name: str) -> None:
    of = charter(name)
    caps = [clause for clause in of.clauses if clause.topic == "affiliation" and clause.scope == "body"]
    assert caps
    assert all(binding(clause) and "affiliations.all(a," in clause.rule.excerpt.text for clause in caps)
    assert of.properties
    assert of.unchecked
    assert all(entry.why.endswith(".") for entry in of.unchecked)
    assert all(len(quote.split()) <= 16 for clause in of.clauses for quote in clause.cite.quotes)


def binding(clause: Clause) -> bool:
    return clause.force is Force.MUST
