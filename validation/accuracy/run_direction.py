"""Read the direction of a result from a given passage: up, down, or no significant difference.

    python validation/accuracy/run_direction.py PROMPTS.jsonl.gz [--split validation] [--errors]

Each prompt names an intervention, a comparator and an outcome; the passage is the words that a reader
marked. Only annotations that a second person found right are used. Macro F1 and accuracy are printed.
"""

from __future__ import annotations

import sys
from collections import Counter
from pathlib import Path
from typing import Any

from train_leaning import read_lines

from trueeffect.check.facts.abstract import split_sentences
from trueeffect.check.facts.frames import Frame, read_frames
from trueeffect.check.facts.polarity import not_significant, polarity
from trueeffect.vocab.concepts import concepts
from trueeffect.vocab.terms import find_terms

LABELS = ("significantly increased", "significantly decreased", "no significant difference")


def direction(prompt: dict[str, Any], passage: str) -> str:
    """Return the label of the frame that fits the prompt's outcome best."""
    frames = [f for s in split_sentences(passage) for f in read_frames(s.of(passage)) if f.effect]
    wanted = concepts(prompt["outcome"])
    ranked = sorted(frames, key=lambda f: -_fit(f, wanted, prompt))
    for frame in ranked:
        label = _label(frame, prompt)
        if label:
            return label
    found = polarity(passage)
    if found is not None and found.effect == "none":
        return LABELS[2]
    chance = not_significant(passage)
    return LABELS[2] if chance or chance is None else LABELS[0]


def _fit(frame: Frame, wanted: frozenset[str], prompt: dict[str, Any]) -> float:
    outcomes = {h.term for h in find_terms(prompt["outcome"], ("outcome",))}
    words = len(wanted & concepts(frame.quote)) / (len(wanted) or 1)
    return words + 0.5 * bool(outcomes & frame.outcomes) + 0.1 * frame.comparative


def _label(frame: Frame, prompt: dict[str, Any]) -> str:
    effect = frame.effect
    if effect == "none":
        return LABELS[2]
    if effect in ("good", "bad"):
        better = _better(frame, prompt)
        effect = (
            {"good": "up", "bad": "down"}[effect]
            if better != "lower"
            else {"good": "down", "bad": "up"}[effect]
        )
    if _turned(frame, prompt):
        effect = {"up": "down", "down": "up"}.get(effect, effect)
    return {"up": LABELS[0], "down": LABELS[1]}.get(effect, "")


def _better(frame: Frame, prompt: dict[str, Any]) -> str:
    from trueeffect.vocab.tables import load_terms

    table = load_terms("outcome")
    named = {h.term for h in find_terms(prompt["outcome"], ("outcome",))} or frame.outcomes
    ways = {table[o].better for o in named if o in table}
    return ways.pop() if len(ways) == 1 else ""


def _turned(frame: Frame, prompt: dict[str, Any]) -> bool:
    """The passage names the prompt's intervention on the right: the direction holds for the other arm."""
    mine = concepts(prompt["intervention"]) - concepts(prompt["comparator"])
    theirs = concepts(prompt["comparator"]) - concepts(prompt["intervention"])
    left, right = frame.left_words - frame.right_words, frame.right_words - frame.left_words
    return len(mine & right) + len(theirs & left) > len(mine & left) + len(theirs & right)


def main(argv: list[str]) -> None:
    """Print accuracy and macro F1 for a split."""
    path = Path(next(a for a in argv if not a.startswith("--")))
    split = argv[argv.index("--split") + 1] if "--split" in argv else "validation"
    table: Counter[tuple[str, str]] = Counter()
    for prompt in read_lines(path):
        if prompt["split"] != split:
            continue
        for note in prompt["annotations"]:
            if note["valid_label"] and note["evidence"] and note["label"] in LABELS:
                said = direction(prompt, note["evidence"])
                table[note["label"], said] += 1
                if "--errors" in argv and said != note["label"]:
                    print(
                        note["label"][:18],
                        "|",
                        said[:18],
                        "|",
                        prompt["outcome"],
                        "|",
                        note["evidence"][:300],
                    )
    total = sum(table.values())
    right = sum(table[x, x] for x in LABELS)
    f1 = [
        2 * table[x, x] / (sum(table[x, y] for y in LABELS) + sum(table[y, x] for y in LABELS) or 1)
        for x in LABELS
    ]
    print(f"{split}: passages {total}  accuracy {right / total:.3f}  macro F1 {sum(f1) / 3:.3f}")


if __name__ == "__main__":
    main(sys.argv[1:])
