"""Lets the lab's own tests import the lab."""

import sys
from pathlib import Path

import pytest

sys.path.insert(0, str(Path(__file__).resolve().parents[1]))

from lab.netns import Network                              # noqa: E402


@pytest.fixture
def network(tmp_path):
    """An empty private network."""
    work = tmp_path / "work"
    work.mkdir()
    with Network(work) as net:
        yield net
