"""An answer as one self-contained page: comparisons side by side, plots, certainty, mechanism, harms, sources."""

from __future__ import annotations

from collections.abc import Iterator
from html import escape

from trueeffect.model.answer import Answer, Comparison, EffectRow, Pooled
from trueeffect.model.question import VERSUS_NAMES
from trueeffect.report.answers._page import icon_array, link, listed, page, paragraphs, table
from trueeffect.report.answers._words import (
    CERTAINTY_MEANS,
    about_lines,
    all_comparisons,
    effect_text,
    safety_text,
    title,
)

DOT = {"low": "low", "some concerns": "some", "high": "high"}
DOMAINS = ("D1", "D2", "D3", "D4", "D5")


def render(answer: Answer) -> str:
    """Return the page."""
    return page(title(answer), _body(answer))


def _body(answer: Answer) -> Iterator[str]:
    yield f'<header><p class="kicker">{escape(answer.outcome)} &middot; {escape(answer.time)}</p>'
    yield f"<h1>{escape(title(answer))}</h1></header>\n<main>"
    yield f'<div class="sides">{"".join(_side(item) for item in answer.comparisons)}</div>'
    yield from _summary_table(answer)
    for number, item in enumerate(all_comparisons(answer)):
        if item.pooled is not None:
            yield from _comparison(item, number, answer.treatment)
    yield from _harms(answer)
    yield from _mechanisms(answer)
    yield from _published(answer)
    yield from _excluded(answer)
    yield from _methods(answer)
    yield "</main>"


def _side(item: Comparison) -> str:
    head = f'<div class="side"><h3>Against {escape(VERSUS_NAMES[item.versus])}</h3>'
    if item.pooled is None or item.certainty is None:
        return f"{head}<p>{escape(item.statements[0].text)}</p></div>"
    absolute = item.absolute
    people = (
        f"<p>About {absolute.with_it:.0f} instead of {absolute.without:.0f} of 100 people get "
        f"{escape(absolute.event)}.</p>"
        if absolute
        else ""
    )
    shown = "{:.2f}" if item.pooled.measure == "RR" else "{:+.1f}"
    return (
        f"{head}<p>{escape(item.statements[0].text)}</p>"
        f'<p class="figure">{shown.format(item.pooled.estimate)}</p>'
        f'<p class="aside">{escape(item.pooled.unit)}; {effect_text(item.pooled, item.pooled.measure)}</p>'
        f"{people}<p>Certainty: <strong>{item.certainty.level}</strong>; {_trials(item.pooled)}.</p></div>"
    )


def _trials(pooled: Pooled) -> str:
    trials = "1 trial" if pooled.k == 1 else f"{pooled.k} trials"
    return f"{trials}, {pooled.n:.0f} people"


def _summary_table(answer: Answer) -> Iterator[str]:
    rows = []
    for item in all_comparisons(answer):
        if item.pooled is None or item.certainty is None:
            rows.append([escape(item.title), "no trials found", "", "", ""])
            continue
        absolute = item.absolute
        people = (
            f"{absolute.without:.0f} without, {absolute.with_it:.0f} with ({absolute.low:.0f} to {absolute.high:.0f})"
            if absolute
            else ""
        )
        rows.append(
            [
                escape(item.title),
                f'<span class="number">{effect_text(item.pooled, item.pooled.measure)}</span><br>'
                f"{escape(item.pooled.unit)}",
                people,
                _trials(item.pooled),
                f"<strong>{item.certainty.level}</strong>",
            ]
        )
    yield '<section id="findings"><h2>Summary of findings</h2>'
    head = [
        "comparison and outcome",
        "effect (95 % CI)",
        "people per 100 who get better",
        "trials",
        "certainty",
    ]
    yield table(head, rows, "Summary of findings")
    yield "</section>"


def _comparison(item: Comparison, number: int, treatment: str) -> Iterator[str]:
    pooled, certainty = item.pooled, item.certainty
    assert pooled is not None
    assert certainty is not None
    yield f'<section id="c{number}"><h2>{escape(item.title[0].upper() + item.title[1:])}</h2>'
    yield f'<p class="result">{escape(item.statements[0].text)}</p>'
    yield paragraphs(statement.text for statement in item.statements[1:])
    yield f'<div class="forest">{_forest(pooled, treatment)}</div>'
    if item.absolute is not None:
        yield _icons(item, treatment)
    yield f"<h3>Certainty: {certainty.level}</h3><p>{CERTAINTY_MEANS[certainty.level].capitalize()}.</p>"
    judgements = [
        [
            escape(j.domain),
            f"{j.step:+d}" if j.step else "0",
            escape(j.reason) + (" (judged by a person)" if j.by == "person" else ""),
            escape("; ".join(f"{name}: {value}" for name, value in j.inputs.items())),
            escape(j.rule),
        ]
        for j in certainty.judgements
    ]
    yield table(["domain", "levels", "why", "from", "rule"], judgements, "Certainty by domain")
    if item.bands is not None:
        bands = item.bands
        yield (
            f'<p class="aside">Size: small from {bands.small:g}, moderate from {bands.moderate:g}, large from '
            f"{bands.large:g} ({escape(bands.source)}). Method: {escape(pooled.method)}. "
            f"I2 {100 * pooled.i2:.0f} %, tau2 {pooled.tau2:.3g}.</p>"
        )
    yield "<h3>The trials</h3>"
    yield table(
        ["trial", "groups", "figures", "effect (95 % CI)", "weight", "week"],
        [_trial(row, pooled) for row in pooled.rows],
        "Trials",
    )
    yield "<h3>Risk of bias</h3>"
    yield table(["trial", *DOMAINS, "over all"], [_bias(row) for row in pooled.rows], "Risk of bias")
    yield (
        '<p class="aside">RoB 2. D1 how groups were made, D2 what was done beside the plan, D3 missing results, '
        "D4 how the outcome was measured, D5 choice of what to report. "
        "Not assessed: too little was read to answer the questions.</p>"
    )
    yield "<details><summary>Where each figure comes from</summary>"
    yield listed(_provenance(row) for row in pooled.rows)
    yield "</details></section>"


def _trial(row: EffectRow, pooled: Pooled) -> list[str]:
    return [
        link(row.label, row.url),
        f"{escape(row.index)} against {escape(row.control)}",
        f"{escape(row.figures)}<br><span class='aside'>{escape(row.instrument)}</span>",
        f'<span class="number">{effect_text(row, pooled.measure)}</span>',
        f"{100 * row.weight:.0f} %",
        f"{row.weeks:g}",
    ]


def _bias(row: EffectRow) -> list[str]:
    cells = [_judged(row.bias_domains.get(domain, "not assessed")) for domain in DOMAINS]
    return [escape(row.label), *cells, _judged(row.bias)]


def _judged(word: str) -> str:
    return f'<span class="dot {DOT.get(word, "")}"></span>{escape(word)}'


def _provenance(row: EffectRow) -> str:
    pages = "; ".join(_page_link(source) for source in row.sources)
    steps = f" Steps: {escape('; '.join(row.steps))}." if row.steps else ""
    bias = f" Risk of bias: {escape('; '.join(row.bias_reasons))}." if row.bias_reasons else ""
    rows = escape(", ".join(row.row_ids))
    return f"<strong>{escape(row.label)}</strong> (rows {rows}): {pages}.{steps}{bias}"


def _page_link(source: str) -> str:
    url, _, place = source.partition(" ")
    return f"{link(url, url)} {escape(place)}"


def _forest(pooled: Pooled, treatment: str) -> str:
    """Return the forest plot twice: for wide and for narrow screens."""
    from trueeffect.answer.combine import fit_effects
    from trueeffect.plot.draw.svg import render as draw
    from trueeffect.plot.figures.forest import forest

    fit = fit_effects(pooled.rows, pooled.measure)
    words = (f"favours {treatment}", "favours comparison")
    favours = words if pooled.better == "lower" else (words[1], words[0])
    plots = []
    for name, width in (("wide", 760), ("narrow", 340)):
        figure = forest(fit, favours=favours, width=width, prediction=pooled.pred_low is not None)
        plots.append(f'<div class="{name}">{draw(figure)}</div>')
    return "".join(plots)


def _icons(item: Comparison, treatment: str) -> str:
    absolute = item.absolute
    assert absolute is not None
    without, with_it = round(absolute.without), round(absolute.with_it)
    other = "; ".join(f"{base:.0f} without, {value:.0f} with" for base, value in absolute.at_other_baselines)
    return (
        '<div class="icons">'
        + icon_array(f"Without {treatment}: {without} of 100 get {absolute.event}", without)
        + icon_array(f"With {treatment}: {with_it} of 100 get {absolute.event}", with_it)
        + f'</div><p class="aside">{escape(absolute.method[0].upper() + absolute.method[1:])}. At other '
        f"starting points, of 100: {other}.</p>"
    )


def _harms(answer: Answer) -> Iterator[str]:
    yield '<section id="harms"><h2>Unwanted effects</h2>'
    if answer.harms:
        rows = [
            [link(h.label, h.url), escape(h.arm), escape(h.event), f"{h.events} of {h.n} {h.per}s"]
            for h in answer.harms
        ]
        yield table(["trial", "group", "event", "count"], rows, "Unwanted events in the trials")
    else:
        yield "<p>No counts of unwanted effects were read for the trials of this question.</p>"
    if answer.safety:
        yield "<h3>Surveys and reviews of harm</h3>"
        yield listed(
            escape(safety_text(figure)) + f' <span class="aside">{escape(figure.source)}'
            f"{'; ' + escape(figure.note) if figure.note else ''}</span>"
            for figure in answer.safety
        )
    yield "</section>"


def _mechanisms(answer: Answer) -> Iterator[str]:
    if not answer.mechanisms:
        return
    yield '<section id="how"><h2>How could it act?</h2>'
    yield "<p>What studies found, and what that does and does not support. None of it measures benefit.</p>"
    for pathway in dict.fromkeys(entry.pathway for entry in answer.mechanisms):
        yield f"<h3>{escape(pathway[0].upper() + pathway[1:])}</h3>"
        rows = [
            [
                link(m.study, m.url),
                escape(f"{m.species}; {m.n}" if m.n else m.species),
                escape(m.found),
                escape(m.supports),
                escape(m.does_not_support),
            ]
            for m in answer.mechanisms
            if m.pathway == pathway
        ]
        head = ["study", "in", "found", "supports", "does not support"]
        yield table(head, rows, pathway)
    yield "</section>"


def _published(answer: Answer) -> Iterator[str]:
    if not answer.published:
        return
    yield '<section id="published"><h2>What published reviews found</h2>'
    rows = [
        [
            escape(p.review),
            escape(p.question),
            escape(p.outcome.replace("_", " ")),
            f'<span class="number">{p.measure} {p.value:g}'
            + (f" ({p.low:g} to {p.high:g})" if p.low is not None and p.high is not None else "")
            + "</span>",
            escape(p.k),
            escape(p.source + (f"; {p.note}" if p.note else "")),
        ]
        for p in answer.published
    ]
    yield table(["review", "question", "outcome", "effect", "trials", "source"], rows, "Published reviews")
    yield "</section>"


def _excluded(answer: Answer) -> Iterator[str]:
    yield '<section id="excluded"><h2>What was left out, and why</h2>'
    yield listed(f"{link(item.label, item.url)}: {escape(item.reason)}" for item in answer.excluded)
    yield f"<p>{answer.not_about} more studies in the base are about other treatments.</p></section>"


def _methods(answer: Answer) -> Iterator[str]:
    yield '<section id="methods"><h2>How this was done</h2>'
    yield paragraphs(
        [
            *about_lines(answer),
            "Differences are in points when the trials used one scale or mostly pain ratings (brought to 0 to 100), "
            "else in standard deviations. Changes and end scores are not mixed in the latter.",
            "Certainty follows GRADE, risk of bias RoB 2, wording GRADE guidelines 26. Every rule stands beside its "
            "result and may be overruled with a written reason.",
        ]
    )
    yield "</section>"
