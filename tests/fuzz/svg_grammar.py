"""Grows drawings from the grammar of SVG and CSS."""

from __future__ import annotations

import base64
import gzip
import io
from random import Random
from xml.sax.saxutils import escape, quoteattr

import odd
from PIL import Image
from svg_words import (
    AT_RULES,
    CLASSES,
    COLOURS,
    CONTAINERS,
    LEAVES,
    LENGTHS,
    OTHERS,
    PAINTS,
    RELATIONS,
    SELECTORS,
    UNITS,
)


class Grower:
    """Grows one document; ``budget`` limits how many elements it gets."""

    def __init__(self, random: Random):
        self.random = random
        self.budget = odd.count(random, 3000) + 8

    def document(self) -> str:
        random = self.random
        head = random.choice(("", "", '<?xml version="1.0"?>', "<!-- a -->", "\ufeff", _DOCTYPE))
        size = random.choice(
            (
                'viewBox="0 0 100 80"',
                f'width="{self.length()}" height="{self.length()}"',
                f'viewBox="{" ".join(odd.number(random) for _ in range(4))}" width="{self.length()}"',
                "",
            )
        )
        spaces = 'xmlns="http://www.w3.org/2000/svg" xmlns:xlink="http://www.w3.org/1999/xlink"'
        spaces += ' xmlns:html="http://www.w3.org/1999/xhtml" xmlns:inkscape="urn:i"'
        inside = "".join(self.element(0) for _ in range(random.randint(1, 8)))
        return f"{head}<svg {spaces} {size}{self.attributes()}>{inside}</svg>"

    def element(self, depth: int) -> str:
        random = self.random
        self.budget -= 1
        if random.random() < 0.55 or self.budget < 0:
            return f"<{random.choice(LEAVES)}{self.attributes()}/>"
        tag = random.choice(CONTAINERS)
        if tag == "style":
            return f"<style>{escape(self.sheet())}</style>"
        inside = ""
        while self.budget > 0 and depth < 60 and random.random() < 0.6:
            inside += self.element(depth + 1)
        if tag in ("text", "tspan", "textPath", "title", "foreignObject"):
            inside += escape(random.choice(("Growth", "a&b", odd.text(random)[:4000]))).replace(
                "\0", ""
            )
        return f"<{tag}{self.attributes()}>{inside}</{tag}>"

    def attributes(self) -> str:
        pairs = dict(self.attribute() for _ in range(self.random.randint(0, 6)))
        clean = ((key, "".join(c for c in value if c >= " ")) for key, value in pairs.items())
        return "".join(f" {key}={quoteattr(value)}" for key, value in clean)

    def attribute(self) -> tuple[str, str]:
        random = self.random
        way = random.randrange(12)
        if way < 3:
            return random.choice(LENGTHS), self.length()
        if way == 3:
            return random.choice(PAINTS), random.choice(COLOURS)
        if way == 4:
            return random.choice(RELATIONS), self.url()
        if way == 5:
            return random.choice(
                ("transform", "gradientTransform", "patternTransform")
            ), self.transform()
        if way == 6:
            return random.choice((("d", self.path()), ("points", self.numbers())))
        if way == 7:
            return random.choice(("href", "xlink:href", "xlink:href")), self.target()
        if way == 8:
            return "style", self.declarations()
        if way == 9:
            return "id", f"id{random.randint(0, 9)}"
        if way == 10:
            return "class", random.choice(CLASSES)
        key = random.choice(tuple(OTHERS))
        return key, random.choice(OTHERS[key]) if random.random() < 0.9 else odd.text(random)

    def length(self) -> str:
        if self.random.random() < 0.05:
            return self.random.choice(
                ("calc(1px + 2%)", "auto", "var(--a)", " 5 ", "1" + " " * 40000)
            )
        return odd.number(self.random) + self.random.choice(UNITS)

    def numbers(self) -> str:
        signs = self.random.choice((" ", ",", ", ", ""))
        return signs.join(odd.number(self.random) for _ in range(odd.count(self.random, 20000)))

    def transform(self) -> str:
        names = ("translate", "rotate", "scale", "skewX", "matrix", "translateX", "perspective")
        calls = []
        for _ in range(odd.count(self.random, 2000)):
            values = ",".join(odd.number(self.random) for _ in range(self.random.randint(0, 6)))
            calls.append(f"{self.random.choice(names)}({values})")
        return " ".join(calls)

    def path(self) -> str:
        letters = [
            self.random.choice("MLHVCSQTAZmlhvcsqtazX") for _ in range(odd.count(self.random, 9000))
        ]
        return "M0 0" + "".join(f"{letter}{self.numbers()[:200]}" for letter in letters)

    def url(self) -> str:
        return self.random.choice(
            (
                f"url(#id{self.random.randint(0, 9)})",
                f"url('{self.random.choice(odd.NAMES)}')",
                f"url({self.random.choice(odd.NAMES)}) blue",
                "inset(10% 5px round 3px)",
                "circle(40% at 50% 50%)",
                "polygon(0 0, 100% 0, 50% 100%)",
                "blur(3px) drop-shadow(1px 1px red)",
                "none",
            )
        )

    def target(self) -> str:
        way = self.random.random()
        if way < 0.5:
            return f"#id{self.random.randint(0, 9)}"
        if way < 0.75:
            return self.random.choice(odd.NAMES)
        return _embed(self.random)

    def declarations(self) -> str:
        pairs = [self.attribute() for _ in range(self.random.randint(0, 5))]
        important = self.random.choice(("", "", "", " !important"))
        text = ";".join(f"{key}:{value}{important}" for key, value in pairs if key != "style")
        if self.random.random() < 0.2:
            text += self.random.choice(
                (";--a:red", ";--a:var(--b);--b:var(--a)", ";--b:", ";animation:in 1s")
            )
        return text

    def sheet(self) -> str:
        rules = ""
        for _ in range(odd.count(self.random, 2000)):
            names = ", ".join(
                self.random.choice(SELECTORS) for _ in range(self.random.randint(1, 3))
            )
            rules += f"{names} {{{self.declarations()}}}\n"
        if self.random.random() < 0.3:
            rules = self.random.choice(AT_RULES).format(rules)
        return odd.damage_text(rules, self.random) if self.random.random() < 0.2 else rules


_DOCTYPE = (
    '<!DOCTYPE svg PUBLIC "-//W3C//DTD SVG 1.1//EN" "http://127.0.0.1:9/svg11.dtd" '
    '[<!ENTITY a "red"><!ENTITY b SYSTEM "file:///etc/issue">]>'
)


def _embed(random: Random) -> str:
    """Return a data address of a small picture or drawing, or of something odd."""
    picture = io.BytesIO()
    format = random.choice(("PNG", "JPEG", "GIF", "WEBP"))
    Image.new("RGB", (random.randint(1, 40), 3), random.choice(("red", "blue"))).save(
        picture, format
    )
    data = picture.getvalue()
    if random.random() < 0.3:
        data = odd.damage(data, random)
    drawing = (
        '<svg xmlns="http://www.w3.org/2000/svg"><image href="bait.png"/><use href="#id1"/></svg>'
    )
    return random.choice(
        (
            f"data:image/{format.lower()};base64,{base64.b64encode(data).decode()}",
            f"data:image/svg+xml;base64,{base64.b64encode(drawing.encode()).decode()}",
            f"data:image/svg+xml,{drawing}",
            "data:image/svg+xml;base64,"
            + base64.b64encode(gzip.compress(b" " * 10**6, mtime=0)).decode(),
            "data:image/png;base64,",
            "data:,",
            "data:text/html,<b>",
        )
    )
