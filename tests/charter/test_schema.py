"""The JSON Schema of each kind of file is published, accepts what Quorate reads and refuses what it refuses."""

import json
import re
from pathlib import Path
from typing import Any

import jsonschema
import pytest
import yaml

from quorate.charter.kinds import kind_in
from quorate.charter.schema import SHAPES, schema_of
from quorate.charter.shipped import shipped
from quorate.charter.trees import tree_of
from quorate.reports.answer_schema import answer_schema

FILES = sorted([*shipped("policies").rglob("*.yaml"), *shipped("scenarios").rglob("*.yaml")])
MISTAKES = Path(__file__).parents[1] / "goldens" / "mistakes"
OF_SHAPE = (
    "unknown-key", "unknown-key-of-a-clause", "yes-for-a-boolean", "capital-boolean", "words-for-a-number",
    "unknown-topic", "unknown-force", "unknown-scope", "unknown-power", "bad-id", "no-rule", "several-rules",
    "bare-year", "unknown-period", "bad-amount", "text-for-a-list", "mapping-for-a-list", "wrong-version",
    "missing-title", "list-for-an-expression", "roster-unknown-event", "roster-event-lacks-a-field",
)  # fmt: skip


class PlainLoader(yaml.SafeLoader):
    """YAML as an editor reads it, but days stay texts and only true and false are booleans."""


PlainLoader.yaml_implicit_resolvers = {
    first: [(tag, pattern) for tag, pattern in resolvers if tag.endswith((":int", ":null", ":float"))]
    for first, resolvers in yaml.SafeLoader.yaml_implicit_resolvers.items()
}
PlainLoader.add_implicit_resolver("tag:yaml.org,2002:bool", re.compile(r"true|false"), list("tf"))


def loaded(text: str) -> Any:
    return yaml.load(text, PlainLoader)


def kind_of(path: Path) -> str:
    kind = kind_in(tree_of(path))
    assert kind is not None
    return {"amends": "amendment"}.get(kind, kind)


def validator(kind: str) -> jsonschema.Draft202012Validator:
    return jsonschema.Draft202012Validator(schema_of(kind))


@pytest.mark.parametrize("kind", SHAPES)
def test_the_schema_is_one_and_is_published(kind: str, golden: Any, checkout: Path) -> None:
    schema = schema_of(kind)
    jsonschema.Draft202012Validator.check_schema(schema)
    golden(checkout / "docs" / "schemas" / f"{kind}.json", json.dumps(schema, indent=2, ensure_ascii=False) + "\n")


@pytest.mark.parametrize("path", FILES, ids=lambda path: path.stem)
def test_a_file_that_is_read_is_accepted(path: Path) -> None:
    problems = [
        error.message for error in validator(kind_of(path)).iter_errors(loaded(path.read_text(encoding="utf-8")))
    ]
    assert problems == []


@pytest.mark.parametrize("name", OF_SHAPE)
def test_a_mistake_of_shape_is_refused(name: str) -> None:
    text = (MISTAKES / f"{name}.txt").read_text(encoding="utf-8").split("-----\n")[1]
    kind = "roster" if name.startswith("roster") else "charter"
    assert not validator(kind).is_valid(loaded(text))


@pytest.mark.parametrize("kind", SHAPES)
def test_every_key_says_what_it_means(kind: str) -> None:
    schema = schema_of(kind)
    for part in (schema, *schema["$defs"].values()):
        assert part["description"]
        assert all(key["description"] for key in part["properties"].values())


def test_the_schema_of_answers_is_published(golden: Any, checkout: Path) -> None:
    text = json.dumps(answer_schema(), indent=2, ensure_ascii=False) + "\n"
    golden(checkout / "docs" / "schemas" / "answer.json", text)
