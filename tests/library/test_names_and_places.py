"""Journals, names, pages and words: forms of one thing are equal, different things are not."""

import gzip
import json
from pathlib import Path

import pytest

from trueeffect.library.journals import journal_printed, same_journal
from trueeffect.library.names import parse_name, split_authors, surname_key
from trueeffect.library.pages import full_last, issue_keys, page_key, parse_pages, volume_key
from trueeffect.library.words import clean_title, squash, words
from trueeffect.model.record import Record


@pytest.mark.parametrize(
    ("a", "b"),
    [
        ("Am J Chin Med", "American Journal of Chinese Medicine"),
        ("Arch. Intern. Med.", "Archives of Internal Medicine"),
        ("BMJ", "British Medical Journal"),
        ("JAMA", "The Journal of the American Medical Association"),
        ("N Engl J Med", "The New England Journal of Medicine"),
        ("NEJM", "New England Journal of Medicine"),
        ("J Natl Cancer Inst", "Journal of the National Cancer Institute"),
        ("Spine", "Spine (Phila Pa 1976)"),
        ("Dtsch Med Wochenschr", "Deutsche medizinische Wochenschrift"),
        (
            "Proc Natl Acad Sci U S A",
            "Proceedings of the National Academy of Sciences of the United States of America",
        ),
        ("Archives of Internal Medicine", "JAMA Internal Medicine"),
        ("Paediatr Anaesth", "Paediatric Anaesthesia"),
        ("PLoS ONE", "PLOS One"),
        ("BJOG : an international journal of obstetrics and gynaecology", "BJOG"),
    ],
)
def test_forms_of_one_journal(a, b):
    assert same_journal(a, b)
    assert same_journal(b, a)


@pytest.mark.parametrize(
    ("a", "b"),
    [
        ("Archives of Internal Medicine", "Ann Intern Med"),
        ("Pain", "Pain Medicine"),
        ("Pain Med", "Pain Manag"),
        ("American Journal of Medicine", "Am J Med Sci"),
        ("J Intern Med", "JAMA Intern Med"),
        ("Lancet", "Lancet Neurology"),
        ("Acupunct Med", "Complement Ther Med"),
        ("J Clin Psychiatry", "J Clin Psychol"),
    ],
)
def test_different_journals(a, b):
    assert not same_journal(a, b)


def test_journal_is_found_in_a_printed_reference():
    record = Record(id="lib:a", journal="Archives of Internal Medicine")
    assert journal_printed(record, "Sample A. Needling. Arch Intern Med. 2006;166:450-7.")
    assert not journal_printed(record, "Sample A. Needling. Ann Intern Med. 2006;166:450-7.")


RECORDS = Path(__file__).parents[3] / "shared" / "corpora" / "pubmed-records" / "records.jsonl.gz"


@pytest.mark.slow
@pytest.mark.skipif(not RECORDS.exists(), reason="the corpus is not here")
def test_catalogue_abbreviations_are_recognised():
    with gzip.open(RECORDS, "rt") as file:
        pairs = {(r["journal"], r["iso"]) for r in map(json.loads, file) if r["journal"] and r["iso"]}
    assert sum(same_journal(*p) for p in pairs) / len(pairs) > 0.94


@pytest.mark.parametrize(
    ("text", "family", "initials"),
    [
        ("Smith, John A.", "Smith", "JA"),
        ("Smith JA", "Smith", "JA"),
        ("John A. Smith", "Smith", "JA"),
        ("Blake A. J.", "Blake", "AJ"),
        ("van der Berg, Jan", "van der Berg", "J"),
        ("Jan van der Berg", "van der Berg", "J"),
        ("Smith, J., Jr.", "Smith", "J"),
        ("O'Neill-Brown KP", "O'Neill-Brown", "KP"),
        ("Plato", "Plato", ""),
    ],
)
def test_names(text, family, initials):
    name = parse_name(text)
    assert (name.family, name.initials) == (family, initials)


def test_author_lists_know_groups_and_their_own_end():
    people, group, complete = split_authors(["Sample A", "Knee Study Group", "et al."])
    assert [p.family for p in people] == ["Sample"]
    assert group == "Knee Study Group"
    assert not complete
    assert surname_key("van der Müller-Test") == surname_key("Muller Test")


def test_pages_volumes_and_issues():
    assert full_last("1348", "53") == "1353"
    assert parse_pages("12-5") == ("12", "15")
    assert page_key("e0048296") == page_key("48296")
    assert volume_key("31 (Pt 3)") == "31"
    assert issue_keys("1 Pt 1") == issue_keys("1")
    assert issue_keys("Suppl") == frozenset()


def test_words_fold_spelling_accents_hyphens_and_greek():
    assert words("Randomised TNF-α trial of anaemia") == words("randomized TNF-alpha trial of anemia")
    assert squash("Crohn’s disease—follow-up") == squash("Crohns disease followup")
    assert clean_title("A <i>Helicobacter</i> trial &amp; more.") == "A Helicobacter trial & more"
