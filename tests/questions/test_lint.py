"""Lint finds what is doubtful by reading alone, where it stands, and loads no solver."""

import subprocess
import sys
from collections.abc import Callable
from io import StringIO
from pathlib import Path

import pytest

from quorate.charter.library import Library
from quorate.charter.shipped import shipped
from quorate.charter.survey import files_at, survey
from quorate.cli.progress import Progress
from quorate.questions.lint import Lint, lint
from quorate.reports import lint as report
from quorate.reports.console import plain
from quorate.source.diagnostic import Diagnostic, FileError, Severity

PACK = """quorate: 1
pack: law
title: The law
rank: statute
facts:
  person:
    read_by_the_charter: {type: bool}
    read_by_nobody: {type: bool}
subjects: {report: Reports}
clauses:
  - {id: floor, cite: {source: "§ 1"}, topic: quorum, scope: quorum, require: size(present) >= third(members)}
  - {id: size, cite: {source: "§ 2"}, topic: size, default: true, require: size(members) >= 1}
"""
CHARTER = """quorate: 1
charter: committee
title: A committee
kind: audit
uses: [law]
facts:
  person:
    used: {type: bool}
    unused: {type: bool}
subjects: {pay: What people are paid, gone: Nothing any more}
clauses:
  - {id: all, cite: {section: 1}, require: "members.all(m, m.used && m.read_by_the_charter)"}
  - {id: quorum, cite: {section: 2}, scope: quorum, require: size(present) >= 2}
duties:
  - {id: pay, cite: {section: 3}, subject: pay, power: review, per: fiscal_year}
"""
Run = Callable[..., Lint]


@pytest.fixture
def run(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Run:
    """Lint of files with these texts, in a folder of their own."""
    monkeypatch.chdir(tmp_path)

    def running(**texts: str) -> Lint:
        for name, text in texts.items():
            (tmp_path / f"{name}.yaml").write_text(text, encoding="utf-8")
        return lint(survey([Path()], Library((Path(),))))

    return running


def found(answer: Lint, code: str) -> list[str]:
    """The texts that findings of a code underline."""
    return [one.span.text for one in answer.findings if one.code == code and one.span is not None]


def test_a_fact_that_no_expression_reads(run: Run) -> None:
    assert found(run(a=PACK, b=CHARTER), "unused-fact") == ["read_by_nobody", "unused"]


def test_the_facts_of_a_pack_are_judged_beside_a_charter_that_uses_it(run: Run) -> None:
    assert found(run(a=PACK), "unused-fact") == []


def test_a_fact_that_only_a_definition_reads_is_read(run: Run) -> None:
    text = CHARTER.replace("used: {type: bool}", "used: {type: bool, define: self.unused}", 1)
    assert found(run(a=PACK, b=text), "unused-fact") == ["read_by_nobody"]


def test_a_subject_that_no_duty_has(run: Run) -> None:
    assert found(run(a=PACK, b=CHARTER), "unused-subject") == ["report", "gone"]
    named = CHARTER + "  - {id: g, cite: {section: 4}, subject: pay, power: file, after: event.subject == 'gone'}\n"
    assert found(run(a=PACK, b=named), "unused-subject") == ["report"]


def test_two_files_of_one_id(run: Run) -> None:
    answer = run(a=PACK, b=CHARTER, c=CHARTER)
    assert found(answer, "duplicate-file-id") == ["charter"]
    assert answer.at_least(Severity.ERROR)[0].message == "the id `committee` is also that of b.yaml"


def test_a_clause_and_a_duty_without_citation(run: Run) -> None:
    text = CHARTER.replace("cite: {section: 2}, ", "").replace("cite: {section: 3}, ", "")
    assert found(run(a=PACK, b=text), "no-citation") == ["quorum", "pay"]


def test_what_nobody_has_verified(run: Run) -> None:
    text = CHARTER.replace("section: 2}", "section: 2}, verified: false")
    assert found(run(a=PACK, b=text), "unverified") == ["quorum"]


def test_an_override_of_what_a_higher_document_does_not_leave_open(run: Run) -> None:
    floor = CHARTER.replace("section: 2}", "section: 2}, overrides: [law/floor]")
    assert found(run(a=PACK, b=floor), "overrides-upwards") == ["quorum"]
    default = CHARTER.replace("section: 2}", "section: 2}, overrides: [law/size]")
    assert found(run(a=PACK, b=default), "overrides-upwards") == []


@pytest.mark.parametrize(
    ("most", "fixed"),
    [
        ("size(members) >= 3", ["quorum"]),
        ("size(members) <= 7", []),
        ("members.size() == 5", []),
        ("7 >= size(members)", []),
        ("size(members.filter(m, m.used)) <= 7", ["quorum"]),
    ],
)
def test_a_fixed_quorum_in_a_body_without_end(run: Run, most: str, fixed: list[str]) -> None:
    text = CHARTER.replace("duties:", f"  - {{id: most, cite: {{section: 1}}, require: '{most}'}}\nduties:")
    assert found(run(a=PACK, b=text), "fixed-quorum") == fixed


def test_a_share_is_no_fixed_quorum(run: Run) -> None:
    text = CHARTER.replace("size(present) >= 2", "size(present) > half(members)")
    assert found(run(a=PACK, b=text), "fixed-quorum") == []


def test_silences_say_what_applies_instead(run: Run) -> None:
    text = CHARTER.replace("  - {id: quorum, cite: {section: 2}, scope: quorum, require: size(present) >= 2}\n", "")
    answer = run(a=PACK, b=text)
    silent = {one.code: one.help for one in answer.findings if one.code.startswith("silent-")}
    assert set(silent) == {
        "silent-quorum", "silent-vote", "silent-vacancy", "silent-recusal", "silent-removal", "silent-notice",
        "silent-chair",
    }  # fmt: skip
    assert silent["silent-quorum"] == "`law/floor` then applies"
    assert silent["silent-vote"] == "add a clause with `topic: vote`"
    assert all(one.severity is Severity.NOTE for one in answer.findings if one.code in silent)


def test_a_pack_may_be_silent(run: Run) -> None:
    assert not any(one.code.startswith("silent-") for one in run(a=PACK).findings)


@pytest.mark.parametrize("rule", ["chair in members", "chair.used", "members.exists(m, m == chair)"])
def test_a_rule_about_the_chair_breaks_the_silence(run: Run, rule: str) -> None:
    text = CHARTER.replace("duties:", f"  - {{id: chair, cite: {{section: 1}}, require: '{rule}'}}\nduties:")
    assert found(run(a=PACK, b=text), "silent-chair") == []


def test_integer_division_is_a_warning(run: Run) -> None:
    text = CHARTER.replace("size(present) >= 2", "size(present) >= size(members) / 2")
    answer = run(a=PACK, b=text)
    assert found(answer, "integer-division") == ["/"]
    assert not answer.at_least(Severity.ERROR)


def test_what_is_ignored_is_not_told_and_idle_ignores_are(run: Run) -> None:
    text = CHARTER.replace(
        "unused: {type: bool}", "unused: {type: bool}  # quorate: ignore unused-fact kept for next year"
    )
    text += "# quorate: ignore unused-fact not true\n"
    answer = run(a=PACK, b=text)
    assert found(answer, "unused-fact") == ["read_by_nobody"]
    assert found(answer, "unused-ignore") == ["# quorate: ignore unused-fact not true"]


def test_a_broken_file_hides_nothing_of_the_others(run: Run) -> None:
    broken = CHARTER.replace("committee", "other").replace("m.used", "m.usd")
    answer = run(a=PACK, b=broken, c=CHARTER)
    assert [one.code for one in answer.at_least(Severity.ERROR)] == ["unknown-field"]
    assert found(answer, "unused-subject") == ["report", "gone"]


def test_a_broken_pack_is_told_once(run: Run) -> None:
    answer = run(a=PACK.replace("third(members)", "thrid(members)"), b=CHARTER, c=CHARTER.replace("committee", "other"))
    assert [one.code for one in answer.at_least(Severity.ERROR)] == ["unknown-function", "broken-pack", "broken-pack"]


def test_files_of_other_programs_in_a_folder_are_passed_over(run: Run, tmp_path: Path) -> None:
    (tmp_path / ".hidden").mkdir()
    (tmp_path / ".hidden" / "file.yaml").write_text("charter: [", encoding="utf-8")
    answer = run(a=PACK, workflow="on: push\njobs: {}\n")
    assert answer.files == ("a.yaml",)


def test_a_file_named_outright_is_read_whatever_it_is(tmp_path: Path) -> None:
    path = tmp_path / "workflow.yaml"
    path.write_text("on: push\n", encoding="utf-8")
    assert [one.code for one in lint(survey([path])).findings] == ["unknown-kind"]


def test_a_path_that_is_not_there_is_a_wrong_call(tmp_path: Path) -> None:
    with pytest.raises(FileError, match="there is nothing at"):
        files_at([tmp_path / "missing"])


def test_a_file_given_twice_is_read_once(tmp_path: Path) -> None:
    path = tmp_path / "a.yaml"
    path.write_text(PACK, encoding="utf-8")
    assert files_at([path, tmp_path, path]) == (path,)


def test_the_report_counts_what_it_tells(run: Run) -> None:
    answer = run(a=PACK, b=CHARTER)
    said = plain(report.text, answer)
    counts = report.json(answer)["counts"]
    assert said.count("warning[") == counts["warning"]
    assert said.count("note[") == counts["note"]
    assert f"2 files: {counts['warning']} warnings, {counts['note']} notes" in said
    assert list(report.github(answer)) == list(answer.findings)


def test_nothing_to_complain_of(run: Run) -> None:
    answer = run(a=PACK.replace("    read_by_nobody: {type: bool}\n", "").replace("subjects: {report: Reports}\n", ""))
    assert plain(report.text, answer) == "1 file: nothing to complain of\n"


def test_an_interrupted_lint_says_only_what_was_read() -> None:
    assert plain(report.text, Lint(("a.yaml", "b.yaml"), (), complete=False)) == "2 files read so far\n"


def test_what_is_found_on_the_way_is_not_complete(tmp_path: Path) -> None:
    (tmp_path / "a.yaml").write_text(PACK, encoding="utf-8")
    progress = Progress(StringIO(), shown=False)
    assert lint(survey([tmp_path]), progress).complete
    assert isinstance(progress.latest, Lint)
    assert not progress.latest.complete


@pytest.mark.no_cover  # long: tracing would double its time
def test_the_shipped_files_have_no_error_and_few_warnings() -> None:
    answer = lint(survey([shipped("policies"), shipped("scenarios")]))
    assert answer.at_least(Severity.ERROR) == ()
    assert {one.code for one in answer.at_least(Severity.WARNING)} <= {"fixed-quorum"}


def test_the_real_quorum_of_two_is_found() -> None:
    answer = lint(survey([shipped("policies") / "aleris" / "compensation.yaml"]))
    (one,) = [finding for finding in answer.findings if finding.code == "fixed-quorum"]
    assert isinstance(one, Diagnostic)
    assert one.span is not None
    assert one.span.citation == "Meetings"


def test_no_solver_is_loaded() -> None:
    script = """
import sys
from quorate.cli.app import main
try:
    main(["lint", sys.argv[1]])
except SystemExit:
    pass
solvers = {"z3", "ortools", "constraint", "hypothesis", "pytest"} & {name.split(".")[0] for name in sys.modules}
assert not solvers, solvers
"""
    folder = str(shipped("policies"))
    done = subprocess.run(
        [sys.executable, "-c", script, folder], capture_output=True, text=True, timeout=60, check=False
    )
    assert done.returncode == 0, done.stderr
