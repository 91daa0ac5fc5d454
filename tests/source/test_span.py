"""Places: offsets, lines and columns agree, in whole texts and in excerpts of them."""

from hypothesis import given
from hypothesis import strategies as st

from quorate.source.diagnostic import Diagnostic, LanguageError, QuorateError, Severity, did_you_mean
from quorate.source.span import Excerpt, Source

TEXTS = st.text(st.sampled_from("ab \n\r\té"), max_size=40)


@given(TEXTS, st.data())
def test_line_and_column_of_an_offset_lead_back_to_it(text: str, data: st.DataObject) -> None:
    source = Source("f", text)
    offset = data.draw(st.integers(0, len(text)))
    line, column = source.position(offset)
    assert line == text[:offset].count("\n") + 1
    assert source.offset(line) + column - 1 == offset
    assert source.line(line) == (text.split("\n")[line - 1]).rstrip("\r\n")


@given(TEXTS, st.data())
def test_a_place_in_an_excerpt_is_the_same_text_in_its_source(text: str, data: st.DataObject) -> None:
    kept = [index for index in range(len(text)) if data.draw(st.booleans())]
    excerpt = Excerpt("".join(text[index] for index in kept), Source("f", text), (*kept, len(text)), "Art. 1")
    start = data.draw(st.integers(0, len(kept)))
    end = data.draw(st.integers(start, len(kept)))
    span = excerpt.span(start, end)
    assert span.citation == "Art. 1"
    if end > start:
        assert span.text[0] == excerpt.text[start]
        assert span.text[-1] == excerpt.text[end - 1]
    else:
        assert span.text == ""


def test_a_span_says_where_it_is() -> None:
    span = Excerpt.whole("one\ntwo three", "law.txt").span(8, 13)
    assert (str(span), span.line, span.column, span.text) == ("law.txt:2:5", 2, 5, "three")
    assert span.cited("Art. 4(2)").citation == "Art. 4(2)"


def test_an_error_carries_all_its_diagnostics() -> None:
    found = [Diagnostic("a", "one"), Diagnostic("b", "two", severity=Severity.WARNING)]
    error = LanguageError(found)
    assert isinstance(error, QuorateError)
    assert error.diagnostics == tuple(found)
    assert str(error) == "one; two"


def test_did_you_mean_names_the_nearest_word_or_nothing() -> None:
    assert did_you_mean("membrs", ["present", "members"]) == "did you mean `members`?"
    assert did_you_mean("xyz", ["present", "members"]) is None
