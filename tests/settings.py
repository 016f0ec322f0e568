"""The settings of the tests: the product's own, with keys that protect nothing and limits that do not hinder."""

import atexit
import base64
import os
import shutil
import tempfile

os.environ.setdefault("PERMANENCE_SECRET_KEY", "a key of the tests, which protects nothing at all")
os.environ.setdefault("PERMANENCE_MASTER_KEY", base64.b64encode(b"the tests' master key, 32 bytes.").decode())
if "PERMANENCE_DATA_DIR" not in os.environ:
    os.environ["PERMANENCE_DATA_DIR"] = tempfile.mkdtemp(prefix="permanence-tests-")
    atexit.register(shutil.rmtree, os.environ["PERMANENCE_DATA_DIR"], ignore_errors=True)
os.environ.setdefault("PERMANENCE_OTP", "optional")
os.environ.setdefault("PERMANENCE_HOSTS", "testserver,127.0.0.1,localhost")

from config.settings import *  # noqa: F403
from config.settings import DATABASES, ENVIRONMENT

if DATABASES["default"]["ENGINE"].endswith("sqlite3"):
    # A file, as in the product: an SQLite database in memory knows neither its locks nor its threads.
    DATABASES["default"]["TEST"] = {"NAME": str(ENVIRONMENT.data_dir / "tests.sqlite3")}

PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
    "staticfiles": {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"},
}
