"""YAML is read as positioned text: nothing is guessed, nothing is lost, and what reading survives is told."""

from collections.abc import Mapping

import pytest
import yaml
from hypothesis import given
from hypothesis import strategies as st

from quorate.charter.hazards import decode
from quorate.charter.nodes import ListNode, MappingNode, Node, ScalarNode
from quorate.charter.yaml import MAX_DEPTH, MAX_NODES, read_tree
from quorate.source.diagnostic import FileError


def root_of(text: str) -> MappingNode:
    root = read_tree(decode(text.encode(), "x.yaml")).root
    assert isinstance(root, MappingNode)
    return root


def plain(node: Node) -> object:
    """The tree as Python's own lists, dictionaries and texts."""
    match node:
        case ScalarNode(text=text):
            return text
        case MappingNode(entries=entries):
            return {key: plain(value) for key, value in entries.items()}
        case ListNode(items=items):
            return [plain(item) for item in items]


@pytest.mark.parametrize(
    "text", ["9:30", "010", "1.10", "no", "yes", "on", "null", "~", "2026-02-30", "0x1f", "1e3", ".inf", "=", "1_000"]
)
def test_a_scalar_is_its_text(text: str) -> None:
    assert plain(root_of(f"key: {text}\n")) == {"key": text}


DATA = st.recursive(
    st.text(st.characters(codec="utf-8", exclude_categories=("Cc", "Cf", "Zl", "Zp", "Cs")), max_size=12),
    lambda inner: (
        st.lists(inner, max_size=4) | st.dictionaries(st.text("abc_", min_size=1, max_size=6), inner, max_size=4)
    ),
    max_leaves=20,
)


@given(data=st.dictionaries(st.text("abcdef", min_size=1, max_size=6), DATA, min_size=1), flow=st.booleans())
def test_what_is_written_is_what_is_read(data: Mapping[str, object], flow: bool) -> None:
    class Dumper(yaml.SafeDumper):
        def ignore_aliases(self, data: object) -> bool:
            return True

    text = yaml.dump(
        data, Dumper=Dumper, allow_unicode=True, default_flow_style=flow, default_style='"', sort_keys=False
    )
    assert plain(root_of(text)) == data


@given(data=st.dictionaries(st.text("abcdef", min_size=1, max_size=6), DATA, min_size=1))
def test_spans_lie_inside_each_other(data: Mapping[str, object]) -> None:
    def inside(node: Node) -> None:
        children: list[Node] = []
        match node:
            case MappingNode(entries=entries, keys=keys):
                children = list(entries.values())
                for key, span in keys.items():
                    assert span.text.strip("\"'? \n") == key or "\\" in span.text
                    assert node.span.start <= span.start
                    assert span.end <= node.span.end
            case ListNode(items=items):
                children = list(items)
            case ScalarNode():
                pass
        for child in children:
            assert node.span.start <= child.span.start <= child.span.end <= node.span.end
            inside(child)

    inside(root_of(yaml.safe_dump(data, allow_unicode=True, sort_keys=False)))


def test_both_loaders_read_alike(monkeypatch: pytest.MonkeyPatch) -> None:
    text = "a: &x [1, {b: 'c''d'}]\ne: |\n  f\n   g\n\nh: *x\ni: \"\\u00e9\" # j\nk: l\n  m # n\n"
    with_c = root_of(text)
    monkeypatch.setattr("quorate.charter.yaml._LOADER", yaml.SafeLoader)
    without = root_of(text)
    assert plain(with_c) == plain(without)
    assert _spans(with_c) == _spans(without)


def _spans(node: Node) -> list[str]:
    found = [node.span.text.rstrip()]
    match node:
        case MappingNode(entries=entries):
            found += [text for value in entries.values() for text in _spans(value)]
        case ListNode(items=items):
            found += [text for value in items for text in _spans(value)]
        case ScalarNode():
            pass
    return found


def test_an_alias_stands_for_what_its_anchor_names() -> None:
    root = root_of("a: &x [1, 2]\nb: *x\n")
    assert root.entries["b"] is root.entries["a"]


def test_line_ends_of_windows_and_a_byte_order_mark_are_harmless() -> None:
    root = root_of("\ufeffa: 1\r\nb: |\r\n  c\r\n  d\r\n")
    assert plain(root) == {"a": "1", "b": "c\nd\n"}
    assert root.keys["b"].line == 2


def test_a_comment_after_a_text_is_kept_beside_it() -> None:
    node = root_of("a: b # c\nd: e#f\n").entries
    first, second = node["a"], node["d"]
    assert isinstance(first, ScalarNode)
    assert isinstance(second, ScalarNode)
    assert (first.text, first.comment and first.comment.text) == ("b", "# c")
    assert (second.text, second.comment) == ("e#f", None)


@pytest.mark.parametrize(
    ("text", "codes"),
    [
        ("a: {require: f(x, y), when: z}\n", ["cut-by-comma"]),
        ("a: {text: one, two, three: 4}\n", ["cut-by-comma"]),
        ("a: [f(x, y)]\n", ["cut-by-comma"]),
        ("a: {text: 'one, two', why: (three)}\n", []),
        ("a: [x, y]\nb: {c: , d: e}\n", []),
        (
            "- require: !x\n- require: [a].max()\n- when: 'a' in b\n",
            ["unquoted-expression", "unquoted-expression", "yaml-tag"],
        ),
        ("a: 1\na: 2\nb: {c: 1, c: 2}\n", ["duplicate-key", "duplicate-key"]),
    ],
)
def test_what_reading_survives_is_told(text: str, codes: list[str]) -> None:
    tree = read_tree(decode(text.encode(), "x.yaml"))
    assert sorted(found.code for found in tree.diagnostics) == codes


def test_a_repaired_text_keeps_every_place() -> None:
    text = "a:\n  require: [x, y].max() > 1\nb: c\n"
    tree = read_tree(decode(text.encode(), "x.yaml"))
    assert isinstance(tree.root, MappingNode)
    assert tree.root.entries["b"].span.text == "c"
    assert [found.span.text for found in tree.diagnostics if found.span] == ["[x, y].max() > 1"]


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("a: " + "[" * (MAX_DEPTH + 1) + "]" * (MAX_DEPTH + 1), "nested-too-deep"),
        ("a: [" + "x, " * MAX_NODES + "]", "too-many-values"),
        ("? [a]\n: b\n", "bad-key"),
        ("a: *b\n", "yaml-alias"),
        ("--- a\n--- b\n", "several-documents"),
        ("a: b: c\n", "yaml-syntax"),
        ("a: |\n  b\n c\n", "yaml-syntax"),
        ("'", "unclosed-quote"),
    ],
)
def test_what_no_tree_can_be_made_of_is_refused(text: str, code: str) -> None:
    with pytest.raises(FileError) as caught:
        read_tree(decode(text.encode(), "x.yaml"))
    assert caught.value.diagnostics[-1].code == code
