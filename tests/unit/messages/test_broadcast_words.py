"""Whatever can come of a broadcast has its words."""

from __future__ import annotations

import pytest

from messages import catalogue
from messages.catalogue import Language
from tests.unit.messages.broadcast_values import LABELS, TEMPLATES


@pytest.mark.parametrize("key", LABELS)
def test_every_choice_and_every_reason_has_its_label(key: str) -> None:
    assert key in catalogue.label_keys(Language.ZH)


def test_every_question_every_refusal_and_every_list_has_its_text() -> None:
    assert catalogue.template_names(Language.ZH) >= TEMPLATES
