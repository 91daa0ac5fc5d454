"""A file of another kind than the one asked for is refused in one sentence, with the place where it says its kind."""

from pathlib import Path

import pytest

from quorate.charter.load import read_amendment, read_charter, read_roster, read_scenario
from quorate.charter.shipped import shipped
from quorate.source.diagnostic import FileError

CHARTER = shipped("policies") / "aleris" / "compensation.yaml"
ROSTER = shipped("scenarios") / "aleris" / "board.yaml"


@pytest.mark.parametrize(
    ("read", "path", "message"),
    [
        (read_roster, CHARTER, "this is a charter, and a roster is wanted here"),
        (read_scenario, CHARTER, "this is a charter, and a scenario is wanted here"),
        (read_amendment, ROSTER, "this is a roster, and an amendment is wanted here"),
        (read_charter, ROSTER, "this is a roster, and a charter or a pack is wanted here"),
    ],
)
def test_another_kind_of_file_is_told_once(read: object, path: Path, message: str) -> None:
    with pytest.raises(FileError) as refused:
        read(path)  # type: ignore[operator]
    (found,) = refused.value.diagnostics
    assert (found.code, found.message) == ("another-kind", message)
    assert found.span is not None
    assert found.span.text in ("charter", "roster")
