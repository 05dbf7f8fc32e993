"""Draws that are the same on every machine and version, and the rule that fixes the test rows."""
import hashlib


class Draws:
    def __init__(self, name):
        self.name, self.count = name, 0

    def below(self, bound):
        self.count += 1
        digest = hashlib.sha256(f"{self.name}:{self.count}".encode()).digest()
        return int.from_bytes(digest[:8], "big") % bound

    def choice(self, items):
        return items[self.below(len(items))]

    def shuffled(self, items):
        items = list(items)
        for i in range(len(items) - 1, 0, -1):
            j = self.below(i + 1)
            items[i], items[j] = items[j], items[i]
        return items


def is_validation(definition):
    """A fifth of the definitions, by their own text: equal texts fall on the same side."""
    return int(hashlib.sha256(definition.strip().lower().encode()).hexdigest(), 16) % 5 == 0
