"""The table of commands: what each is called, where its function lives, its one line of help and its example."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Command:
    """`target` is `module:function`, imported only when the command runs; `example` may have several lines."""

    target: str
    summary: str
    example: str


COMMANDS: dict[str, Command] = {
    "check": Command(
        "quorate.cli.check:check",
        "Judge every clause of every body of a roster, with evidence.",
        "quorate check scenarios/aleris/board.yaml --as-of 2026-06-30",
    ),
    "ask": Command(
        "quorate.cli.ask:ask",
        "Print the questionnaire: what is not known and can still change a verdict.",
        "quorate ask scenarios/harbours/board.yaml --person joan-ferris",
    ),
    "slates": Command(
        "quorate.cli.slates:slates",
        "Find, rank and count the lawful slates of a body.",
        "quorate slates scenarios/aleris/board.yaml --body compensation --size 3..5 --top 5",
    ),
    "explain": Command(
        "quorate.cli.explain:explain",
        "Say why there is no lawful slate, or why not this one, and what would help.",
        "quorate explain scenarios/aleris/board.yaml --body compensation --person ben-okafor",
    ),
    "schedule": Command(
        "quorate.cli.schedule:schedule",
        "Lay out a body's year of meetings: dates, duties, attendance.",
        "quorate schedule scenarios/aleris/board.yaml --body compensation --year 2026 --ics calendar.ics",
    ),
    "stress": Command(
        "quorate.cli.stress:stress",
        "Say how many departures, absences and recusals a body survives.",
        "quorate stress scenarios/aleris/board.yaml --body compensation",
    ),
    "replay": Command(
        "quorate.cli.replay:replay",
        "Say what became of every clause on every day, and what began and ended it.",
        "quorate replay scenarios/harbours/board.yaml --from 2026-01-01 --to 2026-12-31 --output year.html",
    ),
    "prove": Command(
        "quorate.cli.prove:prove",
        "Prove what holds for boards of every size, or show the smallest for which it does not.",
        "quorate prove policies/aleris/compensation.yaml properties.quorum/third",
    ),
    "diff": Command(
        "quorate.cli.diff:diff",
        "Say what an amendment changes for every board, and for a real body.",
        "quorate diff node.tsc-2017 node.tsc\n"
        "quorate diff scenarios/aleris/board.yaml --amendment scenarios/aleris/amendments/minimum-four.yaml",
    ),
    "lint": Command(
        "quorate.cli.lint:lint",
        "Find what is wrong or doubtful in policy files; with `--reason`, what follows from them.",
        "quorate lint policies scenarios",
    ),
    "test": Command(
        "quorate.cli.test:scenarios",
        "Run scenarios and say which expectations fail.",
        "quorate test scenarios/aleris --run vacan*",
    ),
    "mutate": Command(
        "quorate.cli.mutate:mutate",
        "Change a charter in every small way and say which changes no scenario would notice.",
        "quorate mutate policies/node/tsc.yaml scenarios/node --only vote.majority",
    ),
    "fuzz": Command(
        "quorate.cli.fuzz:fuzz",
        "Draw boards at random and look for one of which a property is not so.",
        "quorate fuzz policies/node/tsc.yaml --max-examples 500",
    ),
    "trace": Command(
        "quorate.cli.trace:trace",
        "Report which sentences of the source text a charter formalises.",
        "quorate trace policies/illustrative/audit.yaml --source policies/illustrative/audit.md",
    ),
    "schema": Command(
        "quorate.cli.schema:schema",
        "Write the JSON Schema of a kind of file, or of the answers.",
        "quorate schema charter",
    ),
    "tour": Command(
        "quorate.cli.tour:tour",
        "Walk through the Aleris charter: verdicts, slates, a calendar, vacancies, a proof.",
        "quorate tour",
    ),
}
