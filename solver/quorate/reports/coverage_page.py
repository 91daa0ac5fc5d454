"""Coverage as one page of HTML that needs nothing else: every clause with its verdicts and conditions."""

from collections.abc import Iterator
from html import escape

from quorate.questions.coverage import ClauseCoverage, Condition, Coverage, DocumentCoverage
from quorate.reports.coverage import ordered, shares
from quorate.reports.replay_style import STYLE

_OWN = """
table { border-collapse: collapse; width: 100%; margin: 6px 0 18px; }
th, td { text-align: left; vertical-align: top; padding: 4px 10px 4px 0; border-bottom: 1px solid var(--line); }
.no { color: var(--broken); font-weight: 600; } .yes { color: var(--quiet); } td code { white-space: pre-wrap; }
"""
_WORDS = ((True, "true"), (False, "false"))


def page(answer: Coverage) -> str:
    return "\n".join(
        [
            '<!DOCTYPE html>\n<html lang="en">\n<head>\n<meta charset="utf-8">',
            '<meta name="viewport" content="width=device-width, initial-scale=1">',
            f"<title>What scenarios see</title>\n<style>{STYLE}{_OWN}</style>\n</head>\n<body>\n<main>",
            f"<h1>What scenarios see</h1>\n<p>{escape(shares(answer))}</p>",
            *(line for document in answer.documents for line in _document(document)),
            "<footer>Written by <code>quorate test --coverage html</code>. A condition is covered when it was seen to "
            "decide its rule both by being true and by being false (masking MC/DC).</footer>",
            "</main>\n</body>\n</html>",
        ]
    )


def _document(document: DocumentCoverage) -> Iterator[str]:
    yield f"<h2>{escape(document.id)}</h2>\n<p>{escape(document.file)}: {escape(shares(Coverage((document,))))}</p>"
    yield '<table>\n<thead><tr><th scope="col">clause</th><th scope="col">seen</th><th scope="col">conditions</th></tr>'
    yield "</thead>\n<tbody>"
    yield from map(_clause, document.clauses)
    for one in document.properties:
        seen = _yes("asked") if one.asked else _no("not asked")
        yield f'<tr><th scope="row">{escape(one.claim.id)}</th><td>{seen}</td><td></td></tr>'
    yield "</tbody>\n</table>"


def _clause(clause: ClauseCoverage) -> str:
    seen = _yes(", ".join(map(str, ordered(clause)))) if clause.judged else _no("never judged")
    found = "<br>".join(map(_condition, clause.conditions))
    return f'<tr><th scope="row">{escape(clause.subject.id)}</th><td>{seen}</td><td>{found}</td></tr>'


def _condition(condition: Condition) -> str:
    decides = condition.decides
    marks = " ".join(_yes(word) if value in decides else _no(f"not {word}") for value, word in _WORDS)
    return f"<code>{escape(condition.text)}</code> {marks}"


def _yes(text: str) -> str:
    return f'<span class="yes">{escape(text)}</span>'


def _no(text: str) -> str:
    return f'<span class="no">{escape(text)}</span>'
