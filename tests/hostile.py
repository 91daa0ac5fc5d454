"""Files made to hurt: each is below the size limit, or far above it, and must end in an error at once."""

from collections.abc import Callable, Mapping

from quorate.charter.hazards import MAX_BYTES

HEAD = "quorate: 1\ncharter: x\ntitle: x\nkind: x\n"
_BOMB = "a: &a [x, x, x, x, x, x, x, x, x, x]\n" + "".join(
    f"{chr(98 + i)}: &{chr(98 + i)} [{', '.join(['*' + chr(97 + i)] * 10)}]\n" for i in range(20)
)


def _filled(part: str, head: str = HEAD, end: str = "") -> str:
    """As many repetitions of a part as fit into a file."""
    room = MAX_BYTES - len(head) - len(end) - 10
    return head + part * (room // len(part.encode())) + end


def _numbered(line: str, count: int, head: str = HEAD) -> str:
    return head + "".join(line.format(number) for number in range(count))


HOSTILE: Mapping[str, Callable[[], str]] = {
    "ten megabytes": lambda: "x" * 10_000_000,
    "open lists": lambda: _filled("["),
    "open mappings": lambda: _filled("{a: "),
    "lists in lists by dashes": lambda: _filled("- ", HEAD + "clauses: \n  "),
    "complex keys": lambda: _filled("? ", "quorate: 1\n"),
    "alias bomb": lambda: HEAD + _BOMB,
    "aliases of a large list": lambda: HEAD + "a: &a [" + "x," * 9_000 + "]\nb: [" + "*a," * 9_000 + "]\n",
    "anchors": lambda: _filled("&a ", HEAD + "a: "),
    "quotes": lambda: _filled('"', HEAD + "a: "),
    "single quotes": lambda: _filled("'", HEAD + "a: "),
    "escapes": lambda: _filled("\\u00e9", HEAD + 'title: "', '"'),
    "one long text": lambda: _filled("x", HEAD + "text: "),
    "one long line of spaces": lambda: _filled(" ", HEAD + "text: ", "x"),
    "empty lines": lambda: _filled("\n", HEAD + "text: ", "x"),
    "a block of empty lines": lambda: _filled("  \n", HEAD + "text: |\n"),
    "comments": lambda: _filled("# x\n"),
    "ignore comments": lambda: _filled("# quorate: ignore x y\n"),
    "tabs": lambda: _filled("\t\n"),
    "control characters": lambda: _filled("\x01"),
    "colons": lambda: _filled(": ", HEAD + "text: "),
    "commas in a mapping": lambda: _filled("a, ", HEAD + "text: {"),
    "unknown keys": lambda: _numbered("key{}: x\n", 18_000),
    "long unknown keys": lambda: _numbered("k{}" + "y" * 900 + ": x\n", 2_000),
    "one key over and over": lambda: _filled("a: x\n"),
    "many values": lambda: _filled("- x\n", HEAD + "uses:\n"),
    "documents": lambda: _filled("---\n", "quorate: 1\n"),
    "unquoted expressions": lambda: _numbered("  - id: a{}\n    require: !x\n", 7_000, HEAD + "clauses:\n"),
    "risky expressions": lambda: _numbered("  - id: a{}\n    require: 'a' in b\n", 7_000, HEAD + "clauses:\n"),
    "clauses of one id": lambda: _numbered("  - {{id: a, require: 'true'}}\n", 4_900, HEAD + "clauses:\n"),
    "many clauses": lambda: _numbered("  - {{id: a{}, require: 'seats >= 3'}}\n", 4_900, HEAD + "clauses:\n"),
    "many mistaken clauses": lambda: _numbered("  - {{id: a{}, require: 'seat >= 3'}}\n", 4_900, HEAD + "clauses:\n"),
    "duties in a circle": lambda: _numbered(
        "  - {{id: d{0}, subject: x, power: review, per: month, before: [d{0}x]}}\n", 2_600, HEAD + "duties:\n"
    ),
    "a long chain of duties": lambda: (
        HEAD
        + "duties:\n"
        + "".join(
            f"  - {{id: d{n}, subject: x, power: review, per: month, before: [d{(n + 1) % 2_600}]}}\n"
            for n in range(2_600)
        )
    ),
    "many facts": lambda: _numbered("    f{}: {{type: bool}}\n", 6_000, HEAD + "facts:\n  person:\n"),
    "defined facts": lambda: (
        HEAD
        + "facts:\n  person:\n"
        + "".join(f"    f{n}: {{type: bool, define: self.f{(n + 1) % 2_900}}}\n" for n in range(2_900))
    ),
    "an expression of parentheses": lambda: _filled("(", HEAD + "clauses:\n  - id: a\n    require: "),
    "an expression of operators": lambda: _filled("1 + ", HEAD + "clauses:\n  - id: a\n    require: ", "1"),
    "an expression of negations": lambda: _filled("!", HEAD + "clauses:\n  - id: a\n    require: |\n      "),
    "an expression of items": lambda: _filled("1,", HEAD + "clauses:\n  - id: a\n    require: |\n      ["),
    "expressions at the limit": lambda: (
        HEAD + "clauses:\n" + "".join(f"  - id: a{n}\n    require: |\n      {'(' * 9_900}\n" for n in range(150))
    ),
    "a roster of strangers": lambda: (
        "quorate: 1\nroster: x\nas_of: 2026-01-01\nbodies:\n"
        + "".join(f"  b{n}: {{members: [p{n}], chair: q{n}}}\n" for n in range(5_000))
    ),
    "a log of nothing": lambda: (
        "quorate: 1\nroster: x\nas_of: 2026-01-01\nevents:\n" + "  - {date: 2026-01-01, kind: x}\n" * 7_000
    ),
}
