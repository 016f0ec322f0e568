"""Addresses of this room."""

from django.urls import path

from permanence.accounts import views

app_name = "accounts"
urlpatterns = [
    path("", views.account, name="account"),
    path("connexion", views.sign_in, name="sign-in"),
    path("connexion/code", views.code, name="code"),
    path("connexion/second-facteur", views.enrolment, name="enrolment"),
    path("deconnexion", views.sign_out, name="sign-out"),
    path("mot-de-passe", views.password, name="password"),
]
