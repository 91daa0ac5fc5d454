"""Who sits where and what is stated of whom, kept entry by entry: a second account beside the timeline's.

It only goes forward and knows the present alone, so it shares neither code nor method with what it is held against.
"""

from copy import deepcopy
from dataclasses import dataclass, field
from datetime import date

from quorate.charter.roster import Event, Roster

Fact = tuple[str, str]
"""A person's id and the fact's name."""


@dataclass(slots=True)
class Clerk:
    """`seated` has the last day of everybody's term by body and person; a missing day is a term without an end."""

    seated: dict[str, dict[str, date | None]]
    chairs: dict[str, str | None]
    facts: dict[Fact, object] = field(default_factory=dict)

    def copy(self) -> "Clerk":
        return deepcopy(self)

    def write(self, event: Event) -> None:
        """Take an entry of the log into account."""
        details = event.details
        match event.kind:
            case "appointed" | "elected" | "re-elected":
                self._seat(event)
            case "designated" if details["office"] == "member":
                self._seat(event)
            case "designated" if "body" in details:
                self.chairs[str(details["body"])] = str(details["person"])
            case "resigned" | "died" | "removed":
                self._leaves(event)
        stated = details.get("facts")
        if isinstance(stated, dict) and "person" in details:
            for name, value in stated.items():
                self.facts[str(details["person"]), name] = value

    def _seat(self, event: Event) -> None:
        ends = event.details.get("term_ends")
        assert ends is None or isinstance(ends, date)
        self.seated[str(event.details["body"])][str(event.details["person"])] = ends

    def _leaves(self, event: Event) -> None:
        person, named = str(event.details["person"]), event.details.get("body")
        for body in self.seated if named is None else [str(named)]:
            if "office" not in event.details:
                self.seated[body].pop(person, None)
            if self.chairs[body] == person:
                self.chairs[body] = None


def clerk_of(roster: Roster) -> Clerk:
    """The account on the roster's own day."""
    return Clerk(
        {name: {one.person: one.term_ends for one in body.members} for name, body in roster.bodies.items()},
        {name: body.chair for name, body in roster.bodies.items()},
    )
