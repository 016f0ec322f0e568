"""What must not be in the repository: a machine, an index, a secret; and links or commands that lead nowhere."""

import re
from pathlib import Path

import pytest

from tests.architecture.tree import ROOT, files, relative

TEXT = {".py", ".md", ".txt", ".in", ".toml", ".html", ".js", ".css", ".json", ".svg", ".yml", ".sh", ".csv", ""}
# Written in two parts, so that this file does not find itself.
FORBIDDEN = {
    "a path of a machine": re.compile(r"(?<![\w.-])/(?:" + "wor" + r"k|ho" + r"me/\w+|ro" + r"ot|Us" + r"ers/\w+)/"),
    "a directory outside the project": re.compile(r"\.\./" + "shared"),
    "an index of packages": re.compile(
        r"(?:--(?:extra-)?index" + r"-url|--trusted" + r"-host|registry\s*=\s*['\"]?http|/simp" + "le/)"
    ),
    "a private key": re.compile("-----BEGIN [A-Z ]*PRIVATE" + " KEY-----"),
}
LINK = re.compile(r"(?<!\\)\[[^\]]*\]\(([^)\s]+)(?:\s+\"[^\"]*\")?\)")
SOURCES = [path for path in files() if path.suffix in TEXT and path.stat().st_size < 2_000_000]
DOCUMENTS = [path for path in files() if path.suffix == ".md"]


@pytest.mark.parametrize("what", FORBIDDEN)
def test_no_file_bears(what: str) -> None:
    found = [
        f"{relative(path)}:{number}"
        for path in SOURCES
        for number, line in enumerate(path.read_text(encoding="utf-8", errors="replace").splitlines(), 1)
        if FORBIDDEN[what].search(line)
    ]
    assert not found, f"{what} in {found}"


@pytest.mark.parametrize("name", ["requirements.txt", "requirements-dev.txt"])
def test_requirements_are_pinned_and_hashed(name: str) -> None:
    entries = re.split(r"\n(?=\S)", (ROOT / name).read_text(encoding="utf-8").strip())
    for entry in entries:
        if entry.startswith("#"):
            continue
        assert re.match(r"[\w.\[\],-]+==\S+", entry), f"not pinned: {entry.splitlines()[0]}"
        assert "--hash=sha256:" in entry, f"without a hash: {entry.splitlines()[0]}"
        assert "://" not in entry, f"an address: {entry.splitlines()[0]}"


@pytest.mark.parametrize("path", DOCUMENTS, ids=relative)
def test_links_of_documents_lead_somewhere(path: Path) -> None:
    prose = re.sub(r"```.*?```", "", path.read_text(encoding="utf-8"), flags=re.DOTALL)
    for target in LINK.findall(prose):
        if re.match(r"[a-z]+:|#", target):
            continue
        place = path.parent / target.partition("#")[0]
        assert place.exists(), f"{relative(path)} links to {target}, which does not exist"
        assert ROOT in place.resolve().parents, f"{relative(path)} links outside the project: {target}"


def test_commands_of_the_readme_exist() -> None:
    readme = ROOT / "README.md"
    text = readme.read_text(encoding="utf-8")
    targets = set(re.findall(r"^([a-z]+):", (ROOT / "Makefile").read_text(encoding="utf-8"), re.MULTILINE))
    named = set(re.findall(r"\bmake ([a-z]+)\b", " ".join(re.findall(r"`[^`]+`|```.*?```", text, re.DOTALL))))
    assert named <= targets, f"make targets that do not exist: {named - targets}"


def test_subcommands_of_the_readme_exist() -> None:
    readme = ROOT / "README.md"
    cli = pytest.importorskip("config.cli")
    code = " ".join(re.findall(r"`[^`]+`|```.*?```", readme.read_text(encoding="utf-8"), re.DOTALL))
    named = set(re.findall(r"\bpermanence ([a-z]+)", code))
    known = set(cli.main.commands)
    assert named <= known, f"commands that do not exist: {named - known}"
