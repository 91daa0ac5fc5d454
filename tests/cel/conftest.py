"""The figure of the conformance cases stands at the end of the test output."""

import pytest

from quorate.testing.conformance import cases, complaint


def pytest_terminal_summary(terminalreporter: pytest.TerminalReporter, config: pytest.Config) -> None:
    found = cases(config.getoption("--cel-spec"))
    if found:
        passed = sum(complaint(case) is None for case in found)
        share = 100 * passed / len(found)
        terminalreporter.write_line(f"CEL conformance: {passed} of {len(found)} cases pass ({share:.1f} %)")
