"""Places, and who answers for them.

Facts (communes, jurisdictions, what the official files say of units) come from an edition; what an operator wrote
by hand stands over them and no later edition undoes it.
"""

from typing import ClassVar

from django.db import models


class Force(models.TextChoices):
    """The two forces that answer."""

    PN = "PN", "Police nationale"
    GN = "GN", "Gendarmerie nationale"


class Edition(models.Model):
    """One loading of facts: from the product itself or from an official file, by whom, and what it changed."""

    class Kind(models.TextChoices):
        EMBEDDED = "embedded", "Données fournies avec le logiciel"
        JURISDICTIONS = "jurisdictions", "Compétences territoriales"
        UNITS = "units", "Unités accueillant du public"

    kind = models.CharField("contenu", max_length=13, choices=Kind)
    label = models.CharField("édition", max_length=200)
    sha256 = models.CharField(max_length=64)
    loaded_at = models.DateTimeField("chargée le", auto_now_add=True)
    loaded_by = models.CharField("par", max_length=80)
    summary = models.JSONField("ce qui a changé", default=dict)

    def __str__(self) -> str:
        return self.label


class Department(models.Model):
    """A department or an overseas territory, with the time zone its people live by."""

    code = models.CharField("code", max_length=3, primary_key=True)
    name = models.CharField("nom", max_length=60)
    zone = models.CharField(max_length=5)
    """`metro`, `drom` or `com`, as INSEE sorts them."""
    time_zone = models.CharField("fuseau horaire", max_length=40)

    def __str__(self) -> str:
        return self.name


class Unit(models.Model):
    """A brigade or a police station that receives people.

    Born neutral ("Gendarmerie nationale – Ain") where the real name is not known, or with the name of an edition.
    Address, telephone, hours and position exist only when the official file or an operator gave them.
    """

    force = models.CharField(max_length=2, choices=Force)
    name = models.CharField("nom", max_length=200)
    source_name = models.CharField(max_length=200, blank=True)
    """The name the editions know it by, whatever an operator calls it."""
    official_id = models.CharField("identifiant officiel", max_length=12, blank=True)
    """The official files' id; blank when it has none of its own (police; gendarmerie's shared `0`)."""
    department = models.ForeignKey(Department, verbose_name="département", on_delete=models.PROTECT)
    is_neutral = models.BooleanField("libellé neutre", default=False)
    """Stands for every unit of its force in its department until their real list is imported."""
    address = models.CharField("adresse", max_length=300, blank=True)
    telephone = models.CharField("téléphone", max_length=40, blank=True)
    opening_hours = models.TextField("horaires d'accueil", blank=True)
    latitude = models.FloatField(null=True, blank=True)
    longitude = models.FloatField(null=True, blank=True)
    url = models.CharField("page officielle", max_length=300, blank=True)
    details_edition = models.ForeignKey(Edition, on_delete=models.SET_NULL, null=True, blank=True, related_name="+")
    """Where address, telephone and hours were last seen."""
    edited = models.JSONField(default=list, blank=True)
    """Names of the fields an operator wrote by hand: no edition touches them again."""

    class Meta:
        indexes = [models.Index(fields=["force", "official_id"], name="units_by_official_id")]
        constraints = [
            models.UniqueConstraint(
                fields=["force", "department"],
                condition=models.Q(is_neutral=True),
                name="one_neutral_unit_a_force_and_department",
            )
        ]

    def __str__(self) -> str:
        return self.name


class OperationsCentre(models.Model):
    """What sends patrols of one force in one department; born with a neutral label."""

    force = models.CharField(max_length=2, choices=Force)
    department = models.ForeignKey(Department, verbose_name="département", on_delete=models.PROTECT)
    name = models.CharField("nom", max_length=200)
    telephone = models.CharField("téléphone", max_length=40, blank=True)
    edited = models.JSONField(default=list, blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["force", "department"], name="one_centre_a_force_and_department")
        ]

    def __str__(self) -> str:
        return self.name


class Commune(models.Model):
    """A commune, or a municipal arrondissement of Paris, Lyon or Marseille.

    Its force comes from its jurisdictions: one, known; two, shared by both forces; none, unknown. An operator may
    settle it: `settled_force` then stands over whatever the editions say.
    """

    insee = models.CharField("code commune", max_length=5, primary_key=True)
    name = models.CharField("nom", max_length=80)
    sort_name = models.CharField(max_length=80, db_index=True)
    """The name without accents, capitals or punctuation, to search and to sort by."""
    department = models.ForeignKey(Department, verbose_name="département", on_delete=models.PROTECT)
    population = models.PositiveIntegerField("habitants", null=True, blank=True)
    parent = models.CharField(max_length=5, blank=True)
    """The commune an arrondissement belongs to."""
    settled_force = models.CharField("force retenue", max_length=2, choices=Force, blank=True)
    settled_unit = models.ForeignKey(Unit, on_delete=models.SET_NULL, null=True, blank=True, related_name="+")
    settled_at = models.DateTimeField(null=True, blank=True)
    settled_by = models.CharField(max_length=80, blank=True)

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=models.Q(settled_force="", settled_unit=None, settled_at=None)
                | models.Q(settled_force__in=["PN", "GN"], settled_at__isnull=False),
                name="a_settled_commune_says_when",
            )
        ]

    def __str__(self) -> str:
        return self.name


class PostalCode(models.Model):
    """A postal code of a commune: a code may cover several communes, a commune have several codes."""

    code = models.CharField(max_length=5)
    commune = models.ForeignKey(Commune, on_delete=models.CASCADE, related_name="postal_codes")

    class Meta:
        constraints = [models.UniqueConstraint(fields=["code", "commune"], name="a_commune_once_under_a_postal_code")]

    def __str__(self) -> str:
        return self.code


class Jurisdiction(models.Model):
    """A unit answers for a commune, says the edition last loaded."""

    commune = models.ForeignKey(Commune, on_delete=models.CASCADE, related_name="jurisdictions")
    force = models.CharField(max_length=2, choices=Force)
    unit = models.ForeignKey(Unit, on_delete=models.PROTECT, related_name="jurisdictions")

    class Meta:
        constraints = [models.UniqueConstraint(fields=["commune", "unit"], name="a_unit_once_for_a_commune")]

    def __str__(self) -> str:
        return f"{self.commune_id} {self.force}"


class HelpLine(models.Model):
    """A number to call or to text, as visitors see it. Hours are shown only where a source states them; a withdrawn
    line is kept, and shown no more."""

    class Medium(models.TextChoices):
        CALL = "call", "Appel"
        SMS = "sms", "SMS"

    number = models.CharField("numéro", max_length=20)
    medium = models.CharField("moyen", max_length=4, choices=Medium, default=Medium.CALL)
    label = models.CharField("nom", max_length=80)
    purpose = models.CharField("pour quoi", max_length=200)
    always_open = models.BooleanField("jour et nuit, tous les jours", default=False)
    hours = models.CharField("horaires", max_length=120, blank=True)
    in_emergency = models.BooleanField("en urgence", default=False)
    position = models.PositiveSmallIntegerField("ordre", default=100)
    source = models.CharField("source", max_length=200)
    dated_on = models.DateField("date de la source", null=True, blank=True)
    departments = models.JSONField("départements", default=list, blank=True)
    """Codes of the departments where it answers; empty: everywhere."""
    language = models.CharField("langue", max_length=8, default="fr")
    edited = models.BooleanField(default=False)
    """An operator wrote it: no edition touches it again."""
    withdrawn_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering: ClassVar[list[str]] = ["position", "pk"]

    def __str__(self) -> str:
        return f"{self.number} {self.label}"


class Revision(models.Model):
    """One row, changed by every change of the territory: how other processes learn that their index is stale."""

    token = models.UUIDField()

    def __str__(self) -> str:
        return str(self.token)
