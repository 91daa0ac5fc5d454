"""Within which limits an engine answers, and the clock that holds it to them."""

from dataclasses import dataclass, replace
from time import monotonic

from quorate.source.reporter import SILENT, Reporter


@dataclass(frozen=True, slots=True)
class Limits:
    """`seconds` of wall clock (none: no limit), the seed that makes an answer repeatable, and who hears of progress.

    Without `canonical`, `solve` may give any of the best assignments; the same one for the same seed, and sooner.
    `asked` is the limit that people gave, where `seconds` is only what is left of it.
    """

    seconds: float | None = None
    seed: int = 0
    reporter: Reporter = SILENT
    canonical: bool = True
    asked: float | None = None

    def left(self, clock: "Clock") -> "Limits":
        """What is left of these limits on a clock that began with them; raises `OutOfTime` when nothing is."""
        asked = self.seconds if self.asked is None else self.asked
        return replace(self, seconds=clock.left, asked=asked)


UNLIMITED = Limits()


class OutOfTime(Exception):
    """The time limit, or the room an exact answer may take, was used up before the answer was complete."""


class OutOfRoom(OutOfTime):
    """An exact answer would need more memory than this engine takes; another may need less."""


class Clock:
    """The time of one search. `tick` is cheap enough for inner loops: only every so often it looks at the clock."""

    def __init__(self, limits: Limits, every: int = 256) -> None:
        self._limits = limits
        self._every = every
        self.ticks = 0
        self._end = None if limits.seconds is None else monotonic() + limits.seconds

    @property
    def left(self) -> float | None:
        """Seconds that remain, none without a limit; raises when there are none."""
        if self._end is None:
            return None
        left = self._end - monotonic()
        if left <= 0:
            asked = self._limits.seconds if self._limits.asked is None else self._limits.asked
            raise OutOfTime(f"the time limit of {asked:g} s was reached")
        return left

    def tick(self) -> None:
        self.ticks += 1
        if self.ticks % self._every == 0:
            self._look()

    def _look(self) -> None:
        _ = self.left
        self._limits.reporter.advance(self.ticks)
