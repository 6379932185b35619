"""The page of terms says what the program says, and explains what it takes for granted."""

from experiments.figures.words import ENGLISH
from experiments.glossary import COMMAND, DOCS, OF_FIGURES, common_terms, glossary
from experiments.summary import COORDINATION, IN_TIME, NEAREST_PARTY, STEPS, WAYS_OF_WORKING
from sim.chronicle.terms import TERMS
from sim.chronicle.words import ENDING_WORDS, LEAVING_WORDS, Words
from sim.state import Ending, Leaving


def test_the_page_is_up_to_date() -> None:
    text = (DOCS / "GLOSSARY.md").read_text(encoding="utf-8")
    assert text == glossary(), f"docs/GLOSSARY.md is out of date; run `{COMMAND}` and commit it"


def test_the_lines_of_both_languages_belong_together() -> None:
    pairs = {term.en.split(":")[0]: term.de.split(":")[0] for term in common_terms()}
    assert pairs["round"] == "Runde"
    assert pairs["occasion"] == "Anlass"
    assert pairs["ideal, limit"] == "Ideal, Grenze"


def test_every_ending_and_every_reason_to_leave_is_explained() -> None:
    page = glossary()
    told = [ENDING_WORDS[ending] for ending in Ending if ending != Ending.NONE]
    told += [LEAVING_WORDS[why] for why in Leaving if why != Leaving.NONE]
    for words in told:
        assert f"| **{words.en}**: " in page
        assert f" **{words.de}**: " in page


def test_words_of_figures_and_summary_are_explained_by_the_same_words() -> None:
    every = [*common_terms(), *OF_FIGURES, *(term.words for term in TERMS)]
    explained = {term.en.split(":")[0] for term in every}
    said = {
        ENGLISH.kind: "aim",
        ENGLISH.won_anyway: "would have been won without it",
        ENGLISH.platform: "platform",
        ENGLISH.over_step: "step",
        STEPS.en: "step",
        COORDINATION.en: "hours for coordination",
        IN_TIME.en: "decided in time",
        WAYS_OF_WORKING.en: "ways of working",
        NEAREST_PARTY.en: "nearest party",
    }
    for words, term in said.items():
        assert term in words.lower()
        assert term in explained


def test_every_term_has_a_meaning_in_both_languages() -> None:
    terms: list[Words] = [*common_terms(), *OF_FIGURES]
    for term in terms:
        assert ": " in term.en
        assert ": " in term.de
