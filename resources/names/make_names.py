#!/usr/bin/env python3
"""Makes the word lists of this folder from their sources (see README.md).

    make_names.py WORDNET_FOLDER CSPELL_PEOPLE_NAMES FEMALE_JSON MALE_JSON OWN_EPONYMS
"""
import collections
import json
import re
import sys
from pathlib import Path

wordnet, people, female, male, own = map(Path, sys.argv[1:])
here = Path(__file__).parent
HEADS = set((here / "eponym_heads.txt").read_text().split())
KEPT_KINDS = {"country", "continent", "ocean", "sea", "kingdom"}


def synsets():
    for part in ("noun", "verb", "adj", "adv"):
        for line in (wordnet / f"data.{part}").read_text("latin-1").splitlines():
            if line.startswith(" "):
                continue
            head, gloss = line.split(" | ", 1)
            fields = head.split()
            count = int(fields[3], 16)
            lemmas = [fields[4 + 2 * i].split("(")[0] for i in range(count)]
            rest = fields[4 + 2 * count:]
            instance_of = [rest[i + 1] for i, f in enumerate(rest) if f == "@i" and i + 1 < len(rest)]
            yield part, fields[0], lemmas, instance_of, gloss


rows = list(synsets())
lemmas_of = {(p, offset): lemmas for p, offset, lemmas, _, _ in rows}
gloss_words = collections.Counter()
lower = set()
cities, countries, eponyms = set(), set(), set()
for part, offset, lemmas, instance_of, gloss in rows:
    for word in re.findall(r"[A-Za-z]+(?:'s)?", gloss):
        word = word.replace("'s", "")
        if word.islower():
            gloss_words[word] += 1
    hypers = {w for o in instance_of for w in lemmas_of.get(("noun", o), [])}
    for lemma in lemmas:
        words = re.split("_", lemma)
        lower.update(w for w in re.split("[_-]", lemma) if w.isalpha() and w.islower())
        if len(words) > 1 and words[-1].lower() in HEADS:
            for w in re.split("[_-]", lemma):
                w = re.sub("'s?$", "", w)
                if w.isalpha() and w[0].isupper() and len(w) > 2:
                    eponyms.add(w.lower())
        if not lemma[0].isupper() or not re.fullmatch(r"[A-Za-z]+", lemma) or lemma.isupper() or len(lemma) < 3:
            continue
        if hypers & {"city", "town", "port", "national_capital", "state_capital", "metropolis", "village"}:
            cities.add(lemma)
        if hypers & KEPT_KINDS or any(h.split("_")[-1] in ("country", "state", "nation") for h in hypers):
            countries.add(lemma)
names = {l.strip() for l in people.read_text().splitlines()}
names = {n for n in names if n and n[0] != "#" and n[0].isupper() and n.isalpha() and len(n) > 1}
girls, boys = (set(json.loads(p.read_text())) for p in (female, male))
girls, boys = ({n for n in s if n.isalpha() and len(n) > 1} for s in (girls, boys))
last = names - girls - boys
both = names | girls | boys
for word in own.read_text().split():
    eponyms.add(word)
common = {w for w, n in gloss_words.items() if n >= 3 and len(w) > 1}
common |= {n.lower() for n in both} & (set(gloss_words) | lower)


def write(name, words):
    (here / name).write_text("\n".join(sorted(words)) + "\n", "utf-8")


write("first_names_female.txt", girls)
write("first_names_male.txt", boys)
write("last_names.txt", last)
write("common_words.txt", common)
write("cities.txt", cities)
write("kept_words.txt", countries)
write("eponyms.txt", eponyms)
