"""The table: medians with their spread, as ratios to Quorate's own; which aims are reached, who is not in a row."""

from collections.abc import Iterator, Sequence
from statistics import median

from bench.rows import Aim, Row
from bench.runner import Cell, Measured

OURS = "quorate"


def clock(seconds: float) -> str:
    return (
        f"{seconds * 1000:.2g} ms"
        if seconds < 0.0995
        else f"{seconds * 1000:.0f} ms"
        if seconds < 1
        else f"{seconds:.2f} s"
    )


def spread(cell: Cell) -> str:
    low, high = min(cell.seconds), max(cell.seconds)
    return f"{clock(median(cell.seconds))} ({clock(low)}–{clock(high)})"


def ratio(cell: Cell, ours: Cell) -> str:
    """How many times Quorate's time a peer takes."""
    if not cell.seconds:
        if cell.over is not None and ours.seconds:
            return f"> {cell.over / median(ours.seconds):,.0f} ×"
        return "–"
    if not ours.seconds:
        return clock(median(cell.seconds))
    times = median(cell.seconds) / median(ours.seconds)
    return f"{times:,.0f} ×" if times >= 20 else f"{times:.2g} ×"


def reached(aim: Aim, found: Measured) -> tuple[bool | None, str]:
    """Whether an aim is reached, and by which ratio to the quickest peer that it names; none: no peer answered."""
    ours = found.cells[OURS]
    cells = {name: cell for name, cell in found.cells.items() if name != OURS and (not aim.peers or name in aim.peers)}
    if not ours.seconds:
        return False, "no answer of ours"
    times = {name: median(cell.seconds) for name, cell in cells.items() if cell.seconds}
    overs = [cell.over for cell in cells.values() if cell.over is not None]
    if not times and not overs:
        return None, "no peer answered"
    if not times:
        return median(ours.seconds) <= aim.factor * min(overs), "no peer in time"
    name = min(times, key=lambda each: times[each])
    quotient = median(ours.seconds) / times[name]
    return quotient <= aim.factor, f"{quotient:.2g} × {name}"


def outcomes(row: Row, found: Measured) -> Iterator[tuple[bool | None, str]]:
    """Each aim of a row, in words."""
    for aim in row.aims:
        done, why = reached(aim, found)
        yield done, f"{aim}: {why}"
    if row.within is not None:
        ours = found.cells[OURS].seconds
        yield bool(ours) and median(ours) <= row.within, f"under {row.within:g} s"


def verdict(row: Row, found: Measured) -> str:
    if found.void is not None:
        return "void"
    done = [outcome for outcome, _ in outcomes(row, found)]
    return "" if not done else "missed" if False in done else "reached"


def line(row: Row, found: Measured) -> str:
    """A row as it is printed while the run goes on."""
    ours = found.cells[OURS]
    told = spread(ours) if ours.seconds else ours.why or "–"
    others = [
        f"{name} {ratio(cell, ours)}"
        for name, cell in found.cells.items()
        if name != OURS and (cell.seconds or cell.over)
    ]
    said = f"void: {found.void}" if found.void else verdict(row, found)
    return f"{row.key:55} {told:28} {said:8} {' · '.join(others)}"


def markdown(rows: Sequence[Row], results: dict[str, Measured], peers: Sequence[str], about: str) -> Iterator[str]:
    """The page that is kept."""
    yield from ("# Quorate beside solvers", "", about, "")
    done = [row for row in rows if row.key in results]
    head = ["row", "Quorate, median (least–most)", *peers[1:], "aims"]
    yield f"| {' | '.join(head)} |"
    yield f"|{'---|' * len(head)}"
    for row in done:
        found = results[row.key]
        ours = found.cells[OURS]
        cells = [ratio(found.cells[name], ours) if name in found.cells else "–" for name in peers[1:]]
        told = spread(ours) if ours.seconds else ours.why or "–"
        yield f"| {row.key} | {told} | {' | '.join(cells)} | {verdict(row, found)} |"
    yield ""
    yield from _notes(done, results)


def _notes(rows: Sequence[Row], results: dict[str, Measured]) -> Iterator[str]:
    yield from ("## Aims", "")
    for row in rows:
        for done, said in outcomes(row, results[row.key]):
            mark = "void" if results[row.key].void else {True: "reached", False: "**missed**", None: "open"}[done]
            yield f"- {row.key}: {said}: {mark}"
    yield from ("", "## Void rows", "")
    void = [f"- {row.key}: {results[row.key].void}" for row in rows if results[row.key].void]
    yield from void or ["None: all answers agreed."]
    yield from ("", "## Spread of the peers, and who is not in a row", "")
    for row in rows:
        yield f"- {row.key}: {'; '.join(_told(name, cell) for name, cell in results[row.key].cells.items())}"


def _told(name: str, cell: Cell) -> str:
    said = spread(cell) if cell.seconds else ""
    return f"{name} {' '.join(part for part in (said, cell.why) if part)}"
