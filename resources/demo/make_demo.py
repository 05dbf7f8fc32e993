#!/usr/bin/env python3
"""Makes every data file of the demonstration from its public sources; equal sources give equal bytes.

    python3 make_demo.py SOURCES [OUT]

SOURCES holds survival_rotterdam.csv and survival_gbsg.csv (the data frames `rotterdam` and `gbsg` of the R package
survival 3.5-3, written by write.csv) and wordnet_medical_definitions_en.csv (synset, terms, definition, class: nouns
of WordNet 3.0 below seven medical concepts). OUT is this folder when it is not given.
"""
import csv
import json
import sys
from pathlib import Path

from planted_text import Planter
from repeatable import Draws, is_validation

HERE = Path(__file__).resolve().parent
HORIZON_DAYS = 1095  # three years of 365 days

SITES = ["South", "East", "West", "Harbour"]
CLASSES = {
    "anatomy": "A part of the body, such as an organ, bone, muscle, nerve, blood vessel, tissue, cell or fluid.",
    "disease": "A disease, disorder or medical condition, such as an infection, a tumor or an inherited illness.",
    "drug": "A drug, medicine, vitamin, alcoholic drink or other substance that acts on the body.",
    "injury": "An injury or wound, such as a fracture, burn, bruise, cut or sprain.",
    "microorganism": "A microorganism, such as a bacterium, virus, fungus or protozoan.",
    "procedure": "A medical or surgical procedure, such as an operation, examination, test or treatment.",
    "symptom": "A symptom or sign of illness, such as pain, fever, swelling, bleeding or an abnormal finding.",
}


def read(path):
    with open(path, encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def write_csv(path, columns, rows):
    path.parent.mkdir(parents=True, exist_ok=True)
    with open(path, "w", encoding="utf-8", newline="") as file:
        out = csv.writer(file, lineterminator="\n")
        out.writerow(columns)
        out.writerows([row[name] for name in columns] for row in rows)


def write_json(path, document):
    path.write_text(json.dumps(document, indent=2, ensure_ascii=False) + "\n", encoding="utf-8")


def recipe(name, columns, derived, descriptions):
    return {"format": "telesoft.import-recipe", "version": 1, "name": name,
            "columns": [dict(zip(("name", "type", "role", "unit"), column)) for column in columns],
            "derived": derived, "classDescriptions": descriptions}


# ---- risk: the same columns, in the same order and meaning, in both cohorts

RISK_COLUMNS = [("patient_id", "identifier", "patient", ""), ("age", "integer", "feature", "years"),
                ("meno", "boolean", "feature", ""), ("grade", "integer", "feature", ""),
                ("nodes", "integer", "feature", ""), ("pgr", "integer", "feature", "fmol/L"),
                ("er", "integer", "feature", "fmol/L"), ("hormon", "boolean", "feature", "")]
OUTCOME = [("rfs_days", "integer", "time", "days"), ("rfs_event", "boolean", "event", "")]
BINS = {"kind": "bins", "role": "subgroup"}
TUMOUR_SIZE = {"name": "tumour_size", "kind": "bins", "from": "tumour_size_mm", "edges": [20, 50],
               "names": ["<=20", "20-50", ">50"], "role": "feature"}
DERIVED = [
    {"name": "age_group", "from": "age", "edges": [45, 60], "names": ["up to 45", "46 to 60", "over 60"], **BINS},
    {"name": "menopause", "from": "meno", "edges": [0], "names": ["before", "after"], **BINS},
    {"name": "event_within_3y", "kind": "event_within", "from": "rfs_days", "event": "rfs_event",
     "horizon": HORIZON_DAYS, "role": "label"},
]
OUTCOMES = {"0": "Alive without recurrence three years after surgery.",
            "1": "Recurrence or death within three years after surgery."}


def shared_values(row):
    return {"patient_id": row["pid"],
            **{name: row[name] for name, _, role, _ in RISK_COLUMNS if role == "feature"}}


def rotterdam(rows):
    """The earlier of recurrence and death, as `royston` (vignette of the package survival) forms it."""
    for row in rows:
        relapsed = row["recur"] == "1"
        yield {**shared_values(row), "tumour_size": row["size"],
               "rfs_days": row["rtime"] if relapsed else row["dtime"],
               "rfs_event": "1" if relapsed or row["death"] == "1" else "0"}


def gbsg(rows):
    for row in rows:
        yield {**shared_values(row), "tumour_size_mm": row["size"], "rfs_days": row["rfstime"],
               "rfs_event": row["status"]}


def make_risk(sources, out):
    for name, make, title, size, derived in [
            ("rotterdam", rotterdam, "Rotterdam tumour bank, three-year recurrence-free survival",
             ("tumour_size", "category", "feature", ""), DERIVED),
            ("gbsg", gbsg, "German Breast Cancer Study Group, three-year recurrence-free survival",
             ("tumour_size_mm", "integer", "ignore", "mm"), [TUMOUR_SIZE, *DERIVED])]:
        columns = [*RISK_COLUMNS, size, *OUTCOME]
        write_csv(out / f"{name}.csv", [column[0] for column in columns],
                  make(read(sources / f"survival_{name}.csv")))
        write_json(out / f"{name}.recipe.json", recipe(title, columns, derived, OUTCOMES))


# ---- text: definitions as notes of invented patients

NOTE_COLUMNS = [("note_id", "text", "ignore", ""), ("mrn", "identifier", "patient", ""),
                ("site", "category", "subgroup", ""), ("note", "text", "note", ""),
                ("label", "category", "label", "")]


def patients_of(rows, draws):
    """Cuts the rows, in a drawn order, into patients of one to five notes."""
    rows = draws.shuffled(rows)
    at = 0
    while at < len(rows):
        size = draws.choice([1, 2, 2, 3, 3, 4, 5])
        yield rows[at:at + size]
        at += size


def make_text(sources, out):
    source = read(sources / "wordnet_medical_definitions_en.csv")
    draws, planter = Draws("patients"), Planter()
    kept = [i for i, row in enumerate(source) if is_validation(row["definition"])]
    others = sorted(set(range(len(source))) - set(kept))
    notes, planted = {}, []
    for part, sites in ((kept, ["North"]), (others, SITES)):
        for rows in patients_of(part, draws):
            person, site = planter.new_person(), draws.choice(sites)
            for row in sorted(rows):
                note_id, definition = f"N{row + 1:04d}", source[row]["definition"]
                text, identifiers = definition, []
                if draws.below(4) == 0:
                    text, identifiers = planter.plant(definition, person)
                notes[row] = {"note_id": note_id, "mrn": person.mrn, "site": site, "note": text,
                              "label": source[row]["class"]}
                planted += [(row, {"note_id": note_id, "kind": kind, "text": found}) for kind, found in identifiers]
    write_csv(out / "medical_definitions.csv", [column[0] for column in NOTE_COLUMNS],
              [notes[row] for row in range(len(source))])
    write_json(out / "recipe.json", recipe("Medical definitions", NOTE_COLUMNS, [], CLASSES))
    lines = [json.dumps(found, ensure_ascii=False) for _, found in sorted(planted, key=lambda item: item[0])]
    (out / "planted_identifiers.jsonl").write_text("\n".join(lines) + "\n", encoding="utf-8")


if __name__ == "__main__":
    if len(sys.argv) not in (2, 3):
        sys.exit(__doc__)
    target = Path(sys.argv[2]) if len(sys.argv) == 3 else HERE
    make_risk(Path(sys.argv[1]), target / "risk")
    make_text(Path(sys.argv[1]), target / "text")
