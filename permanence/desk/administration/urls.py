"""Addresses of the administration."""

from django.urls import path, re_path

from permanence.desk.administration import communes, debriefs, home, journal, lines, officers, replies, units

app_name = "administration"
urlpatterns = [
    path("", home.home, name="home"),
    path("comptes/", officers.listing, name="officers"),
    path("comptes/nouveau", officers.new, name="officer-new"),
    path("comptes/<int:pk>", officers.one, name="officer"),
    path("comptes/<int:pk>/<slug:verb>", officers.act, name="officer-act"),
    path("communes/", communes.listing, name="communes"),
    re_path(r"^communes/(?P<insee>[0-9AB]{5})$", communes.one, name="commune"),
    path("unites/", units.listing, name="units"),
    path("unites/<int:pk>", units.one, name="unit"),
    path("centres/", units.centres, name="centres"),
    path("centres/<int:pk>", units.centre, name="centre"),
    path("numeros/", lines.listing, name="lines"),
    path("numeros/nouveau", lines.new, name="line-new"),
    path("numeros/<int:pk>", lines.one, name="line"),
    path("numeros/<int:pk>/<slug:verb>", lines.show_or_not, name="line-act"),
    path("reponses/", replies.listing, name="replies"),
    path("reponses/nouvelle", replies.new, name="reply-new"),
    path("reponses/<int:pk>", replies.one, name="reply"),
    path("reponses/<int:pk>/<slug:verb>", replies.offered_or_not, name="reply-act"),
    path("debriefings/", debriefs.listing, name="debriefs"),
    path("debriefings/<int:pk>/clore", debriefs.close, name="debrief-close"),
    path("journal/", journal.journal, name="journal"),
]
