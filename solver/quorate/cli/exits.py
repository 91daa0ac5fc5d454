"""The exit status of every command."""

from enum import IntEnum
from typing import assert_never

from quorate.reports.answer import Reply


class Exit(IntEnum):
    """0 yes · 1 no · 2 the files or the call are wrong · 3 undecided; beyond these, the command gave no answer."""

    YES = 0
    NO = 1
    WRONG = 2
    UNDECIDED = 3
    DEFECT = 70
    """An answer failed its own replay, or Quorate broke: never to be read as an answer (`EX_SOFTWARE`)."""
    INTERRUPTED = 130
    """Ctrl-C: what was found so far was shown (128 + SIGINT)."""
    UNREAD = 141
    """Nobody reads the output any more (128 + SIGPIPE)."""


def exit_of(reply: Reply) -> Exit:
    match reply:
        case Reply.YES:
            return Exit.YES
        case Reply.NO:
            return Exit.NO
        case Reply.UNDECIDED:
            return Exit.UNDECIDED
        case _:
            assert_never(reply)
