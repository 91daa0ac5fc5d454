"""A page is plain in a pipe and coloured on a terminal, with the same words."""

import re
from io import StringIO

import pytest

from quorate.reports.console import ColourPage, Page, PlainPage, bad, good, muted, page, plain, strong, warn


def write(answer: object, on: Page) -> None:
    on.heading("Compensation committee")
    on.line("size: ", good("holds"), " [3]", indent=2)
    on.heading("Why")
    on.table(["who", "why"], [[strong("ann"), "independent"], ["bo", bad("an officer [of Aleris]")]])
    on.blank()
    on.table(["", ""], [[warn("unknown"), muted(str(answer))]])


def test_plain_tables_are_padded_and_unwrapped() -> None:
    assert plain(write, "nyse_independent") == (
        "Compensation committee\n"
        "  size: holds [3]\n"
        "\n"
        "Why\n"
        "  who  why\n"
        "  ann  independent\n"
        "  bo   an officer [of Aleris]\n"
        "\n"
        "  unknown  nyse_independent\n"
    )


def test_a_terminal_gets_the_same_words_in_colour() -> None:
    stream = StringIO()
    write("nyse_independent", ColourPage(stream))
    assert "\x1b[" in stream.getvalue()
    words = re.sub(r"\x1b\[[0-9;]*m", "", stream.getvalue()).replace("─", "").split()
    assert words == plain(write, "nyse_independent").split()


def test_the_stream_decides_the_page() -> None:
    assert isinstance(page(StringIO(), colour=False), PlainPage)
    assert isinstance(page(StringIO(), colour=True), ColourPage)


def test_an_empty_table_has_its_heading() -> None:
    assert plain(lambda _, on: on.table(["who", "why"], []), None) == "  who  why\n"


def test_what_a_terminal_would_obey_is_spelt_out() -> None:
    def said(answer: object, on: Page) -> None:
        on.heading(f"a{answer}")
        on.line(bad(f"b{answer}"))
        on.table(["who"], [[f"c{answer}"]])

    hostile = "\x1b[2J\x07\r\x9b\N{RIGHT-TO-LEFT OVERRIDE}x"
    shown = r"\x1b[2J\x07\r\x9b\u202ex"
    assert plain(said, hostile) == f"a{shown}\n\nb{shown}\n".replace("\n\n", "\n") + f"  who\n  c{shown}\n"
    stream = StringIO()
    said(hostile, ColourPage(stream))
    assert re.sub("\x1b\\[[0-9;]*m", "", stream.getvalue()).count(shown) == 3
    assert not set("\x07\r\x9b\N{RIGHT-TO-LEFT OVERRIDE}") & set(stream.getvalue())


def test_names_in_any_script_stay_as_they_are() -> None:
    names = "Zoë, 王小明, محمد, नमस्ते, a\tb"
    assert plain(lambda answer, on: on.line(str(answer)), names) == names + "\n"


def test_on_a_narrow_terminal_everything_is_there_and_nothing_is_wider(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("COLUMNS", "60")
    long = "law.nyse-303a/compensation.independence-of-every-member-and-adviser"
    words = " ".join(f"word{number}" for number in range(30))

    def said(_: object, on: Page) -> None:
        on.line(strong(long), f": {words}", indent=4)
        on.table(["clause", "why", "until"], [[long, words, bad("broken already")]])

    stream = StringIO()
    said(None, ColourPage(stream))
    lines = re.sub("\x1b\\[[0-9;]*m", "", stream.getvalue()).splitlines()
    assert max(map(len, lines)) <= 60
    assert "…" not in "".join(lines)
    letters = "".join("".join(lines).replace("─", "").split())
    assert letters.count("word29") == 2
    assert all(line.startswith("      ") for line in lines[1:3])
    told = [line for line in lines if line.startswith("    ")]
    assert "".join(told[0].split()).startswith("law.nyse-303a")


def test_lines_whose_columns_matter_are_never_broken(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("COLUMNS", "60")
    stream = StringIO()
    ColourPage(stream).line("x " * 50, indent=2, exact=True)
    assert len(stream.getvalue().splitlines()) == 1
