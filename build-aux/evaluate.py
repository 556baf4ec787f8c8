#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""Measures detection on labelled posts and writes docs/EVALUATION.md, docs/MODEL-CARD.md and docs/images/calibration.svg.

  build-aux/evaluate.py POSTS BUILD

POSTS is a folder of JSON Lines ({"id", "source", "kind", "label", "lang", "text"}), BUILD a build folder. Scores come from
`decant-train cross-validate`: no post is scored by a model that saw it or a near copy of it. No text of a post is written.
"""
import argparse
import collections
import glob
import json
import os
import random
import re
import subprocess
import sys

HARD = {"drug_talk": "talk about drugs", "other_illicit": "other illicit offers", "commerce": "innocent commerce", "promo_spam": "promotional spam"}
LEFT_OUT = ["cryptomarket", "pip", "web-comments", "alphabay"]
REPEATS = 400


def group(row):
    """Twitter posts are told apart by script: Latin letters in the majority, or others."""
    if row["source"] != "pip":
        return row["source"]
    latin = sum(c.isalpha() and ord(c) < 0x250 for c in row["text"])
    other = sum(c.isalpha() and ord(c) >= 0x250 for c in row["text"])
    return "pip, Latin script" if latin >= other else "pip, other scripts"


def read_posts(folder):
    rows = []
    for path in sorted(glob.glob(os.path.join(folder, "*.jsonl"))):
        with open(path, encoding="utf-8") as lines:
            for line in lines:
                row = json.loads(line)
                row["group"] = group(row)
                del row["text"]
                rows.append(row)
    return rows


def cross_validate(build, posts, source=None):
    command = [os.path.join(build, "lib/training/decant-train"), "cross-validate", posts] + ([source] if source else [])
    output = subprocess.run(command, stdout=subprocess.PIPE, check=True).stdout
    return {o["id"]: o for o in map(json.loads, output.splitlines())}


def threshold(rows, score, per_1000):
    """The least score that raises at most that many alarms per 1,000 background posts."""
    background = sorted((score[r["id"]] for r in rows if r["label"] == 0 and r["kind"] == "background"), reverse=True)
    return background[int(len(background) * per_1000 / 1000)] + 1e-9


def interval(hits, clusters):
    """95 % of a rate, by drawing clusters of near copies again and again; hits and clusters run in step."""
    by_cluster = collections.defaultdict(lambda: [0, 0])
    for hit, cluster in zip(hits, clusters):
        by_cluster[cluster][0] += hit
        by_cluster[cluster][1] += 1
    pairs, draw = list(by_cluster.values()), random.Random(1)
    if sum(hits) == 0:  # rule of three: nothing seen in n is still compatible with 3 in n
        return 0, min(1, 3 / len(pairs))
    rates = []
    for _ in range(REPEATS):
        chosen = draw.choices(pairs, k=len(pairs))
        rates.append(sum(a for a, _ in chosen) / sum(b for _, b in chosen))
    rates.sort()
    return rates[int(0.025 * REPEATS)], rates[int(0.975 * REPEATS)]


class Measure:
    """Rates of alarms among chosen rows, for one kind of score."""

    def __init__(self, rows, outcomes, key="score"):
        self.rows = rows
        self.score = {r["id"]: outcomes[r["id"]][key] for r in rows}
        self.cluster = {r["id"]: outcomes[r["id"]]["cluster"] for r in rows}
        self.thresholds = {n: threshold(rows, self.score, n) for n in (1, 5)}

    def alarms(self, rows, per_1000=1):
        hits = [self.score[r["id"]] >= self.thresholds[per_1000] for r in rows]
        return hits, [self.cluster[r["id"]] for r in rows]

    def rate(self, rows, per_1000=1):
        hits, _ = self.alarms(rows, per_1000)
        return sum(hits) / len(hits)

    def cell(self, rows, per_1000=1, scale=1.0, digits=3):
        hits, clusters = self.alarms(rows, per_1000)
        low, high = interval(hits, clusters)
        return f"{scale * sum(hits) / len(hits):.{digits}f} ({scale * low:.{digits}f}–{scale * high:.{digits}f})"


def table(head, lines):
    out = ["| " + " | ".join(head) + " |", "| " + " | ".join("---" if i == 0 else "---:" for i in range(len(head))) + " |"]
    return "\n".join(out + ["| " + " | ".join(map(str, line)) + " |" for line in lines]) + "\n"


def by(rows, key):
    groups = collections.defaultdict(list)
    for row in rows:
        groups[key(row)].append(row)
    return sorted(groups.items())


def recall_tables(rows, full, plain):
    sales = [r for r in rows if r["label"] == 1]
    yield "Recall by source, at a threshold for one and for five false alarms in a thousand background posts, with 95 % intervals:\n"
    yield table(["source", "posts", "at 1 ‰", "at 5 ‰", "without wording, 1 ‰", "5 ‰"],
                [[g, len(r), full.cell(r), full.cell(r, 5), plain.cell(r), plain.cell(r, 5)] for g, r in by(sales, lambda r: r["group"])])
    yield "The same by source and language, where there are 20 posts or more:\n"
    yield table(["source", "language", "posts", "at 1 ‰", "at 5 ‰", "without wording, 1 ‰"],
                [[g[0], g[1], len(r), full.cell(r), full.cell(r, 5), plain.cell(r)]
                 for g, r in by(sales, lambda r: (r["group"], r["lang"])) if len(r) >= 20])


def alarm_tables(rows, full, plain):
    no_sales = [r for r in rows if r["label"] == 0]
    hard = [r for r in no_sales if r["kind"] in HARD]
    yield "False alarms per 1,000 posts that are easily taken for sales, at the threshold for 1 ‰:\n"
    yield table(["kind", "source", "posts", "at 1 ‰", "without wording"],
                [[HARD[k], "all", len(r), full.cell(r, scale=1000, digits=1), plain.cell(r, scale=1000, digits=1)]
                 for k, r in by(hard, lambda r: r["kind"])]
                + [[HARD[k[0]], k[1], len(r), full.cell(r, scale=1000, digits=1), plain.cell(r, scale=1000, digits=1)]
                   for k, r in by(hard, lambda r: (r["kind"], r["source"]))])
    background = [r for r in no_sales if r["kind"] == "background"]
    yield "False alarms per 1,000 background posts, by language as labelled and by source:\n"
    yield table(["language or source", "posts", "at 1 ‰", "at 5 ‰", "without wording, 1 ‰"],
                [[k, len(r), full.cell(r, scale=1000, digits=2), full.cell(r, 5, 1000, 2), plain.cell(r, scale=1000, digits=2)]
                 for k, r in by(background, lambda r: r["lang"]) + by(background, lambda r: r["source"])])


def left_out_table(rows, build, posts):
    lines = []
    for source in LEFT_OUT:
        outcomes = cross_validate(build, posts, source)
        full, plain = Measure(rows, outcomes), Measure(rows, outcomes, "without_wording")
        for g, r in by([r for r in rows if r["label"] == 1 and r["source"] == source], lambda r: r["group"]):
            lines.append([g, len(r), full.cell(r), full.cell(r, 5), plain.cell(r), plain.cell(r, 5)])
    return table(["source left out", "posts", "at 1 ‰", "at 5 ‰", "without wording, 1 ‰", "5 ‰"], lines)


def calibration(rows, full, source):
    """Bins of equal count over posts scoring above 0.1; sales of the source weigh 1 % and all posts without a sale 99 %."""
    sales = [(full.score[r["id"]], 1) for r in rows if r["label"] == 1 and r["group"] == source]
    others = [(full.score[r["id"]], 0) for r in rows if r["label"] == 0 and r["kind"] == "background"]
    weigh = [0.99 / len(others), 0.01 / len(sales)]
    scored = sorted(x for x in sales + others if x[0] > 0.1)
    bins = [scored[len(scored) * i // 10:len(scored) * (i + 1) // 10] for i in range(10)]
    points = []
    for part in filter(None, bins):
        weight = sum(weigh[y] for _, y in part)
        points.append((sum(p * weigh[y] for p, y in part) / weight, sum(weigh[1] for _, y in part if y) / weight, len(part)))
    error = sum(abs(p - y) * n for p, y, n in points) / max(1, sum(n for *_, n in points))
    return points, error, len(scored)


def plot(curves):
    """Score against share of sales, one line a source, as SVG."""
    colours = ["#1a5fb4", "#26a269", "#e5a50a", "#c01c28", "#813d9c"]
    size, pad = 360, 40
    place = lambda x, y: (pad + x * size, pad + (1 - y) * size)
    out = [f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {size + 220} {size + 2 * pad}" font-family="sans-serif" font-size="12">',
           f'<rect width="100%" height="100%" fill="#fff"/><rect x="{pad}" y="{pad}" width="{size}" height="{size}" fill="none" stroke="#777"/>',
           '<path d="M{} {}L{} {}" stroke="#999" stroke-dasharray="4"/>'.format(*place(0, 0), *place(1, 1)),
           f'<text x="{pad + size / 2}" y="{size + pad + 28}" text-anchor="middle">score</text>',
           f'<text x="14" y="{pad + size / 2}" text-anchor="middle" transform="rotate(-90 14 {pad + size / 2})">share of sales</text>']
    for tick in (0, 0.5, 1):
        x, y = place(tick, 0)
        out.append(f'<text x="{x}" y="{y + 14}" text-anchor="middle">{tick}</text><text x="{pad - 6}" y="{place(0, tick)[1] + 4}" text-anchor="end">{tick}</text>')
    for i, (name, points) in enumerate(sorted(curves.items())):
        line = " ".join("{:.1f},{:.1f}".format(*place(p, y)) for p, y, _ in points)
        out.append(f'<polyline points="{line}" fill="none" stroke="{colours[i]}" stroke-width="2"/>')
        out.append(f'<text x="{size + pad + 14}" y="{pad + 16 + 18 * i}" fill="{colours[i]}">{name}</text>')
    return "\n".join(out + ["</svg>"]) + "\n"


def calibration_part(rows, full, folder):
    lines, curves = [], {}
    for source in sorted({r["group"] for r in rows if r["label"] == 1}):
        points, error, n = calibration(rows, full, source)
        curves[source] = points
        lines.append([source, n, f"{error:.3f}"])
    with open(os.path.join(folder, "images", "calibration.svg"), "w", encoding="utf-8") as svg:
        svg.write(plot(curves))
    return table(["source", "posts scoring above 0.1", "expected calibration error"], lines)


def disguise_table(build):
    command = [os.path.join(build, "tests/lib/engine/test-disguises"), "--verbose"]
    data = {"DECANT_DATA_DIR": "data", "DECANT_TESTS_DIR": "tests"}
    output = subprocess.run(command, stdout=subprocess.PIPE, check=True, env={**os.environ, **data}).stdout.decode()
    found = re.findall(r"^# (.+?) +(\d+) of (\d+)", output, re.M)
    return table(["disguise", "words", "found", "share"], [[name, n, k, f"{int(k) / int(n):.3f}"] for name, k, n in found])


def summary_table(rows, full, plain):
    lines = [[f"recall, {g}", len(r), full.cell(r), plain.cell(r)] for g, r in by([r for r in rows if r["label"] == 1], lambda r: r["group"])]
    lines += [[f"alarms per 1,000, {HARD[k]}", len(r), full.cell(r, scale=1000, digits=1), plain.cell(r, scale=1000, digits=1)]
              for k, r in by([r for r in rows if r["label"] == 0 and r["kind"] in HARD], lambda r: r["kind"])]
    return table(["at one false alarm in 1,000 background posts", "posts", "model", "without wording"], lines)


def bounds():
    with open("data/models/sales.json", encoding="utf-8") as model:
        wording = json.load(model)["wording"]
    return f"{wording['least'] / 1000:+.1f} to {wording['most'] / 1000:+.1f} log-odds"


def write_page(template, out, parts):
    with open(os.path.join(os.path.dirname(__file__), template), encoding="utf-8") as page:
        text = page.read()
    for name, part in parts.items():
        text = text.replace("{{" + name + "}}", part)
    with open(out, "w", encoding="utf-8") as page:
        page.write(text)


def main():
    arguments = argparse.ArgumentParser()
    arguments.add_argument("posts")
    arguments.add_argument("build")
    a = arguments.parse_args()
    rows = read_posts(a.posts)
    outcomes = cross_validate(a.build, a.posts)
    full, plain = Measure(rows, outcomes), Measure(rows, outcomes, "without_wording")
    write_page("evaluation-page.md", "docs/EVALUATION.md", {
        "posts": f"{len(rows):,}", "thresholds": ", ".join(f"{full.thresholds[n]:.3f} ({n} ‰)" for n in (1, 5)),
        "recall": "\n".join(recall_tables(rows, full, plain)), "alarms": "\n".join(alarm_tables(rows, full, plain)),
        "left_out": left_out_table(rows, a.build, a.posts), "calibration": calibration_part(rows, full, "docs"), "disguises": disguise_table(a.build)})
    write_page("model-card.md", "docs/MODEL-CARD.md", {"summary": summary_table(rows, full, plain), "bounds": bounds()})


if __name__ == "__main__":
    sys.exit(main())
