"""How much may be handed over: by file, by conversation. Pure."""

from dataclasses import dataclass

from permanence.lib.errors import Refused

MB = 1_000_000
NEXT = "L’agent vous dira comment remettre le reste."


class TooLarge(Refused):
    """The file, or all those of the conversation, weigh more than is taken."""

    status = 413
    code = "too_large"
    title = "Fichier trop grand"

    def __init__(self, detail: str) -> None:
        super().__init__(detail, errors={"file": detail})


@dataclass(frozen=True)
class Quota:
    """Bytes a file, bytes and files a conversation."""

    file: int = 50 * MB
    conversation: int = 500 * MB
    files: int = 200

    def check_file(self, size: int) -> None:
        """Raises `TooLarge`, with both sizes."""
        if size > self.file:
            nearly = "un peu plus de " if weight(size) == weight(self.file) else ""
            raise TooLarge(
                f"Ce fichier pèse {nearly}{weight(size)} : un fichier peut peser {weight(self.file)} au plus. "
                "Envoyez-le en plusieurs parties, ou plus court."
            )

    def check(self, size: int, *, files: int, total: int) -> None:
        """One more file of `size` bytes beside `files` that weigh `total`. Raises `TooLarge`."""
        self.check_file(size)
        if files >= self.files:
            raise TooLarge(
                f"Cette conversation a déjà {self.files} fichiers : c’est le plus qu’elle puisse avoir. {NEXT}"
            )
        if total + size > self.conversation:
            left = max(0, self.conversation - total)
            raise TooLarge(
                f"Ce fichier pèse {weight(size)} et il ne reste que {weight(left)} sur les {weight(self.conversation)} "
                f"de cette conversation. {NEXT}"
            )


def weight(size: int) -> str:
    """A size that people read: `61,2 Mo`, `50 Mo`, `812 ko`, `3 octets`."""
    if size >= MB:
        return f"{size / MB:.1f}".removesuffix(".0").replace(".", ",") + " Mo"
    if size >= 1000:
        return f"{size // 1000} ko"
    return f"{size} octet{'s' if size > 1 else ''}"
