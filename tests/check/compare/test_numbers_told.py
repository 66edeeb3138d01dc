"""Claims about numbers, true and false, against a study in a sentence or two: all number facets together."""

from __future__ import annotations

import pytest

from trueeffect.check.compare.facets import FACETS
from trueeffect.check.compare.views import ClaimView, StudyView
from trueeffect.check.facts.abstract import read_sections
from trueeffect.check.facts.claim import claim_assertions
from trueeffect.check.facts.study import study_facts
from trueeffect.model.record import Record

NUMBER_FACETS = (
    "number", "counted_thing", "relative_absolute", "dispersion", "sample_size", "baseline_followup",
    "arms_swapped", "within_between", "dose_duration",
)  # fmt: skip

NEEDLES = (
    "METHODS: 298 adults with back pain were randomised to needling (n = 146), shallow needling (n = 73) or a waiting list (n = 79); "
    "needling was 12 sessions in 8 weeks. RESULTS: By week 8 back pain on a 0-100 mm scale had fallen by a mean of 28.7 mm (SD 30.3) with "
    "needling, 23.6 mm (SD 31.0) with shallow needling and 6.9 mm (SD 22.0) on the waiting list. Needling was no better than shallow needling "
    "(5.1 mm, 95% CI -3.7 to 13.9, P = 0.26)."
)
RESPONSE = (
    "METHODS: 1162 patients had ten sessions of massage, sham massage or usual care. RESULTS: At 6 months the response rate was 47.6% in the "
    "massage group, 44.2% in the sham group and 27.4% in the usual-care group."
)
FLOW = (
    "METHODS: In 27 rats a needle in the lumbar muscle was turned. RESULTS: Blood flow of the nerve rose in 33 of 58 stimulations (56.9%) of the "
    "muscle and in all 12 stimulations (100%) of the nerve."
)
STATIN = (
    "METHODS: 17,802 adults took rosuvastatin 20 mg a day or placebo and were followed for a median of 1.9 years. RESULTS: Rosuvastatin lowered "
    "the risk of a heart attack (hazard ratio 0.56, 95% CI 0.46 to 0.69). Diabetes was found in 3.0% on rosuvastatin and 2.4% on placebo."
)
HEADACHE = (
    "RESULTS: In the yoga group headache intensity fell from 6.8 points at baseline to 5.5 points after 12 weeks; in the control group it fell "
    "from 6.6 to 6.4 points."
)
SCORE = (
    "RESULTS: The neck score improved by 16.2 (SE 0.4) points with heat and by 3.9 (SE 0.4) points without."
)

# claim, study, error types that must be found; empty: silence
CASES: tuple[tuple[str, str, frozenset[str]], ...] = tuple(
    (claim, study, frozenset(types.split()))
    for study, rows in (
        (NEEDLES, (
            ("Pain fell by 28.7 mm with needling.", ""),
            ("Pain fell by about 29 mm with needling, by 24 mm with shallow needling and by 7 mm without.", ""),
            ("On a scale of 100 millimetres pain fell by 28.7 points with needling.", ""),
            ("Pain fell by nearly 30 mm with needling.", ""),
            ("Pain fell by roughly 28 mm with needling.", ""),
            ("With needling pain fell by 21.8 mm more than on the waiting list.", ""),
            ("Pain fell by 28.7% with needling.", "wrong_quantity"),
            ("Back pain fell by 38.7 mm with needling.", "wrong_number"),
            ("Pain fell by 23.6 mm with needling and by 28.7 mm with shallow needling.", "arms_swapped"),
            ("Pain fell by 6.9 mm with needling and by 28.7 mm on the waiting list.", "arms_swapped"),
            ("Needling cut pain by 28.7 mm more than shallow needling.", "wrong_comparator"),
            ("Pain fell by 28.7 mm (SE 30.3) with needling.", "dispersion_confusion"),
            ("Pain fell by 28.7 mm (SD 30.3) with needling.", ""),
            ("In all, 298 adults took part.", ""),
            ("Nearly 300 adults with back pain took part.", ""),
            ("About three hundred people were randomised.", ""),
            ("A trial of 146 people had needles.", ""),
            ("The trial included 219 people who had some kind of needling.", ""),
            ("The trial had 2,980 participants.", "wrong_sample_size"),
            ("The trial had 500 participants.", "wrong_sample_size"),
            ("Needling was given in twelve sessions over two months.", ""),
            ("Needling was given in twelve sessions over eight months.", "wrong_dose_duration"),
            ("Each patient had 20 sessions of needling.", "wrong_dose_duration"),
            ("A year later 60% of them were free of pain.", ""),
            ("Needling costs 50 euros a session.", ""),
        )),
        (RESPONSE, (
            ("Roughly half of the massage group responded.", ""),
            ("Almost half of those who had massage responded.", ""),
            ("Just over a quarter of the usual-care group responded.", ""),
            ("Six months on, 47.6% responded to massage and 27.4% to usual care.", ""),
            ("At 26 weeks 48% of the massage group had responded.", ""),
            ("Some 52% of the massage group did not respond.", ""),
            ("At six months 27.4% of the massage group and 47.6% of the usual-care group had responded.", "arms_swapped"),
            ("At six months 76.4% of the massage group had responded.", "wrong_number"),
            ("More than a thousand patients took part.", ""),
            ("Nearly 1,200 patients took part.", ""),
            ("1,162 patients took part.", ""),
            ("They had ten treatments.", ""),
            ("They had 16 treatments.", "wrong_dose_duration"),
            ("Massage reduced pain by 47.6%.", "wrong_quantity"),
            ("One in four patients in Germany has back pain.", ""),
        )),
        (FLOW, (
            ("Blood flow rose in 56.9% of the stimulations.", ""),
            ("Blood flow rose in 33 of 58 stimulations.", ""),
            ("Blood flow of the nerve rose in more than half of the stimulations of the muscle.", ""),
            ("Muscle stimulation led to just a 56.9% increase in blood flow.", "wrong_quantity"),
            ("Stimulating the nerve led to a 100% increase in its blood flow.", "wrong_quantity"),
            ("Blood flow of the nerve rose in 56.9% of patients.", "wrong_quantity"),
            ("Twenty-seven rats were needled.", ""),
        )),
        (STATIN, (
            ("Rosuvastatin cut the risk of a heart attack by 44%.", ""),
            ("The risk of a heart attack was 44% lower on rosuvastatin.", ""),
            ("Rosuvastatin nearly halved the risk of a heart attack.", ""),
            ("Rosuvastatin cut the relative risk of a heart attack by 44%.", ""),
            ("Rosuvastatin cut the absolute risk of a heart attack by 44%.", "relative_as_absolute"),
            ("So 44 out of every 100 people on the tablet avoid a heart attack.", "relative_as_absolute"),
            ("Forty-four in every 100 users were spared a heart attack.", "relative_as_absolute"),
            ("Diabetes was found in 3% on rosuvastatin and 2.4% on placebo.", ""),
            ("Diabetes was rarer on rosuvastatin, at 2.4%, than on placebo, at 3%.", "arms_swapped"),
            ("The tablets had 20 mg of rosuvastatin.", ""),
            ("The tablets had 80 mg of rosuvastatin.", "wrong_dose_duration"),
            ("They were followed for five years.", "wrong_dose_duration"),
            ("They were followed for almost two years.", ""),
            ("Almost 18,000 adults took part.", ""),
            ("The trial had 1,780 participants.", "wrong_sample_size"),
            ("The hazard ratio was 0.56.", ""),
            ("The hazard ratio for a heart attack was 0.65.", "wrong_number"),
        )),
        (HEADACHE, (
            ("Headache fell by 1.3 points in the yoga group.", ""),
            ("Headache fell from 6.8 to 5.5 points with yoga.", ""),
            ("Headache was down to 5.5 points after yoga.", ""),
            ("Headache was cut by 6.8 points with yoga.", "baseline_followup_confusion"),
            ("Headache fell by 5.5 points with yoga.", "baseline_followup_confusion"),
            ("Yoga cut headache by about a fifth.", ""),
            ("After three months headache had fallen by 1.3 points.", ""),
        )),
        (SCORE, (
            ("The neck score improved by 16.2 points (standard error 0.4).", ""),
            ("The neck score improved by 16.2 points (standard deviation 0.4).", "dispersion_confusion"),
            ("Patients were alike: the standard deviation of the change was just 0.4 points.", "dispersion_confusion"),
            ("The neck score improved by 12.3 points more with heat than without.", ""),
            ("The neck score improved by 16.2% with heat.", "wrong_quantity"),
            ("The neck score improved by 21.6 points with heat.", "wrong_number"),
            ("The neck score improved by 3.9 points with heat and by 16.2 points without.", "arms_swapped"),
        )),
    )
    for claim, types in rows
)  # fmt: skip


def faults(claim: str, study: str) -> set[str]:
    record = Record(id="pmid:1", abstract=read_sections(study))
    view = StudyView(record=record, facts=study_facts(record))
    told = ClaimView(id="c", text=claim, assertions=claim_assertions(claim))
    return {f.error_type for name in NUMBER_FACETS for f in FACETS[name].compare(told, view) if f.error_type}


@pytest.mark.parametrize(("claim", "study", "types"), CASES, ids=[claim for claim, _, _ in CASES])
def test_a_claim_about_numbers(claim, study, types):
    found = faults(claim, study)
    assert types <= found
    assert found <= types or types, f"false alarm: {found}"


def test_a_sentence_of_the_study_is_never_faulted():
    for study in (NEEDLES, RESPONSE, FLOW, STATIN, HEADACHE, SCORE):
        for section in read_sections(study):
            for sentence in section.text.split(". "):
                assert faults(sentence, study) == set(), sentence


def test_another_study_has_nothing_to_say():
    for claim, study, _ in CASES:
        other = "METHODS: 40 mice were fed garlic. RESULTS: They ran 3.3 km more in 9 days."
        if study != other:
            assert faults(claim, other) == set(), claim
