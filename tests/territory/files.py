"""Official files in small, as the Ministry writes them."""

HEADER = "code_commune;libelle_commune;institution;id_service;service;code_postal;codes_postaux"
UNITS = (
    "identifiant_public_unite;service;adresse_geographique;telephone;departement;code_commune_insee;voie;code_postal;"
    "commune;geocodage_epsg;geocodage_x;geocodage_y;geocodage_x_GPS;geocodage_y_GPS;horaires_accueil;url"
)


def jurisdictions(*lines: str) -> bytes:
    """A file of jurisdictions with these lines."""
    return "\n".join([HEADER, *lines, ""]).encode()


def row(insee: str, name: str, force: str = "", service: str = "", official_id: str = "", codes: str = "") -> str:
    """One line of jurisdictions, quoted as the official file is."""
    cells = [insee, name, force, official_id, service, codes.split("-", maxsplit=1)[0], codes]
    return ";".join(f'"{cell}"' for cell in cells)


def units(*lines: str) -> bytes:
    """A file of units with these lines."""
    return "\n".join([UNITS, *lines, ""]).encode()


def unit(
    official_id: str,
    name: str,
    *,
    telephone: str = "",
    department: str = "35",
    insee: str = "35051",
    address: str = "",
    x: str = "",
    y: str = "",
    hours: str = "",
) -> str:
    """One line of units, quoted."""
    cells = [official_id, name, address, telephone, department, insee, "", "", "", "", "", "", x, y, hours, ""]
    return ";".join(f'"{cell}"' for cell in cells)
