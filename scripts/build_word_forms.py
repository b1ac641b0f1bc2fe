"""Generate watchers/rules/data/english_forms.txt: English words and their plural, -s, -ed and -ing forms.

Run by hand, in the development environment: ``python -m scripts.build_word_forms``.
simplemma's English dictionary (MIT) maps a form to its word; this inverts the map and keeps a
form only if it is spelled as a plural, -s, -ed or -ing of that word. One line per word.
"""

from __future__ import annotations

import sys
from collections import defaultdict
from collections.abc import Mapping
from pathlib import Path

from simplemma.strategies.dictionaries.dictionary_factory import DefaultDictionaryFactory

from watchers.rules.forms import OWN_WORDS, spelled_forms

OUTPUT = Path(__file__).resolve().parent.parent / "watchers" / "rules" / "data" / "english_forms.txt"


def forms() -> dict[str, set[str]]:
    """Return the forms of each word, without the word itself."""
    dictionary = {
        form: word
        for form, word in DefaultDictionaryFactory().get_dictionary("en").items()
        if _plain(form) and _plain(word) and not {form, word} & OWN_WORDS
    }
    found: dict[str, set[str]] = defaultdict(set)
    for form, word in dictionary.items():
        if form != word and form in spelled_forms(word):
            found[word].add(form)
    for word, forms in found.items():
        if any(form.endswith("ed") for form in forms):
            forms |= _nouns_in_ing(word, dictionary)
    return found


def _nouns_in_ing(word: str, dictionary: Mapping[str, str]) -> set[str]:
    """Return a verb's -ing forms that the dictionary lists as separate nouns: trade, trading."""
    return {form for form in spelled_forms(word) if form.endswith("ing") and dictionary.get(form) == form}


def _plain(word: str) -> bool:
    return word.isascii() and word.isalpha() and word.islower() and len(word) > 2


if __name__ == "__main__":
    made = forms()
    lines = (" ".join([word, *sorted(made[word])]) for word in sorted(made))
    OUTPUT.write_text("\n".join(lines) + "\n", encoding="ascii")
    sys.stdout.write(f"{len(made)} words in {OUTPUT}\n")
