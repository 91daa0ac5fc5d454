"""Aims count by their weight where slates are ranked."""

from dataclasses import replace

from made import clause, fact, policy, roster
from quorate.charter.document import Clause, Force
from quorate.questions.slates import SlatesAnswer, slates

KNOWN: dict[str, dict[str, object]] = {
    "ann": {"ind": True, "fin": True, "old": False},
    "bob": {"ind": False, "fin": False, "old": True},
    "cat": {"ind": True, "fin": True, "old": False},
}


def aim(text: str, name: str, weight: int) -> Clause:
    return replace(clause(text, name=name, force=Force.SHOULD), weight=weight)


def ranked(weight: int) -> SlatesAnswer:
    aims = [
        aim("members.all(m, m.ind)", "independence", 1),
        aim("members.all(m, m.fin)", "finance", 1),
        aim("members.exists(m, m.old)", "age", weight),
    ]
    rules = [clause("size(members) == 1", name="size"), *aims]
    bound = {"committee": policy(rules, facts=[fact("ind"), fact("fin"), fact("old")])}
    return slates(roster(["ann"], people=KNOWN, board=KNOWN), bound, bodies=["committee"], top=None)


def best(weight: int) -> list[str]:
    return [slate.seats[0].members[0] for slate in ranked(weight).slates]


def test_a_heavy_aim_outweighs_two_light_ones() -> None:
    assert best(1) == ["ann", "cat", "bob"]
    assert best(3) == ["bob", "ann", "cat"]


def test_the_reason_is_the_heavier_aim_that_is_missed() -> None:
    assert [slate.reason for slate in ranked(3).slates][1] == "falls short of `age`"
    assert [slate.reason for slate in ranked(1).slates][2].startswith("falls short of `independence`")
