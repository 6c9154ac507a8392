"""The guide's table of settings is that of the source."""

from __future__ import annotations

from sentir.config.settings import RunConfig, known_keys
from tools.settings_table import PAGE, updated


def test_the_table_of_settings_is_up_to_date() -> None:
    page = PAGE.read_text("utf-8")
    assert updated(page) == page, "run: python tools/settings_table.py"


def test_the_table_names_every_setting() -> None:
    page = PAGE.read_text("utf-8")
    for section in RunConfig.model_fields:
        for key in known_keys([section]):
            assert f"| `{section}.{key}` |" in page
