"""An expression knows where each of its characters stands, whatever YAML made of the text."""

import pytest
import yaml
from hypothesis import assume, given
from hypothesis import strategies as st

from quorate.charter.excerpts import excerpt_of
from quorate.charter.hazards import decode
from quorate.charter.nodes import MappingNode, ScalarNode
from quorate.charter.yaml import read_tree
from quorate.source.diagnostic import FileError

WORDS = st.sampled_from(
    ["members", "all", "(", ")", "m", ",", "&&", "size", ">=", "3", "'a'", '"b"', "é", "x.y", "!", "\\n"]
)
LINE = st.lists(WORDS, min_size=1, max_size=6).map(" ".join)
LINES = st.lists(LINE, min_size=1, max_size=5)


def scalar_in(text: str) -> ScalarNode:
    root = read_tree(decode(text.encode(), "x.yaml")).root
    assert isinstance(root, MappingNode)
    node = root.entries["key"]
    assert isinstance(node, ScalarNode)
    return node


def placed_rightly(text: str, node: ScalarNode) -> None:
    """Every visible character of the excerpt stands in the file where the excerpt says (or begins an escape there)."""
    excerpt = excerpt_of(node)
    assert len(excerpt.offsets) == len(excerpt.text) + 1
    assert excerpt.text == node.text.strip()
    assert list(excerpt.offsets) == sorted(excerpt.offsets)
    for char, offset in zip(excerpt.text, excerpt.offsets, strict=False):
        if not char.isspace():
            assert text[offset] == char or (node.style == "double" and text[offset] == "\\")
    if excerpt.text:
        whole = excerpt.span(0, len(excerpt.text))
        assert whole.start >= node.span.start
        assert whole.end <= node.span.end


def indented(lines: list[str], margin: str) -> str:
    return "".join(f"{margin}{line}\n" for line in lines)


@given(
    lines=LINES,
    margin=st.sampled_from([" ", "  ", "      "]),
    header=st.sampled_from(["|", "|-", "|+", ">", ">-", ">+"]),
)
def test_blocks(lines: list[str], margin: str, header: str) -> None:
    text = f"before: x\nkey: {header}\n{indented(lines, margin)}\nafter: y\n"
    placed_rightly(text, scalar_in(text))


@given(lines=LINES, deeper=st.lists(st.integers(0, 3), min_size=5, max_size=5), blank=st.integers(0, 2))
def test_blocks_with_deeper_lines_and_empty_ones(lines: list[str], deeper: list[int], blank: int) -> None:
    body = "".join(f"  {' ' * more}{line}\n{chr(10) * blank}" for line, more in zip(lines, [0, *deeper], strict=False))
    for header in ("|", ">"):
        text = f"key: {header}  # a comment\n{body}after: y\n"
        placed_rightly(text, scalar_in(text))


@given(lines=LINES)
def test_double_quotes(lines: list[str]) -> None:
    quoted = "\n   ".join(line.replace("\\", "\\\\").replace('"', '\\"') for line in lines)
    text = f'key: "{quoted}"\nafter: y\n'
    placed_rightly(text, scalar_in(text))


@given(value=st.text(st.characters(codec="utf-8", exclude_categories=("Cc", "Cf", "Zl", "Zp", "Cs")), max_size=40))
def test_double_quotes_with_any_escape(value: str) -> None:
    text = "key: " + yaml.dump(value, default_style='"', allow_unicode=False, width=30)
    node = scalar_in(text)
    assert node.text == value
    placed_rightly(text, node)


@given(lines=LINES)
def test_single_quotes(lines: list[str]) -> None:
    quoted = "\n   ".join(line.replace("'", "''") for line in lines)
    text = f"key: '{quoted}'\nafter: y\n"
    placed_rightly(text, scalar_in(text))


@given(lines=LINES)
def test_plain_texts_over_several_lines(lines: list[str]) -> None:
    text = "key: " + "\n    ".join(lines) + "\nafter: y\n"
    try:
        node = scalar_in(text)
    except (FileError, AssertionError):
        assume(False)
    else:
        placed_rightly(text, node)


@pytest.mark.parametrize(
    ("text", "part", "column"),
    [
        ("key: &name members.all(m, x)\n", "x", 27),
        ("key: {a: 1}\n".replace("{a: 1}", "\r\n  x"), "x", 3),
        ("\ufeffkey: é x\n", "x", 8),
        ('key: "\\u00e9 x"\n', "x", 14),
    ],
)
def test_the_column_is_what_an_editor_shows(text: str, part: str, column: int) -> None:
    excerpt = excerpt_of(scalar_in(text))
    start = excerpt.text.rindex(part)
    assert excerpt.span(start, start + len(part)).column == column
