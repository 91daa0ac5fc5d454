"""Illustrative boards of any size with one committee and six clauses, written to files as a user would have them."""

import random
from pathlib import Path

CHARTER = """
quorate: 1
charter: bench.committee
title: An illustrative committee to measure with
kind: committee
facts:
  person:
    independent: {type: bool, text: Independent of the company}
    literate: {type: bool, text: Reads accounts}
    expert: {type: bool, text: Knows pay}
    overboarded: {type: bool, text: Sits on many boards}
    local: {type: bool, text: Lives nearby}
clauses:
  - {id: size, text: The size, topic: size, cite: {section: "1"}, require: size(members) == SIZE}
  - id: independence
    text: All members are independent.
    cite: {section: "2"}
    require: members.all(m, m.independent)
  - id: literacy
    text: Three members read accounts.
    cite: {section: "3"}
    require: size(members.filter(m, m.literate)) >= 3
  - id: overboarding
    text: At most a third of the members sit on many boards.
    cite: {section: "4"}
    require: size(members.filter(m, m.overboarded)) <= third(members)
  - id: local
    text: Somebody lives nearby.
    cite: {section: "5"}
    require: members.exists(m, m.local)
  - id: chair
    text: An expert takes the chair.
    topic: chair
    cite: {section: "6"}
    require: chair.expert
"""
FACTS = {"independent": 0.8, "literate": 0.5, "expert": 0.2, "overboarded": 0.3, "local": 0.4}


def written(folder: Path, people: int, size: int) -> Path:
    """A roster file of so many candidates, the first `size` of whom sit in the committee today."""
    chance = random.Random(people + 1)
    (folder / "committee.yaml").write_text(CHARTER.replace("SIZE", str(size)), encoding="utf-8")
    lines = ["quorate: 1", f"roster: bench.{people}", "title: Illustrative", "illustrative: true", "as_of: 2026-01-01"]
    lines.append("people:")
    for number in range(people):
        facts = ", ".join(f"{name}: {str(chance.random() < share).lower()}" for name, share in FACTS.items())
        lines.append(f"  p{number:03}: {{name: Person {number}, {facts}}}")
    members = ", ".join(f"p{number:03}" for number in range(size))
    body = f"{{kind: committee, charter: bench.committee, chair: p000, members: [{members}]}}"
    lines += ["bodies:", f"  committee: {body}"]
    path = folder / "roster.yaml"
    path.write_text("\n".join(lines) + "\n", encoding="utf-8")
    return path
