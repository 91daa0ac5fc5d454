"""What is fed to what reads files and expressions: any bytes end in a document or in diagnostics with a place."""

import contextlib
import io
import os
import tempfile
from collections.abc import Callable, Mapping
from pathlib import Path

from quorate.cel.checker import check
from quorate.cel.evaluator import evaluate
from quorate.cel.library import CHARTER
from quorate.cel.parser import parse
from quorate.cel.printer import show
from quorate.cel.types import BOOL, INT, STRING, ListOf, Schema
from quorate.charter.amendment_from_yaml import read_tree_as_amendment
from quorate.charter.from_yaml import read_tree_as_charter
from quorate.charter.hazards import decode
from quorate.charter.library import Library
from quorate.charter.load import roster_in
from quorate.charter.shipped import shipped
from quorate.charter.yaml import read_tree
from quorate.cli.app import main
from quorate.source.diagnostic import Diagnostic, FileError, LanguageError, QuorateError
from quorate.source.span import Excerpt

LIBRARY = Library((shipped("policies"),))
PLACE = str(shipped("scenarios") / "aleris" / "file.yaml")
WORDS = {"a": INT, "b": BOOL, "members": ListOf(INT), "name": STRING}
VALUES = {"a": 3, "b": True, "members": (1, 2, 3), "name": "x"}
COMMANDS = (
    ("check",), ("lint",), ("slates", "--limit", "2"), ("stress",), ("test",), ("prove",), ("explain",), ("replay",),
    ("schedule",), ("trace",), ("diff",), ("fuzz", "--max-examples", "2"),
)  # fmt: skip


def _placed(diagnostics: tuple[Diagnostic, ...]) -> None:
    for each in diagnostics:
        assert each.message
        if each.span is not None:
            assert 0 <= each.span.start <= each.span.end <= len(each.span.source.text)


def _refused(error: QuorateError) -> None:
    assert error.diagnostics
    _placed(error.diagnostics)


def yaml(raw: bytes) -> None:
    """A file of any kind, read as each of them."""
    try:
        tree = read_tree(decode(raw, PLACE))
    except FileError as error:
        _refused(error)
        return
    for read in (_charter, _roster, _amendment):
        try:
            _placed(read(tree))
        except FileError as error:
            _refused(error)


def _charter(tree: object) -> tuple[Diagnostic, ...]:
    return read_tree_as_charter(tree, LIBRARY.charter).diagnostics  # type: ignore[arg-type]


def _amendment(tree: object) -> tuple[Diagnostic, ...]:
    return read_tree_as_amendment(tree, LIBRARY.charter)[1]  # type: ignore[arg-type]


def _roster(tree: object) -> tuple[Diagnostic, ...]:
    roster_in(tree, LIBRARY)  # type: ignore[arg-type]
    return ()


def cel(raw: bytes) -> None:
    """An expression: it is refused with a place, or it is shown so that it reads the same again."""
    try:
        ast = parse(Excerpt.whole(raw.decode("utf-8", "replace")))
    except LanguageError as error:
        _refused(error)
        return
    shown = show(ast)
    assert show(parse(Excerpt.whole(shown))) == shown
    checked = check(ast, WORDS, Schema({}), CHARTER)
    _placed(checked.diagnostics)
    if not checked.errors:
        evaluate(ast, VALUES)


def command(raw: bytes) -> None:
    """The first byte says which command is given a file with the rest; no traceback, and an exit status of ours."""
    if not raw:
        return
    name, *options = COMMANDS[raw[0] % len(COMMANDS)]
    with tempfile.TemporaryDirectory() as folder:
        file = Path(folder, "file.yaml")
        file.write_bytes(raw[1:])
        told = io.StringIO()
        with contextlib.redirect_stdout(told), contextlib.redirect_stderr(told):
            try:
                main([name, str(file), *options])
                status = 0
            except SystemExit as ended:
                status = int(ended.code or 0)
        text = told.getvalue()
        assert "Traceback" not in text, text
        assert "a defect of Quorate" not in text, text
        assert status in (0, 1, 2, 3), (status, text)


TARGETS: Mapping[str, Callable[[bytes], None]] = {"yaml": yaml, "cel": cel, "command": command}


def seeds(name: str) -> dict[str, bytes]:
    """What a target begins with: the shipped files, or their expressions."""
    files = [file for part in ("policies", "scenarios") for file in sorted(shipped(part).rglob("*.yaml"))]
    texts = {f"{number}-{file.name}": file.read_bytes() for number, file in enumerate(files)}
    if name == "yaml":
        return texts
    if name == "command":
        return {
            key: bytes([number % 256]) + text for number, (key, text) in enumerate(texts.items()) if len(text) < 8_000
        }
    lines = (line.strip() for text in texts.values() for line in text.decode().splitlines())
    ruled = {line.partition(": ")[2] for line in lines if line.startswith(("rule:", "when:", "claim:", "define:"))}
    return {f"{number}": rule.encode() for number, rule in enumerate(sorted(ruled)) if os.sep not in rule}
