"""Generate watchers/text/data/han.txt: every Han character that folds to another one.

Run by hand, in the development environment: ``python -m scripts.build_han_variants``.
If Traditional to Simplified knows a character, that wins; else Japanese shinjitai to Traditional
to Simplified (the other order loses 合併 and 衛星); transitively closed. OpenCC's data is Apache-2.0.
"""

from __future__ import annotations

import sys
from pathlib import Path

from opencc import OpenCC

OUTPUT = Path(__file__).resolve().parent.parent / "watchers" / "text" / "data" / "han.txt"
HEADER = """\
# Variants of Han characters: the first character of each line folds to the second.
# Made by scripts/build_han_variants.py from OpenCC (Apache-2.0); change it there.
"""

# Variants that OpenCC keeps apart although readers take them for one character.
SUPPLEMENT = {"働": "动", "呉": "吴", "戸": "户", "戶": "户", "臺": "台", "檯": "台", "颱": "台"}
# 沪 is Shanghai; a chain of variants would fold it to 滤 (濾), filter.
APART = {"沪"}


def variants() -> dict[str, str]:
    """Return a map from character to character, transitively closed: no value is a key."""
    to_simplified, to_traditional = OpenCC("t2s"), OpenCC("jp2t")
    direct: dict[str, str] = {}
    for character in map(chr, han()):
        simplified = to_simplified.convert(character)
        if simplified == character:
            simplified = to_simplified.convert(to_traditional.convert(character))
        if len(simplified) == 1 and simplified != character:
            direct[character] = simplified
    direct.update(SUPPLEMENT)
    for character in APART:
        direct.pop(character, None)
    folded = {character: closed(direct, character) for character in sorted(direct)}
    return {character: variant for character, variant in folded.items() if variant != character}


def closed(direct: dict[str, str], character: str) -> str:
    """Return the last character of the chain that begins at ``character``, or the last before it repeats."""
    seen = {character}
    while character in direct and direct[character] not in seen:
        character = direct[character]
        seen.add(character)
    return character


def han() -> list[int]:
    """Return the code points of the blocks of Han characters that are folded."""
    blocks = [(0x3400, 0x4DBF), (0x4E00, 0x9FFF), (0xF900, 0xFAFF), (0x20000, 0x2A6DF), (0x2A700, 0x2EBE0)]
    return [code for first, last in blocks for code in range(first, last + 1)]


if __name__ == "__main__":
    made = variants()
    pairs = "".join(f"{character}{variant}\n" for character, variant in made.items())
    OUTPUT.write_text(HEADER + pairs, encoding="utf-8")
    sys.stdout.write(f"{len(made)} variants in {OUTPUT}\n")
