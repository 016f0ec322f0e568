"""`permanence check`: whether somebody can be called at night, and a trial on request."""

import dataclasses
from typing import Any

import pytest

from config.check import Kind, desk
from tests.environment.pager import Pager

pytestmark = pytest.mark.django_db


def faults(found: Any) -> list[str]:
    return [finding.text for finding in found if finding.kind is Kind.FAULT]


def test_nobody_to_call_is_a_fault(settings: Any, pager: Pager) -> None:
    assert faults(desk.paging()) == []
    settings.PERMANENCE = dataclasses.replace(settings.PERMANENCE, page_webhook="")
    (line,) = faults(desk.paging())
    assert line == "nobody can be called at night: set PERMANENCE_PAGE_WEBHOOK or PERMANENCE_PAGE_MAIL"


def test_a_trial_goes_out_or_is_a_fault_that_holds_no_address(pager: Pager) -> None:
    assert faults(desk.trial()) == []
    assert [page["event"] for page in pager.told] == ["test"]
    pager.status = 500
    (line,) = faults(desk.trial())
    assert line.startswith("the trial by webhook did not go out (HTTP 500)")
    assert "secret" not in line
