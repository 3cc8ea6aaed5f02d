"""Words for a network's classes: each case as a person would have answered it."""

from __future__ import annotations

import warnings

import pytest
from timm.data import ImageNetInfo

from dreamgen.errors import BadInput, InputWarning
from dreamgen.objectives.class_names import match_words, translate_words
from dreamgen.objectives.everyday_words import EVERYDAY
from dreamgen.objectives.spelling import fold

LABELS = [
    ("tabby", "tabby cat"),
    ("snow_leopard", "ounce"),
    ("great grey owl", "Strix nebulosa"),
    ("Persian cat",),
    ("golden retriever",),
    ("flat-coated retriever",),
    ("timber wolf",),
    ("killer whale", "orca", "sea wolf"),
    ("airliner",),
    ("hotdog", "hot dog"),
    ("daisy",),
    ("teddy", "teddy bear"),
    ("tree frog",),
    ("Komodo dragon",),
    ("yellow lady's slipper",),
    ("sunglasses",),
]
NAMES = [known[0] for known in LABELS]
_INFO = ImageNetInfo("imagenet-1k")
IMAGENET = [_INFO.index_to_description(index).split(", ") for index in range(1000)]


def name_all(word: str) -> list[str]:
    """Return the names of the classes that a word is taken for, and what was said of it."""
    with warnings.catch_warnings(record=True) as said:
        warnings.simplefilter("always")
        (found,) = match_words([word], LABELS)
    name_all.said = [str(warning.message) for warning in said]
    assert all(warning.category is InputWarning for warning in said)
    return [NAMES[index] for index in found]


@pytest.mark.parametrize(
    ("word", "name"),
    [
        ("Ounce", "snow_leopard"),
        ("snow leopard", "snow_leopard"),
        ("SNOW-LEOPARDS", "snow_leopard"),
        ("great gray owl", "great grey owl"),
        ("great grey owls", "great grey owl"),
        ("daisies", "daisy"),
        ("teddybears", "teddy"),
        ("yellow ladys slippers", "yellow lady's slipper"),
        ("sunglass", "sunglasses"),
        ("hot dog", "hotdog"),
    ],
)
def test_a_whole_name_in_any_spelling_is_taken_without_a_word(word, name):
    assert name_all(word) == [name]
    assert name_all.said == []


@pytest.mark.parametrize(
    ("word", "names"),
    [
        ("retriever", ["golden retriever", "flat-coated retriever"]),
        ("wolves", ["timber wolf"]),
        ("cat", ["tabby", "Persian cat"]),
        ("puppy", ["golden retriever", "flat-coated retriever"]),
        ("aeroplane", ["airliner"]),
        ("tree", ["tree frog"]),
    ],
)
def test_a_word_for_several_classes_or_for_a_part_says_what_was_taken(word, names):
    assert name_all(word) == names
    assert name_all.said == [f"the concept '{word}' is taken as {', '.join(names)}"]


def test_an_unknown_word_gets_the_nearest_names_the_nearest_first():
    labels = [
        (name,) for name in ("retrieve", "golden retriever", "believer", "reindeer", "xylophone")
    ]
    with pytest.raises(BadInput) as raised:
        match_words(["retreiver"], labels)
    assert str(raised.value).startswith(
        "there is no concept 'retreiver' (did you mean golden retriever, retrieve,"
    )
    assert "xylophone" not in str(raised.value)
    with pytest.raises(BadInput, match=r"^there is no concept 'zzz'; there are 16$"):
        match_words(["zzz"], LABELS)
    with pytest.raises(BadInput, match="no concept 'aaaa"):
        match_words(["a" * 1_000_000], LABELS)
    with pytest.raises(BadInput, match="no concept"):
        match_words(["?!"], LABELS)


@pytest.mark.parametrize(
    ("word", "count", "names"),
    [
        ("puppies", 118, ["Chihuahua", "golden retriever", "Mexican hairless"]),
        ("dog", 118, ["Chihuahua", "pug"]),
        ("kittens", 5, ["tabby", "Egyptian cat"]),
        ("birds", 59, ["cock", "lorikeet", "albatross"]),
        ("fish", 16, ["tench", "great white shark", "puffer"]),
        ("snakes", 17, ["thunder snake", "sidewinder"]),
        ("spiders", 6, ["black widow", "tarantula"]),
        ("insects", 27, ["tiger beetle", "cabbage butterfly"]),
        ("butterflies", 6, ["admiral", "lycaenid"]),
        ("monkeys", 13, ["guenon", "squirrel monkey"]),
        ("bears", 4, ["brown bear", "sloth bear"]),
        ("flowers", 3, ["daisy", "yellow lady's slipper"]),
        ("fruits", 10, ["Granny Smith", "pomegranate"]),
    ],
)
def test_a_group_of_imagenet_is_every_class_of_its_kind(word, count, names):
    with pytest.warns(InputWarning, match=f"the concept '{word}' is taken as"):
        (found,) = match_words([word], IMAGENET)
    assert len(found) == count
    assert set(names) <= {IMAGENET[index][0] for index in found}


def test_every_group_is_what_its_own_names_say():
    words = "beetle, terrier, monkey, snake, lizard, spider, fox, wolf, bear, crab, turtle, whale"
    for word in words.split(", "):
        named = {i for i, known in enumerate(IMAGENET) if known[0].split()[-1] == word}
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            (found,) = match_words([word], IMAGENET)
        assert len(named) >= 2
        assert named <= set(found), [IMAGENET[i][0] for i in named - set(found)]


def test_words_for_another_network_keep_what_has_a_class_here():
    words = ["reptile_pebbles", "dragon_scales", "tabby", "grey owl eyes", "dragon"]
    assert translate_words(words, LABELS) == ["dragon", "tabby", "grey owl"]
    assert translate_words(["eyeball", "many_eyes"], LABELS) is None


@pytest.mark.parametrize(
    ("many", "one"),
    [
        ("wolves", "wolf"),
        ("knives", "knife"),
        ("gloves", "glove"),
        ("mice", "mouse"),
        ("cacti", "cactus"),
        ("buses", "bus"),
        ("glasses", "glass"),
        ("butterflies", "butterfly"),
        ("colours", "color"),
        ("theatres", "theater"),
    ],
)
def test_plurals_and_spellings_fold_alike(many, one):
    assert fold(many) == fold(one)


def test_everyday_words_lead_to_others_and_never_in_a_circle():
    def follow(word, above=()):
        assert word not in above
        for other in EVERYDAY.get(word, "").split(", "):
            if other:
                follow(other, (*above, word))

    for word in EVERYDAY:
        follow(word)
