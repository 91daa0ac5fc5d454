"""How long work tells the world that it is alive, without the work knowing who listens."""

from typing import Final, Protocol


class Reporter(Protocol):
    """Listens to work in progress; every method may be called at any time and must be cheap."""

    def stage(self, text: str, total: int | None = None) -> None:
        """A new piece of work begins, of `total` steps where that is known."""

    def advance(self, done: int, note: str = "") -> None:
        """`done` steps of the stage are behind us; `note` is the best so far in a few words."""

    def found(self, answer: object) -> None:
        """`answer` is a whole, true, if incomplete answer to the question: shown if the work is cut short."""


class Silent:
    """The reporter of those who do not want to know."""

    def stage(self, text: str, total: int | None = None) -> None: ...

    def advance(self, done: int, note: str = "") -> None: ...

    def found(self, answer: object) -> None: ...


SILENT: Final = Silent()
