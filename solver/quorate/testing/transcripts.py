"""Transcripts are run: every command is given again, and what it says is compared word for word."""

import os
import subprocess
import sys
from collections.abc import Iterable, Iterator
from itertools import zip_longest

from quorate.charter.scenario import Spoken, Transcript
from quorate.questions.test import Difference, Judged, Run
from quorate.testing.comparison import settled

WIDTH = 100
_SURROUNDINGS = {"COLUMNS": str(WIDTH), "NO_COLOR": "1", "PYTHONIOENCODING": "utf-8"}
_NOTHING = "no such line"


def run(transcript: Transcript) -> Run:
    """What became of a transcript; each of its commands is an expectation."""
    judged = []
    for spoken in transcript.spoken:
        found = settled(list(_differences(spoken, _said(transcript, spoken))))
        judged.append(Judged(spoken, f"`{spoken.command}`", found.outcome, found.differences))
    return Run(transcript, tuple(judged))


def renewed(transcripts: Iterable[Transcript]) -> str:
    """The text of a page with what the commands say now in all of its transcripts, which are in their order."""
    parts: list[str] = []
    place = 0
    for transcript in transcripts:
        text = transcript.source.text
        parts += [text[place : transcript.span.start], _block(transcript) or transcript.span.text]
        place = transcript.span.end
    return "".join((*parts, text[place:]))


def _block(transcript: Transcript) -> str:
    said = (f"$ {spoken.command}\n{_ended(_said(transcript, spoken))}" for spoken in transcript.spoken)
    lines = "\n".join(said).splitlines()
    return "".join(f"{transcript.margin}{line}".rstrip() + "\n" for line in lines)


def _ended(text: str) -> str:
    return f"{text}\n" if text else ""


def _said(transcript: Transcript, spoken: Spoken) -> str:
    """What a command says on both of its streams, then its exit status in brackets unless that is 0 (as cram does)."""
    done = subprocess.run(
        [sys.executable, "-m", "quorate", *spoken.arguments],
        cwd=transcript.folder,
        env=os.environ | _SURROUNDINGS,
        stdin=subprocess.DEVNULL,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
        encoding="utf-8",
        check=False,
    )
    status = f"[{done.returncode}]\n" if done.returncode else ""
    return f"{done.stdout}{status}".rstrip("\n")


def _differences(spoken: Spoken, said: str) -> Iterator[Difference]:
    """The first line that is not as written."""
    pairs = zip_longest(spoken.output.splitlines(), (line.rstrip() for line in said.splitlines()), fillvalue=_NOTHING)
    for number, (expected, actual) in enumerate(pairs, 1):
        if expected.rstrip() != actual:
            yield Difference(f"line {number} of what it says", expected, actual)
            return
