"""What an officer asks about, guessed from their words: enough for a scripted visitor to answer to the point. Pure.

Plain French words without accents, looked for in the order of the list; nothing here is used for a real person.
"""

import re
import unicodedata

THEMES = {
    "weapon": r"arme|couteau|fusil|barre",
    "children": r"enfant|fils|fille|bebe|petits?\b|enceinte",
    "injured": r"bless|mal\b|saign|medecin|hopital|soign|coup|pompiers|samu",
    "where": r"\bou\b (?:etes|es|habit|cela|ca|est)|adresse|ville|commune|quartier|etage|code postal|\blieu",
    "safe": r"securite|danger|pres de vous|a cote|seule?\b|votre ecran|present|tranquille|abri",
    "call": r"appel|telephone|joindre|numero|rappel|parler de vive voix",
    "meet": r"rendez-vous|commissariat|brigade|plainte|recevoir|rencontrer|venir|unite|accueil",
    "proof": r"preuve|message|capture|photo|temoin|certificat|garde[rz]?|trace",
    "who": r"\bqui\b|s'appelle|nom\b|auteur|mari\b|conjoint|compagnon|relation",
    "when": r"quand|depuis|date|derniere fois|combien de temps|jour",
}
_words = {theme: re.compile(words) for theme, words in THEMES.items()}


def themes_of(text: str) -> list[str]:
    """The themes a sentence asks about, the most pressing first."""
    plain = "".join(c for c in unicodedata.normalize("NFD", text.casefold()) if not unicodedata.combining(c))
    plain = plain.replace("’", "'")
    return [theme for theme, words in _words.items() if words.search(plain)]
