#!/usr/bin/env python3
"""Makes the batteries of capabilities that tuning is asked to preserve; equal sources give equal bytes.

    python3 make_batteries.py SOURCES TELESOFT

SOURCES holds wordnet_medical_definitions_en.csv (see resources/demo). TELESOFT is the program `telesoft`: the rows of
the Rotterdam cohort that the risk base was not fitted to are found as installer/train_risk_base.sh has parted them.
"""
import csv
import json
import os
import subprocess
import sys
import tempfile
import urllib.request
from pathlib import Path

HERE = Path(__file__).resolve().parent
sys.path.insert(0, str(HERE.parent / "demo"))
from regulatory_concepts import CONCEPTS  # noqa: E402
from repeatable import Draws  # noqa: E402

ITEMS, CANDIDATES, SEED = 200, 8, "7"


def write(name, items):
    with open(HERE / f"{name}.jsonl", "w", encoding="utf-8") as out:
        for item in items:
            out.write(json.dumps(item, ensure_ascii=False) + "\n")
    print(name, len(items))


def question(number, text, right, others, source, draws):
    candidates = draws.shuffled([right] + others)
    return {"id": number, "question": text, "candidates": candidates, "right": candidates.index(right), "source": source}


def words(text):
    return {word for word in text.lower().replace("-", " ").split() if len(word) > 3}


def medical_knowledge(sources):
    """Which term is defined? The wrong ones are of any class, and no word of the right one stands in the text."""
    draws = Draws("general medical knowledge")
    with open(sources / "wordnet_medical_definitions_en.csv", encoding="utf-8", newline="") as file:
        rows = [dict(row, term=row["terms"].split(" | ")[0]) for row in csv.DictReader(file)]
    stems = lambda text: {word[:5] for word in words(text)}
    usable = [r for r in rows if len(r["definition"]) >= 30 and r["term"].lower() not in r["definition"].lower()
              and not stems(r["terms"]) & stems(r["definition"])]
    items, used = [], set()
    for row in draws.shuffled(usable):
        pool = [r["term"] for r in rows if not words(r["terms"]) & words(row["terms"]) and r["term"] not in used]
        if row["term"] in used or len(pool) < CANDIDATES - 1:
            continue
        others = draws.shuffled(sorted(set(pool)))[:CANDIDATES - 1]
        used |= {row["term"], *others}
        items.append(question(f"gmk-{len(items) + 1:03}", row["definition"], row["term"], others,
                              f"WordNet 3.0, synset {row['synset']}", draws))
        if len(items) == ITEMS:
            return items
    return items


def compliance():
    """Which concept is described? The wrong ones are other concepts of the list."""
    draws = Draws("regulatory compliance")
    items = []
    for number, (name, text, source) in enumerate(CONCEPTS, 1):
        others = draws.shuffled([other for other, _, _ in CONCEPTS if other != name])[:CANDIDATES - 1]
        items.append(question(f"rc-{number:02}", text, name, others, source, draws))
    return items


def base_population(telesoft):
    """The validation rows of the risk base: they chose when its training stopped, and no weight was fitted to them."""
    demo = HERE.parent / "demo" / "risk"
    with tempfile.TemporaryDirectory() as folder:
        workspace = Path(folder) / "workspace"
        env = {**os.environ, "TELESOFT_WORKSPACE": str(workspace)}
        run = lambda *args: json.loads(subprocess.run([telesoft, *args, "--json"], env=env, check=True,
                                                      capture_output=True, text=True).stdout)
        dataset = run("import", str(demo / "rotterdam.csv"), "--recipe", str(demo / "rotterdam.recipe.json"))
        split = run("split", dataset["id"], "--train", "0.8", "--validation", "0.2", "--test", "0", "--seed", SEED)
        server = json.loads((workspace / "server.json").read_text())
        ask = lambda path: json.load(urllib.request.urlopen(urllib.request.Request(
            server["url"] + path, headers={"Authorization": "Bearer " + server["token"]})))
        part = next(p["datasetId"] for p in split["parts"] if p["part"] == "validation")
        columns = ask(f"/v1/datasets/{part}")["columns"]
        rows, total = [], 1
        while len(rows) < total:
            page = ask(f"/v1/datasets/{part}/rows?offset={len(rows)}&limit=200")
            rows, total = rows + page["rows"], page["total"]
        os.kill(server["processId"], 15)
    names = page["columns"]
    features = [c["name"] for c in columns if c["role"] == "feature"]
    numbers = {c["name"] for c in columns if c["type"] in ("number", "integer", "boolean")}
    label = next(c["name"] for c in columns if c["role"] == "label")
    cell = lambda row, name: row[names.index(name)]
    value = lambda row, name: (None if cell(row, name) == "" else
                               float(cell(row, name)) if name in numbers else cell(row, name))
    return [{"id": f"rotterdam-{number:03}", "values": {name: value(row, name) for name in features},
             "label": cell(row, label)} for number, row in enumerate(rows, 1)]


def main():
    write("general_medical_knowledge", medical_knowledge(Path(sys.argv[1])))
    write("regulatory_compliance", compliance())
    write("risk_base_population", base_population(sys.argv[2]))


if __name__ == "__main__":
    main()
