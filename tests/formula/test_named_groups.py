"""Groups that are named in the text, beside those that people share without a name."""

from datetime import date
from pathlib import Path

import pytest

from quorate.charter.opening import Library, read_charter
from quorate.questions.prove import Standing, prove

CHARTER = """quorate: 1
charter: made.named
title: A council
kind: council
facts: {person: {employer: {type: text}}}
clauses:
  - {id: size, require: "size(members) >= 3"}
  - id: cap
    require: |
      members.all(m, m.employer == 'none' || size(members.filter(n, n.employer == m.employer)) <= 1)
properties:
  - {id: claim, claim: "CLAIM"}
"""
ALONE = "size(members.filter(n, n.employer == m.employer)) <= 1"


@pytest.mark.parametrize(
    ("claim", "standing"),
    [
        (f"members.all(m, {ALONE})", Standing.VIOLATED),
        (f"members.all(m, m.employer != 'none' || {ALONE})", Standing.VIOLATED),
        (f"members.all(m, 'none' == m.employer || {ALONE})", Standing.PROVED),
        ("members.all(m, m.employer != 'acme' || !members.exists(n, n != m && n.employer == 'acme'))", Standing.PROVED),
        ("members.exists(m, m.employer != 'none')", Standing.VIOLATED),
        ("members.all(m, m.employer == 'none' || m.employer == 'acme')", Standing.VIOLATED),
    ],
)
def test_a_group_that_is_named_is_told_from_those_that_are_not(tmp_path: Path, claim: str, standing: Standing) -> None:
    file = tmp_path / "named.yaml"
    file.write_text(CHARTER.replace("CLAIM", claim), encoding="utf-8")
    library = Library()
    charter = read_charter(file, library)
    (answer,) = prove(charter, library.charter, charter.properties, as_of=date(2026, 6, 30)).answers
    assert answer.standing is standing, answer.why
    assert (answer.witness is None) == (standing is Standing.PROVED)
