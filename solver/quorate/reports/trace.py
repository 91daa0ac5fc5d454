"""A trace as text, JSON and annotations."""

from collections import Counter
from collections.abc import Iterable, Iterator

from quorate.questions.trace import Anchor, Coverage, Fault, Loose, Trace, Traced
from quorate.reports.answer import Json
from quorate.reports.console import Page, Text, bad, good, muted, warn
from quorate.reports.diagnostics import place
from quorate.reports.json import INTEGER, PLACE, STRING, array, nullable, one_of, record
from quorate.source.diagnostic import Diagnostic, Severity

_ANCHOR = record({"quote": STRING, "id": nullable(STRING), "why": nullable(STRING), "place": PLACE})
SCHEMA: Json = record(
    {
        "charter": STRING,
        "source": STRING,
        "counts": record({coverage.value: INTEGER for coverage in Coverage}),
        "sentences": array(
            record(
                {
                    "text": STRING,
                    "place": PLACE,
                    "heading": nullable(STRING),
                    "kind": one_of("statement", "heading", "lead-in", "definition"),
                    "coverage": one_of(*Coverage),
                    "anchors": array(_ANCHOR),
                }
            )
        ),
        "loose": array(
            record(
                {"anchor": _ANCHOR, "fault": one_of(*Fault), "places": array(PLACE), "nearest": nullable(STRING)},
                text="A quote that the text does not have, or has more than once",
            )
        ),
        "unanchored": array(STRING),
    }
)
_WIDTH = 60


def text(answer: Trace, page: Page) -> None:
    """Every sentence under its heading with what covers it, then the faults and the counts."""
    page.heading(f"{answer.charter.title}, traced to {answer.source.name}")
    rows = [row for traced in answer.sentences if traced.coverage is not Coverage.SILENT for row in _rows(traced)]
    page.table(["line", "sentence", "state", "by, or why not"], rows)
    if answer.loose:
        page.heading("quotes that do not hold")
        for loose in answer.loose:
            page.line(f"{loose.anchor.span}: ", bad(loose.fault.value), f" {_owner(loose.anchor)}", indent=2)
            page.line(_about(loose), indent=4)
    if answer.unanchored:
        page.heading("clauses and duties that quote nothing")
        page.line(", ".join(work.id for work in answer.unanchored), indent=2)
    page.blank()
    page.line(_summary(answer))


def _rows(traced: Traced) -> Iterator[tuple[Text, ...]]:
    sentence = traced.sentence
    shown = _short(sentence.text)
    line, state = str(sentence.span.line), _state(traced.coverage)
    if not traced.anchors:
        yield line, shown, state, ""
    owners = Counter(_cover(anchor) for anchor in traced.anchors)
    for index, owner in enumerate(owners):
        yield (line, shown, state, owner) if index == 0 else ("", "", "", owner)


def _cover(anchor: Anchor) -> str:
    return anchor.id if anchor.id is not None else f"({anchor.why})"


def _state(coverage: Coverage) -> Text:
    match coverage:
        case Coverage.FORMALISED:
            return good(coverage.value)
        case Coverage.UNCHECKED:
            return warn(coverage.value)
        case Coverage.UNCOVERED:
            return bad(coverage.value)
        case Coverage.SILENT:
            return muted(coverage.value)


def _short(words: str) -> str:
    return words if len(words) <= _WIDTH else words[: _WIDTH - 1].rstrip() + "…"


def _owner(anchor: Anchor) -> str:
    who = f"`{anchor.id}`" if anchor.id is not None else "an unchecked entry"
    return f"{who} quotes “{anchor.quote}”"


def _about(loose: Loose) -> str:
    if loose.fault is Fault.REPEATED:
        return f"the text has it on lines {', '.join(str(span.line) for span in loose.places)}"
    return f"the text comes nearest with: {loose.nearest}" if loose.nearest else "the text has nothing like it"


def _summary(answer: Trace) -> str:
    counts = {coverage: answer.count(coverage) for coverage in Coverage}
    lost = sum(loose.fault is Fault.LOST for loose in answer.loose)
    repeated = len(answer.loose) - lost
    parts = [f"{counts[coverage]} {coverage.value}" for coverage in Coverage if coverage is not Coverage.SILENT]
    told = f"{len(answer.sentences) - counts[Coverage.SILENT]} sentences: {', '.join(parts)}"
    return f"{told}; quotes lost: {lost}, found more than once: {repeated}"


def json(answer: Trace) -> Json:
    return {
        "charter": answer.charter.id,
        "source": answer.source.name,
        "counts": {coverage.value: answer.count(coverage) for coverage in Coverage},
        "sentences": [
            {
                "text": traced.sentence.text,
                "place": place(traced.sentence.span),
                "heading": traced.sentence.heading,
                "kind": traced.sentence.kind.value,
                "coverage": traced.coverage.value,
                "anchors": [_anchor(anchor) for anchor in traced.anchors],
            }
            for traced in answer.sentences
        ],
        "loose": [
            {
                "anchor": _anchor(loose.anchor),
                "fault": loose.fault.value,
                "places": [place(span) for span in loose.places],
                "nearest": loose.nearest,
            }
            for loose in answer.loose
        ],
        "unanchored": [work.id for work in answer.unanchored],
    }


def _anchor(anchor: Anchor) -> Json:
    return {"quote": anchor.quote, "id": anchor.id, "why": anchor.why, "place": place(anchor.span)}


def github(answer: Trace) -> Iterable[Diagnostic]:
    """Uncovered sentences on the text's lines, loose quotes on the charter's."""
    for traced in answer.sentences:
        if traced.coverage is Coverage.UNCOVERED:
            message = f"no clause covers `{_short(traced.sentence.text)}`"
            advice = "write a clause or a duty that quotes it, or an entry under `unchecked:` that says why not"
            yield Diagnostic("uncovered-sentence", message, traced.sentence.span, advice)
    for loose in answer.loose:
        code = "lost-quote" if loose.fault is Fault.LOST else "repeated-quote"
        finding = "is not in the text" if loose.fault is Fault.LOST else "is in the text more than once"
        message = f"the quote `{loose.anchor.quote}` {finding}"
        yield Diagnostic(code, message, loose.anchor.span, _about(loose))
    for work in answer.unanchored:
        yield Diagnostic("no-quote", f"`{work.id}` quotes nothing", work.span, severity=Severity.NOTE)
