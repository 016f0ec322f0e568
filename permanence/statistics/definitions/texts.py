"""The definitions in French, as their pages and every export say them."""

from collections.abc import Mapping
from typing import NamedTuple

from permanence.statistics.words import DURATIONS, MEASURES


class Text(NamedTuple):
    """See `Definition`."""

    name: str
    meaning: str
    is_not: tuple[str, ...]
    counts_on: str
    place: str
    example: str = ""


_BEGUN = "Le jour, à Paris, où la conversation a commencé."
_ASKED = "Le jour, à Paris, où l’intervention a été demandée."
_DESK = (
    "La force est celle de la brigade qui répond ; le département, celui que la personne ou l’agent a donné à la "
    "conversation."
)
_REPORT = "La force est celle du signalement ; le département, celui des faits, à défaut celui de la conversation."
_DANGER = "La force est celle de la brigade qui demande ; le département, celui du lieu du danger."
_ASIDE = (
    "Les exercices, et ce que la brigade marque test, entraînement, abus ou doublon, n’y sont pas : ils sont dans "
    "« mises à part » et dans aucun autre chiffre."
)
_CORRECTED = "Une marque, une force ou un département corrigés plus tard déplacent le chiffre : il dit ce qui est su."

TEXTS: Mapping[str, Text] = {
    "connection": Text(
        "Connexions",
        "Le nombre de fois où la page d’accueil du service a été ouverte.",
        (
            "Ce n’est pas un nombre de personnes : qui ouvre la page deux fois compte deux fois, et rien ne permet de "
            "savoir que c’est la même personne.",
            "Ce n’est pas un nombre de conversations : la plupart des connexions n’en ouvrent pas.",
            "Le compteur est anonyme : ni adresse, ni témoin de connexion, ni force, ni département.",
        ),
        "Le jour et l’heure, à Paris, où la page a été ouverte.",
        "Pour les deux forces et toute la France ensemble.",
    ),
    "conversation": Text(
        MEASURES["conversation"],
        "Le nombre de conversations commencées.",
        (
            "Ce n’est pas un nombre de personnes : une personne peut en commencer plusieurs. Revenir avec son code de "
            "reprise poursuit la même.",
            "Ce n’est pas un nombre de signalements : beaucoup de conversations informent, orientent ou rassurent.",
            _ASIDE,
            _CORRECTED,
        ),
        _BEGUN,
        _DESK,
    ),
    "genuine": Text(
        MEASURES["genuine"],
        "Le nombre de conversations dans lesquelles la personne a écrit au moins un message.",
        (
            "Une conversation ouverte où rien n’a été écrit n’y est pas, même si un agent y a répondu.",
            "Une personne qui appuie sur « je suis en danger » sans écrire n’y est pas : elle est dans les urgences.",
            _ASIDE,
        ),
        _BEGUN,
        _DESK,
    ),
    "answered": Text(
        MEASURES["answered"],
        "Le nombre de conversations où un agent a écrit au moins un message.",
        (
            "Prendre une conversation sans y écrire n’est pas y répondre.",
            "Un message automatique n’est pas une réponse.",
            _ASIDE,
        ),
        _BEGUN,
        _DESK,
    ),
    "abandoned": Text(
        MEASURES["abandoned"],
        "Le nombre de conversations terminées, ou quittées par la personne elle-même, sans qu’aucun agent n’ait écrit.",
        (
            "Qui a perdu le réseau attend encore : ce n’est pas un abandon.",
            "Qui revient n’a plus abandonné : le chiffre baisse d’autant.",
            _ASIDE,
        ),
        _BEGUN,
        _DESK,
    ),
    "emergency": Text(
        MEASURES["emergency"],
        "Le nombre de conversations dont le niveau est « danger immédiat », ou pour lesquelles une intervention a été "
        "demandée.",
        (
            "Ce n’est pas un nombre d’interventions : une urgence peut se régler sans patrouille, ou en demander deux.",
            "Le niveau est celui qui est retenu aujourd’hui : un agent peut l’avoir relevé ou abaissé depuis.",
            _ASIDE,
        ),
        _BEGUN,
        _DESK,
    ),
    "report": Text(
        MEASURES["report"],
        "Le nombre de signalements enregistrés par un agent.",
        (
            "Ce n’est pas un nombre de faits : un signalement en réunit souvent plusieurs, il compte une fois.",
            "Ce n’est pas un nombre de plaintes, ni de personnes : une même personne peut revenir.",
            "Un signalement commencé et pas encore enregistré n’y est pas.",
            "Par catégorie, nature ou fait relevé, un signalement compte dans chacun de ceux qu’il contient : les "
            "lignes ne s’additionnent pas.",
            _ASIDE,
        ),
        "Le jour, à Paris, où le signalement a été enregistré, même si la conversation a commencé plus tôt.",
        _REPORT,
    ),
    "couple_women": Text(
        "Violences faites aux femmes dans le couple",
        "Le nombre de signalements enregistrés dont la victime est une femme et dont au moins un fait est une violence "
        "conjugale physique, psychologique ou sexuelle.",
        (
            "Les seules violences économiques n’y suffisent pas.",
            "Un signalement où le sexe de la victime n’est pas connu n’y est pas.",
            "Ce n’est pas un nombre de femmes, ni de plaintes.",
            _ASIDE,
        ),
        "Le jour, à Paris, où le signalement a été enregistré.",
        _REPORT,
    ),
    "intervention": Text(
        MEASURES["intervention"],
        "Le nombre d’interventions demandées à un centre opérationnel.",
        (
            "Ce n’est pas un nombre de patrouilles : un centre peut juger qu’il n’en faut pas, ou en envoyer deux.",
            "Une intervention rouverte reste la même ; plusieurs centres alertés pour une même demande comptent une "
            "fois.",
            _ASIDE,
        ),
        _ASKED,
        _DANGER,
    ),
    "acknowledged": Text(
        MEASURES["acknowledged"],
        "Le nombre d’interventions demandées qu’un centre a prises en compte.",
        ("Prise en compte plusieurs fois (rouverte, changée de centre), elle compte une fois.",),
        _ASKED,
        _DANGER,
    ),
    "dispatched": Text(
        MEASURES["dispatched"],
        "Le nombre d’interventions demandées pour lesquelles un centre a dit qu’une patrouille est en route.",
        ("Ce que le centre n’a pas dit n’est pas compté, même si une patrouille est partie.",),
        _ASKED,
        _DANGER,
    ),
    "arrived": Text(
        MEASURES["arrived"],
        "Le nombre d’interventions demandées pour lesquelles un centre a dit que la patrouille est sur place.",
        ("Ce que le centre n’a pas dit n’est pas compté, même si une patrouille est arrivée.",),
        _ASKED,
        _DANGER,
    ),
    "referral": Text(
        MEASURES["referral"],
        "Le nombre de signalements transmis à une unité territoriale ou à une association.",
        (
            "Un signalement transmis à deux destinataires compte deux fois ; réorienté d’une unité à une autre, une "
            "fois.",
            "Ce n’est pas un nombre de personnes reçues.",
            _ASIDE,
        ),
        "Le jour, à Paris, où l’orientation a été envoyée.",
        _REPORT,
    ),
    "appointment": Text(
        MEASURES["appointment"],
        "Le nombre de rendez-vous proposés, quoi qu’il en soit advenu.",
        ("Un rendez-vous déplacé reste le même ; un autre proposé après un refus compte de nouveau.", _ASIDE),
        "Le jour, à Paris, où le rendez-vous a été proposé.",
        _REPORT,
    ),
    "outcome": Text(
        MEASURES["outcome"],
        "Le nombre d’orientations closes : ce qui en est advenu est connu.",
        ("Une orientation rouverte n’y est plus, jusqu’à ce qu’elle soit close de nouveau.", _ASIDE),
        "Le jour, à Paris, où l’orientation a été close en dernier.",
        _REPORT,
    ),
    "complaint": Text(
        MEASURES["complaint"],
        "Le nombre d’orientations closes par une plainte.",
        (
            "Ce n’est pas le nombre de plaintes pour violences en France, ni celles déposées sans passer par le "
            "service.",
            "Une plainte déposée et que l’unité n’a pas notée n’y est pas.",
            _ASIDE,
        ),
        "Le jour, à Paris, où l’orientation a été close.",
        _REPORT,
    ),
    "set_aside": Text(
        MEASURES["set_aside"],
        "Le nombre de conversations qui ne comptent dans aucun autre chiffre : exercices, tests, entraînements, abus, "
        "doublons.",
        ("Le motif est celui qu’un agent a donné, et il est au journal ; un exercice l’est dès son début.",),
        _BEGUN,
        _DESK,
    ),
    "wait": Text(
        DURATIONS["wait"],
        "Le temps entre le début de la conversation et le premier message d’un agent.",
        (
            "Les conversations sans réponse n’y sont pas : lisez-le avec les abandons.",
            "La médiane et les centiles sont lus dans des tranches fixes : à la seconde sous une minute, à 5 secondes "
            "sous 5 minutes, à 30 secondes sous une demi-heure.",
        ),
        _BEGUN,
        _DESK,
        "Répondues en moins de 60 secondes",
    ),
    "length": Text(
        DURATIONS["length"],
        "Le temps entre la première prise par un agent et la fin de la conversation.",
        ("Une conversation en cours, ou reprise et pas encore terminée, n’y est pas.",),
        _BEGUN,
        _DESK,
        "Terminées en moins de 30 minutes",
    ),
    "acknowledge": Text(
        DURATIONS["acknowledge"],
        "Le temps entre la demande d’intervention et sa première prise en compte par un centre.",
        ("Celles que personne n’a prises en compte n’y sont pas.",),
        _ASKED,
        _DANGER,
        "Prises en compte en moins de 2 minutes",
    ),
    "dispatch": Text(
        DURATIONS["dispatch"],
        "Le temps entre la demande d’intervention et le premier envoi d’une patrouille.",
        ("Celles sans envoi n’y sont pas.",),
        _ASKED,
        _DANGER,
        "Patrouille envoyée en moins de 10 minutes",
    ),
    "arrive": Text(
        DURATIONS["arrive"],
        "Le temps entre la demande d’intervention et la première arrivée d’une patrouille.",
        ("Celles sans arrivée n’y sont pas.",),
        _ASKED,
        _DANGER,
        "Patrouille sur place en moins de 30 minutes",
    ),
    "funnel": Text(
        "Parcours, de la conversation à la plainte",
        "Parmi les conversations commencées dans la période où la personne a écrit : combien ont eu une réponse, un "
        "signalement, un accord, une orientation, une acceptation, un rendez-vous, une réception, une plainte.",
        (
            "Tout est compté au jour où la conversation a commencé, même ce qui est arrivé plus tard : les derniers "
            "mois montent encore.",
            "Une étape peut dépasser la précédente : la loi permet de transmettre sans accord en cas de danger vital, "
            "de mineur en danger ou au titre de l’article 40.",
            _ASIDE,
        ),
        _BEGUN,
        _DESK,
        "Conversations qui ont mené à un signalement",
    ),
}
