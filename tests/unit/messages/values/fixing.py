"""What the texts of fixed reports can be given."""

from __future__ import annotations

from handlers.fixing.after_photos import UNLIKE_BEFORE
from tests.unit.messages.values.expected import Expected

EXPECTED = Expected(values={"fault": [UNLIKE_BEFORE], "reason": [UNLIKE_BEFORE], "words": ["", "<好了>"]})
