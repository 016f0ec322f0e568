"""The database of tests of rooms, where a run has several processes: the schema is made once, each gets a copy of it.

A run of one process makes its own, as Django does: a copy would save nothing.
"""

import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest
from django.db import connection

from tests.environment import postgresql
from tests.environment.servers import Prepared, database, once_a_run

ROOT = Path(__file__).resolve().parent.parent.parent


@pytest.fixture(scope="session")
def django_db_keepdb(
    request: pytest.FixtureRequest, django_db_modify_db_settings: None, tmp_path_factory: pytest.TempPathFactory
) -> bool:
    """Whether Django finds a database with its schema: what pytest-django asks before it makes one."""
    if "PYTEST_XDIST_WORKER" not in os.environ:
        return bool(request.config.getoption("reuse_db"))
    _copy(once_a_run(tmp_path_factory, "schema", _migrate))
    return True


def _migrate(data_dir: Path) -> str:
    data_dir.mkdir()
    url = database()
    subprocess.run(
        [sys.executable, "-m", "django", "migrate", "--verbosity=0", "--settings=tests.settings"],
        env={**os.environ, "PERMANENCE_DATA_DIR": str(data_dir), "DATABASE_URL": url},
        cwd=ROOT,
        check=True,
    )
    return url


def _copy(migrated: Prepared) -> None:
    test = connection.settings_dict["TEST"]
    if migrated.database_url:
        test["TEMPLATE"] = postgresql.name_of(migrated.database_url)
    else:
        shutil.copyfile(migrated.data_dir / "permanence.sqlite3", test["NAME"])
