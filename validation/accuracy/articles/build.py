#!/usr/bin/env python3
"""Build an annotated set (article files, truth, manifest, library) from its marked-up sources.

  python3 validation/accuracy/articles/build.py dev
  python3 validation/accuracy/articles/build.py unseen --check   # fails when the built files are out of date

A source file has a header (``key = value`` lines, then ``+++``) and a body with marks:

  ⟪c STUDY S rounding⟫a right claim⟪/⟫
  ⟪c STUDY C wrong_number :: what the study says⟫a wrong claim⟪/⟫
  ⟪r STUDY style key=value; key=value⟫                    a reference, printed from the study's data;
                                                          each key=value is a planted error
  ⟪R STUDY error: detail; error: detail⟫a reference⟪/⟫    a reference written by hand (STUDY may be ``-``)
  ⟪i error STUDY :: detail⟫a citation with a fault⟪/⟫

Verdicts: S supported, C contradicted, O overstated, U unsupported, N not checkable. ``A|B`` accepts
either study, ``-`` none. Standard library only.
"""

from __future__ import annotations

import argparse
import collections
import hashlib
import html
import json
import re
import sys
import tomllib
from pathlib import Path
from typing import Any

from printing import Study, dotted, people, render

HERE = Path(__file__).resolve().parent
VERDICTS = {
    "S": "supported",
    "C": "contradicted",
    "O": "overstated",
    "U": "unsupported",
    "N": "not-checkable",
}
MARK = re.compile(r"⟪(/|[crRi] [^⟫]*)⟫")
FIELD_ERRORS = {
    "year": "wrong_year",
    "author": "wrong_author",
    "title": "wrong_title",
    "journal": "wrong_journal",
    "volume": "wrong_volume_issue",
    "issue": "wrong_volume_issue",
    "pages": "wrong_pages",
    "doi": "wrong_identifier",
    "pmid": "wrong_identifier",
}
FLAGS = {"never": "never_cited", "dup": "duplicate_reference", "retracted": "retracted"}


def plain(text: str) -> str:
    """Return the text without mark-up, as a reader sees it."""
    text = html.unescape(re.sub(r"<[^>]+>", " ", text))
    text = re.sub(r"\[([^\[\]]+)\]\((?:[^()\s]|\([^()]*\))+\)", r"\1", text)
    text = re.sub(r"\[\^[^\]]+\]", "", text)
    return re.sub(r"\s+", " ", text).strip()


def pairs_of(text: str) -> dict[str, str]:
    """Return ``key=value; key=value`` as a dictionary; a bare word has the value ``""``."""
    found = {}
    for part in filter(None, (p.strip() for p in text.split(";"))):
        key, _, value = part.partition("=") if "=" in part else part.partition(":")
        found[key.strip()] = value.strip()
    return found


def planted(study: Study, changes: dict[str, str]) -> tuple[Study, list[dict[str, str]]]:
    """Return the study with its planted errors, and the list of them."""
    altered, errors = dict(study), []
    for key, value in changes.items():
        if key in FLAGS:
            errors.append({"type": FLAGS[key], "detail": FLAGS[key].replace("_", " ")})
        elif key in ("month", "letter"):
            altered[key] = value
        elif key == "author":
            first, rest = study["authors"].split(";")[0], study["authors"].split(";")[1:]
            altered["authors"] = ";".join([value, *rest])
            errors.append({"type": "wrong_author", "field": "author", "found": value, "correct": first})
        else:
            correct = str(study.get("abbr" if key == "journal" else key, ""))
            altered[key] = value
            if key == "journal":
                altered["abbr"] = value
            errors.append({"type": FIELD_ERRORS[key], "field": key, "found": value, "correct": correct})
    return altered, errors


class Builder:
    """Turns one marked-up source into the article file and its truth."""

    def __init__(self, studies: dict[str, Study], article_id: str, suffix: str) -> None:
        self.studies, self.article_id, self.suffix = studies, article_id, suffix
        self.out: list[str] = []
        self.length = 0
        self.claims: list[dict[str, Any]] = []
        self.references: list[dict[str, Any]] = []
        self.issues: list[dict[str, Any]] = []

    def emit(self, text: str) -> None:
        """Append text to the article file."""
        self.out.append(text)
        self.length += len(text)

    def run(self, body: str) -> str:
        """Read the body, record claims and references, and return the article file."""
        stack: list[tuple[str, int]] = []
        position = 0
        for mark in MARK.finditer(body):
            self.emit(body[position : mark.start()])
            position = mark.end()
            content = mark.group(1)
            if content == "/":
                opened, start = stack.pop()
                self.close(opened, start)
            elif content.startswith("r "):
                self.reference(content[2:])
            else:
                stack.append((content, self.length))
        self.emit(body[position:])
        if stack:
            raise ValueError(f"{self.article_id}: unclosed mark {stack[-1][0]!r}")
        return "".join(self.out)

    def known(self, key: str) -> list[str]:
        """Return the study ids of ``a|b``; ``-`` is none."""
        keys = [] if key == "-" else key.split("|")
        for one in keys:
            if one not in self.studies:
                raise ValueError(f"{self.article_id}: unknown study {one!r}")
        return keys

    def close(self, opened: str, start: int) -> None:
        """Record what a closed mark stood for."""
        text = "".join(self.out)[start:]
        head, _, detail = opened.partition(" :: ")
        words = head.split()
        place_of = {"span": [start, start + len(text)], "snippet": plain(text)}
        if words[0] == "c":
            self.claim(words, detail, text, place_of)
        elif words[0] == "R":
            keys = self.known(words[1])
            errors = [
                {"type": FLAGS.get(k, k), "detail": v} for k, v in pairs_of(" ".join(words[2:])).items()
            ]
            self.add_reference(keys[0] if keys else None, errors, place_of)
        else:
            keys = self.known(words[2])
            shown = plain(text).strip("()")
            self.issues.append(
                {"type": words[1], "citation_text": shown, "snippet": shown, "library_id": None,
                 "library_ids_accepted": keys, "detail": detail}
            )  # fmt: skip

    def claim(self, words: list[str], detail: str, text: str, place_of: dict[str, Any]) -> None:
        """Record a claim."""
        keys = self.known(words[1])
        verdict = VERDICTS[words[2]]
        tags = words[3].split(",") if len(words) > 3 else []
        if verdict != "supported" and not (tags and detail):
            raise ValueError(f"{self.article_id}: a wrong claim needs a type and a fact: {text[:60]!r}")
        cited = re.findall(
            r"\([^()]*\d{4}[^()]*\)|\(https?://[^)\s]+\)|\[\^?[\w,\- ]+\]|<sup>.*?</sup>|\[\d[\d,\- ]*\]",
            text,
        )
        self.claims.append(
            {
                "claim_id": f"{self.article_id}-c{len(self.claims) + 1}",
                **place_of,
                "citation_text": plain(cited[-1]).strip("()[]^") if cited else "",
                "library_id": keys[0] if keys else None,
                "library_ids_accepted": keys,
                "verdict": verdict,
                "expected_flag": verdict != "supported",
                "error_types": [] if verdict == "supported" else tags,
                "correcting_fact": detail or None,
                "difficulty": tags if verdict == "supported" else [],
            }
        )

    def reference(self, content: str) -> None:
        """Print a reference and record it."""
        key, style, *rest = content.split(maxsplit=2)
        study = self.studies[self.known(key)[0]]
        altered, errors = planted(study, pairs_of(rest[0] if rest else ""))
        italic = {"html": ("<i>", "</i>"), "md": ("*", "*")}.get(self.suffix, ("", ""))
        text = render(altered, style.removesuffix("!"), italic if style.endswith("!") else ("", ""))
        if self.suffix == "html":
            text = re.sub(r"&(?!\w+;)", "&amp;", text)
        start = self.length
        self.emit(text)
        self.add_reference(key, errors, {"span": [start, self.length], "snippet": plain(text)})

    def add_reference(self, key: str | None, errors: list[dict[str, str]], place_of: dict[str, Any]) -> None:
        """Record an entry of the list and its errors."""
        ref_id = f"{self.article_id}-r{len(self.references) + 1}"
        self.references.append({"ref_id": ref_id, **place_of, "library_id": key, "errors": errors})
        for error in errors:
            detail = error.get("detail") or f"{error['found']} should be {error['correct']}"
            self.issues.append(
                {"type": error["type"], "ref_id": ref_id, **place_of, "library_id": key, "detail": detail}
            )


def csl(study: Study) -> dict[str, Any]:
    """Return the study as a CSL-JSON item."""
    item: dict[str, Any] = {
        "id": study["id"],
        "type": "article-journal",
        "title": study["title"],
        "container-title": study["journal"],
        "container-title-short": study["abbr"],
        "author": [{"family": family, "given": dotted(initials)} for family, initials in people(study)],
        "issued": {"date-parts": [[study["year"]]]},
    }
    for key, name in (
        ("volume", "volume"),
        ("issue", "issue"),
        ("pages", "page"),
        ("doi", "DOI"),
        ("pmid", "PMID"),
        ("note", "note"),
    ):
        if study.get(key):
            item[name] = study[key]
    item["abstract"] = study["abstract"].strip()
    return item


def facts(study: Study) -> dict[str, Any]:
    """Return the study as structured facts (the scorer reads the identifiers)."""
    authors = [{"family": family, "given": initials} for family, initials in people(study)]
    keys = ("title", "journal", "year", "volume", "issue", "pages", "pmid", "doi")
    return {
        "id": study["id"],
        "bibliography": {"authors": authors, **{key: study.get(key) for key in keys}},
        "retraction": study.get("retraction"),
        "study": {key: study.get(key) for key in ("design", "species", "condition", "n")},
        "facts_seen_at": study.get("seen", "corpora"),
    }


def read_source(path: Path) -> tuple[dict[str, str], str]:
    """Return the header and the body of a source file."""
    head, _, body = path.read_text(encoding="utf-8").partition("\n+++\n")
    return {k.strip(): v.strip() for k, _, v in (line.partition("=") for line in head.splitlines())}, body


def dump(data: Any) -> str:
    """Return JSON as it is kept in the repository."""
    return json.dumps(data, ensure_ascii=False, indent=1) + "\n"


def build(folder: Path) -> dict[str, str]:
    """Return every file of the set, by path inside the folder."""
    rows = []
    for path in sorted((folder / "source").glob("studies*.toml")):
        rows += tomllib.loads(path.read_text(encoding="utf-8"))["study"]
    studies: dict[str, Study] = {row["id"]: row for row in rows}
    if len(studies) != len(rows):
        raise ValueError("two studies share an id")
    files = {
        "library.csl.json": dump([csl(s) for s in studies.values()]),
        "study_facts.json": dump(
            {"schema": 1, "count": len(studies), "studies": [facts(s) for s in studies.values()]}
        ),
    }
    entries, totals = [], collections.Counter[str]()
    for path in sorted(p for p in (folder / "source").iterdir() if p.suffix in (".txt", ".md", ".html")):
        head, body = read_source(path)
        article_id = path.stem.split("_")[0]
        builder = Builder(studies, article_id, path.suffix[1:])
        text = builder.run(body)
        snippets = [c["snippet"] for c in builder.claims]
        if len(set(snippets)) != len(snippets):
            raise ValueError(f"{article_id}: a snippet occurs twice")
        for item in builder.claims + builder.references:
            start, end = item["span"]
            if plain(text[start:end]) != item["snippet"]:
                raise ValueError(f"{article_id}: span and snippet differ: {item['snippet'][:60]}")
        words = len(plain(text).split())
        common = {
            "article_id": article_id,
            "file": f"articles/{path.name}",
            "format": path.suffix[1:],
            "style": head["style"],
        }
        digest = hashlib.sha256(text.encode("utf-8")).hexdigest()
        truth = {**common, "title": head["title"], "words": words, "sha256": digest, "claims": builder.claims,
                 "references": builder.references, "reference_issues": builder.issues}  # fmt: skip
        wrong = sum(claim["expected_flag"] for claim in builder.claims)
        counts = {"words": words, "claims": len(builder.claims), "to_flag": wrong,
                  "references": len(builder.references), "reference_issues": len(builder.issues)}  # fmt: skip
        entries.append({**common, "truth": f"truth/{article_id}.json", **counts})
        totals.update(counts)
        files[f"articles/{path.name}"] = text
        files[f"truth/{article_id}.json"] = dump(truth)
    files["manifest.json"] = dump({"articles": entries, "totals": {**totals, "articles": len(entries)}})
    pair_file = folder / "source" / "pairs.toml"
    if pair_file.exists():
        files["minimal_pairs.json"] = dump(
            {"about": "The same claim, once right and once wrong.", "pairs": build_pairs(pair_file, studies)}
        )
    return files


def build_pairs(path: Path, studies: dict[str, Study]) -> list[dict[str, Any]]:
    """Return the minimal pairs, each with its reference line."""
    pairs = []
    for index, row in enumerate(tomllib.loads(path.read_text(encoding="utf-8"))["pair"], 1):
        study = studies[row["study"]]
        names = people(study)
        who = (
            names[0][0]
            if len(names) == 1
            else f"{names[0][0]} & {names[1][0]}"
            if len(names) == 2
            else f"{names[0][0]} et al."
        )
        cite = f"{who}, {study['year']}"
        pairs.append(
            {
                "pair_id": row.get("id", f"p{index:02d}"),
                "library_id": study["id"],
                "error_types": row["types"],
                "citation_text": cite,
                "right": f"{row['right'].rstrip('.')} ({cite}).",
                "wrong": f"{row['wrong'].rstrip('.')} ({cite}).",
                "reference": render(study, "vancouver", ("", "")),
                "difference": row["difference"],
            }
        )
    return pairs


def tally(files: dict[str, str]) -> None:
    """Print how often each verdict, type and tag occurs."""
    verdicts, types, issues, tags = (collections.Counter[str]() for _ in range(4))
    for name, text in files.items():
        if name.startswith("truth/"):
            truth = json.loads(text)
            for claim in truth["claims"]:
                verdicts[claim["verdict"]] += 1
                types.update(claim["error_types"])
                tags.update(claim["difficulty"])
            issues.update(i["type"] for i in truth["reference_issues"])
    pair_types = collections.Counter[str]()
    for pair in json.loads(files.get("minimal_pairs.json", '{"pairs": []}'))["pairs"]:
        pair_types.update(pair["error_types"])
    for title, counts in (
        ("verdicts", verdicts),
        ("types", types),
        ("pairs", pair_types),
        ("both", types + pair_types),
        ("issues", issues),
        ("tags", tags),
    ):
        print(title, dict(counts.most_common()))


def main() -> int:
    """Build or check a set."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("set")
    parser.add_argument("--check", action="store_true", help="only compare with the files that are there")
    parser.add_argument("--tally", action="store_true", help="print counts of verdicts and error types")
    args = parser.parse_args()
    folder = HERE / args.set
    files = build(folder)
    if args.tally:
        tally(files)
    stale = [
        n
        for n, t in files.items()
        if not (folder / n).exists() or (folder / n).read_text(encoding="utf-8") != t
    ]
    if args.check:
        print("out of date: " + ", ".join(stale) if stale else "up to date")
        return 1 if stale else 0
    for name in stale:
        (folder / name).parent.mkdir(parents=True, exist_ok=True)
        (folder / name).write_text(files[name], encoding="utf-8")
    print(
        f"{args.set}: {len(files)} files, {len(stale)} written", json.loads(files["manifest.json"])["totals"]
    )
    return 0


if __name__ == "__main__":
    sys.exit(main())
