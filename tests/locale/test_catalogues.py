"""Both languages say the same things, with the same gaps to fill."""

import re
import string
from pathlib import Path

import pytest

import ecslab
from ecslab.locale import LANGUAGES, areas, catalogue, words

SOURCES = [
    path.read_text(encoding="utf-8")
    for kind in ("*.py", "*.html")
    for path in Path(ecslab.__file__).parent.rglob(kind)
]


def placeholders(sentence):
    return sorted(name for _, name, _, _ in string.Formatter().parse(sentence) if name is not None)


def test_every_language_has_every_area():
    folder = Path(ecslab.__file__).parent / "locale"
    for language in LANGUAGES:
        assert sorted(path.stem for path in (folder / language).glob("*.toml")) == list(areas())


@pytest.mark.parametrize("area", areas())
def test_the_keys_and_placeholders_are_the_same(area):
    ja, en = catalogue("ja", area), catalogue("en", area)
    assert list(ja) == list(en)
    for key in en:
        assert placeholders(ja[key]) == placeholders(en[key]), key


@pytest.mark.parametrize("area", areas())
def test_japanese_is_japanese(area):
    """A sentence without a kana or kanji was forgotten, unless it is nothing but names and signs."""
    forgotten = [
        key
        for key, sentence in catalogue("ja", area).items()
        if not re.search(r"[ぁ-んァ-ヶ一-龠]", sentence)
        and re.search(r"[A-Za-z]{4,} [a-z]{2,} [a-z]{2,}", sentence)
    ]
    assert forgotten == []


@pytest.mark.parametrize("area", areas())
def test_every_sentence_is_said_somewhere(area):
    """A key is used when the code names it whole, or its beginning in an f-string."""
    code = "\n".join(SOURCES)
    begun = {match[1] for match in re.finditer(r'["\'](\w+\.[\w.-]*)\{', code)}
    quoted = set(re.findall(r'["\']([\w.-]+)["\']', code))
    for key in catalogue("en", area):
        whole = f"{area}.{key}"
        made = any(whole.startswith(beginning) for beginning in begun)
        assert made or whole in quoted, whole


def test_an_unknown_language_or_key_is_a_key_error():
    with pytest.raises(KeyError):
        words("fr")
    with pytest.raises(KeyError):
        words("en")("engine.nothing")
