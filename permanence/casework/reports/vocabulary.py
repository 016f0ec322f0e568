"""The codes of a report and their French words. Pure.

`OFFENCES` are the families under which the interior ministry's statistical service (SSMSI) counts recorded violence
within couples: physical violence, from homicide to violence without incapacity; physical sexual violence (rape,
attempted rape, sexual assault); sexual harassment; verbal or psychological violence (moral harassment, threats,
invasion of privacy, insults and defamation). Source: SSMSI, « Les violences conjugales enregistrées par les services
de sécurité en 2023 », Info rapide, November 2024, definition and table. Violence through money is no category there: a
fact keeps its kind, and no offence. They are what the figures compare with, never a legal qualification of the facts.

Age bands part at 15 (the age that aggravates violence, article 222-13 of the penal code) and at 18.
"""

from django.db import models


class Writer(models.TextChoices):
    """Who writes: the codes of the entry, in the officer's words."""

    VICTIM = "victim", "Victime"
    WITNESS = "witness", "Témoin"
    PROFESSIONAL = "professional", "Professionnel"


class Category(models.TextChoices):
    """What the facts are about."""

    CONJUGAL = "conjugal", "Violences conjugales"
    INTRAFAMILY = "intrafamily", "Violences intrafamiliales"
    SEXUAL = "sexual", "Violences sexuelles"
    SEXIST = "sexist", "Violences ou outrages sexistes"
    DISCRIMINATION = "discrimination", "Discrimination, haine"
    CYBER_HARASSMENT = "cyber_harassment", "Cyberharcèlement"


class Kind(models.TextChoices):
    """Which violence."""

    PHYSICAL = "physical", "Physiques"
    PSYCHOLOGICAL = "psychological", "Psychologiques"
    SEXUAL = "sexual", "Sexuelles"
    ECONOMIC = "economic", "Économiques"


class Offence(models.TextChoices):
    """A family of the SSMSI's figures on violence within couples."""

    HOMICIDE = "homicide", "Homicide"
    PHYSICAL_VIOLENCE = "physical_violence", "Violences physiques"
    RAPE = "rape", "Viol ou tentative de viol"
    SEXUAL_ASSAULT = "sexual_assault", "Agression sexuelle"
    SEXUAL_HARASSMENT = "sexual_harassment", "Harcèlement sexuel"
    MORAL_HARASSMENT = "moral_harassment", "Harcèlement moral"
    THREATS = "threats", "Menaces"
    PRIVACY = "privacy", "Atteinte à la vie privée"
    INSULTS = "insults", "Injures ou diffamation"


class Sex(models.TextChoices):
    """As the person says; empty: not known."""

    FEMALE = "female", "Femme"
    MALE = "male", "Homme"
    OTHER = "other", "Autre"


class AgeBand(models.TextChoices):
    """Years completed."""

    UNDER_15 = "under_15", "Moins de 15 ans"
    FROM_15 = "15_17", "15 à 17 ans"
    FROM_18 = "18_24", "18 à 24 ans"
    FROM_25 = "25_34", "25 à 34 ans"
    FROM_35 = "35_49", "35 à 49 ans"
    FROM_50 = "50_64", "50 à 64 ans"
    FROM_65 = "65_over", "65 ans ou plus"


class Relation(models.TextChoices):
    """What the author is to the victim."""

    SPOUSE = "spouse", "Époux ou épouse"
    PARTNER = "partner", "Partenaire, concubin, petit ami"
    EX = "ex", "Ex-conjoint ou ex-partenaire"
    PARENT = "parent", "Parent ou beau-parent"
    CHILD = "child", "Enfant"
    SIBLING = "sibling", "Frère ou sœur"
    FAMILY = "family", "Autre membre de la famille"
    KNOWN = "known", "Ami, voisin, connaissance"
    WORK = "work", "Collègue ou supérieur"
    AUTHORITY = "authority", "Personne ayant autorité"
    ONLINE = "online", "Connu en ligne seulement"
    STRANGER = "stranger", "Inconnu"


class When(models.TextChoices):
    """How the dates of a fact are to be read."""

    ONCE = "once", "Le"
    PERIOD = "period", "Entre"
    SINCE = "since", "Depuis"


class Answer(models.TextChoices):
    """What was answered; empty: not asked yet."""

    YES = "yes", "Oui"
    NO = "no", "Non"
    UNKNOWN = "unknown", "Ne sait pas"


class Exposed(models.TextChoices):
    """What a child has to do with the facts."""

    VICTIM = "victim", "Victime aussi"
    WITNESS = "witness", "A vu ou entendu"
    AWAY = "away", "N’y était pas"


class Transmission(models.TextChoices):
    """Whether she agrees that the report is passed on."""

    GIVEN = "given", "Donné"
    REFUSED = "refused", "Refusé"
    WITHDRAWN = "withdrawn", "Retiré"


class ConsentHow(models.TextChoices):
    """By what the agreement is known."""

    MESSAGE = "message", "Écrit dans la conversation"
    TELEPHONE = "telephone", "Dit au téléphone"


class WitnessConsent(models.TextChoices):
    """Whether the witness agrees to be named."""

    GIVEN = "given", "Accepte d’être nommé"
    REFUSED = "refused", "Refuse d’être nommé"


class How(models.TextChoices):
    """The means of a contact window."""

    TELEPHONE = "telephone", "Appel"
    SMS = "sms", "SMS"
    MAIL = "mail", "Courriel"
    OTHER = "other", "Autre"


class LinkHow(models.TextChoices):
    """By what an earlier report was recognised."""

    CODE = "code", "Code de reprise donné"
    REFERENCE = "reference", "Référence donnée"
    BORN = "born", "Même nom et même date de naissance"
    TELEPHONE = "telephone", "Même téléphone"
    MAIL = "mail", "Même adresse électronique"


ALL_KINDS = tuple(Kind.values)
KINDS_OF: dict[str, tuple[str, ...]] = {Category.CONJUGAL: ALL_KINDS, Category.INTRAFAMILY: ALL_KINDS}
"""The categories that ask which violence."""
IMPLIED: dict[str, str] = {Category.SEXUAL: Kind.SEXUAL}
"""The kind that a category says by itself."""
OFFENCES_OF: dict[str, tuple[str, ...]] = {
    Kind.PHYSICAL: (Offence.HOMICIDE, Offence.PHYSICAL_VIOLENCE),
    Kind.SEXUAL: (Offence.RAPE, Offence.SEXUAL_ASSAULT, Offence.SEXUAL_HARASSMENT),
    Kind.PSYCHOLOGICAL: (Offence.MORAL_HARASSMENT, Offence.THREATS, Offence.PRIVACY, Offence.INSULTS),
    Kind.ECONOMIC: (),
}
PARTNERS = frozenset({Relation.SPOUSE, Relation.PARTNER, Relation.EX})
"""What makes violence conjugal."""
MINORS = frozenset({AgeBand.UNDER_15, AgeBand.FROM_15})

WORDS: dict[str, type[models.TextChoices]] = {
    "reporter": Writer,
    "category": Category,
    "kind": Kind,
    "offence": Offence,
    "sex": Sex,
    "age": AgeBand,
    "relation": Relation,
    "when": When,
    "answer": Answer,
    "exposed": Exposed,
    "transmission": Transmission,
    "consent_how": ConsentHow,
    "witness_consent": WitnessConsent,
    "how": How,
    "link": LinkHow,
}


def label(words: type[models.TextChoices], code: object) -> str:
    """The French of a code; the code itself where it is none of them."""
    return str(words(code).label) if code in words.values else str(code)


def vocabulary() -> dict[str, list[dict[str, str]]]:
    """Every list of codes with its words, as `GET /desk/casework/vocabulary` gives it."""
    return {
        name: [{"code": str(code), "label": str(text)} for code, text in words.choices] for name, words in WORDS.items()
    }
