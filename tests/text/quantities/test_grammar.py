"""The number grammar on sentences of our own: value, unit and what is counted."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from trueeffect.text.quantities import find_quantities, read_quantities

SHARE, TRIALS, CHANGE, PEOPLE, SIZE = (
    "share_of_patients",
    "share_of_trials",
    "percent_change",
    "people",
    "group_size",
)

# text, and the quantities wanted in order: value, unit, counts
CASES: tuple[tuple[str, tuple[tuple[float, str, str], ...]], ...] = (
    # shares of patients
    ("47.6% of the verum group responded", ((47.6, "%", SHARE),)),
    ("47.6 per cent of patients got better", ((47.6, "%", SHARE),)),
    ("sixty percent of the women slept better", ((60, "%", SHARE),)),
    ("Half of the patients recovered", ((50, "%", SHARE),)),
    ("half the patients recovered", ((50, "%", SHARE),)),
    ("two-thirds of participants", ((200 / 3, "%", SHARE),)),
    ("three quarters of adults", ((75, "%", SHARE),)),
    ("a little over a quarter of the group", ((25, "%", SHARE),)),
    ("one in four people relapsed", ((25, "%", SHARE),)),
    ("four in ten patients", ((40, "%", SHARE),)),
    ("three out of five women", ((60, "%", SHARE),)),
    ("28 in every 100 people", ((28, "%", SHARE),)),
    ("one patient in five had a cough", ((20, "%", SHARE),)),
    ("33 of 58 patients (56.9%) improved", ((56.9, "%", SHARE),)),
    ("56.9% (33 of 58) of the patients", ((56.9, "%", SHARE),)),
    ("54% (n=51/95) of patients", ((54, "%", SHARE),)),
    ("nineteen of 24 volunteers stayed", ((79.1667, "%", SHARE),)),
    ("12/40 patients fell", ((30, "%", SHARE),)),
    ("179 patients (13%) had needling", ((13, "%", SHARE),)),
    ("13% (n = 179) had needling", ((13, "%", SHARE),)),
    ("bruises occurred in 5%", ((5, "%", SHARE),)),
    ("reported by 39% of nurses", ((39, "%", SHARE),)),
    ("the response rate was 47.6%", ((47.6, "%", SHARE),)),
    ("the proportion of men who quit was 12%", ((12, "%", SHARE),)),
    ("a gain was reached by 39.1%, 43.8% and 29.4%", ((39.1, "%", SHARE), (43.8, "%", SHARE), (29.4, "%", SHARE))),
    ("62% women", ((62, "%", SHARE),)),
    ("48 % of women", ((48, "%", SHARE),)),
    ("Of every 100 users, 40 avoid a fall", ((40, "%", SHARE),)),
    # shares of other things
    ("in 56.9% of the stimulations", ((56.9, "%", TRIALS),)),
    ("33 of 58 stimulations", ((56.8966, "%", TRIALS),)),
    ("41.7% of insertions", ((41.7, "%", TRIALS),)),
    ("the share of days with cough was 2.5%", ((2.5, "%", TRIALS),)),
    ("14 of 15 comparisons found nothing", ((93.3333, "%", TRIALS),)),
    ("60% of the rats recovered", ((60, "%", "share_of_animals"),)),
    ("a third of the studies were small", ((100 / 3, "%", "share_of_studies"),)),
    # percent changes
    ("a 56.9% increase in blood flow", ((56.9, "%", CHANGE),)),
    ("blood flow increased by 100%", ((100, "%", CHANGE),)),
    ("pain fell by 30 per cent", ((30, "%", CHANGE),)),
    ("pain was cut by a third", ((100 / 3, "%", CHANGE),)),
    ("pain was halved", ((50, "%", CHANGE),)),
    ("it cut the cost in half", ((50, "%", CHANGE),)),
    ("symptoms improved by 36% more than with sham", ((36, "%", CHANGE),)),
    ("an average reduction of 20%", ((20, "%", CHANGE),)),
    ("sleep got better: a 15% improvement", ((15, "%", CHANGE),)),
    ("walked 20% further", ((20, "%", CHANGE),)),
    ("headaches became 51% weaker", ((51, "%", CHANGE),)),
    # risks
    ("cut the risk of relapse by 28%", ((28, "%", "relative_change"),)),
    ("a 44% lower risk of stroke", ((44, "%", "relative_change"),)),
    ("a relative risk reduction of 44%", ((44, "%", "relative_change"),)),
    ("lowered the relative risk of a stroke by 44%", ((44, "%", "relative_change"),)),
    ("lowered the absolute risk of a stroke by 44%", ((44, "%", "absolute_risk_difference"),)),
    ("an absolute risk reduction of 1.2%", ((1.2, "%", "absolute_risk_difference"),)),
    ("rose by 1.2 percentage points", ((1.2, "percentage points", "absolute_difference"),)),
    ("were 30% less likely to fall", ((30, "%", "relative_change"),)),
    ("HR, 0.72 (95% CI, 0.56-0.93)", ((0.72, "", "hazard_ratio"), (0.745, "", "interval"))),
    ("odds ratio 3.5, 2.9 to 4.1", ((3.5, "", "odds_ratio"),)),
    ("RR 1.33, 1.04 to 1.70, and 1.49, 1.19 to 1.86", ((1.33, "", "relative_risk"), (1.49, "", "relative_risk"))),
    ("SMD −0.36 (−0.5 to −0.2)", ((-0.36, "", "standardised_difference"),)),
    ("Cohen's d = 0.45", ((0.45, "", "standardised_difference"),)),
    ("NNT of 5", ((5, "", "number_needed"),)),
    ("I² = 54%", ((54, "%", "heterogeneity"),)),
    ("twice as likely", ((2, "times", "ratio"),)),
    ("a fivefold rise", ((5, "times", "ratio"),)),
    ("the dose doubled", ((2, "times", "ratio"),)),
    ("3.3 per 100 person-years", ((3.3, "", "rate"),)),
    # p-values and intervals
    ("P < .001", ((0.001, "", "p_value"),)),
    ("p=0.26", ((0.26, "", "p_value"),)),
    ("p-value of .03", ((0.03, "", "p_value"),)),
    ("95% CI -3.7 to 13.9", ((5.1, "", "interval"),)),
    ("CI: 0.85-1.62", ((1.235, "", "interval"),)),
    ("95% CI [0.1, 1.9]", ((1.0, "", "interval"),)),
    # changes and differences on scales
    ("pain fell by 28.7 mm with yoga", ((28.7, "mm", "mean_change"),)),
    ("had fallen by a mean of 28.7 mm", ((28.7, "mm", "mean_change"),)),
    ("a mean reduction in pain of 2.1 points", ((2.1, "points", "mean_change"),)),
    ("improved by 4.4, 4.5 and 4.4 points", ((4.4, "points", "mean_change"), (4.5, "points", "mean_change"), (4.4, "points", "mean_change"))),
    ("lost 5 kg", ((5, "kg", "mean_change"),)),
    ("sleep rose by 20 minutes a night", ((20, "minutes", "mean_change"),)),
    ("tablets shortened the illness by 7.5 days", ((7.5, "days", "mean_change"),)),
    ("a difference of 2.1 points", ((2.1, "points", "mean_difference"),)),
    ("difference 5.1 mm", ((5.1, "mm", "mean_difference"),)),
    ("no better than minimal needling (5.1 mm)", ((5.1, "mm", "mean_difference"),)),
    ("was better by 1.0 point with massage", ((1.0, "points", "mean_difference"),)),
    ("scored 3 points lower than usual care", ((3, "points", "mean_difference"),)),
    ("mean difference, 3.1 mm", ((3.1, "mm", "mean_difference"),)),
    ("mean pain was 4.5", ((4.5, "", "mean"),)),
    ("a pain score of 6.8", ((6.8, "", "score"),)),
    ("fell from 6.8 to 5.5", ((6.8, "", "score"), (5.5, "", "score"))),
    ("a median of 1.9 years", ((1.9, "years", "median"),)),
    ("on a 0-100 mm scale", ((50, "mm", "scale"),)),
    ("an 11-point numerical rating scale", ((11, "points", "scale"),)),
    ("the 0-23 Roland-Morris scale", ((11.5, "", "scale"),)),
    ("the standard deviation of the change was just 0.4 points", ((0.4, "points", "sd"),)),
    ("a standard error of 0.4", ((0.4, "", "se"),)),
    # people and groups
    ("298 patients were randomised", ((298, "", SIZE),)),
    ("we enrolled sixty-six adults", ((66, "", SIZE),)),
    ("a trial of 1,345 adults", ((1345, "", SIZE),)),
    ("Ninety-two patients will be randomised into four groups", ((92, "", SIZE), (4, "", "groups"))),
    ("more than eleven thousand people took part", ((11000, "", SIZE),)),
    ("half a million adults were studied", ((500000, "", SIZE),)),
    ("two dozen nurses were recruited", ((24, "", SIZE),)),
    ("one hundred and thirty-two people were included", ((132, "", SIZE),)),
    ("acupuncture (n = 140)", ((140, "patients", SIZE),)),
    ("38 subjects per arm", ((38, "", SIZE),)),
    ("only six women had less pain", ((6, "", PEOPLE),)),
    ("seven were left in the last week", ((7, "", PEOPLE),)),
    ("12 dropped out", ((12, "", PEOPLE),)),
    ("nine trials were pooled", ((9, "", "studies"),)),
    ("230 falls were counted", ((230, "", "events"),)),
    ("at 235 clinics", ((235, "", "places"),)),
    # ages
    ("adults aged 18 to 65", ((41.5, "", "age"),)),
    ("an 87-year-old woman", ((87, "years", "age"),)),
    ("mean age 59", ((59, "", "age"),)),
    ("adults aged 65 or over", ((65, "", "age"),)),
    ("73.6 years old", ((73.6, "years", "age"),)),
    # time
    ("at 26 weeks", ((26, "weeks", "time"),)),
    ("by week 8", ((8, "weeks", "time"),)),
    ("at 8, 12, 26 and 52 weeks", ((8, "weeks", "time"), (12, "weeks", "time"), (26, "weeks", "time"), (52, "weeks", "time"))),
    ("six months on", ((6, "months", "time"),)),
    ("half a year later", ((0.5, "years", "time"),)),
    ("two and a half hours a week", ((2.5, "hours", "time"),)),
    ("for 2-12 weeks", ((7, "weeks", "time"),)),
    ("between 2 and 12 weeks", ((7, "weeks", "time"),)),
    ("three decades", ((30, "years", "time"),)),
    ("after a year", ((1, "years", "time"),)),
    ("a 30-minute walk", ((30, "minutes", "time"),)),
    ("within 24 h", ((24, "hours", "time"),)),
    # doses
    ("50 mg twice a day", ((50, "mg", "dose"), (2, "per day", "dose"))),
    ("50 mg b.i.d.", ((50, "mg", "dose"), (2, "per day", "dose"))),
    ("12 sessions over 8 weeks", ((12, "sessions", "dose"), (8, "weeks", "time"))),
    ("ten treatments", ((10, "sessions", "dose"),)),
    ("8 to 15 acupuncture sessions", ((11.5, "sessions", "dose"),)),
    ("stimulation at 2 Hz", ((2, "Hz", "dose"),)),
    ("twice a week for six weeks", ((2, "per week", "dose"), (6, "weeks", "time"))),
    ("three times a week", ((3, "per week", "dose"),)),
    ("22 mg/kg a day", ((22, "mg/kg", "dose"),)),
    ("once-daily tablets", ((1, "per day", "dose"),)),
)  # fmt: skip


@pytest.mark.parametrize(("text", "wanted"), CASES, ids=[text for text, _ in CASES])
def test_value_unit_and_what_is_counted(text, wanted):
    found = [(q.value, q.unit, q.counts) for _, q in find_quantities(text)]
    if "interval" not in [counts for _, _, counts in wanted]:
        found = [f for f in found if f[2] != "interval"]
    assert [(pytest.approx(v, abs=0.001), u, c) for v, u, c in wanted] == found


NOTHING = (
    "type 2 diabetes", "the SF-36 score", "in 2006", "COVID-19", "between 1998 and 2004", "IL-6 levels", "points PC6 and LI4",
    "phase III", "Table 2 shows", "doi 10.1001/archinte.167.17.1892", "a 1:1 ratio", "NCT01234567", "as shown before [12]",
    "the 19th century", "No one knows.", "One of the reasons is cost.", "the second half", "a half-life", "It fell (Smith 2012).",
    "p53 status", "the third group", "Brinkhaus et al., 2006",
)  # fmt: skip


@pytest.mark.parametrize("text", NOTHING)
def test_names_years_and_labels_are_no_quantities(text):
    assert find_quantities(text) == ()


BOUNDS = (
    ("nearly half of patients", "less", True),
    ("almost 1,200 people", "less", True),
    ("just under 30%", "less", True),
    ("a little over a quarter", "more", True),
    ("slightly more than 20 people", "more", True),
    ("more than eleven thousand people", "more", False),
    ("over 300 adults", "more", False),
    ("at least 30 sessions", "at_least", False),
    ("65 or older", "at_least", False),
    ("no fewer than 12 visits", "at_least", False),
    ("up to 4 weeks", "at_most", False),
    ("no more than 65 patients", "at_most", False),
    ("fewer than 10 deaths", "less", False),
    ("roughly half", "about", False),
    ("around 40 people", "about", False),
    ("approximately 5 mm", "about", False),
    ("≥ 30 points", "at_least", False),
    ("over 8 weeks", "", False),
    ("exactly 8 weeks", "", False),
)


@pytest.mark.parametrize(("text", "bound", "near"), BOUNDS)
def test_bounds(text, bound, near):
    ((_, quantity),) = find_quantities(text)
    assert (quantity.bound, quantity.near) == (bound, near)


SPREADS = (
    ("28.7 mm (SD 30.3)", 30.3, "sd"),
    ("16.2 points (standard error 0.4)", 0.4, "se"),
    ("3.1 ± 1.4", 1.4, ""),
    ("12.5 ± 2.1 SEM", 2.1, "se"),
    ("costs averaged £13,165, with a standard error of £13,600", 13600, "se"),
    ("5.2 (SE, 0.3)", 0.3, "se"),
)


@pytest.mark.parametrize(("text", "spread", "kind"), SPREADS)
def test_spreads(text, spread, kind):
    quantity = next(q for _, q in find_quantities(text) if q.spread is not None)
    assert (quantity.spread, quantity.spread_kind) == (spread, kind)


def test_an_interval_and_a_p_value_belong_to_the_estimate_before_them():
    (_, difference), *_ = find_quantities("no better (5.1 mm, 95% CI -3.7 to 13.9, P = 0.26)")
    assert (difference.low, difference.high, difference.spread_kind) == (-3.7, 13.9, "ci")
    assert (difference.p, difference.p_relation) == (0.26, "=")


def test_an_interval_that_does_not_hold_the_number_stays_apart():
    (_, first), (_, interval) = find_quantities("30 patients improved (95% CI 1.2 to 3.4)")
    assert first.low is None
    assert interval.counts == "interval"


def test_counts_of_a_share_are_kept():
    ((_, share),) = find_quantities("33 of 58 stimulations (56.9 %)")
    assert (share.numerator, share.denominator, share.of) == (33, 58, "stimulations")


@pytest.mark.parametrize(
    ("text", "precision"),
    [
        ("56.9% of men", 0.05),
        ("57% of men", 0.5),
        ("0.001 mg", 0.0005),
        ("half of men", 2.5),
        ("11,000 men", 0.5),
    ],
)
def test_precision_is_half_of_the_last_printed_place(text, precision):
    assert find_quantities(text)[0][1].precision == pytest.approx(precision)


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("0·85 points", 0.85),
        ("1\u202f345 adults", 1345),
        ("3.2 × 10-5 mg", 3.2e-5),
        ("−0.36 points", -0.36),
        ("12,345 men", 12345),
    ],
)
def test_ways_to_write_a_number(text, value):
    assert find_quantities(text)[0][1].value == pytest.approx(value)


def test_the_shape_has_one_sign_for_each_main_quantity():
    reading = read_quantities("At 8 weeks 47.6% (33/70) improved (p < 0.01).")
    assert reading.shape.count("#") == len(reading.main) == 2


@given(st.text(alphabet="0123456789.,%()-–± abcxn=<of toCI/", max_size=60))
def test_spans_lie_in_the_text_and_hold_a_digit_or_a_word(text):
    for span, quantity in find_quantities(text):
        assert 0 <= span.start < span.end <= len(text)
        assert span.of(text).strip()
        assert quantity.precision >= 0


@given(st.integers(2, 99999), st.sampled_from(["mm", "weeks", "mg", "points"]))
def test_an_integer_with_a_unit_is_read_back(value, unit):
    ((span, quantity),) = find_quantities(f"It was {value:,} {unit} then")
    assert (quantity.value, quantity.unit) == (value, unit)
    assert span.start == 7
