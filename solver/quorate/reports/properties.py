"""The properties that can be asked of a charter, as text and JSON."""

from collections.abc import Sequence
from dataclasses import dataclass

from quorate.charter.document import Charter, Property
from quorate.reports.answer import Json
from quorate.reports.console import Page, strong
from quorate.reports.json import STRING, array, record


@dataclass(frozen=True, slots=True)
class Listing:
    """Properties, none of them asked yet."""

    charter: Charter
    properties: Sequence[Property]


SCHEMA: Json = record(
    {
        "charter": STRING,
        "title": STRING,
        "properties": array(record({"property": STRING, "text": STRING, "scope": STRING})),
    },
    text="what `--list` gives",
)


def text(answer: Listing, page: Page) -> None:
    """The properties by the document they stand in, each with its text."""
    page.heading(f"What can be asked of {answer.charter.title}")
    for document in dict.fromkeys(claim.charter for claim in answer.properties):
        page.heading(document)
        for claim in answer.properties:
            if claim.charter == document:
                page.line(strong(claim.id), f": {claim.text}", indent=2)


def json(answer: Listing) -> Json:
    return {
        "charter": answer.charter.id,
        "title": answer.charter.title,
        "properties": [
            {"property": f"{claim.charter}/{claim.id}", "text": claim.text, "scope": claim.scope.value}
            for claim in answer.properties
        ],
    }
