"""Hypothesis strategies for charters: small files that say something of every common kind, as text and as read."""

from hypothesis import strategies as st

from quorate.charter.document import Charter, Policy
from quorate.charter.from_yaml import charter_of
from quorate.charter.policy import policy_of
from quorate.charter.yaml import read_tree
from quorate.source.span import Source

FACTS = ("independent", "expert", "executive")
_SHARES = ("half", "third", "quarter")
_COMPARISONS = (">=", ">", "<=", "==")


@st.composite
def _tests(draw: st.DrawFn, person: str = "m") -> str:
    """A test that one person passes or fails."""
    atom = f"{person}.{draw(st.sampled_from(FACTS))}"
    other = f"{person}.{draw(st.sampled_from(FACTS))}"
    shapes = (atom, f"!{atom}", f"({atom} && {other})", f"({atom} || !{other})", f"{person}.boards <= 2")
    return draw(st.sampled_from((*shapes, f"{person} != chair", f"{person} == chair")))


@st.composite
def _body_rules(draw: st.DrawFn) -> str:
    test, number = draw(_tests()), draw(st.integers(0, 3))
    share, comparison = draw(st.sampled_from(_SHARES)), draw(st.sampled_from(_COMPARISONS))
    return draw(
        st.sampled_from(
            (
                f"size(members) >= {number}",
                f"size(members) <= {number + 3}",
                f"members.all(m, {test})",
                f"members.exists(m, {test})",
                f"members.exists_one(m, {test})",
                f"size(members.filter(m, {test})) {comparison} {number}",
                f"size(members.filter(m, {test})) {comparison} {share}(members)",
                f"members.all(m, {test} || members.exists(n, n != m && n.expert))",
                "chair in members",
                f"chair.{FACTS[number % 3]}",
            )
        )
    )


@st.composite
def _quorum_rules(draw: st.DrawFn) -> str:
    test, number = draw(_tests()), draw(st.integers(1, 3))
    share = draw(st.sampled_from(_SHARES))
    return draw(
        st.sampled_from(
            (
                f"size(present) >= {number}",
                f"size(present) > {share}(members)",
                f"size(present) >= {share}(members)",
                f"present.exists(m, {test})",
                f"size(present.filter(m, {test})) > half(present)",
            )
        )
    )


_RULES = {"body": _body_rules, "quorum": _quorum_rules}


@st.composite
def charter_texts(draw: st.DrawFn, max_clauses: int = 4) -> str:
    """The text of a charter file with some clauses of the scopes body and quorum."""
    lines = ["quorate: 1", "charter: generated", "title: A generated charter (illustrative)", "kind: committee"]
    lines += ["facts:", "  person:"]
    lines += [f"    {name}: {{type: bool, text: Whether {name}, usual: true}}" for name in FACTS]
    lines += ["    boards: {type: int, text: Boards served on}", "clauses:"]
    for number in range(draw(st.integers(1, max_clauses))):
        scope = draw(st.sampled_from(tuple(_RULES)))
        lines += [f"  - id: c{number}", f"    text: Clause {number}.", "    cite: {section: Generated}"]
        lines += [f"    topic: {'quorum' if scope == 'quorum' else 'composition'}", f"    scope: {scope}"]
        lines += [f"    force: {draw(st.sampled_from(('must', 'must', 'should')))}"]
        lines += ["    require: |", f"      {draw(_RULES[scope]())}"]
    return "\n".join(lines) + "\n"


def charters(max_clauses: int = 4) -> st.SearchStrategy[Charter]:
    """A charter, read from a generated file; it uses no pack."""
    return charter_texts(max_clauses).map(read)


def policies(max_clauses: int = 4) -> st.SearchStrategy[Policy]:
    """What a generated charter binds a body to."""
    return charters(max_clauses).map(lambda charter: policy_of(charter, _no_pack))


def read(text: str) -> Charter:
    """The charter of a text that uses no pack; raises `FileError` with everything that is wrong with it."""
    return charter_of(read_tree(Source("<generated>", text)), _no_pack)


def _no_pack(name: str) -> Charter:
    raise LookupError(name)
