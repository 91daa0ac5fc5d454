"""A replay as one page of HTML that needs nothing else: the timeline, then the same in words."""

import re
from collections.abc import Iterable, Iterator, Sequence
from html import escape

from quorate.charter.verdict import Status
from quorate.questions.check import binds
from quorate.questions.replay import BodyReplay, Interval, ReplayAnswer
from quorate.reports.replay_style import STYLE
from quorate.reports.replay_svg import timeline
from quorate.reports.replay_words import (
    Row,
    causes,
    count,
    days,
    doubt,
    figures,
    headline,
    length,
    reasons,
    rows,
    status_word,
)

_CODE = re.compile(r"`([^`]*)`")
_DAY = re.compile(r"\d{4}-\d{2}-\d{2}")
_LEGEND = (
    ("broken", "broken"), ("short", "short of what should be"), ("curing", "curing: time to put it right"),
    ("waived", "waived"), ("unknown", "not known"), ("due", "due, in time"), ("holds", "holds"),
)  # fmt: skip


def page(answer: ReplayAnswer) -> str:
    title = f"{answer.title or answer.roster}: {days(answer.first, answer.last)}"
    return "\n".join(
        [
            '<!DOCTYPE html>\n<html lang="en">\n<head>\n<meta charset="utf-8">',
            '<meta name="viewport" content="width=device-width, initial-scale=1">',
            f"<title>{escape(title)}</title>\n<style>{STYLE}</style>\n</head>\n<body>\n<main>",
            *_head(answer),
            *_legend(),
            f'<figure tabindex="0" aria-label="Timeline">{timeline(answer)}</figure>',
            *_bodies(answer),
            *_notices(answer),
            *_ahead(answer),
            *_log(answer),
            "<footer>Written by <code>quorate replay</code>. Every verdict is that of <code>quorate check</code> on "
            "its day. Not legal advice.</footer>",
            "</main>\n</body>\n</html>",
        ]
    )


def _head(answer: ReplayAnswer) -> Iterator[str]:
    made_up = '<p class="note">Illustrative: everybody here is invented.</p>' if answer.illustrative else ""
    found = figures(answer)
    cards = (
        (found.broken, "broken at some time"),
        (found.now, "still broken on the last day"),
        (found.record, "on record: done, or not done in time"),
        (found.spared, "spared for a time by a cure or a waiver"),
        (len(answer.deadlines), "days ahead to keep"),
    )
    yield f"<header><h1>{escape(answer.title or answer.roster)}</h1>"
    yield f'<p class="days">{days(answer.first, answer.last)}</p>{made_up}<p>{escape(headline(answer))}.</p>'
    boxes = "".join(f"<li><strong>{number}</strong> {text}</li>" for number, text in cards)
    yield f'<ul class="cards">{boxes}</ul></header>'


def _legend() -> Iterator[str]:
    yield '<ul class="legend" aria-label="What the bars and marks mean">'
    for kind, words in _LEGEND:
        yield _key(26, f'<g class="{kind}"><rect width="26" height="14" rx="2" class="bar"/></g>', words)
    past = '<g class="broken"><path d="M8 0l7 14h-14z" class="past"/></g>'
    yield _key(16, past, "done, or not done in time: it stays on record")
    yield _key(14, '<path d="M7 1l6 6l-6 6l-6 -6z" class="move"/>', "somebody came, went, or changed")
    yield _key(10, '<circle cx="5" cy="7" r="3.5" class="mark"/>', "any other entry of the log")
    yield "</ul>"


def _key(width: int, shape: str, words: str) -> str:
    return f'<li><svg width="{width}" height="14" aria-hidden="true">{shape}</svg> {words}</li>'


def _bodies(answer: ReplayAnswer) -> Iterator[str]:
    yield "<section><h2>What did not hold all the time</h2>"
    some = False
    for body in answer.bodies:
        told = [row for row in rows(body) if row.told]
        some = some or bool(told)
        if told:
            yield from _body(body, told)
    yield "" if some else "<p>Nothing: every clause and duty held whenever it applied.</p>"
    yield "</section>"


def _body(body: BodyReplay, told: Iterable[Row]) -> Iterator[str]:
    title = f": {escape(body.charter.title)}" if body.charter is not None else ""
    yield f"<h3>{escape(body.name)}{title}</h3>"
    lines = []
    for row in told:
        cite = f'<br><span class="quiet">{escape(str(row.subject.cite))}</span>' if str(row.subject.cite) else ""
        what = f"<strong>{escape(row.name)}</strong>{escape(doubt(row))}{cite}<br>{escape(row.subject.text)}"
        for course in row.courses:
            for one in course.intervals:
                if one.status not in (Status.HOLDS, Status.DUE, Status.NOT_APPLICABLE):
                    lines.append([what, *_told(one, course.occasion)])
                    what = ""
    yield _table(("clause or duty", "days", "verdict", "why", "it began with", "it ended with"), lines)


def _told(one: Interval, occasion: str) -> list[str]:
    kind = "broken" if one.status is Status.BROKEN and binds(one.verdict) else one.status.value.replace(" ", "-")
    kind = "short" if one.status is Status.BROKEN and not binds(one.verdict) else kind
    why = [occasion] if occasion else []
    return [
        f"{_words(days(one.first, one.last))}<br><span class='quiet'>{length(one)}</span>",
        f'<span class="tag {kind}">{_words(status_word(one))}</span>',
        "<br>".join(_words(reason) for reason in [*why, *reasons(one)]),
        _words(causes(one.began)) or "<span class='quiet'>before these days</span>",
        _words(causes(one.ended)) or "<span class='quiet'>goes on</span>",
    ]


def _notices(answer: ReplayAnswer) -> Iterator[str]:
    if not answer.notices:
        return
    yield "<section><h2>Who had to be told</h2>"
    lines = [
        [
            _words(str(one.called)),
            escape(one.body),
            f"<strong>{escape(one.subject.id)}</strong><br>{escape(one.subject.text)}",
            escape(one.to) or "<span class='quiet'>not said</span>",
            _words(one.occasion.removeprefix("after ")),
            _words(str(one.until or "")),
            _done(one.status),
        ]
        for one in answer.notices
    ]
    yield _table(("since", "body", "what", "to whom", "because of", "by", ""), lines)
    yield "</section>"


def _done(status: Status) -> str:
    words = {Status.HOLDS: "done", Status.BROKEN: "not done"}.get(status, status.value)
    return f'<span class="tag {status.value.replace(" ", "-")}">{words}</span>'


def _ahead(answer: ReplayAnswer) -> Iterator[str]:
    if not answer.deadlines:
        return
    yield f"<section><h2>Ahead, as of {answer.last}</h2>"
    lines = [
        [
            _words(str(one.day)),
            escape(one.body),
            one.status.value if one.status is not None else "term",
            _words(one.text),
        ]
        for one in answer.deadlines
    ]
    yield _table(("last day", "body", "", "what"), lines)
    yield "</section>"


def _log(answer: ReplayAnswer) -> Iterator[str]:
    if not answer.marks:
        return
    yield f"<section><details><summary><h2>The log: {count(len(answer.marks), 'entry', 'entries')}</h2></summary>"
    yield _table(("day", "what happened"), [[_words(str(mark.event.date)), _words(mark.text)] for mark in answer.marks])
    yield "</details></section>"


def _words(text: str) -> str:
    """A text with its days kept whole and what stands in backticks as code."""
    told = _CODE.sub(r"<code>\1</code>", escape(text))
    return _DAY.sub(r"<time>\g<0></time>", told)


def _table(heads: Sequence[str], lines: Iterable[Sequence[str]]) -> str:
    head = "".join(f'<th scope="col">{name}</th>' for name in heads)
    body = "\n".join("<tr>" + "".join(f"<td>{cell}</td>" for cell in line) + "</tr>" for line in lines)
    return f'<div class="wide"><table><thead><tr>{head}</tr></thead><tbody>\n{body}\n</tbody></table></div>'
