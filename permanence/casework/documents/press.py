"""The press: a program of its own that sets one document and stops. `typesetting` starts it, bounds it and reads it.

Standard input: one JSON object, `template` (the file of ours that it is set by), `record` (what the document says, in
JSON), `shown` (the same, ready to be printed).
Standard output: the PDF. Exit 1 and one line on standard error where it cannot be set; never a word of what it says.

It imports nothing of ours: it runs isolated (`python -I`), with the package's template and fonts, no network, no file
to write, and limits that it sets on itself before it reads anything. What was typed reaches the template as data, in
JSON: it is never markup.
"""

import importlib.util
import json
import os
import re
import resource
import sys
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    import typst

MEMORY_BYTES = 3 << 30
CPU_S = 120
TRIES = 4
MISSING = re.compile(r'the text `"(.*?)"` could not be displayed')
ESCAPED = re.compile(r"\\u\{([0-9a-f]+)\}")
OUTSIDE_LATIN = re.compile("[^\\x00-\\u017f\u2010-\u2026\u202f\u20ac\u200b]+")


def main() -> int:
    """Sets what is on standard input."""
    for limit, most in ((resource.RLIMIT_AS, MEMORY_BYTES), (resource.RLIMIT_CPU, CPU_S), (resource.RLIMIT_FSIZE, 0)):
        resource.setrlimit(limit, (most, most))
    os.nice(10)  # whoever speaks with somebody comes first
    job = json.load(sys.stdin.buffer)
    pdf = _set(Path(job["template"]), job["record"], job["shown"])
    if pdf is None:
        sys.stderr.write("the document could not be set\n")
        return 1
    sys.stdout.buffer.write(pdf)
    return 0


def _set(template: Path, record: str, shown: str) -> bytes | None:
    """The PDF. What no font can show is replaced in sight by its code points: the compiler names each such text,
    since neither PDF/A nor PDF/UA suffers a glyph that is not there."""
    import typst

    compiler = typst.Compiler(input=str(template), root=str(template.parent), font_paths=_fonts())
    for attempt in range(TRIES):
        try:
            data = {"record": record, "shown": shown}
            pdf = compiler.compile(format="pdf", pdf_standards=["a-3a", "ua-1"], sys_inputs=data)
            return pdf if isinstance(pdf, bytes) else None
        except typst.TypstError as error:
            missing = {_unescaped(text) for text in MISSING.findall(error.diagnostic)}
            if not missing:
                sys.stderr.write(error.diagnostic.split("\n", 1)[0][:300] + "\n")
                return None
        if attempt == TRIES - 2:
            shown = OUTSIDE_LATIN.sub(lambda found: codes(found[0]), shown)
            continue
        pattern = "|".join(re.escape(text) for text in sorted(missing, key=len, reverse=True))
        shown = re.sub(f"(?:{pattern})+", lambda found: codes(found[0]), shown)
    return None


def codes(text: str) -> str:
    """`[U+6771 U+4EAC]`."""
    return "[" + " ".join(f"U+{ord(letter):04X}" for letter in text) + "]"


def _unescaped(text: str) -> str:
    return ESCAPED.sub(lambda found: chr(int(found[1], 16)), text)


def _fonts() -> "typst.Fonts":
    import typst

    found = importlib.util.find_spec("manimgx_fonts")
    assert found is not None
    assert found.origin is not None
    folders = [str(Path(found.origin).parent), *sys.argv[1:]]
    return typst.Fonts(include_system_fonts=False, include_embedded_fonts=True, font_paths=folders)


if __name__ == "__main__":
    sys.exit(main())
