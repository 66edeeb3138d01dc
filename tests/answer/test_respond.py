"""Answers: certainty, wording, absolute numbers, claims about a field, and what is not found."""

import re

import pytest

from trueeffect.answer.absolute import from_difference, from_ratio
from trueeffect.answer.field import field_verdict, read_claim
from trueeffect.answer.grade import Case, override, rate
from trueeffect.answer.grade._rate import LEVELS, settle
from trueeffect.answer.respond import Override
from trueeffect.answer.size import STANDARDISED, bands_for, own_bands, size_of_effect
from trueeffect.answer.wording import banned_words, effect_sentence
from trueeffect.app.answer_question import ask
from trueeffect.errors import InputError
from trueeffect.evidence.load import load_evidence
from trueeffect.model.answer import EffectRow, Judgement, Pooled
from trueeffect.model.question import Question
from trueeffect.report.answers import FORMATS, render_answer

ASKED = Question(treatment="acupuncture", condition="low_back_pain")


def row(**more: object) -> EffectRow:
    fields = {
        "study": "s", "label": "S 2020", "url": "", "estimate": -0.5, "std_error": 0.1, "conf_low": -0.7,
        "conf_high": -0.3, "weight": 1.0, "weeks": 12, "instrument": "VAS", "index": "a", "control": "b",
        "n_index": 300, "n_control": 300, "row_ids": ("s/results:2",), "bias": "low",
    } | more  # fmt: skip
    return EffectRow(**fields)


def pooled(**more: object) -> Pooled:
    fields = {
        "measure": "SMD", "unit": "standard deviations", "k": 1, "n": 600, "estimate": -0.5, "conf_low": -0.65,
        "conf_high": -0.35, "rows": (row(),),
    } | more  # fmt: skip
    return Pooled(**fields)


def judged(domain: str, versus: str = "sham", **more: object) -> int:
    case = Case(question=ASKED, versus=versus, pooled=pooled(**more), bands=STANDARDISED)
    return next(j.step for j in rate(case).judgements if j.domain == domain)


def test_a_large_precise_low_risk_body_is_high():
    assert rate(Case(question=ASKED, versus="sham", pooled=pooled(), bands=STANDARDISED)).level == "high"


@pytest.mark.parametrize(
    ("domain", "step", "more"),
    [
        ("risk of bias", -1, {"rows": (row(bias="not assessed"),)}),
        ("risk of bias", -1, {"rows": (row(bias="high", weight=0.3), row(weight=0.7))}),
        ("risk of bias", 0, {"rows": (row(bias="some concerns", weight=0.2), row(weight=0.8))}),
        ("imprecision", -1, {"conf_high": -0.1}),
        ("imprecision", -2, {"conf_low": -0.9, "conf_high": -0.1}),
        ("imprecision", -3, {"conf_low": -1.2, "conf_high": 0.3}),
        ("imprecision", -1, {"n": 300}),
        ("imprecision", -2, {"conf_high": -0.1, "n": 150}),
        ("inconsistency", -1, {"k": 5, "i2": 0.7, "pred_low": -1.0, "pred_high": 0.1}),
        ("inconsistency", -2, {"k": 5, "i2": 0.7, "pred_low": -1.0, "pred_high": 0.4}),
        ("inconsistency", 0, {"k": 5, "i2": 0.2, "pred_low": -1.0, "pred_high": 0.4}),
        ("inconsistency", -1, {"k": 2, "rows": (row(), row(conf_low=0.0, conf_high=0.2))}),
        ("publication bias", -1, {"k": 5, "rows": (row(n_index=20, n_control=20),)}),
    ],
)
def test_domain(domain, step, more):
    assert judged(domain, **more) == step


def test_open_trials_at_high_risk_go_down_two():
    assert judged("risk of bias", versus="without", rows=(row(bias="high"),)) == -2


def test_the_level_is_start_plus_steps_and_never_below_very_low():
    for down in range(7):
        level = settle((Judgement(domain="x", step=-down, rule=""),)).level
        assert level == LEVELS[min(down, 3)]


def test_overruling_needs_a_reason_and_is_shown():
    certainty = settle((Judgement(domain="imprecision", step=-2, rule=""),))
    with pytest.raises(InputError, match="reason"):
        override(certainty, "imprecision", 0, " ")
    answer = ask(
        "acupuncture",
        condition="chronic low back pain",
        versus="sham",
        overrides=[Override(domain="risk of bias", step=0, reason="full papers were read by two people")],
    )
    found = [j for j in answer.comparisons[0].certainty.judgements if j.by == "person"]
    assert [(j.step, j.reason) for j in found] == [(0, "full papers were read by two people")]


def test_size_by_bands_that_can_be_changed():
    assert size_of_effect(pooled(), STANDARDISED) == "moderate"
    assert size_of_effect(pooled(), own_bands((0.6, 0.7, 0.9))) == "trivial"
    assert bands_for(pooled(measure="MD", unit="points (pain, 0 to 100)")).small == 5
    with pytest.raises(InputError, match="rise"):
        own_bands((3, 2, 1))


@pytest.mark.parametrize("level", LEVELS)
@pytest.mark.parametrize("estimate", [-1.0, -0.6, -0.3, -0.05, 0.05, 0.6])
def test_no_sentence_holds_a_banned_word(level, estimate):
    certainty = settle((Judgement(domain="x", step=-LEVELS.index(level), rule=""),))
    found = pooled(estimate=estimate)
    text = effect_sentence(
        "yoga", "pain", "compared with sham", found, size_of_effect(found, STANDARDISED), certainty
    )
    assert banned_words(text) == ()
    assert ("very uncertain" in text) == (level == "very low")
    assert ("increase" in text) == (estimate == 0.6)


def test_people_per_hundred():
    one = from_difference(pooled(estimate=0, conf_low=-0.1, conf_high=0.1), None)
    assert one.with_it == pytest.approx(one.without)
    assert "assumed" in one.baseline_source
    responders = pooled(
        measure="RR", estimate=1.5, conf_low=1.2, conf_high=1.8, better="higher",
        rows=(row(events_index=60, events_control=40, n_control=100),),
    )  # fmt: skip
    two = from_ratio(responders)
    assert (two.without, two.with_it) == pytest.approx((40, 60))
    assert "S 2020" in two.baseline_source
    assert from_difference(pooled(), responders).with_it > 40


def test_nothing_found_is_an_answer():
    answer = ask("acupuncture", condition="migraine")
    assert all(item.pooled is None for item in answer.comparisons)
    assert all("says nothing about whether" in s.text for s in answer.headline)
    for name in FORMATS:
        assert "No trials were found" in render_answer(answer, name) or name == "aid"


def test_every_number_stands_on_rows_of_the_base():
    base = load_evidence()
    known = {result.id for study in base.studies for result in study.results}
    for condition in ("chronic low back pain", "sciatica", "spinal stenosis"):
        answer = ask("acupuncture", condition=condition)
        for item in (*answer.comparisons, *answer.responders):
            for statement in item.statements:
                assert set(statement.row_ids) <= known
                assert statement.row_ids or statement.kind == "none"


@pytest.mark.parametrize("name", FORMATS)
def test_formats_hold_the_answer_and_repeat_byte_for_byte(name):
    answer = ask("acupuncture", condition="chronic low back pain")
    text = render_answer(answer, name)
    assert text == render_answer(answer, name)
    assert answer.evidence_version in text
    if name in ("html", "aid"):
        assert "<script" not in text
        assert not re.findall(r'(?:src|href)="(?!https?://|#)[^"]*"', text)
        assert len(re.findall("<h1", text)) == 1
    else:
        assert answer.headline[0].text.split(",")[0].lower() in " ".join(text.split()).lower()


def test_leaving_out_trials_at_high_risk_is_said():
    answer = ask("acupuncture", condition="chronic low back pain", versus="without", leave_out_high_risk=True)
    assert answer.comparisons[0].pooled is None
    assert any("high risk" in item.reason for item in answer.excluded)


@pytest.mark.parametrize(
    ("claim", "says", "hedged"),
    [
        ("Acupuncture is effective for low back pain.", "effect", False),
        ("Yoga may ease chronic low back pain.", "effect", True),
        ("Acupuncture does not work for sciatica.", "none", False),
        ("Acupuncture is ineffective for sciatica.", "none", False),
        ("Acupuncture is no better than placebo for low back pain.", "none", False),
    ],
)
def test_a_claim_about_a_field_is_read(claim, says, hedged):
    found = read_claim(claim)
    assert found is not None
    assert found[1:] == (says, hedged)


@pytest.mark.parametrize(
    "text",
    [
        "Is acupuncture effective for back pain?",
        "Acupuncture is popular among people with back pain.",
        "In this trial acupuncture reduced low back pain.",
        "Back pain is common.",
        "Yoga and acupuncture help with back pain.",
    ],
)
def test_other_sentences_are_left_alone(text):
    assert read_claim(text) is None


def test_a_bold_claim_is_overstated_and_shown_by_comparator():
    verdict = field_verdict("Acupuncture is effective for chronic low back pain.", load_evidence())
    assert verdict.verdict == "overstated"
    assert "sham" in verdict.explanation
    assert "going without" in verdict.explanation
