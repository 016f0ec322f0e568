"""Of the design system, browsers get what our pages use and nothing else."""

from permanence.ui.purge import purge

BUTTON = frozenset({"fr-btn", "fr-btn--secondary"})


def test_rules_of_classes_that_no_page_has_are_dropped() -> None:
    assert purge([".fr-btn{color:red}.fr-card{color:blue}"], used=BUTTON) == ".fr-btn{color:red}\n\n"


def test_a_shared_rule_keeps_the_selectors_that_can_match() -> None:
    assert purge([".fr-card,.fr-btn:hover{color:red}"], used=BUTTON).startswith(".fr-btn:hover{")


def test_a_class_that_must_be_absent_is_not_asked_for() -> None:
    assert ":not(.fr-btn--icon)" in purge([".fr-btn:not(.fr-btn--icon){color:red}"], used=BUTTON)


def test_a_family_of_classes_is_kept_when_a_page_has_one_of_it() -> None:
    sheet = '[class*=" fr-icon-"]{color:red}[class^=fr-btn--]{color:blue}'
    assert purge([sheet], used=BUTTON) == "[class^=fr-btn--]{color:blue}\n\n"


def test_the_dark_theme_follows_the_device_without_a_script() -> None:
    told = purge([":root[data-fr-theme=dark] .fr-btn{color:white}"], used=BUTTON)
    assert told == "@media (prefers-color-scheme:dark){\n.fr-btn{color:white}\n}\n"


def test_a_rule_for_both_themes_stays_for_both() -> None:
    told = purge([".fr-btn,[data-fr-theme=dark] .fr-btn--secondary{color:red}"], used=BUTTON)
    assert told == ".fr-btn{color:red}\n@media (prefers-color-scheme:dark){\n.fr-btn--secondary{color:red}\n}\n"


def test_custom_properties_that_nothing_reads_are_dropped_with_those_that_only_they_read() -> None:
    sheet = ":root{--seen:red;--idle:var(--deep);--deep:blue}.fr-btn{color:var(--seen)}"
    assert "--deep" not in purge([sheet], used=BUTTON)
    assert "--seen:red" in purge([sheet], used=BUTTON)


def test_custom_properties_that_our_own_sheets_read_are_kept() -> None:
    assert "--line:grey" in purge([":root{--line:grey}"], used=BUTTON, read_elsewhere=["hr{color:var(--line)}"])


def test_conditions_around_rules_stay_around_them() -> None:
    told = purge(["@media (min-width:48em){.fr-btn{color:red}.fr-card{color:red}}"], used=BUTTON)
    assert told == "@media (min-width:48em){\n.fr-btn{color:red}\n}\n"
