"""The timeline of a replay as SVG: bodies and clauses down, time across, verdicts as bars, entries of the log as marks.

Every bar and mark has a title that says it in words; patterns and labels say what colours say.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from html import escape

from quorate.charter.verdict import Status
from quorate.questions.check import binds
from quorate.questions.replay import BodyReplay, Course, Interval, Mark, ReplayAnswer
from quorate.reports.replay_words import Row, causes, count, days, length, reasons, rows, status_word

LEFT, WIDTH, MARGIN = 310, 820, 14
ROW, BAR, BAND, LANE, AXIS = 26, 16, 30, 24, 34
_LETTER = 6.7  # about the width of a letter of a label
_NARROW = 6.1  # the same, not bold
_SHOWN = (Status.HOLDS, Status.DUE, Status.WAIVED, Status.CURING, Status.UNKNOWN, Status.BROKEN)
"""In the order in which they are drawn: what is graver lies on top."""
_MOVES = frozenset(
    {
        "appointed", "elected", "re-elected", "designated", "resigned", "died", "removed", "lost-independence",
        "waived", "changed", "determined", "joined-board",
    }
)  # fmt: skip
"""The entries of the log that change who sits where, or what is true of them; they have a line down their body."""
CLASSES = {
    Status.HOLDS: "holds", Status.DUE: "due", Status.WAIVED: "waived", Status.CURING: "curing",
    Status.UNKNOWN: "unknown", Status.BROKEN: "broken",
}  # fmt: skip
PATTERNS = """<defs>
<pattern id="p-broken" width="6" height="6" patternUnits="userSpaceOnUse" patternTransform="rotate(45)">
<rect width="6" height="6" class="f-broken"/><rect width="2" height="6" class="s-broken"/></pattern>
<pattern id="p-curing" width="8" height="8" patternUnits="userSpaceOnUse" patternTransform="rotate(-45)">
<rect width="8" height="8" class="f-curing"/><rect width="3" height="8" class="s-curing"/></pattern>
<pattern id="p-waived" width="6" height="6" patternUnits="userSpaceOnUse">
<rect width="6" height="6" class="f-waived"/><circle cx="3" cy="3" r="1.3" class="s-waived"/></pattern>
<pattern id="p-unknown" width="8" height="8" patternUnits="userSpaceOnUse">
<rect width="8" height="8" class="f-unknown"/><path d="M0 4H8" class="l-unknown"/></pattern>
</defs>"""


@dataclass(frozen=True, slots=True)
class Scale:
    """Days across: from the left edge of the first to the right edge of the last."""

    first: date
    last: date

    @property
    def days(self) -> int:
        return (self.last - self.first).days + 1

    def x(self, day: date) -> float:
        """The left edge of a day."""
        return round(LEFT + (day - self.first).days / self.days * WIDTH, 1)

    def middle(self, day: date) -> float:
        return round(self.x(day) + WIDTH / self.days / 2, 1)

    def width(self, first: date, last: date) -> float:
        return max(2.0, round(((last - first).days + 1) / self.days * WIDTH, 1))


def timeline(answer: ReplayAnswer) -> str:
    """The whole picture."""
    scale = Scale(answer.first, answer.last)
    parts: list[str] = []
    y = AXIS
    for body in answer.bodies:
        if body.charter is not None:
            marks = [mark for mark in answer.marks if _concerns(mark, body.name)]
            drawn, y = _body(body, marks, scale, y)
            parts.append(drawn)
    total = LEFT + WIDTH + MARGIN
    title = f"{answer.title or answer.roster}, {days(answer.first, answer.last)}"
    head = (
        f'<svg xmlns="http://www.w3.org/2000/svg" class="timeline" viewBox="0 0 {total} {y + 8}" role="img" '
        f'aria-labelledby="t-title t-desc"><title id="t-title">{escape(title)}</title>'
        f'<desc id="t-desc">{escape(_description(answer))}</desc>'
    )
    return "\n".join([head, PATTERNS, *_axis(scale, y), *parts, "</svg>"])


def _description(answer: ReplayAnswer) -> str:
    told = sum(row.told for body in answer.bodies for row in rows(body))
    return (
        f"A timeline of {count(len(answer.bodies), 'body', 'bodies')}: {count(told, 'clause')} that did not hold all "
        "the time have a row each, with a bar for every verdict; the lists below the picture say the same in words."
    )


def _concerns(mark: Mark, body: str) -> bool:
    """Whether an entry is shown with a body: its own, or what concerns no body more than another."""
    own = mark.event.details.get("body")
    return own == body if own is not None else body in mark.bodies or not mark.bodies


# The axis -----------------------------------------------------------------------------------------------------------


def _axis(scale: Scale, bottom: int) -> Iterator[str]:
    """Months, or years where there are many, with lines down the picture."""
    yield '<g class="axis">'
    ticks = list(_ticks(scale))
    for number, (day, label) in enumerate(ticks):
        x = scale.x(day)
        ends = scale.x(ticks[number + 1][0]) if number + 1 < len(ticks) else LEFT + WIDTH
        yield f'<path d="M{x} {AXIS - 10}V{bottom}" class="grid"/>'
        if ends - x > len(label) * _LETTER:
            yield f'<text x="{x + 4}" y="{AXIS - 14}">{label}</text>'
    yield f'<path d="M{LEFT + WIDTH} {AXIS - 10}V{bottom}" class="grid"/></g>'


def _ticks(scale: Scale) -> Iterator[tuple[date, str]]:
    months = next(step for step in (1, 3, 12, 60, 120, 1200) if scale.days / 30.4 / step <= 16 or step == 1200)
    yield scale.first, _label(scale.first, months)
    year, month = scale.first.year, scale.first.month
    while (year, month) < (9999, 1):
        year, month = (year, month + 1) if month < 12 else (year + 1, 1)
        day = date(year, month, 1)
        if day > scale.last:
            return
        if (year * 12 + month - 1) % months == 0:
            yield day, _label(day, months)


def _label(day: date, months: int) -> str:
    if months >= 12:
        return str(day.year)
    name = day.strftime("%b")
    return f"{name} {day.year}" if day.month <= months or months > 1 else name


# Bodies -------------------------------------------------------------------------------------------------------------


def _body(body: BodyReplay, marks: list[Mark], scale: Scale, top: int) -> tuple[str, int]:
    """A band with the body's name, a lane of what happened, a row for each clause that did not hold all the time."""
    assert body.charter is not None
    every = rows(body)
    told = [row for row in every if row.told]
    lane = top + BAND
    first = lane + LANE
    bottom = first + ROW * (len(told) + 1)
    parts = [
        f'<g class="body"><rect x="0" y="{top}" width="{LEFT + WIDTH + MARGIN}" height="{BAND - 6}" class="band"/>',
        f'<text x="8" y="{top + 17}" class="name">{escape(body.name)}</text>',
        f'<text x="{LEFT}" y="{top + 17}" class="charter">{escape(body.charter.title)}</text>',
        f'<text x="20" y="{lane + 13}" class="quiet">what happened</text>',
    ]
    parts += _lane(marks, scale, lane, first + ROW * len(told))
    for number, row in enumerate(told):
        parts.append(_row(row, scale, first + ROW * number))
    rest = len(every) - len(told)
    words = "clauses and duties" if not told else "others"
    y = first + ROW * len(told) + 15
    parts.append(f'<text x="20" y="{y}" class="quiet">{rest} {words}: held, or are not due</text></g>')
    return "\n".join(parts), bottom + 4


def _lane(marks: list[Mark], scale: Scale, top: int, bottom: int) -> Iterator[str]:
    """One mark for each day on which something happened; days on which people came or went reach down."""
    by_day: dict[date, list[Mark]] = {}
    for mark in marks:
        by_day.setdefault(mark.event.date, []).append(mark)
    y = top + 9
    for day, there in by_day.items():
        x = scale.middle(day)
        moves = any(mark.event.kind in _MOVES for mark in there)
        title = escape("\n".join([str(day), *(mark.text for mark in there)]))
        shape = (
            f'<path d="M{x} {y + 6}V{bottom}" class="drop"/><path d="M{x} {y - 6}l6 6l-6 6l-6 -6z" class="move"/>'
            if moves
            else f'<circle cx="{x}" cy="{y}" r="3.5" class="mark"/>'
        )
        yield f"<g><title>{title}</title>{shape}</g>"


def _row(row: Row, scale: Scale, top: int) -> str:
    title = escape(f"{row.name} [{row.subject.cite}]\n{row.subject.text}")
    parts = [
        f'<g class="row"><path d="M14 {top + ROW - 3}H{LEFT + WIDTH}" class="rule"/>',
        f'<text x="20" y="{top + 15}"><title>{title}</title>{_label_of(row)}</text>',
    ]
    drawn = [(course, one) for course in row.courses for one in course.intervals if one.status in _SHOWN]
    for course, one in sorted(drawn, key=lambda pair: _SHOWN.index(pair[1].status)):
        if one.status not in (Status.HOLDS, Status.DUE) or course.lasting or _part_of_breach(course):
            parts.append(_bar(course, one, scale, top))
    return "".join([*parts, "</g>"])


def _label_of(row: Row) -> str:
    """The name of a clause, and as much of what it says as there is room for."""
    room = int((LEFT - 40) / _NARROW)
    name, words = row.name[:room], row.subject.text.strip()
    left = room - len(name) - 2
    said = words if len(words) <= left else words[: max(left - 1, 0)].rstrip() + "…"
    more = f' <tspan class="quiet">{escape(said)}</tspan>' if left > 8 else ""
    return f"<tspan>{escape(name)}</tspan>{more}"


def _part_of_breach(course: Course) -> bool:
    return any(one.status not in (Status.HOLDS, Status.DUE, Status.NOT_APPLICABLE) for one in course.intervals)


def _bar(course: Course, one: Interval, scale: Scale, top: int) -> str:
    """A bar with its words; of what is done and cannot be undone, a mark on its day and a thin line from then on."""
    x, width = scale.x(one.first), scale.width(one.first, one.last)
    kind = CLASSES[one.status] if binds(one.verdict) or one.status is not Status.BROKEN else "short"
    title = f"<title>{escape(_title(course, one))}</title>"
    if one.status is Status.BROKEN and not course.lasting:
        y = top + BAR / 2
        return (
            f'<g class="{kind}">{title}<path d="M{x} {y}H{round(x + width, 1)}" class="record"/>'
            f'<path d="M{x} {y - 7}l7 14h-14z" class="past"/></g>'
        )
    inset = 4 if one.status in (Status.HOLDS, Status.DUE) else 0
    rectangle = f'<rect x="{x}" y="{top + inset}" width="{width}" height="{BAR - 2 * inset}" rx="2" class="bar"/>'
    words = _fitting(one, width)
    label = f'<text x="{x + 6}" y="{top + 12}" class="on">{escape(words)}</text>' if words else ""
    plate = (
        f'<rect x="{x + 3}" y="{top + 2}" width="{round(len(words) * _LETTER + 6, 1)}" height="{BAR - 4}" rx="2" '
        'class="plate"/>'
        if words
        else ""
    )
    return f'<g class="{kind}">{title}{rectangle}{plate}{label}</g>'


def _fitting(one: Interval, width: float) -> str:
    """The longest label that fits into a bar, if one does."""
    if one.status in (Status.HOLDS, Status.DUE):
        return ""
    word = status_word(one)
    short = one.status.value if binds(one.verdict) or one.status is not Status.BROKEN else "short"
    for label in (f"{word}, {length(one)}", word, short):
        if len(label) * _LETTER + 14 < width:
            return label
    return ""


def _title(course: Course, one: Interval) -> str:
    lines = [f"{days(one.first, one.last)}: {status_word(one)} ({length(one)})"]
    if course.occasion:
        lines.append(course.occasion)
    if one.began:
        lines.append(f"began: {causes(one.began)}")
    if one.status not in (Status.HOLDS, Status.DUE):
        lines += reasons(one)
    if one.ended:
        lines.append(f"ended: {causes(one.ended)}")
    return "\n".join(lines)
