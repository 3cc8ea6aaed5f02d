"""CSS selectors, by hand and against another implementation, and how long they take."""

import time
import xml.etree.ElementTree as ElementTree

import cssselect2
import pytest

from dreamgen.errors import BadInput
from dreamgen.loaders.svg.sanitise import sanitise
from dreamgen.loaders.svg.selectors.select import select
from dreamgen.recipe.values import Size

OPEN = '<svg xmlns="http://www.w3.org/2000/svg" xmlns:xlink="http://www.w3.org/1999/xlink">'
BODY = """<rect id="a" class="k l"/><g id="g"><rect id="b"/>
<g id="h"><circle id="c" class="k"/><rect id="d" r="2"/><rect id="e" lang="de-CH"/></g></g>
<use id="f" xlink:href="#a"/><g id="i"><g id="j" class="K"><g id="m"/></g></g><rect id="n"/>"""


def index(body):
    return sanitise(f"{OPEN}{body}</svg>".encode(), "x.svg").index


def ids(body, selector):
    return [element.id for element in select(index(body), selector)]


@pytest.mark.parametrize(
    ("selector", "found"),
    [
        ("#b", "b"),
        (".k", "ac"),
        ("rect.k", "a"),
        ("#g > rect", "b"),
        ("g rect", "bde"),
        ("[r='2']", "d"),
        ("[r=2]", "d"),
        ("[xlink:href='#a']", "f"),
        ("[href]", "f"),
        ("[id^=c], #a", "ac"),
        ("circle:first-child", "c"),
        ("* circle", "c"),
        ("g > g > *", "cdem"),
        ("rect:not(.k)", "bden"),
        (":is(#a, #b) + g", "gh"),
        ("#a ~ rect", "n"),
        ("rect:nth-of-type(2)", "en"),
        ("rect:nth-last-child(1)", "en"),
        (":only-child", "jm"),
        ("[lang|=de]", "e"),
        ("[class=k i]", "cj"),
        ("g:has(g g)", "i"),
    ],
)
def test_by_hand(selector, found):
    assert ids(BODY, selector) == list(found)


@pytest.mark.parametrize(
    "selector",
    [
        "g g rect",
        "g > :not(circle) + rect",
        ":nth-child(2n+1)",
        ":nth-last-of-type(-n+2)",
        "rect:only-of-type, g:last-of-type",
        "g ~ * :where(.k, #d)",
        ":not(:not(g > *))",
        "* > * > *:empty",
        "g:has(> rect)",
        ":has(circle ~ rect), g:has(+ use)",
        "g:not(:has(g))",
        "* + g:has(.K > g):last-of-type ~ rect",
    ],
)
def test_as_cssselect2_does(selector):
    plain = BODY.replace("xlink:", "")
    root = ElementTree.fromstring(f"<svg>{plain}</svg>")
    expected = cssselect2.ElementWrapper.from_xml_root(root).query_all(selector)
    assert ids(plain, selector) == [each.id for each in expected if each.id]


@pytest.mark.parametrize(
    ("formula", "step", "offset"),
    [
        ("3n-1", 3, -1),
        ("-n+3", -1, 3),
        ("odd", 2, 1),
        ("even", 2, 0),
        ("4", 0, 4),
        ("-2n+5", -2, 5),
    ],
)
def test_nth_by_its_definition(formula, step, offset):
    body = "".join(f'<rect id="r{place}"/><g/>' for place in range(1, 10))
    counted = {step * n + offset for n in range(20)}
    assert ids(body, f"rect:nth-of-type({formula})") == [
        f"r{place}" for place in range(1, 10) if place in counted
    ]
    assert ids(body, f"rect:nth-child({formula})") == [
        f"r{place}" for place in range(1, 10) if 2 * place - 1 in counted
    ]
    assert ids(body, f"rect:nth-last-of-type({formula})") == [
        f"r{place}" for place in range(1, 10) if 10 - place in counted
    ]


@pytest.mark.parametrize(
    "text",
    [
        *("#", "a:hover", "a >", "a" * 2000, "!!", "[a==b]", "a::before"),
        *(":nth-child(x)", "a " * 80, ":not(" * 300, "rect,|", "|"),
    ],
)
def test_what_is_no_selector_is_said_in_one_sentence(text, load_svg):
    with pytest.raises(BadInput, match="selector") as caught:
        load_svg(
            f'{OPEN[:-1]} viewBox="0 0 9 9"><rect width="9" height="9"/></svg>',
            Size(32),
            where=text,
        )
    assert "\n" not in str(caught.value)


@pytest.mark.parametrize(
    "selector",
    ["g g g g g g none", "g ~ g ~ g > rect + rect", ":not(g g g g) rect:nth-of-type(3n)"],
)
def test_time_grows_with_the_drawing_not_with_its_depth(selector):
    deep = "<g>" * 200 + "<rect/>" * 20_000 + "</g>" * 200
    drawing = index(deep)
    start = time.process_time()
    select(drawing, selector)
    assert time.process_time() - start < 3
