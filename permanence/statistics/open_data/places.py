"""Where a figure of the open data is about: the country, its regions, its departments. Pure.

Source: code officiel géographique of the INSEE, regions since 1 January 2016. A region of one department is that
department. Collectivities overseas have no region: they are gathered, for each is too small to stand alone.
Lands without inhabitants are told with what is not known.
"""

from collections.abc import Mapping

REGIONS: Mapping[str, tuple[str, tuple[str, ...]]] = {
    "01": ("Guadeloupe", ("971",)),
    "02": ("Martinique", ("972",)),
    "03": ("Guyane", ("973",)),
    "04": ("La Réunion", ("974",)),
    "06": ("Mayotte", ("976",)),
    "11": ("Île-de-France", ("75", "77", "78", "91", "92", "93", "94", "95")),
    "24": ("Centre-Val de Loire", ("18", "28", "36", "37", "41", "45")),
    "27": ("Bourgogne-Franche-Comté", ("21", "25", "39", "58", "70", "71", "89", "90")),
    "28": ("Normandie", ("14", "27", "50", "61", "76")),
    "32": ("Hauts-de-France", ("02", "59", "60", "62", "80")),
    "44": ("Grand Est", ("08", "10", "51", "52", "54", "55", "57", "67", "68", "88")),
    "52": ("Pays de la Loire", ("44", "49", "53", "72", "85")),
    "53": ("Bretagne", ("22", "29", "35", "56")),
    "75": ("Nouvelle-Aquitaine", ("16", "17", "19", "23", "24", "33", "40", "47", "64", "79", "86", "87")),
    "76": ("Occitanie", ("09", "11", "12", "30", "31", "32", "34", "46", "48", "65", "66", "81", "82")),
    "84": ("Auvergne-Rhône-Alpes", ("01", "03", "07", "15", "26", "38", "42", "43", "63", "69", "73", "74")),
    "93": ("Provence-Alpes-Côte d’Azur", ("04", "05", "06", "13", "83", "84")),
    "94": ("Corse", ("2A", "2B")),
    "COM": ("Collectivités d’outre-mer", ("975", "977", "978", "986", "987", "988")),
}
"""By code: the name, the departments. `COM` is no code of the INSEE."""
DEPARTMENTS = tuple(sorted(code for _, codes in REGIONS.values() for code in codes))
UNKNOWN = "unknown"
"""Not known, not said, abroad, or without inhabitants."""


def key(department: str) -> str:
    """Where a department of the figures is told."""
    return department if department in DEPARTMENTS else UNKNOWN
