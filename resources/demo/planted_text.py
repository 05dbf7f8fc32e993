"""Sentences with identifiers of invented people. Whoever bears one of these names, numbers or addresses does so by
chance: names are drawn part by part, telephone numbers are of the range 555-0100 to 555-0199 that is kept for
fiction, mail and web addresses of example.org and example.com (RFC 2606), and social security numbers of the areas
734 to 749 and 773 to 899, from which none was given out while areas had a meaning (until 2011)."""
from dataclasses import dataclass

from repeatable import Draws

GIVEN = """Marta Aiyana Kwabena Ingrid Tomasz Xochitl Oluwaseun Priya Hiroshi Giulia Mehmet Svetlana Thandiwe Caoimhe
Rashid Ngozi Leilani Bartholomew Zsofia Joaquim Farrukh Anneliese Dagny Kofi Mireille Tarkan Yevgenia Isidro Chidinma
Eskil Noor Rukmini Aroha Wanjiru Dmitri Solveig Amihan Bronislawa Ekaterina Fintan Gudrun Hamza Ilse Jedrek Kalinda
Lazaro Makana Nkechi Oona Pilar Quirin Roza Shirin Tevita Ulrike Vikram Wilhelmina Ximena Yolanda Zainab Arthur Grace
Harold Lillian Raymond Beatrice Clifford Dolores Eugene Florence May Rose Will Hope""".split()
SURNAMES = """Ellison Okonkwo Marchetti Vandersloot Takahashi Oyelaran Brzezinska Quispe Haldorsen Abernathy Chaudhry
Kowalczyk Ferreira Papadimitriou Nakamura Thorvaldsen Mbeki Castellanos Rasmussen Yilmaz Subramanian Fitzgibbon
Achterberg Tuimavave Zhukovsky Delacroix Ahuatzin Ghebremeskel Lindqvist Ojukwu Sorensen Balasubramaniam Czernik
Dragomir Eberhardt Fonoti Gutierrez Hollingsworth Ibragimov Jorgensen Kamau Lefebvre Mackintosh Ngata Olofsson
Pereira Quattlebaum Rosenqvist Szymanski Tchaikov Umarov Villanueva Wojcik Xenakis Yarborough Zielinski Whitcombe
Harrington Pemberton Stallworth Greenlee Ashworth Young Bell Hill Brown Grant Long""".split()
EPONYMS = "Parkinson Crohn Addison Cushing Hodgkin Alzheimer Marfan Sjogren Wilson Raynaud Meckel Charcot".split()
RARE = "Vrzalova Ngunjiri Ptashkin Oghenekaro Thwaitley Zgombic Krzeptowski Aoukili Mbwana Szczurek Quenby".split()
ROADS = "Larkspur Wexcombe Tamarack Birchfield Hollowell Cobblestone Juniper Marlowe Pinehurst Whitfield".split()
KINDS_OF_ROAD = "Street,Avenue,Lane,Road,Drive,Court".split(",")
MONTHS = ("January February March April May June July August September October November December").split()
AREA_CODES = "201 212 303 312 415 503 617 702 808 919".split()
AREAS = list(range(734, 750)) + list(range(773, 900))

# Each slot is {kind:what}; one sentence stands before or after the definition.
SENTENCES = [
    "Seen by Dr. {name:given} {name:surname} on {date:date}, MRN {mrn:own}, phone {phone:phone}.",
    "Patient: {name:own_given} {name:own_surname}, MRN {mrn:own}.",
    "{own_title} {name:own_surname} was reviewed by Dr. {name:doctor} on {date:date}.",
    "Dictated by {name:given} {name:surname}, MD, {date:date}.",
    "Copy to Dr. {name:doctor}, {email:email}.",
    "Contact: {name:given} {name:surname} (daughter), tel. {phone:phone}.",
    "Lives at {address:address}; SSN {ssn:ssn}.",
    "{age:age} patient, admitted {date:date}, medical record number {mrn:own}.",
    "Referred by Dr. {name:doctor}, fax {phone:phone}.",
    "Signed: {name:given} {name:surname}, RN, {date:date}.",
    "Results for {own_title} {name:own_surname} at {url:url}.",
    "Patient name {name:own_given} {name:own_surname}, DOB {date:birth}.",
    "Call Dr. {name:given} {name:surname} at {phone:phone} or write to {email:email}.",
]


@dataclass
class Person:
    given: str
    surname: str
    title: str
    mrn: str
    birth: str


class Planter:
    def __init__(self):
        self.draws, self.taken = Draws("planted"), set()

    def new_person(self):
        d = self.draws
        mrn = ""
        while not mrn or mrn in self.taken:
            mrn = str(5_000_000 + d.below(4_900_000))
        self.taken.add(mrn)
        given, surname = d.choice(GIVEN), d.choice(SURNAMES + RARE)
        return Person(given, surname, d.choice(["Mr.", "Mrs.", "Ms."]), mrn, self.date(1935 + d.below(70)))

    def plant(self, definition, person):
        """The definition with a sentence, and what was planted: [(kind, text)]. No text planted stands anywhere else."""
        while True:
            sentence, planted = self.fill(self.draws.choice(SENTENCES), person)
            before = self.draws.below(2) == 0
            text = f"{sentence} {definition}" if before else f"{definition}. {sentence}"
            if all(text.count(found) == 1 for _, found in planted):
                return text, planted

    def fill(self, template, person):
        text, planted = "", []
        for piece in template.replace("{own_title}", person.title).split("{"):
            slot, closed, rest = piece.partition("}")
            if not closed:
                text += piece
                continue
            kind, what = slot.split(":")
            value = self.value(what, person)
            planted.append((kind, value))
            text += value + rest
        return text, planted

    def value(self, what, person):
        d = self.draws
        own = {"own": person.mrn, "own_given": person.given, "own_surname": person.surname, "birth": person.birth}
        if what in own:
            return own[what]
        if what == "given":
            return d.choice(GIVEN)
        if what == "surname":
            return d.choice(SURNAMES)
        if what == "doctor":
            return d.choice(d.choice([SURNAMES, EPONYMS, RARE]))
        return getattr(self, what)()

    def date(self, year=None):
        d = self.draws
        year = year or 2015 + d.below(10)
        month, day = 1 + d.below(12), 1 + d.below(28)
        return d.choice([f"{day} {MONTHS[month - 1]} {year}", f"{MONTHS[month - 1]} {day}, {year}",
                         f"{month:02d}/{day:02d}/{year}", f"{year}-{month:02d}-{day:02d}",
                         f"{day:02d}-{MONTHS[month - 1][:3]}-{year}"])

    def phone(self):
        area, last = self.draws.choice(AREA_CODES), 100 + self.draws.below(100)
        return self.draws.choice([f"({area}) 555-0{last}", f"{area}-555-0{last}", f"{area}.555.0{last}",
                                  f"+1 {area} 555 0{last}"])

    def email(self):
        given, surname = self.draws.choice(GIVEN).lower(), self.draws.choice(SURNAMES).lower()
        return self.draws.choice([f"{given}.{surname}@example.org", f"{given[0]}{surname}@mail.example.com"])

    def url(self):
        return f"https://portal.example.org/r/{100000 + self.draws.below(900000)}"

    def ssn(self):
        return f"{self.draws.choice(AREAS)}-{10 + self.draws.below(89)}-{1000 + self.draws.below(8999)}"

    def address(self):
        d = self.draws
        return f"{100 + d.below(9800)} {d.choice(ROADS)} {d.choice(KINDS_OF_ROAD)}"

    def age(self):
        return f"{90 + self.draws.below(12)}-year-old"
