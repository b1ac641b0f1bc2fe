"""The keys of config.yaml and their defaults: files that are in use must keep their meaning."""

from __future__ import annotations

from tests.golden import surface
from tests.golden.files import Golden


def test_every_key_of_the_configuration_keeps_its_name_and_default(golden: Golden) -> None:
    golden.json("config_keys.json", surface.config_keys())
