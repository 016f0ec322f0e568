"""RESULTS.md: a chapter for each benchmark, replaced by the one that was just run."""

from pathlib import Path

RESULTS = Path(__file__).with_name("RESULTS.md")


def write(title: str, text: str) -> None:
    """Puts `text`, which begins with `title` (`# …`), where the chapter of that title stands, else at the end."""
    kept = RESULTS.read_text(encoding="utf-8")
    head, found, rest = kept.partition(title)
    _, next_, after = rest.partition("\n# ")
    following = f"\n\n# {after}" if found and next_ else "\n"
    RESULTS.write_text(f"{head.rstrip()}\n\n{text.rstrip()}{following}", encoding="utf-8")
