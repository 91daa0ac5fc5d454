"""Expected verdicts compared with the verdicts there are."""

from collections.abc import Iterable, Iterator, Mapping

from quorate.charter.document import Policy
from quorate.charter.roster import Roster
from quorate.charter.scenario import VerdictExpected, VerdictsExpected
from quorate.charter.verdict import Status, Verdict
from quorate.questions.test import Difference
from quorate.testing.comparison import listing


def verdict_differences(
    expected: VerdictExpected, verdicts: Iterable[Verdict], roster: Roster, policies: Mapping[str, Policy]
) -> list[Difference]:
    """What is not as expected of one clause or duty."""
    names = {expected.occasion or "", _name(roster, expected.occasion)}
    mine = [one for one in verdicts if one.body == expected.body and expected.subject in names_of(one, policies)]
    here = [one for one in mine if expected.occasion is None or any(name and name in one.occasion for name in names)]
    if not here:
        occasions = ", ".join(f"`{one.occasion}`" for one in mine if one.occasion) or "none"
        about = f"{expected.subject} on `{expected.occasion}`" if expected.occasion else expected.subject
        return [Difference(about, expected.status.value, f"no such occasion; there are: {occasions}")]
    judged = [one for one in here if one.status is not Status.NOT_APPLICABLE] or here
    found = [_status(expected, one) for one in judged if one.status is not expected.status]
    return found or [*_particulars(expected, judged)]


def _name(roster: Roster, word: str | None) -> str:
    """The name of the person whose id stands for an occasion."""
    return roster.people[word].name if word is not None and word in roster.people else ""


def _status(expected: VerdictExpected, verdict: Verdict) -> Difference:
    told = verdict.status.value
    if verdict.reason:
        told += f" ({verdict.reason})"
    if verdict.facts:
        told += f" (not known: {', '.join(sorted(verdict.facts))})"
    return Difference(_about(verdict), expected.status.value, told, evidence_of(verdict), citation_of(verdict))


def _particulars(expected: VerdictExpected, verdicts: list[Verdict]) -> Iterator[Difference]:
    """People, facts and the last day, over all the verdicts together."""
    last = verdicts[-1]
    people = frozenset(person for one in verdicts for evidence in one.evidence for person in evidence.people)
    facts = frozenset(fact for one in verdicts for fact in one.facts)
    days = frozenset(one.until for one in verdicts if one.until is not None)
    if expected.people is not None and expected.people != people:
        yield _listed(last, "the people named", expected.people, people)
    if expected.facts is not None and expected.facts != facts:
        yield _listed(last, "the facts that would decide it", expected.facts, facts)
    force = last.subject.force
    if expected.force is not None and expected.force is not force:
        yield Difference(f"{_about(last)}, its force", expected.force, force, (), citation_of(last))
    if expected.until is not None and days != {expected.until}:
        told = ", ".join(sorted(map(str, days))) or "no day"
        yield Difference(f"{_about(last)}: the last day", str(expected.until), told, (), citation_of(last))


def _listed(verdict: Verdict, what: str, expected: frozenset[str], actual: frozenset[str]) -> Difference:
    about = f"{_about(verdict)}: {what}"
    return Difference(about, listing(expected), listing(actual), evidence_of(verdict), citation_of(verdict))


def all_differences(
    expected: VerdictsExpected, verdicts: Iterable[Verdict], policies: Mapping[str, Policy]
) -> list[Difference]:
    """What is broken, unknown or due and not listed, and what is listed and is not."""
    mine = [one for one in verdicts if expected.body in (None, one.body)]
    found: list[Difference] = []
    for status, listed in expected.listed.items():
        there = {name: one for one in mine if one.status is status for name in names_of(one, policies)}
        for one in mine:
            if one.status is status and not names_of(one, policies) & listed:
                told = Difference(_about(one), f"not {status}", status.value, evidence_of(one), citation_of(one))
                found.append(told)
        for name in sorted(listed - there.keys()):
            actual = sorted({one.status.value for one in mine if name in names_of(one, policies)})
            found.append(Difference(name, status.value, ", ".join(actual) or "not judged"))
    return found


def names_of(verdict: Verdict, policies: Mapping[str, Policy]) -> frozenset[str]:
    """The names by which a scenario may call the clause or duty of a verdict: with its pack, or bare if it is its
    charter's own.
    """
    subject = verdict.subject
    whole = f"{subject.charter}/{subject.id}"
    own = subject.charter == policies[verdict.body].charter.id
    return frozenset({whole, subject.id}) if own else frozenset({whole})


def _about(verdict: Verdict) -> str:
    subject = f"{verdict.body}: {verdict.subject.id}"
    return f"{subject} ({verdict.occasion})" if verdict.occasion else subject


def evidence_of(verdict: Verdict) -> tuple[str, ...]:
    return tuple(evidence.text for evidence in verdict.evidence)


def citation_of(verdict: Verdict) -> str:
    """The clause's citation, with the words that it quotes."""
    cite = verdict.subject.cite
    quotes = " … ".join(cite.quotes)
    return f"{cite}: “{quotes}”" if quotes else str(cite)
