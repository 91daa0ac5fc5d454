"""The one place where a command meets the world: here its output is made, its errors end, its exit status leaves."""

import functools
import inspect
import os
import signal
import sys
import traceback
from collections.abc import Callable, Iterable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import is_dataclass
from enum import StrEnum
from threading import current_thread, main_thread
from typing import Any, get_type_hints

import typer

from quorate.cli.exits import Exit
from quorate.cli.options import Form, FormOption, NoColor, Quiet
from quorate.cli.output import Output
from quorate.source.diagnostic import InternalError, QuorateError

_ISSUES = "this is a defect of Quorate, not of your files; please report it with the files and the command"
_COMMON: tuple[tuple[str, Any, Any], ...] = (
    ("form", FormOption, Form.TEXT),
    ("quiet", Quiet, False),
    ("no_color", NoColor, False),
)


def guarded(question: str, function: Callable[..., Exit]) -> Callable[..., None]:
    """A command whose first parameter `out: Output` is made from the common options, which every command so gets.

    A parameter whose type is a dataclass of options stands for all of them. A command with a parameter `form` says
    itself which forms it has.
    """

    @functools.wraps(function)
    def run(*, form: StrEnum, quiet: bool, no_color: bool, **arguments: Any) -> None:
        unwritable = _closed_streams()
        known = Form(form) if form in frozenset(Form) else Form.TEXT
        out = Output(question, known, quiet=quiet, no_color=no_color)
        if own_form:
            arguments["form"] = form
        if unwritable and not quiet:
            raise typer.Exit(_unwritten(out, "standard output is closed"))
        raise typer.Exit(settle(out, lambda: function(out, **_gathered(own, arguments))))

    own = _options(function)[1:]
    own_form = any(one.name == "form" for one in own)
    common = [_parameter(name, kind, default) for name, kind, default in _COMMON if name != "form" or not own_form]
    parameters = [each for one in own for each in (_within(one.annotation) or [one])] + common
    run.__signature__ = inspect.Signature(parameters)  # type: ignore[attr-defined]
    run.__annotations__ = {each.name: each.annotation for each in parameters}
    del run.__wrapped__
    return run


def _parameter(name: str, kind: Any, default: Any) -> inspect.Parameter:
    return inspect.Parameter(name, inspect.Parameter.KEYWORD_ONLY, default=default, annotation=kind)


def _options(function: Callable[..., Any]) -> list[inspect.Parameter]:
    """The parameters of a command or the fields of a dataclass of options, each with its resolved type."""
    hints = get_type_hints(function, include_extras=True)
    given = inspect.signature(function).parameters.values()
    return [_parameter(each.name, hints.get(each.name, each.annotation), each.default) for each in given]


def _within(kind: Any) -> list[inspect.Parameter]:
    """The options for which a dataclass of them stands; of anything else none."""
    return _options(kind) if isinstance(kind, type) and is_dataclass(kind) else []


def _gathered(own: Iterable[inspect.Parameter], arguments: Mapping[str, Any]) -> dict[str, Any]:
    """The arguments of a command as it takes them, dataclasses of options put together."""
    found: dict[str, Any] = {}
    for one in own:
        inside = _within(one.annotation)
        parts = {each.name: arguments[each.name] for each in inside}
        found[one.name] = one.annotation(**parts) if inside else arguments[one.name]
    return found


def settle(out: Output, run: Callable[[], Exit]) -> Exit:
    """Run a command to its exit status, whatever happens."""
    try:
        status = run()
        sys.stdout.flush()
        return status
    except QuorateError as error:
        out.complain(error.diagnostics)
        return Exit.WRONG
    except KeyboardInterrupt:
        with _undisturbed():
            out.interrupted()
        return Exit.INTERRUPTED
    except BrokenPipeError:
        _discard_the_rest()
        return Exit.UNREAD
    except typer.Exit as exit_:
        return Exit(exit_.exit_code)
    except OSError as error:
        if error.filename is not None:
            return _defect(out, error)
        _discard_the_rest()
        return _unwritten(out, (error.strerror or str(error)).lower())
    except (InternalError, Exception) as error:
        return _defect(out, error)


def _closed_streams() -> bool:
    """Whether standard output was closed before the command began; a closed stream swallows what is written to it."""
    closed = sys.stdout is None
    sys.stdout = sys.stdout or open(os.devnull, "w")  # noqa: SIM115  to the end of the process
    sys.stderr = sys.stderr or open(os.devnull, "w")  # noqa: SIM115
    return closed


def _discard_the_rest() -> None:
    """Nothing more can be written, not even at exit."""
    os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())


def _unwritten(out: Output, why: str) -> Exit:
    out.errors.line(f"error: the answer cannot be written: {why}")
    return Exit.WRONG


@contextmanager
def _undisturbed() -> Iterator[None]:
    """Another Ctrl-C does not cut short what is written because of the first."""
    if current_thread() is not main_thread():
        yield
        return
    listener = signal.signal(signal.SIGINT, signal.SIG_IGN)
    try:
        yield
    finally:
        signal.signal(signal.SIGINT, listener)


def _defect(out: Output, error: Exception) -> Exit:
    if isinstance(error, typer.BadParameter | typer.Abort):
        raise error
    if not isinstance(error, InternalError):
        traceback.print_exception(error)
    out.errors.line(f"internal error: {error}" if isinstance(error, InternalError) else "internal error")
    for note in getattr(error, "__notes__", ()):
        out.errors.line(f"  note: {note}")
    out.errors.line(f"  help: {_ISSUES}")
    return Exit.DEFECT
