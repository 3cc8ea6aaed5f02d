"""Which rule of a style sheet wins, against another implementation, and how long that takes."""

import random
import time
import xml.etree.ElementTree as ElementTree

import cssselect2
import pytest
import tinycss2

from dreamgen.errors import BadInput
from dreamgen.loaders.svg.sanitise import sanitise
from dreamgen.recipe.values import Size

OPEN = '<svg xmlns="http://www.w3.org/2000/svg" xmlns:xlink="http://www.w3.org/1999/xlink"'
OPEN += ' viewBox="0 0 9 9">'
RECT = '<rect width="9" height="9"/>'
COMPOUNDS = ["g", "rect", ".a", ".b", "#one", "*", "g.a", "[r]", "rect:not(.a)", ":is(.b, circle)"]
COMPOUNDS += [":first-child", ":nth-child(2n)", ":last-of-type", ":has(> rect)", ":not(:hover)"]


def find_fills(inside):
    drawing = sanitise(f"{OPEN}{inside}</svg>".encode(), "x.svg")
    return [each.attributes.get("fill") for each in drawing.index.elements if each.local != "style"]


def make_tree(dice, depth=3):
    """Return nested elements with a few tags, classes and attributes."""
    tag = dice.choice(["g", "rect", "circle"])
    held = dice.choice(["", ' class="a"', ' class="b a"', ' r="1"', ' id="one"'])
    inside = "".join(make_tree(dice, depth - 1) for _ in range(dice.randint(0, 3) * (depth > 0)))
    return f"<{tag}{held}>{inside}</{tag}>"


@pytest.mark.parametrize("seed", range(12))
def test_the_rule_that_cssselect2_sorts_last_wins(seed):
    dice = random.Random(seed)
    tree = "<g>" + "".join(make_tree(dice) for _ in range(4)) + "</g>"
    matcher = cssselect2.Matcher()
    sheet = ""
    for number in range(20):
        selector = dice.choice(COMPOUNDS)
        for _ in range(dice.randint(0, 2)):
            selector += dice.choice([" ", " > ", " + ", " ~ "]) + dice.choice(COMPOUNDS)
        sheet += f"{selector} {{ fill: #{number:06} }}"
        for each in cssselect2.compile_selector_list(tinycss2.parse_component_value_list(selector)):
            matcher.add_selector(each, f"#{number:06}")
    expected = []
    root = ElementTree.fromstring(f"<svg>{tree}</svg>")
    for element in cssselect2.ElementWrapper.from_xml_root(root).iter_subtree():
        matched = matcher.match(element)  # from the weakest to the strongest
        expected.append(matched[-1][3] if matched else None)
    # The style sheet is the last child here, which the reference does not see: a group apart.
    assert find_fills(f"{tree}<style>{sheet}</style>")[1:] == expected[1:]


@pytest.mark.parametrize(
    ("sheet", "fill"),
    [
        ("use:hover { fill: red }", None),
        ("use:not(:hover) { fill: red }", "red"),
        ("[href] { fill: red }", None),
        ("[*|href] { fill: red }", "red"),
        ("a:link use { fill: red }", "red"),
        ("use::before { fill: red }", None),
        ("use { fill: red } use:has(g) { fill: blue }", "red"),
        ("use { fill: red !important } #u { fill: blue }", "red"),
        ("a > use, use::nonsense { fill: red }", None),
    ],
)
def test_what_only_style_sheets_mean(sheet, fill):
    body = '<a href="x"><use id="u" xlink:href="#c"/></a><g id="c"/>'
    assert find_fills(f"<style>{sheet}</style>{body}")[2] == fill


def test_a_selector_that_is_not_understood_is_named(load_svg):
    with pytest.warns(match=r"without the style of '!!', the style of 'rect:lang\(en\)'") as caught:
        load_svg(
            f"{OPEN}<style>rect:lang(en) {{ r: 1 }} !! {{ r: 1 }}</style>{RECT}</svg>", Size(32)
        )
    assert len(caught) == 1


def test_many_rules_for_many_elements_take_little_time():
    rules = "".join(f".k{number} {{ stroke-width: {number} }}" for number in range(1000))
    marks = "".join(f'<g class="k{number % 1000} k1"/>' for number in range(10_000))
    start = time.process_time()
    find_fills(f"<style>{rules} g {{ fill: red }} g.k1 {{ fill: blue }}</style>{marks}")
    assert time.process_time() - start < 3


def test_rules_that_would_take_forever_are_refused_in_little_time():
    rule = ":has(.a ~ .b) .a ~ .b{fill:red}"
    deep = '<g class="a">' * 200 + '<rect class="a b"/>' * 5000 + "</g>" * 200
    start = time.process_time()
    with pytest.raises(BadInput, match="style sheets that take too long to apply"):
        find_fills(f"<style>{rule * 5000}</style>{deep}")
    assert time.process_time() - start < 5
