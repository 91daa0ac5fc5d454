"""Scenarios that were run in the forms of other tools: JUnit's XML, and the Test Anything Protocol, version 14."""

from collections.abc import Iterator
from json import dumps
from xml.etree.ElementTree import Element, SubElement, indent, tostring

from quorate.questions.test import Difference, Judged, Outcome, Run, Runs
from quorate.reports.console import visible


def junit(answer: Runs) -> Iterator[str]:
    """A suite for each scenario, a case for each expectation; what is undecided is skipped.

    As the schema of the Jenkins xUnit plugin has it (junit-10.xsd), which is what most readers follow.
    """
    root = Element("testsuites", {"name": "quorate", **_counts([each for run in answer.runs for each in run.judged])})
    for run in answer.runs:
        _suite(root, run)
    indent(root)
    yield '<?xml version="1.0" encoding="utf-8"?>'
    yield from tostring(root, encoding="unicode").splitlines()


def _counts(judged: list[Judged]) -> dict[str, str]:
    failures = sum(each.outcome is Outcome.FAILED for each in judged)
    return {"tests": str(len(judged)), "failures": str(failures), "errors": "0"}


def _suite(root: Element, run: Run) -> None:
    judged = list(run.judged)
    skipped = str(sum(each.outcome is Outcome.UNDECIDED for each in judged))
    names = {"name": visible(run.scenario.title), "package": visible(run.scenario.source.name)}
    suite = SubElement(root, "testsuite", {**names, **_counts(judged), "skipped": skipped})
    for each in judged:
        case = SubElement(suite, "testcase", {"name": visible(each.asked), "classname": names["package"]})
        if each.outcome is not Outcome.MET:
            failed = each.outcome is Outcome.FAILED
            said = SubElement(case, "failure" if failed else "skipped", {"message": _message(each)})
            if failed:
                said.set("type", "unmet")
            said.text = "\n".join((visible(str(each.expectation.span)), *_lines(each)))


def _message(judged: Judged) -> str:
    return visible("; ".join(_short(each) for each in judged.differences))


def _short(difference: Difference) -> str:
    return f"{difference.about}: expected {difference.expected}, got {difference.actual}"


def _lines(judged: Judged) -> Iterator[str]:
    for each in judged.differences:
        yield visible(_short(each))
        if each.citation:
            yield visible(f"cited: {each.citation}")
        yield from (visible(f"because: {sentence}") for sentence in each.evidence)


def tap(answer: Runs) -> Iterator[str]:
    """A line for each expectation, what was found below those that are not met; what is undecided is skipped."""
    yield "TAP version 14"
    yield f"1..{sum(len(run.judged) for run in answer.runs)}"
    pairs = ((run, each) for run in answer.runs for each in run.judged)
    for number, (run, each) in enumerate(pairs, 1):
        name = visible(f"{run.scenario.title}: {each.asked}").replace("#", "\\#")
        match each.outcome:
            case Outcome.MET:
                yield f"ok {number} - {name}"
            case Outcome.UNDECIDED:
                yield f"ok {number} - {name} # SKIP undecided: {_message(each)}"
            case Outcome.FAILED:
                yield f"not ok {number} - {name}"
                yield from _block(each)


def _block(judged: Judged) -> Iterator[str]:
    yield "  ---"
    yield f"  at: {dumps(str(judged.expectation.span), ensure_ascii=False)}"
    yield "  found:"
    yield from (f"    - {dumps(line, ensure_ascii=False)}" for line in _lines(judged))
    yield "  ..."
