"""What programs read is what was published: every answer of every command validates against the schema of answers."""

import json

import jsonschema
import pytest

from quorate.charter.shipped import shipped
from quorate.cli.app import main
from quorate.cli.commands import COMMANDS
from quorate.reports.answer_schema import QUESTIONS, answer_schema

BOARD = str(shipped("scenarios") / "aleris" / "board.yaml")
CHARTER = str(shipped("policies") / "aleris" / "compensation.yaml")
AUDIT = str(shipped("policies") / "illustrative" / "audit.yaml")
CASES = {
    "check": ["check", BOARD],
    "check on a day": ["check", BOARD, "--as-of", "2026-02-01"],
    "ask": ["ask", str(shipped("scenarios") / "harbours" / "board.yaml")],
    "nothing to ask": ["ask", BOARD],
    "slates": ["slates", BOARD, "--body", "compensation", "--size", "3..4", "--top", "3"],
    "no slates": ["slates", BOARD, "--body", "compensation", "--keep", "ben-okafor"],
    "slates with preferences": [
        "slates",
        BOARD,
        "--body",
        "compensation",
        "--body",
        "audit",
        "--size",
        "3",
        "--prefer",
        "third(members)",
        "--prefer",
        "chair.outside_director",
        "--cross-check",
    ],
    "slates that hang on facts": ["slates", BOARD, "--body", "compensation", "--as-of", "2025-12-31"],
    "schedule": ["schedule", BOARD, "--body", "compensation"],
    "stress": ["stress", BOARD, "--body", "compensation"],
    "prove": ["prove", CHARTER, "properties.quorum", "chair-is-member", "properties.vote/can-decide"],
    "prove of affiliations": ["prove", "psf.board", "properties.vote/can-decide", "departure-forces-nobody"],
    "properties": ["prove", CHARTER, "--list"],
    "lint": ["lint", CHARTER],
    "trace": ["trace", AUDIT, "--source", AUDIT.replace(".yaml", ".md")],
    "test": ["test", str(shipped("scenarios") / "aleris" / "chair-vacant.yaml")],
    "coverage": ["test", str(shipped("scenarios") / "aleris" / "chair-vacant.yaml"), "--coverage", "json"],
    "mutate": ["mutate", "node.tsc", str(shipped("scenarios") / "node"), "--only", "vote.majority"],
    "fuzz": ["fuzz", "node.tsc", "properties.vote/can-decide", "properties.chair/is-member", "--max-examples", "50"],
    "tour": ["tour"],
    "no such file": ["check", "missing.yaml"],
    "no such body": ["slates", BOARD, "--body", "compnsation"],
}


@pytest.fixture(scope="module")
def validator() -> jsonschema.Draft202012Validator:
    schema = answer_schema()
    jsonschema.Draft202012Validator.check_schema(schema)
    return jsonschema.Draft202012Validator(schema)


@pytest.mark.parametrize("case", CASES)
def test_an_answer_is_as_published(
    case: str, validator: jsonschema.Draft202012Validator, capsys: pytest.CaptureFixture[str]
) -> None:
    with pytest.raises(SystemExit):
        main([*CASES[case], "--format", "json"])
    said = json.loads(capsys.readouterr().out)
    assert said["quorate"] == 1
    # against its own branch first: the complaint of `oneOf` names nothing
    branch = next(b for b in validator.schema["oneOf"] if b["properties"]["question"].get("const") == said["question"])
    if said["reply"] != "error":
        jsonschema.validate(said, branch | {"$defs": validator.schema["$defs"]})
    validator.validate(said)


def test_the_schema_covers_every_command_that_answers() -> None:
    assert set(COMMANDS) - set(QUESTIONS) == {"schema"}


def test_the_schema_refuses_what_is_no_answer(validator: jsonschema.Draft202012Validator) -> None:
    assert not validator.is_valid({"quorate": 1, "question": "check", "reply": "maybe"})
