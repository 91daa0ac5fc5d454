"""What every command gets from the frame: its output, its errors, its exit status, its help, its late import."""

import json
import os
import signal
import subprocess
import sys
from collections.abc import Callable
from dataclasses import dataclass
from types import ModuleType
from typing import Annotated, Any, ClassVar

import pytest
import typer

from quorate.cli import app, commands
from quorate.cli.exits import Exit
from quorate.cli.guard import guarded
from quorate.cli.options import AsOf, wrong_call
from quorate.cli.output import Output
from quorate.reports.answer import Json, Reply, Standing
from quorate.reports.console import Page
from quorate.source.diagnostic import Diagnostic, FileError, InternalError
from quorate.source.span import Source, Span


class Echo:
    """A report that says its answer."""

    SCHEMA: ClassVar[Json] = {}

    def text(self, answer: Any, page: Page) -> None:
        page.heading("Echo")
        page.line(str(answer))

    def json(self, answer: Any) -> Json:
        return {"said": answer}

    def github(self, answer: Any) -> list[Diagnostic]:
        return [Diagnostic("said", answer, Span(Source("a.yaml", "one\ntwo"), 4, 7))]


def echo(
    out: Output,
    word: Annotated[str, typer.Argument()],
    as_of: AsOf = None,
    reply: Annotated[Reply, typer.Option("--reply")] = Reply.YES,
) -> Exit:
    reporter = out.progress(Echo())
    match word:
        case "bad-file":
            raise FileError([Diagnostic("one", "first"), Diagnostic("two", "second", help="do better")])
        case "bad-call":
            raise wrong_call("no-such-body", "there is no body `x`", "did you mean `y`?")
        case "replay":
            raise InternalError("slate 3 does not replay")
        case "crash":
            raise ZeroDivisionError("oops")
        case "interrupt":
            raise KeyboardInterrupt
        case "interrupt-late":
            reporter.stage("looking", 10)
            reporter.advance(3, "something")
            reporter.found("the best so far")
            raise KeyboardInterrupt
        case "pipe":
            raise BrokenPipeError
    return out.answer(Echo(), f"{word} {as_of}", Standing(reply, "witness", "tables"))


@pytest.fixture(autouse=True)
def probe(monkeypatch: pytest.MonkeyPatch) -> None:
    module = ModuleType("probe")
    module.echo = echo  # type: ignore[attr-defined]
    monkeypatch.setitem(sys.modules, "probe", module)
    monkeypatch.setitem(commands.COMMANDS, "echo", commands.Command("probe:echo", "Say a word.", "quorate echo word"))


Run = Callable[..., tuple[int, str, str]]


@pytest.fixture
def run(capfd: pytest.CaptureFixture[str]) -> Run:
    def call(*arguments: str) -> tuple[int, str, str]:
        with pytest.raises(SystemExit) as left:
            app.main(arguments)
        captured = capfd.readouterr()
        return int(left.value.code or 0), captured.out, captured.err

    return call


@pytest.mark.parametrize(("reply", "status"), [("yes", 0), ("no", 1), ("undecided", 3)])
def test_the_exit_status_is_the_reply(run: Run, reply: str, status: int) -> None:
    assert run("echo", "hi", "--reply", reply)[0] == status


def test_text_is_plain_in_a_pipe(run: Run) -> None:
    assert run("echo", "hi", "--as-of", "2026-05-14") == (0, "Echo\nhi 2026-05-14\n", "")


def test_json_is_one_envelope(run: Run) -> None:
    status, out, _ = run("echo", "hi", "--format", "json", "--reply", "no")
    assert status == 1
    assert json.loads(out) == {
        "quorate": 1,
        "question": "echo",
        "reply": "no",
        "certainty": "witness",
        "engine": "tables",
        "interrupted": False,
        "answer": {"said": "hi None"},
    }


def test_github_annotates_the_place(run: Run) -> None:
    assert run("echo", "hi", "--format", "github")[1] == (
        "::error file=a.yaml,line=2,endLine=2,col=1,endColumn=3,title=said::hi None\n"
    )


def test_quiet_leaves_only_the_status(run: Run) -> None:
    assert run("echo", "hi", "--quiet", "--reply", "no") == (1, "", "")


def test_a_bad_file_is_status_2_with_every_diagnostic_on_stderr(run: Run) -> None:
    assert run("echo", "bad-file") == (2, "", "error[one]: first\nerror[two]: second\n  help: do better\n")


def test_a_bad_call_is_status_2_even_when_quiet(run: Run) -> None:
    status, out, err = run("echo", "bad-call", "-q")
    assert (status, out) == (2, "")
    assert "there is no body `x`" in err


def test_errors_are_json_where_json_was_asked_for(run: Run) -> None:
    status, out, _ = run("echo", "bad-file", "--format", "json")
    said = json.loads(out)
    assert status == 2
    assert said["reply"] == "error"
    assert [diagnostic["code"] for diagnostic in said["diagnostics"]] == ["one", "two"]


def test_a_failed_replay_is_never_an_answer(run: Run) -> None:
    status, out, err = run("echo", "replay")
    assert (status, out) == (70, "")
    assert "internal error: slate 3 does not replay" in err
    assert "defect of Quorate" in err


def test_a_crash_is_a_defect_with_its_traceback(run: Run) -> None:
    status, _, err = run("echo", "crash")
    assert status == 70
    assert "ZeroDivisionError" in err
    assert "defect of Quorate" in err


def test_an_interrupt_shows_what_was_found(run: Run) -> None:
    status, out, err = run("echo", "interrupt-late")
    assert (status, out) == (130, "Echo\nthe best so far\n")
    assert "found so far" in err


def test_an_interrupt_in_json_says_so(run: Run) -> None:
    said = json.loads(run("echo", "interrupt-late", "--format", "json")[1])
    assert said["interrupted"] is True
    assert said["reply"] == "undecided"


def test_an_early_interrupt_is_clean(run: Run) -> None:
    status, out, err = run("echo", "interrupt")
    assert (status, out, err) == (130, "", "interrupted: nothing was found yet\n")


def test_a_wrong_date_is_a_wrong_call(run: Run) -> None:
    status, _, err = run("echo", "hi", "--as-of", "2026-02-30")
    assert status == 2
    assert "`2026-02-30` is no date" in err


def test_a_mistyped_command_gets_a_suggestion(run: Run) -> None:
    status, _, err = run("slatse")
    assert status == 2
    assert "'slates'" in err


def test_every_command_has_the_common_options_and_an_example(run: Run) -> None:
    _, out, _ = run("echo", "--help")
    for word in ("--format", "--quiet", "--no-color", "Example:", "quorate echo word"):
        assert word in out


def test_help_lists_all_commands_without_importing_them() -> None:
    code = (
        "import sys\nfrom quorate.cli.app import main\ntry:\n    main(['--help'])\nexcept SystemExit:\n    pass\n"
        "heavy = {'rich', 'yaml', 'ortools', 'constraint', 'z3', 'quorate.questions', 'quorate.charter'}\n"
        "assert not heavy & set(sys.modules), heavy & set(sys.modules)\n"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr
    listed = done.stdout.partition("Commands:")[2]
    names = [line.split()[0] for line in listed.splitlines() if line.strip()]
    assert names == [name for name in commands.COMMANDS if name != "echo"]


def test_nobody_reading_is_no_traceback() -> None:
    code = "from quorate.cli.app import main; main(['--help'])"
    reader, writer = os.pipe()
    os.close(reader)
    done = subprocess.run([sys.executable, "-c", code], stdout=writer, stderr=subprocess.PIPE, text=True, check=False)
    os.close(writer)
    assert "Traceback" not in done.stderr


PATIENT = """
import sys, time
from dataclasses import dataclass
from types import ModuleType
from quorate.cli import app, commands
from quorate.cli.exits import Exit
from quorate.cli.guard import guarded
class Echo:
    SCHEMA = {}
    text = staticmethod(lambda answer, page: page.line(answer))
def wait(out):
    out.progress(Echo).found("halfway")
    print("ready", flush=True)
    time.sleep(60)
module = ModuleType("probe"); module.wait = wait; sys.modules["probe"] = module
commands.COMMANDS["wait"] = commands.Command("probe:wait", "Wait.", "quorate wait")
app.main(["wait"])
"""


def test_ctrl_c_ends_a_process_with_what_was_found() -> None:
    process = subprocess.Popen(
        [sys.executable, "-c", PATIENT], stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True
    )
    assert process.stdout is not None
    assert process.stdout.readline() == "ready\n"
    process.send_signal(signal.SIGINT)
    out, err = process.communicate(timeout=20)
    assert process.returncode == 130
    assert out == "halfway\n"
    assert "Traceback" not in err


def test_a_closed_pipe_ends_a_command_quietly() -> None:
    code = PATIENT.replace('print("ready", flush=True)\n    time.sleep(60)', "[print('x' * 80) for _ in range(9999)]")
    reader, writer = os.pipe()
    os.close(reader)
    done = subprocess.run([sys.executable, "-c", code], stdout=writer, stderr=subprocess.PIPE, text=True, check=False)
    os.close(writer)
    assert (done.returncode, done.stderr) == (141, "")


# What is written where nothing can be, or where a terminal would obey it ----------------------------------------------


def _shell(command: str) -> tuple[int, str]:
    done = subprocess.run(["sh", "-c", command, "sh", sys.executable], capture_output=True, text=True, check=False)
    return done.returncode, done.stderr


_SCHEMA = '"$1" -m quorate schema charter'


def test_a_full_disk_is_told_in_one_line() -> None:
    assert _shell(f"{_SCHEMA} > /dev/full") == (2, "error: the answer cannot be written: no space left on device\n")


def test_a_closed_output_is_told_in_one_line_unless_nothing_is_to_be_written() -> None:
    assert _shell(f"{_SCHEMA} >&-") == (2, "error: the answer cannot be written: standard output is closed\n")
    assert _shell(f"{_SCHEMA} --quiet >&-") == (0, "")
    assert _shell(f"{_SCHEMA} 2>&- > /dev/null") == (0, "")


def test_a_folder_of_policies_that_is_not_there_is_told(run: Run) -> None:
    status, out, err = run("lint", "policies", "--policies", "nosuch")
    assert (status, out) == (2, "")
    assert "'nosuch' does not exist" in err


# A command line that cannot be read -----------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("arguments", "question", "message"),
    [
        (("echo",), "echo", "missing argument `WORD`"),
        (("nosuch",), "quorate", "no such command `nosuch`"),
        (("echo", "hi", "--nosuch"), "echo", "no such option: --nosuch"),
        (("echo", "hi", "--as-of", "soon"), "echo", "`soon` is no date; write it as 2026-05-14"),
    ],
)
def test_a_wrong_usage_is_json_where_json_was_asked_for(
    run: Run, arguments: tuple[str, ...], question: str, message: str
) -> None:
    for form in (("--format", "json"), ("--format=json",)):
        status, out, err = run(*arguments, *form)
        said = json.loads(out)
        assert (status, err, said["question"], said["reply"]) == (2, "", question, "error")
        (diagnostic,) = said["diagnostics"]
        assert diagnostic["code"] == "wrong-usage"
        assert message in diagnostic["message"]
        assert diagnostic["help"].endswith("--help`")


def test_a_wrong_usage_is_told_with_the_usage_as_text(run: Run) -> None:
    status, out, err = run("echo", "--nosuch")
    assert (status, out) == (2, "")
    assert err.startswith("Usage: quorate echo [OPTIONS] WORD\n")


@pytest.mark.parametrize(
    ("words", "offered"),
    [
        ("quorate slates --engine t", {"tables"}),
        ("quorate stress --engine c", {"cp-sat"}),
        ("quorate sch", {"schedule", "schema"}),
        ("quorate check --format ", {"text", "json", "github"}),
    ],
)
def test_a_shell_is_offered_what_can_follow(words: str, offered: set[str]) -> None:
    asked = {"_QUORATE_COMPLETE": "complete_bash", "COMP_WORDS": words, "COMP_CWORD": str(len(words.split(" ")) - 1)}
    command = [sys.executable, "-m", "quorate"]
    environment = {**os.environ, **asked}
    done = subprocess.run(command, env=environment, capture_output=True, text=True, check=True)
    assert offered <= set(done.stdout.split())
    assert "tables" in offered or "tables" not in done.stdout


@dataclass(frozen=True, slots=True)
class Together:
    """Options that several commands share."""

    number: Annotated[int, typer.Option("--number")] = 1
    word: Annotated[str, typer.Option("--word")] = "none"


def test_a_dataclass_of_options_stands_for_all_of_them(capsys: pytest.CaptureFixture[str]) -> None:
    def shown(out: Output, first: Annotated[str, typer.Argument()], both: Together) -> Exit:
        out.page.line(f"{first} {both.number} {both.word}")
        return Exit.YES

    single = typer.Typer()
    single.command()(guarded("check", shown))
    for arguments, said in ((["a"], "a 1 none\n"), (["a", "--word", "b", "--number", "2"], "a 2 b\n")):
        with pytest.raises(SystemExit):
            single(arguments)
        assert capsys.readouterr().out == said
