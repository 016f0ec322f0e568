"""Where Chromium is. The distribution's own, never one that a tool downloads by itself.

Its headless shell comes first: the same engine without the windows of a desktop, for half of the processor's time.
"""

import os
import shutil
import subprocess
from pathlib import Path

SHELLS = ("chromium-headless-shell", "chrome-headless-shell")
NAMES = (*SHELLS, "chromium", "chromium-browser", "google-chrome", "google-chrome-stable", "chrome")
VARIABLE = "PERMANENCE_TEST_CHROMIUM"
"""Where the runner found it, or where the developer has it."""
CURE = (
    "Chromium was not found: install it (Debian: apt-get install chromium-headless-shell) "
    "or set PERMANENCE_TEST_CHROMIUM to its path."
)
OPTIONS = (
    "--no-sandbox",
    "--disable-gpu",
    "--disable-software-rasterizer",
    "--in-process-gpu",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    "--disable-default-apps",
    "--no-first-run",
    "--force-color-profile=srgb",
    # A page that names another host finds nothing there, whatever the machine can reach.
    "--host-resolver-rules=MAP * ~NOTFOUND, EXCLUDE 127.0.0.1, EXCLUDE localhost",
)


def find() -> Path | None:
    """The browser's program, or None."""
    named = os.environ.get(VARIABLE, "")
    candidates = [named] if named else [found for name in NAMES if (found := shutil.which(name))]
    return next((Path(candidate) for candidate in candidates if os.access(candidate, os.X_OK)), None)


def find_or_install() -> Path | None:
    """As `find`; as root on Debian, installs the distribution's headless shell where it is missing."""
    if not os.environ.get(VARIABLE) and not any(shutil.which(name) for name in SHELLS):
        install_package("chromium-headless-shell") or find() or install_package("chromium")
    return find()


def install_package(name: str) -> bool:
    """Installs a Debian package, as root only. Says what it does; False where it cannot."""
    if not hasattr(os, "geteuid") or os.geteuid() != 0 or not shutil.which("apt-get"):
        return False
    print(f"tests: installing the Debian package {name}", flush=True)
    quiet = {"stdout": subprocess.DEVNULL, "env": {**os.environ, "DEBIAN_FRONTEND": "noninteractive"}}
    subprocess.run(["apt-get", "update", "-qq"], check=False, **quiet)  # type: ignore[call-overload]
    done = subprocess.run(
        ["apt-get", "install", "-y", "-qq", "--no-install-recommends", name],
        check=False,
        **quiet,  # type: ignore[call-overload]
    )
    return bool(done.returncode == 0)
