"""Fixtures for pytest: one laboratory each process, put back between tests, its logs beside a test that fails."""

from __future__ import annotations

import pytest

from ._client import Laboratory

_LOG_LINES = 20


def pytest_addoption(parser: pytest.Parser) -> None:
    text = "the laboratory file; left out: an access point and two stations"
    parser.getgroup("vwifi").addoption("--vwifi-lab", metavar="FILE", help=text)
    parser.addini("vwifi_lab", text)


@pytest.fixture(scope="session")
def shared_lab(request: pytest.FixtureRequest):
    """The laboratory of this process, as its tests leave it."""
    config = request.config
    with Laboratory.up(config.getoption("--vwifi-lab") or config.getini("vwifi_lab") or None) as lab:
        lab.mark()
        yield lab


@pytest.fixture
def lab(shared_lab: Laboratory):
    """The laboratory as it was made: what a test changes of it is put back when it is over."""
    yield shared_lab
    shared_lab.reset()


@pytest.hookimpl(hookwrapper=True)
def pytest_runtest_makereport(item: pytest.Item, call: pytest.CallInfo):
    report = (yield).get_result()
    lab = getattr(item, "funcargs", {}).get("lab")
    if report.when != "call" or not report.failed or lab is None:
        return
    try:
        for node in lab.nodes:
            report.sections.append((f"vwifi: {node.name} said last", "\n".join(node.log(_LOG_LINES))))
    except Exception as error:  # the laboratory may be what has failed
        report.sections.append(("vwifi", f"its logs cannot be had: {error}"))
