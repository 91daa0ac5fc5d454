"""What coverage-guided fuzzing feeds takes the shipped files as they are, bent ones and nothing."""

import pytest

from robustness.targets import COMMANDS, TARGETS, seeds


@pytest.mark.parametrize("name", TARGETS)
def test_a_target_takes_what_it_begins_with(name: str) -> None:
    begun = list(seeds(name).values())
    assert len(begun) > len(COMMANDS)
    for raw in (b"", b"\x00", begun[0][:-7], *begun[:: 40 if name == "command" else 10]):
        TARGETS[name](raw)
