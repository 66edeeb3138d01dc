"""The analysed diary as a page for the person and the clinician."""

from __future__ import annotations

from trueeffect.model.person import DiaryAnalysis, Reading
from trueeffect.person.diary.kinds import KINDS
from trueeffect.report.leaflet import Block, Drawing, Grid, Leaflet, Part, Points, Words


def leaflet(found: DiaryAnalysis) -> Leaflet:
    """Return the page of an analysis."""
    return Leaflet(
        kicker="A diary, judged honestly",
        title="What this diary shows, and what it cannot",
        parts=(
            Part(id="result", title="In short", blocks=_result(found)),
            Part(id="plot", title="Day by day", blocks=_plot(found)),
            Part(id="chances", title="How likely", blocks=_chances(found)),
            Part(id="cannot", title="What this diary cannot show", blocks=(Points(items=found.cannot),)),
            Part(id="test", title="Test over the start days", blocks=_test(found)),
            Part(id="overlap", title="Statistics for single cases", blocks=_overlap(found), folded=True),
            Part(id="method", title="How it was computed", blocks=_method(found), folded=True),
        ),
        closing=(
            "This page informs. It never says that a treatment worked: a diary without comparison cannot.",
        ),
        version=found.version,
    )


def _result(found: DiaryAnalysis) -> tuple[Block, ...]:
    blocks: list[Block] = [Words(text=found.sentence, role="result")]
    if found.mean_before is not None and found.mean_after is not None:
        unit = KINDS[found.outcome].unit
        blocks.append(
            Grid(
                head=("", "Days", "Mean"),
                rows=(
                    ("Before", str(found.n_before), f"{found.mean_before:.1f} {unit}"),
                    ("After", str(found.n_after), f"{found.mean_after:.1f} {unit}"),
                    ("Missing", str(found.missing), ""),
                ),
            )
        )
    if found.stop_rule:
        blocks.append(
            Words(text=f"Agreed before the start: “{found.stop_rule}”. Sessions so far: {found.sessions}.")
        )
    blocks += [Words(text=note, role="quiet") for note in found.notes]
    return tuple(blocks)


def _plot(found: DiaryAnalysis) -> tuple[Block, ...]:
    from trueeffect.plot.figures.diary import diary

    if len(found.days) < 2:
        return ()
    figure = diary(found)
    return (Drawing(svg=figure.to_svg(), alt=figure.alt, narrow=diary(found, width=360).to_svg()),)


def _row(reading: Reading, name: str) -> tuple[str, ...]:
    return (
        name,
        f"{reading.mean:+.1f} ({reading.conf_low:+.1f} to {reading.conf_high:+.1f})",
        _percent(reading.p_better),
        _percent(reading.p_important),
        _percent(reading.p_worse),
    )


def _percent(share: float) -> str:
    if share > 0.99:
        return "over 99 in 100"
    if share < 0.01:
        return "under 1 in 100"
    return f"{100 * share:.0f} in 100"


def _chances(found: DiaryAnalysis) -> tuple[Block, ...]:
    if found.plain is None:
        return ()
    head = ("Compared with", "Difference (95 %)", "Better", f"Better by {found.important:g} or more", "Worse")
    rows = [_row(found.plain, "the days before, this diary alone")]
    if found.above_course:
        rows.append(_row(found.above_course, "the usual course, this diary alone"))
    if found.with_prior:
        rows.append(_row(found.with_prior, "the usual course, with the pooled evidence"))
    blocks: list[Block] = [Grid(head=head, rows=tuple(rows))]
    if found.sensitivity:
        blocks.append(
            Words(text="How much people differ in their response is hardly known. With other values:")
        )
        blocks.append(
            Grid(
                head=("Difference between people (SD)", *head[1:]),
                rows=tuple(_row(each, f"{each.omega:g}") for each in found.sensitivity),
            )
        )
    if found.conflict:
        blocks.append(Words(text=found.conflict, role="result"))
    if found.course:
        course = found.course
        blocks.append(
            Words(
                text=f"Usual course: {course.change:+.1f} (standard error {course.std_error:.2f}), single "
                "persons differ by "
                f"{course.person_sd:.1f} (SD). {course.source}".strip(),
                role="quiet",
            )
        )
    if found.prior:
        prior = found.prior
        blocks.append(
            Words(
                text=f"Pooled evidence against usual care: {prior.mean:+.1f}; for one new person its "
                "standard deviation is "
                f"{prior.variance() ** 0.5:.1f}. {prior.source}".strip(),
                role="quiet",
            )
        )
    if found.regression_to_mean is not None:
        blocks.append(
            Words(
                text=f"Regression to the mean alone would bring {found.regression_to_mean:+.1f}. It is "
                "part of the usual "
                "course and is not taken off twice.",
                role="quiet",
            )
        )
    return tuple(blocks)


def _test(found: DiaryAnalysis) -> tuple[Block, ...]:
    test = found.shuffle
    if test is None:
        return ()
    if not test.n_starts:
        return (Words(text=f"No test: {test.reason}."),)
    words = (
        f"p = {test.p_value:.3g} over {test.n_starts} possible start days; it could not have been "
        f"below {test.floor:.3g}."
    )
    return (Words(text=words if test.valid else f"{words} Not valid: {test.reason}."),)


def _overlap(found: DiaryAnalysis) -> tuple[Block, ...]:
    if not found.overlap:
        return ()
    rows = tuple(
        (
            each.name,
            f"{each.value:.3f}"
            + (f" ({each.conf_low:.3f} to {each.conf_high:.3f})" if each.conf_low is not None else ""),
            each.definition,
        )
        for each in found.overlap
    )
    blocks: list[Block] = [Grid(head=("Statistic", "Value", "Meaning"), rows=rows)]
    if found.piecewise:
        blocks.append(
            Grid(
                head=("Piecewise regression", "Estimate", "SE, independent days", "SE, AR(1)"),
                rows=tuple(
                    (name, f"{b:+.3f}", f"{plain:.3f}", f"{serial:.3f}")
                    for name, b, plain, serial in found.piecewise
                ),
            )
        )
    return tuple(blocks)


def _method(found: DiaryAnalysis) -> tuple[Block, ...]:
    if found.plain is None:
        return ()
    phi = "" if found.phi is None else f" The correlation of neighbouring days came out at {found.phi:.2f}."
    return (
        Points(
            items=(
                "A step at the start, days correlated with the day before (AR(1), exact over missing "
                "days), all unknowns "
                f"averaged over by quadrature.{phi}",
                "Evidence is used only against usual care, never against sham, and with the variance for "
                "one new person: "
                "standard error² + variance between trials + variance between persons.",
                "Trend, level change and slope change are coded after Huitema and McKean: the level "
                "change is the step on "
                "the day of the start.",
                "A direction is stated only from a probability of 0.985; in simulated diaries in which "
                "nothing happens that is wrong at most 2.5 times in 100.",
            ),
            quiet=True,
        ),
    )
