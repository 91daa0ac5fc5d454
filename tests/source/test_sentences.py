"""Texts are read for their words: the same sentences whatever the typography, the line breaks and the pages."""

import re
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from quorate.source.prose import Prose
from quorate.source.sentences import Kind, sentences
from quorate.source.span import Source
from quorate.source.typography import normal

TEXT = """\
CHARTER OF THE BENEFITS COMMITTEE

Membership. The committee of Example Works, Inc. (the “Company.”) shall have three members. Each of them is a
director, i.e. nobody else sits on it. The chair, Dr. A. B. Roe, presides.

Duties and Powers

The committee shall:

- review the plans of the Company at least once a year;
- report to the Board.

It is advised by counsel from the U.S. and abroad. No. 4 of the by-laws applies to its meetings.
"""


def read(text: str) -> list[tuple[str, str]]:
    return [(sentence.kind.value, sentence.text) for sentence in sentences(Source("text", text))]


def statements(text: str) -> list[str]:
    return [sentence for kind, sentence in read(text) if kind == Kind.STATEMENT]


def test_headings_lead_ins_and_statements_are_told_apart() -> None:
    assert read(TEXT) == [
        ("heading", "CHARTER OF THE BENEFITS COMMITTEE"),
        ("heading", "Membership."),
        ("statement", 'The committee of Example Works, Inc. (the "Company.") shall have three members.'),
        ("statement", "Each of them is a director, i.e. nobody else sits on it."),
        ("statement", "The chair, Dr. A. B. Roe, presides."),
        ("heading", "Duties and Powers"),
        ("lead-in", "The committee shall:"),
        ("statement", "review the plans of the Company at least once a year;"),
        ("statement", "report to the Board."),
        ("statement", "It is advised by counsel from the U.S. and abroad."),
        ("statement", "No. 4 of the by-laws applies to its meetings."),
    ]


def test_a_sentence_knows_its_heading_and_its_place() -> None:
    source = Source("text", TEXT)
    found = next(sentence for sentence in sentences(source) if sentence.text.startswith("report"))
    assert found.heading == "Duties and Powers"
    assert found.span.text == "report to the Board."
    assert found.span.line == 11


@pytest.mark.parametrize(
    ("text", "count"),
    [
        ("The committee of Roe Inc. meets twice. It keeps minutes.", 2),
        ("Counsel may be from Roe & Sons Ltd. The committee decides. It keeps minutes.", 3),
        ("It meets at 9 a.m. on Mondays. It keeps minutes, agendas, etc. It reports.", 3),
        ("The quorum is 1.5 times the minimum. See § 4. of the by-laws.", 2),
        ("Does it meet? It does! (The board is told.) The chair presides.", 4),
        ("The “Board.” is told. ‘Members’ vote.", 2),
    ],
)
def test_abbreviations_do_not_end_sentences_unless_one_plainly_follows(text: str, count: int) -> None:
    assert len(statements(text)) == count


@pytest.mark.parametrize(
    "page_break",
    ["\n\n", "\n\n- 3 -\n\n", "\f", "\n\nPage 3 of 9\n\n", "\n\n---\n\n", "\n  12\n\f\n"],
)
def test_a_page_break_in_mid_sentence_is_no_end(page_break: str) -> None:
    text = f"Two members of the Committee will constitute a{page_break}quorum for the transaction of business."
    assert statements(text) == [
        "Two members of the Committee will constitute a quorum for the transaction of business."
    ]


def test_running_heads_are_no_sentences() -> None:
    pages = [f"Charter of Roe, page {number}\n\nThe committee meets in month {number}.\n\f" for number in range(1, 5)]
    assert statements("\n".join(pages)) == [f"The committee meets in month {number}." for number in range(1, 5)]


@pytest.mark.parametrize(
    "line", ["The Committee shall meet quarterly", "Members must be independent", "It may delegate"]
)
def test_what_obliges_is_never_taken_for_a_heading(line: str) -> None:
    assert statements(f"{line}\n\nMore is said here.") == [line, "More is said here."]


@pytest.mark.parametrize(
    "text",
    [
        "# Members\n\nThe **committee** has `three` [members](https://example.org/x).",
        "Members\n=======\n\nThe _committee_ has *three* members.",
        "<!-- nobody reads this. Nor this. -->\n## Members ##\n\n> The committee has three members.",
        "**Members**\n\nThe committee has three mem\u00adbers.",
        "1. Members\n\nThe\u00a0committee has three members.",
    ],
)
def test_markup_is_set_aside(text: str) -> None:
    assert read(text) == [("heading", "Members"), ("statement", "The committee has three members.")]


def test_definitions_ask_nothing() -> None:
    assert read("“Company” means Example Works, Inc. The Company pays.") == [
        ("definition", '"Company" means Example Works, Inc.'),
        ("statement", "The Company pays."),
    ]


@given(st.text(alphabet=st.sampled_from("ab AB.\n-*#\f:()“”1 "), max_size=200))
def test_every_letter_of_a_text_is_in_a_sentence_and_none_in_two(text: str) -> None:
    source = Source("text", text)
    found = sentences(source)
    for before, after in pairwise(found):
        assert before.span.end <= after.span.start
    covered = {index for sentence in found for index in range(sentence.span.start, sentence.span.end)}
    running = re.compile(r"(?m)^.*$")
    letters = {index for index, char in enumerate(text) if char in "abAB"}
    missed = letters - covered
    for match in running.finditer(text):
        if missed & set(range(*match.span())):
            assert text.count(match.group().strip()) >= 3 or re.match(r"\s*\(?[abAB]{1,2}[.)]", match.group())


WORDS = TEXT.split("\n\n")[1].split()


@given(st.data())
def test_sentences_and_quotes_are_the_same_however_the_text_is_wrapped_and_set(data: st.DataObject) -> None:
    gaps = st.sampled_from([" ", "\n", "  ", " \n", "\u00a0", "\r\n"])
    text = WORDS[0] + "".join(data.draw(gaps) + word for word in WORDS[1:])
    if data.draw(st.booleans()):
        text = text.replace("“", '"').replace("”", '"')
    straight = [sentence.text for sentence in sentences(Source("text", " ".join(WORDS)))]
    assert [sentence.text for sentence in sentences(Source("text", text))] == straight
    first = data.draw(st.integers(0, len(WORDS) - 4))
    quote = " ".join(WORDS[first : first + 4])
    assert len(Prose(Source("text", text)).find(quote)) == len(Prose(Source("text", " ".join(WORDS))).find(quote)) >= 1


def test_a_hyphen_at_the_end_of_a_line_does_not_lose_a_quote() -> None:
    prose = Prose(Source("text", "Members are non-\nemployee direc-\ntors of the Company — all of them."))
    assert len(prose.find("non-employee directors")) == 1
    assert len(prose.find("the Company – all of them")) == 1
    assert prose.find("employees") == ()


def test_words_are_compared_without_typography() -> None:
    assert normal("the\n “non-employee” director’s   pay…") == normal('the "non-employee" director\'s pay...')
    assert normal("a b") != normal("ab")


BYLAWS = """\
ARTICLE II
------
### Meetings

**Section 2.1. Place of Meetings.** Meetings shall be held anywhere; provided that:
\t
 1. the society shall verify that
 each person present is a member,
 2. a record<sup>[2](#note2)</sup> shall be kept[^3].

**Section 2.12. Action by Members Without a Meeting.** Any action may be taken without one.

---

<a name="note2">See</a> the archive (i.e. the office of the society).
"""


def test_bylaws_with_sections_lists_and_footnotes_are_read() -> None:
    assert read(BYLAWS) == [
        ("heading", "ARTICLE II"),
        ("heading", "Meetings"),
        ("heading", "Section 2.1. Place of Meetings."),
        ("lead-in", "Meetings shall be held anywhere; provided that:"),
        ("statement", "the society shall verify that each person present is a member,"),
        ("statement", "a record shall be kept."),
        ("heading", "Section 2.12. Action by Members Without a Meeting."),
        ("statement", "Any action may be taken without one."),
        ("statement", "See the archive (i.e. the office of the society)."),
    ]
