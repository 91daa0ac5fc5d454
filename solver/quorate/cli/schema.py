"""`quorate schema`: the JSON Schema of a kind of file, or of the answers."""

import json
from enum import StrEnum
from typing import Annotated

import typer

from quorate.charter.schema import schema_of
from quorate.cli.exits import Exit
from quorate.cli.output import Output
from quorate.reports.answer_schema import answer_schema


class SchemaKind(StrEnum):
    CHARTER = "charter"
    PACK = "pack"
    ROSTER = "roster"
    SCENARIO = "scenario"
    AMENDMENT = "amendment"
    ANSWER = "answer"


KindArgument = Annotated[SchemaKind, typer.Argument(help="The kind of file, or `answer`.", show_default=False)]


def schema(out: Output, kind: KindArgument) -> Exit:
    out.page.line(json.dumps(_schema(kind), indent=2, ensure_ascii=False))
    return Exit.YES


def _schema(kind: SchemaKind) -> object:
    return answer_schema() if kind is SchemaKind.ANSWER else schema_of(kind.value)
