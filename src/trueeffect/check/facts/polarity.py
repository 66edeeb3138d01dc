"""Which way a clause points: better, worse, up, down, no difference.

A clause is read as a short list of cues (a word of change, a negation, a word of sameness), and the
cues are combined: "greater reduction" goes down, "less improvement" is bad, "no better" and "did not
improve" are no difference. What going up or down means is decided later, from the outcome.
"""

from __future__ import annotations

import re
from functools import cache, lru_cache
from typing import NamedTuple

_QUANTITY = (
    r" than (?:(?:a|an|one|about|some|around|nearly|the|in) )*(?:\d|£|\$|one\b|two|three|four|five|six|"
    r"seven|eight|nine|ten\b|"
    r"eleven|twelve|twenty|thirty|forty|fifty|sixty|ninety|hundred|thousand|halv|doubl|trebl|twice|half|"
    r"third|quarter|dozen|"
    r"couple|million)"
)
"""What follows "more" when it only bounds a number: "more than eleven thousand"."""
_CUES: tuple[tuple[str, str], ...] = (
    ("SAME", r"(?:about |almost |nearly |roughly |just )?as (?:good|effective|effectively|(?:much|"
             r"many)(?! as (?:\d|one|two|three|four|five|six|seven|eight|nine|ten|half|a\b))|often|high|"
             r"low|"
             r"likely|large|little|long|quickly|fast|safe|strong|big|bad|safely|satisfied|happy)\b"
             r"|(?:do|did|does|done|work|works|worked|perform|performed|fared|about|almost|nearly|just|"
             r"quite|improved)"
             r" (?:every bit )?as well\b|(?:equally|similarly|comparably)\b|similar(?! to (?:those|"
             r"that) report)"
             r"|comparable|equal(?:led|s)?\b|equivalent|identical|unchanged|unaffected|alike\b|on a par|"
             r"level with"
             r"|matched\b(?! (?:for|by|control|pair))|(?:much|about|roughly|exactly|stayed|remained|were|"
             r"was|did|is|are|"
             r"nearly|almost|broadly|pretty much) the same\b|the same (?:improvement|effect|reduction|"
             r"amount|extent|"
             r"degree|benefit|level|rate|relief|result|response|increase|decrease)s?\b|remained stable|"
             r"stayed the same|"
             r"(?:could|may|might) (?:easily |well |also )?(?:be|have been) (?:due to |down to )?chance"
             r"|indistinguishable|(?:made|makes|make) no difference|no (?:real |clear |great )?difference"
             r"|no worse|no better|no (?:more|less|fewer|greater|higher|lower|longer|shorter|faster|slower|"
             r"different|sooner"
             r"|safer|stronger|larger|bigger|smaller|cheaper|further|earlier|later)(?! than (?:\d|one|two|"
             r"three|five|ten|a\b))"
             r"|lack of (?:effect|efficacy|benefit|difference|superiority)|not (?:a |statistically |"
             r"clinically |reach )?significan(?:t|tly|ce)\b"
             r"|(?:non|in) ?-?significant|insignificant|no (?:statistically |clinically )?"
             r"(?:significant|relevant|important|meaningful|discernible|detectable|measurable|evident|"
             r"obvious|clear|extra|"
             r"added|additional|overall|beneficial|marked|substantial|consistent|apparent)(?: or \w+)?"
             r" (?:\w+ ){0,2}(?:effect|benefit|change|improvement|impact|"
             r"difference|increase|decrease|reduction|advantage|gain|influence|interaction|association|"
             r"correlation)s?\b"
             r"|no (?:effect|benefit|change|improvement|impact|increase|decrease|reduction|advantage|gain|"
             r"influence|"
             r"help|association|correlation|link|relation|relationship|difference)s?\b"
             r"|(?:little|barely any|hardly any) (?:effect|difference|change|benefit|impact)|"
             r"made little difference"
             r"|no longer (?:statistically )?(?:significant|differ\w*|evident|apparent|there)|"
             r"no (?:serious |severe |significant |related |further )*(?:adverse|side[- ]effects?|harms?\b|"
             r"complications?|deaths?\b)"
             r"|no evidence (?:of|for|that|to)|add(?:ed|s) (?:nothing|little)|(?:brought|gave|had|made|"
             r"did) (?:nothing|no more)|(?:unlikely to be detectable|undetectable|not detectable)|"
             r"ineffective"
             r"|(?:could|can)(?:not|n['’]t| not) (?:\w+ )?(?:tell|distinguish|be distinguished|be told)"
             r"|neither better nor worse|at no (?:point|time|stage)\b|on no (?:measure|scale|outcome)\b|"
             r"(?:nothing|little) to choose|"
             r"neck and neck|dead heat|nothing in it|on level terms|in vain|(?:didn['’]t|did not|"
             r"doesn['’]t|does not|"
             r"don['’]t) work"),
    ("NEG", r"not(?! only)\b|no(?! doubt| longer than)\b|"
            r"(?:did|do|does|was|were|is|are|has|have|had|could|would|should|ca|wo|must)n['’]t\b|cannot|"
            r"never|"
            r"neither|nor\b|none\b|without|fail(?:s|ed|ure|ing)? to|unable to|lack(?:s|ed|ing)?(?: of)?|"
            r"absence of|hardly|barely|nobody|"
            r"nothing|no one|unlikely|doubt(?:s|ed|ful)?|"
            r"scant|little evidence|whether|missed"),
    ("DIFF", r"differ(?:s|ed|ing|ences?|ent|ently)?\b|affect(?:s|ed|ing)?\b|effects?\b|chang(?:e|es|ed|"
             r"ing)\b|"
             r"impact(?:s|ed)?\b|influenc(?:e|es|ed)\b|interaction\b|tell apart|(?:easily )?tell\b"),
    ("GOODMOD", r"better\b|superior(?:ity)?\b|favourabl[ey]|favorabl[ey]|safer\b|healthier\b|"
                r"steadier\b|happier\b|fitter\b|calmer\b"),
    ("GOOD", r"improv\w*|ameliorat\w*|effective(?:ly|ness)?\b(?! dose)|efficacious|efficacy\b|"
             r"beneficial(?:ly)?|"
             r"benefit(?:s|ed|ted)?\b|help(?:s|ed|ful|ing)?\b|beat\b|beats\b|won\b|wins\b|outperform\w*|"
             r"outdid|out-did|surpass\w*|"
             r"favou?r(?:s|ed|ing)\b|in favou?r of|recover(?:s|ed)\b|work(?:s|ed)\b(?! (?:in|at|for|on|by|"
             r"with|out))|succeed\w*|success(?:ful|fully)\b|"
             r"enhanc\w*|advantage\w*|restor\w*|protect\w*|prevent(?:s|ed)?\b|more success|"
             r"gained?\b(?! weight)|"
             r"held up|took (?:the |their |his |her )?(?:\w+ )?away|at bay|did the trick|paid off|"
             r"came out (?:on top|ahead)|had the edge|abolish\w*|takes? away|got rid of|wiped out|"
             r"banish\w*|eased|eases|ease\b|"
             r"relie[vf]\w*|alleviat\w*|sooth\w*|promot(?:es|ed)\b|spared"),
    ("BADMOD", r"worse\b|worst\b|poorer\b|inferior(?:ity)?\b(?<!non-inferior)(?<!noninferior)|riskier\b|"
               r"wobblier\b|sadder\b"),
    ("BAD", r"worsen\w*|deteriorat\w*|harmed|impair(?:s|ed|ing|ment)\b|backfir\w*|aggravat\w*|hinder\w*|"
            r"hampers?|hampered|"
            r"damag(?:es|ed|ing)\b|detriment\w*|went wrong"),
    ("UPMOD", r"more (?!slowly)(?:easily|freely|comfortably|soundly|deeply)\b|"
              r"more(?! slowly)(?! and more\b)(?!" + _QUANTITY + r")\b|greater\b|"
                                                                                           r"higher\b|"
                                                                                           r"larger\b|"
                                                                                           r"longer\b|"
                                                                                           r"bigger\b|"
                                                                                           r"stronger\b|"
                                                                                           r"faster\b|"
                                                                                           r"sooner\b|"
                                                                                           r"quicker\b|"
              r"further\b(?! (?:stud|research|trial|work|investig|preliminary))|taller\b|heavier\b|"
              r"commoner\b|farther\b|"
              r"(?:twice|three times|double) as (?:much|many|likely|often)"),
    ("DOWNMOD", r"more slowly\b|less(?!" + _QUANTITY + r")\b|lower\b|fewer(?!" + _QUANTITY + r")\b|"
                r"smaller\b|shorter\b|"
                                                                               r"weaker\b|slower\b|"
                                                                               r"lighter\b|lesser\b|"
                                                                               r"rarer\b|scarcer\b|"
                r"earlier\b|cheaper\b|milder\b|half as (?:much|many|likely)"),
    ("UP", r"more and more\b|"
           r"increas\w*|rais(?:es|ed|ing)\b|ris(?:e|es|ing)\b|rose\b|elevat\w*|grew\b|grow(?:s|n)\b|boost\w*|"
           r"went up|go up|goes up|climb\w*|doubl(?:ed|es|ing)\b|prolong\w*|lengthen\w*|accelerat\w*|"
           r"stimulat(?:es|ed)\b|"
           r"speed(?:s|ed)? up|sped up|augment\w*|exceed\w*|strengthen(?:s|ed)\b|add(?:s|ed) to\b|trebl\w*|"
           r"triple[ds]?\b|hasten\w*|upregulat\w*"),
    ("DOWN", r"reduc(?:e|es|ed|ing|tions?)\b|fall\b(?! risk| rate| prevention)|decreas\w*|lower(?:s|ed|"
             r"ing)\b|fell\b|falls? (?:by|from|to|in)\b|fallen\b|"
             r"drop(?:s|ped|ping)?\b(?! ?-?out)|declin\w*|shrank|shrink\w*|shrunk|lessen\w*|diminish\w*|"
             r"cut(?:s|ting)?\b|went down|go down|goes down|came down|come down|halv(?:ed|es|ing)\b|"
             r"shorten\w*|"
             r"slow(?:s|ed)\b|suppress(?:es|ed)\b|attenuat\w*|minimi[sz](?:es|ed)\b|lost\b(?! to)|"
             r"inhibit(?:s|ed)\b|"
             r"delay(?:s|ed)\b|downregulat\w*|weaken(?:s|ed)\b|curb\w*|dampen\w*|dwindl\w*|limit(?:s|"
             r"ed)\b(?! (?:evidence|by|to|data))|avert\w*"),
)  # fmt: skip
_WORD_START = re.compile(r"\b[a-z]{2}", re.IGNORECASE)
_SIGN = {"GOOD": "good", "GOODMOD": "good", "BAD": "bad", "BADMOD": "bad",
         "UP": "up", "UPMOD": "up", "DOWN": "down", "DOWNMOD": "down"}  # fmt: skip
_FLIP = {"good": "bad", "bad": "good", "up": "down", "down": "up"}
_P_VALUE = re.compile(
    r"\bp\s*(?:-?values?)?\s*(?P<rel>[<>=≤≥]|less than|=|was|of)\s*(?P<value>0?[.·]\d+)", re.I
)
_NS = re.compile(r"\bn\.?s\.?\b|\bNS\b")
_INTERVAL = re.compile(
    r"(?:\bCIs?\b|\binterval|\()[^()\d−–-]{0,14}([−–-]?\d*[.·]?\d+)\s*(?:to|,|–|;)\s*([−–-]?\d*[.·]?\d+)",
    re.IGNORECASE,
)
_RATIO = re.compile(r"\b(?:hazard|odds|risk|rate) ratios?\b|\brelative risks?\b|\b[HOR]R\b|\baOR\b|\baHR\b")
_DIFFERENCE = re.compile(
    r"\bdifferences?\b|\bMD\b|\bSMD\b|\bbetween[- ]group|\b(?:rose|fell|changed|increased|decreased) by\b",
    re.IGNORECASE,
)
_LIKENS = re.compile(
    r"better|worse|more|less|fewer|greater|higher|lower|longer|shorter|\bas\b|similar|equal|comparable|"
    r"identical|same|differ|alike|match|"
    r"indistinguish|chance|on a par|level with|equivalent|advantage|superior",
    re.IGNORECASE,
)
"""Words of sameness that compare two groups; "no effect" and "unchanged" may be about one group."""
_CHANGE_NOUN = re.compile(
    r"^\W*(?:mean |average |overall |percentage |percent |absolute |positive )*(?:changes?|effects?|"
    r"response)\b",
    re.IGNORECASE,
)
_NEG_REACH = 42
"""Characters before a cue in which a negation still governs it; chosen on our own examples."""


class Cue(NamedTuple):
    """A word of direction, sameness or negation at ``[start, end)`` of a clause."""

    kind: str
    start: int
    end: int


class Polarity(NamedTuple):
    """How a clause points: ``good``, ``bad``, ``up``, ``down``, ``none``, ``differ`` or empty.

    ``start`` and ``end`` are the characters of the cue that decided; ``comparative`` tells that the cue
    itself compares ("better", "more", "differ").
    """

    effect: str
    start: int
    end: int
    comparative: bool = False
    negated: bool = False


@lru_cache(maxsize=8192)
def cues_of(clause: str) -> tuple[Cue, ...]:
    """Return the cues of a clause, in order."""
    found: list[Cue] = []
    at = 0
    for word in _WORD_START.finditer(clause):
        pattern = _cues_from().get(word.group().lower()) if word.start() >= at else None
        match = pattern.match(clause, word.start()) if pattern else None
        if match:
            found.append(Cue(str(match.lastgroup), match.start(), match.end()))
            at = match.end()
    return tuple(found)


@cache
def _cues_from() -> dict[str, re.Pattern[str]]:
    """Return, for each two letters that a cue may begin with, the cues that do: a tenth of the work."""
    rows: dict[str, dict[str, list[str]]] = {}
    for name, pattern in _CUES:
        for branch in _branches(pattern):
            for opening in _first_two(branch):
                rows.setdefault(opening, {}).setdefault(name, []).append(branch)
    return {
        opening: re.compile(
            "|".join(f"(?P<{name}>{'|'.join(branches)})" for name, branches in kinds.items()), re.IGNORECASE
        )
        for opening, kinds in rows.items()
    }


def _branches(pattern: str) -> list[str]:
    """Split a pattern at the bars that stand outside of all brackets."""
    depth, start, found, i = 0, 0, [], 0
    while i < len(pattern):
        char = pattern[i]
        if char == "\\":
            i += 2
            continue
        depth += (char in "([") - (char in ")]")
        if char == "|" and depth == 0:
            found.append(pattern[start:i])
            start = i + 1
        i += 1
    return [*found, pattern[start:]]


def _first_two(branch: str) -> set[str]:
    """Return the two-letter beginnings of one branch; all, when it cannot be told."""
    group = re.match(r"\(\?:((?:[^()]|\([^()]*\))*)\)(\?)?(.*)", branch, re.DOTALL)
    if group is None:
        plain = re.match(r"[a-z]{2}", branch)
        if plain is None:
            raise ValueError(f"The cue {branch!r} must begin with two letters or a group of words.")
        return {plain.group()}
    inside = {o for part in _branches(group.group(1)) for o in _first_two(part)}
    return inside | (_first_two(group.group(3)) if group.group(2) else set())


@lru_cache(maxsize=8192)
def polarity(clause: str) -> Polarity | None:
    """Return how a clause points, or None when it has no cue.

    Examples
    --------
    >>> [polarity(s).effect for s in ("Pain fell more with needles.", "It was no better than sham.")]
    ['down', 'none']
    >>> polarity("a greater reduction in pain").effect, polarity("less improvement").effect
    ('down', 'bad')
    """
    cues = cues_of(clause)
    directed = [c for c in cues if c.kind in _SIGN]
    same = next((c for c in cues if c.kind == "SAME" and not _negated(clause, c, cues)), None)
    if same is not None and not _overruled(same, directed, clause):
        return Polarity(
            "none", same.start, same.end, bool(_LIKENS.search(clause[same.start : same.end])), True
        )
    differ = next((c for c in cues if c.kind == "DIFF"), None)
    if directed and not (differ and _denied_difference(clause, differ, cues)):
        return _directed(clause, cues, directed)
    if differ is None:
        return _by_numbers(clause)
    nothing = _negated(clause, differ, cues) or not_significant(clause) is True
    return Polarity("none" if nothing else "differ", differ.start, differ.end, True, nothing)


def _by_numbers(clause: str) -> Polarity | None:
    """A clause without a word of direction still tells by its p-value or interval."""
    chance = not_significant(clause)
    if chance is None:
        return None
    return Polarity("none" if chance else "differ", 0, len(clause), True, chance)


def _denied_difference(clause: str, cue: Cue, cues: tuple[Cue, ...]) -> bool:
    """ "The fall in weight did not differ" denies a difference, whatever else it mentions."""
    return clause[cue.start : cue.end].lower().startswith("differ") and _negated(clause, cue, cues)


def _overruled(same: Cue, directed: list[Cue], clause: str) -> bool:
    """A clause that states a change first and sameness as an aside keeps the change."""
    first = directed[0] if directed else None
    if first is None or first.start > same.start:
        return False
    between = clause[first.end : same.start]
    return bool(re.search(r"\b(?:with|without|at|despite|having)\b", between)) and "," in between


def _directed(clause: str, cues: tuple[Cue, ...], directed: list[Cue]) -> Polarity:
    first = _governing(clause, directed)
    effect, end, comparative = _SIGN[first.kind], first.end, first.kind.endswith("MOD")
    verb = _verb_before(clause, directed, first) if comparative else None
    after = next((c for c in directed if c.start >= first.end and _adjoining(clause, first, c)), None)
    if verb is not None:
        effect, comparative = _composed(effect, _SIGN[verb.kind]), True
    elif after is not None and comparative:
        effect, end = _composed(effect, _SIGN[after.kind]), after.end
    elif first.kind == "UPMOD" and _CHANGE_NOUN.match(clause[first.end :]):
        effect = "good"
    deciding = verb or first
    comparative = comparative or _more_after(clause, first, directed)
    if _negated(clause, deciding, cues) or _negated(clause, first, cues) or not_significant(clause) is True:
        return Polarity("none", deciding.start, end, comparative, True)
    return Polarity(effect, deciding.start, end, comparative)


def _more_after(clause: str, verb: Cue, directed: list[Cue]) -> bool:
    """ "Pain fell significantly more where ..." compares, though the verb decides."""
    return any(c.kind in ("UPMOD", "DOWNMOD") and 0 <= c.start - verb.end <= _MORE_REACH for c in directed)


_MORE_REACH = 16
"""Characters between a verb of change and the comparing word that belongs to it."""


def _governing(clause: str, directed: list[Cue]) -> Cue:
    """Return the cue that decides: the comparing word before "than", or after a verb, else the first."""
    than = re.search(r"\bthan\b", clause)
    if than:
        before = [c for c in directed if c.kind.endswith("MOD") and c.start < than.start()]
        if before:
            return before[-1]
    later = [c for c in directed[1:] if c.kind.endswith("MOD") and not directed[0].kind.endswith("MOD")]
    follows = next((c for c in later if len(clause[directed[0].end : c.start].split()) <= 5), None)
    if follows is not None and re.match(
        r"\W*(?:$|with\b|in\b|after\b|when\b|by\b|for\b|among\b|on\b|if\b|\()", clause[follows.end :]
    ):
        return follows
    return directed[0]


def _verb_before(clause: str, directed: list[Cue], mod: Cue) -> Cue | None:
    """Return the verb of change that a comparing word belongs to: "improved ... more"."""
    verbs = [c for c in directed if not c.kind.endswith("MOD") and c.end <= mod.start]
    if not verbs or len(clause[verbs[-1].end : mod.start].split()) > 6:
        return None
    gap = clause[verbs[-1].end : mod.start]
    return None if re.search(r"[;:]|\bto be\b|\bwas\b|\bwere\b|\bhad\b|\bshow", gap) else verbs[-1]


def _composed(mod: str, change: str) -> str:
    return change if mod in ("up", "good") else _FLIP[change]


def _adjoining(clause: str, first: Cue, second: Cue) -> bool:
    gap = clause[first.end : second.start]
    return len(gap.split()) <= 2 and not re.search(r"[,;:]|\bthan\b|\bin\b|\band\b|\bof\b", gap)


def _negated(clause: str, cue: Cue, cues: tuple[Cue, ...]) -> bool:
    """Tell whether a negation stands shortly before the cue, without a break between."""
    for other in cues:
        if other.kind != "NEG" or other.end > cue.start:
            continue
        gap = clause[other.end : cue.start]
        word = clause[other.start : other.end].lower()
        if len(gap) <= _NEG_REACH and not re.search(r"[;:,(]|\bbut\b|\bthan\b", gap):
            return word != "without" or len(gap) < 25
    return False


def not_significant(clause: str) -> bool | None:
    """Return True when the p-values of a clause are all above 0.05, False when one is below, else None.

    Examples
    --------
    >>> not_significant("(P = 0.39)"), not_significant("(p < .001)"), not_significant("no p here")
    (True, False, None)
    """
    found = list(_P_VALUE.finditer(clause))
    if not found:
        return True if _NS.search(clause) else _interval_says(clause)
    return all(_above(m.group("rel"), float(m.group("value").replace("·", "."))) for m in found)


def _interval_says(clause: str) -> bool | None:
    """Read 95 % intervals: True when all of them hold the value of no effect, False when none does.

    The value of no effect is 1 beside words for ratios, and 0 beside words for differences; other
    intervals (of a mean in one group) say nothing.
    """
    ratio, difference = _RATIO.search(clause), _DIFFERENCE.search(clause)
    if not ratio and not difference:
        return None
    null = 1.0 if ratio else 0.0
    bounds = [_bounds(m) for m in _INTERVAL.finditer(clause)]
    if not bounds:
        return None
    holds = [low < null < high for low, high in bounds]
    return True if all(holds) else (False if not any(holds) else None)


def _bounds(match: re.Match[str]) -> tuple[float, float]:
    low, high = (float(match.group(i).replace("·", ".").replace("−", "-").replace("–", "-")) for i in (1, 2))
    return min(low, high), max(low, high)


def _above(relation: str, value: float) -> bool:
    if relation in (">", "≥"):
        return value >= 0.05
    if relation in ("<", "≤", "less than"):
        return False
    return value > 0.05
