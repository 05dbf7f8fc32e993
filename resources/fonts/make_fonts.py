#!/usr/bin/env python3
"""Makes the fonts that the workbench carries from Debian's fonts-inter (needs fonttools).

    python3 make_fonts.py /usr/share/fonts/opentype/inter .

Inter-{Regular,SemiBold}.otf are subsets (Latin, Greek, Cyrillic, punctuation, mathematics) of the originals.
InterTabular-* are the same with figures of equal width (the font's own `tnum` forms) in the place of the
proportional ones, under a family name of their own, because Qt 6.4 cannot ask a font for a feature.
"""
import sys
from pathlib import Path

from fontTools import subset
from fontTools.ttLib import TTFont

RANGES = [(0x20, 0x17F), (0x18F, 0x192), (0x1E00, 0x1EFF), (0x300, 0x36F), (0x370, 0x3FF), (0x400, 0x45F),
          (0x2000, 0x206F), (0x2070, 0x209F), (0x20A0, 0x20BF), (0x2100, 0x214F), (0x2190, 0x21FF),
          (0x2200, 0x22FF), (0x25A0, 0x25FF), (0x2713, 0x2717)]


def tabular_forms(font):
    forms = {}
    gsub = font["GSUB"].table
    lookups = {i for record in gsub.FeatureList.FeatureRecord if record.FeatureTag == "tnum"
               for i in record.Feature.LookupListIndex}
    for index in lookups:
        for table in gsub.LookupList.Lookup[index].SubTable:
            forms.update(getattr(getattr(table, "ExtSubTable", table), "mapping", {}))
    return forms


def make(source, target, tabular):
    font = TTFont(source)
    if tabular:
        forms = tabular_forms(font)
        for table in font["cmap"].tables:
            table.cmap = {code: forms.get(name, name) for code, name in table.cmap.items()}
        for record in font["name"].names:
            text = record.toUnicode()
            if record.nameID in (1, 3, 4, 16):
                record.string = text.replace("Inter", "Inter Tabular", 1)
            elif record.nameID == 6:
                record.string = text.replace("Inter", "InterTabular", 1)
        cff = font["CFF "].cff
        cff.fontNames = [name.replace("Inter", "InterTabular", 1) for name in cff.fontNames]
    options = subset.Options(layout_features=["kern", "mark", "mkmk", "ccmp", "locl", "calt"], name_IDs=["*"],
                             name_languages=["*"], notdef_outline=True, drop_tables=[])
    subsetter = subset.Subsetter(options)
    subsetter.populate(unicodes=[code for low, high in RANGES for code in range(low, high + 1)])
    subsetter.subset(font)
    font.save(target)


def main():
    source, target = Path(sys.argv[1]), Path(sys.argv[2])
    for weight in ("Regular", "SemiBold"):
        make(source / f"Inter-{weight}.otf", target / f"Inter-{weight}.otf", tabular=False)
        make(source / f"Inter-{weight}.otf", target / f"InterTabular-{weight}.otf", tabular=True)


if __name__ == "__main__":
    main()
