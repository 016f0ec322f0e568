"""What the first page costs on a weak network: 40 kbit/s carry 5 KB a second."""

import re

import brotli
import pytest
from django.conf import settings
from django.test import Client

from config.environment import BASE_DIR
from permanence.portal.space import MODULES

BUILT = BASE_DIR / "build" / "static"
STYLE = 15 * 1024
ALL = 30 * 1024
WRITING = 13 * 1024


def _compressed(name: str) -> int:
    return len(brotli.compress((BUILT / name).read_bytes()))


@pytest.mark.django_db
def test_the_arrival_page_is_light(client: Client) -> None:
    assert BUILT.is_dir(), "the assets are not built: make install"
    page = client.get("/").content.decode()
    linked = re.findall(rf'(?:href|src)="{settings.STATIC_URL}([^"]+)"', page)
    styles = sum(_compressed(name) for name in linked if name.endswith(".css"))
    scripts = sum(_compressed(name) for name in linked if name.endswith(".js"))
    assert styles <= STYLE
    assert styles + scripts + len(brotli.compress(page.encode())) <= ALL


def test_what_is_needed_to_write_is_light() -> None:
    """What can be added to the words (`more`, `files`, `upload`, `position`) comes after it."""
    needed = ("chat", *MODULES)
    assert sum(_compressed(f"portal/{name}.js") for name in needed) <= WRITING


def test_no_script_of_the_design_system_is_served() -> None:
    assert BUILT.is_dir(), "the assets are not built: make install"
    assert not list((BUILT / "dsfr").glob("*.js"))
