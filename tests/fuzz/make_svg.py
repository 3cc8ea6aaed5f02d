"""Drawings: grown from the grammar of SVG and CSS, or damaged samples, or of an extreme shape."""

from __future__ import annotations

import base64
import gzip
import io
import zlib
from random import Random
from xml.sax.saxutils import escape, quoteattr

import odd
from PIL import Image
from samples import read_samples

SUFFIX = ".svg"

_CONTAINERS = (
    "g", "g", "g", "svg", "defs", "symbol", "clipPath", "mask", "pattern", "marker", "a", "switch",
    "text", "tspan", "textPath", "linearGradient", "radialGradient", "filter", "foreignObject",
    "style", "title", "desc", "metadata", "animate", "view",
)  # fmt: skip
_LEAVES = (
    "rect", "rect", "circle", "ellipse", "line", "polyline", "polygon", "path", "path", "use",
    "image", "stop", "set", "animateTransform", "script", "tref", "font-face", "html:div", "p",
    "feGaussianBlur", "feImage", "feTurbulence", "feFlood", "feMerge", "feTile", "feMorphology",
    "feConvolveMatrix", "feComposite", "feColorMatrix", "feDropShadow", "feOffset",
)  # fmt: skip
_CLASSES = (
    "bg", "plot", "mark-rect", "role-mark", "axes_1", "patch_2", "tick", "domain", "legend",
    "svglite", "xtick", "legend_1", "text", "scatterlayer", "gridlayer", "x", "a b", "-",
)  # fmt: skip
_UNITS = ("", "", "", "px", "%", "em", "ex", "pt", "mm", "cm", "in", "pc", "rem", "vw", "q", "deg")
_LENGTHS = ("x", "y", "x1", "y1", "x2", "y2", "cx", "cy", "r", "rx", "ry", "width", "height", "dx")
_LENGTHS += (
    "dy",
    "offset",
    "stroke-width",
    "font-size",
    "stroke-dashoffset",
    "refX",
    "markerWidth",
)
_PAINTS = ("fill", "stroke", "color", "stop-color", "flood-color", "lighting-color", "background")
_RELATIONS = ("clip-path", "mask", "filter", "marker-start", "marker-end", "fill", "stroke")
_OTHERS = {
    "display": ("none", "block", "inline", "contents"),
    "visibility": ("hidden", "collapse", "visible"),
    "opacity": ("0", "0.5", "1", "50%"),
    "font-family": ("Arial", "'bait'", "Open Sans, serif", "url(bait.ttf)"),
    "vector-effect": ("non-scaling-stroke",),
    "image-rendering": ("pixelated", "optimizeSpeed"),
    "preserveAspectRatio": ("none", "xMidYMid slice", "xMinYMax meet"),
    "mix-blend-mode": ("multiply", "hue"),
    "gradientUnits": ("userSpaceOnUse", "objectBoundingBox"),
    "clipPathUnits": ("objectBoundingBox",),
    "systemLanguage": ("en", "de", ""),
    "text-anchor": ("middle", "end"),
    "in": ("SourceGraphic", "BackgroundImage", "x"),
    "operator": ("arithmetic", "erode", "out"),
    "mode": ("screen",),
    "attributeName": ("opacity", "x", "href"),
    "begin": ("0s", "indefinite"),
    "to": ("1", "red", "#bait"),
    "xml:space": ("preserve",),
    "xml:base": ("http://127.0.0.1:9/", "file:///etc/", "../"),
    "role": ("graphics-symbol", "img"),
    "aria-label": ("x-axis tick", "dot", "y-axis label"),
    "data-name": ("a", "x" * 300),
    "onload": ("alert(1)",),
}
_COLOURS = (
    "red", "#000", "#12345678", "none", "currentColor", "rgb(1 2 3 / 50%)", "rgba(300,-1,0,9)",
    "hsl(400deg 50% 50%)", "oklch(70% 0.1 200)", "lab(50 40 -200)", "color(display-p3 1 0 0)",
    "color-mix(in oklab, red 30%, blue)", "light-dark(white, black)", "var(--a)", "var(--b, blue)",
    "transparent", "inherit", "hwb(90 10% 10%)", "url(#id1)", "url(#id9) red", "context-fill",
    "color-mix(in srgb, color-mix(in lab, red, var(--a)), var(--b, var(--a)))",
    "rgb(from red r g b)",
)  # fmt: skip
_SELECTORS = (
    "*", "g", "rect", ".x", "#id1", "g > rect", "g g g rect", "rect + *", "g ~ g", ":not(.x)",
    ":is(g, rect) > *", ":nth-child(2n+1)", "[width]", '[class~="x"]', "svg|rect", ":root",
    "text::before",
    ":hover", "g:has(rect)", "#", "..", "@", "a,,b", "g rect g rect g rect g rect", ":not(:not(g))",
)  # fmt: skip
_AT_RULES = (
    "@media screen {{{0}}}", "@media (min-width: 100px) {{{0}}}", "@media print {{{0}}}",
    "@import url(bait.css);",
    '@import "http://127.0.0.1:9/x.css";', "@font-face {{font-family:bait;src:url(bait.ttf)}}",
    "@font-face {{font-family:b;src:url(data:font/ttf;base64,AAEAAAAA)}}",
    "@supports (x:y) {{{0}}}",
    "@keyframes in {{from{{opacity:0}} to{{opacity:1}}}} {0}", "@layer a {{{0}}}",
    "@charset 'x';{0}",
    '@namespace svg "http://www.w3.org/2000/svg"; {0}', "@container (width > 1px) {{{0}}}",
    "@page {{}}{0}",
)  # fmt: skip


def make(random: Random) -> bytes:
    """Return the bytes of a drawing."""
    way = random.random()
    if way < 0.25:
        content = odd.damage_text(random.choice(read_samples(SUFFIX)).decode(), random)
    elif way < 0.35:
        content = random.choice(_SHAPES)(random, int(10 ** random.uniform(1, 4.7)))
    else:
        content = _Grower(random).document()
        if random.random() < 0.3:
            content = odd.damage_text(content, random)
    return _encode(content, random)


def _encode(content: str, random: Random) -> bytes:
    way = random.random()
    if way < 0.03:
        return content.encode("utf-16", errors="replace")
    data = content.encode(errors="replace")
    if way < 0.06:
        data = gzip.compress(data, mtime=0)
        return odd.damage(data, random) if way < 0.04 else data
    return odd.damage(data, random) if way < 0.1 else data


class _Grower:
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
            return f"<{random.choice(_LEAVES)}{self.attributes()}/>"
        tag = random.choice(_CONTAINERS)
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
            return random.choice(_LENGTHS), self.length()
        if way == 3:
            return random.choice(_PAINTS), random.choice(_COLOURS)
        if way == 4:
            return random.choice(_RELATIONS), self.url()
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
            return "class", random.choice(_CLASSES)
        key = random.choice(tuple(_OTHERS))
        return key, random.choice(_OTHERS[key]) if random.random() < 0.9 else odd.text(random)

    def length(self) -> str:
        if self.random.random() < 0.05:
            return self.random.choice(
                ("calc(1px + 2%)", "auto", "var(--a)", " 5 ", "1" + " " * 40000)
            )
        return odd.number(self.random) + self.random.choice(_UNITS)

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
                self.random.choice(_SELECTORS) for _ in range(self.random.randint(1, 3))
            )
            rules += f"{names} {{{self.declarations()}}}\n"
        if self.random.random() < 0.3:
            rules = self.random.choice(_AT_RULES).format(rules)
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


# --- extreme shapes of ``n`` parts -------------------------------------------------------------


def _wrap(inside: str, head: str = "", attributes: str = "") -> str:
    return (
        f'{head}<svg xmlns="http://www.w3.org/2000/svg" xmlns:xlink="http://www.w3.org/1999/xlink" '
        f'viewBox="0 0 100 100" {attributes}>{inside}</svg>'
    )


def _deep(random: Random, n: int) -> str:
    tag = random.choice(("g", "svg", "a", "text", "tspan", "clipPath", "switch", "foreignObject"))
    attributes = random.choice(("", ' opacity="0.9"', ' class="x"', ' clip-path="url(#id1)"'))
    n = min(n, 20000)
    return _wrap(f"<{tag}{attributes}>" * n + '<rect width="9" height="9"/>' + f"</{tag}>" * n)


def _wide(random: Random, n: int) -> str:
    shape = random.choice(
        (
            '<circle class="dot" cx="{0}" cy="5" r="1"/>',
            '<g class="tick" transform="translate({0},0)"><line y2="6"/><text>{0}</text></g>',
            '<use href="#id1" x="{0}"/>',
            '<path d="M{0} 0h1v1" style="fill:var(--a);stroke:red"/>',
            '<g id="axes_{0}"><g id="patch_{0}"><path d="M0 0h{0}v9"/></g></g>',
            '<rect clip-path="url(#c{0})"/><clipPath id="c{0}"><rect width="{0}"/></clipPath>',
            '<stop offset="{0}"/>',
            "<tspan>{0}</tspan>",
        )
    )
    return _wrap(
        '<rect id="id1" width="5" height="5"/>' + "".join(shape.format(i) for i in range(n))
    )


def _many_rules(random: Random, n: int) -> str:
    rule = random.choice(
        (".c{0}{{fill:red}}", "g g #i{0}{{x:1}}", "rect:not(.a{0}){{fill:var(--a{0})}}")
    )
    n = min(n, 5000)
    rules = "".join(rule.format(i) for i in range(n))
    return _wrap(f"<style>{rules}</style>" + '<g class="c1"><rect class="c2"/></g>' * min(n, 2000))


def _chain(random: Random, n: int) -> str:
    """A chain of references, each twice the one before: doubling, or a cycle."""
    tag = random.choice(("use", "use", "mask", "pattern", "clipPath", "linearGradient", "filter"))
    n, parts = min(n, 3000), []
    for i in range(n):
        target = (i + 1) % n if random.random() < 0.5 else i + 1
        if tag == "use":
            parts.append(f'<g id="i{i}"><use href="#i{target}"/><use xlink:href="#i{target}"/></g>')
        elif tag in ("linearGradient", "filter"):
            parts.append(f'<{tag} id="i{i}" href="#i{target}"/>')
        else:
            parts.append(
                f'<{tag} id="i{i}"><rect width="9" height="9" {tag}="url(#i{target})"/></{tag}>'
            )
    return _wrap("".join(parts) + '<rect width="99" height="99" fill="url(#i0)" mask="url(#i0)"/>')


def _variables(random: Random, n: int) -> str:
    n = min(n, 3000)
    twice = random.choice(
        ("var(--v{0})", "var(--v{0}) var(--v{0})", "calc(var(--v{0}) + var(--v{0}))")
    )
    pairs = ";".join(f"--v{i}:{twice.format(i + 1)}" for i in range(n))
    return _wrap(f'<g style="{pairs};--v{n}:red;fill:var(--v0)"><rect width="9" height="9"/></g>')


def _entities(random: Random, n: int) -> str:
    values = ["aaaaaaaaaa"] + [f"&e{i};" * 10 for i in range(min(n, 12))]
    declared = "".join(f'<!ENTITY e{i} "{value}">' for i, value in enumerate(values))
    return _wrap(f"<text>&e{len(values) - 1};</text>", f"<!DOCTYPE svg [{declared}]>")


def _long_value(random: Random, n: int) -> str:
    value = random.choice(
        (" ", "1 ", "0,", "(", "a.", "url(#a)", "M0 0z", "-", "/*", "e", "%", ";:", "calc(")
    )
    key = random.choice(
        ("d", "points", "transform", "viewBox", "width", "style", "class", "fill", "id")
    )
    key = random.choice((key, "clip-path", "font-family", "stroke-dasharray", "href", "offset"))
    long = random.choice(("1{0}", "{0}", "{0}1", "rgb({0}", "x:{0}")).format(value * n)
    if random.random() < 0.4:
        return (
            _wrap('<rect width="9" height="9"/>', attributes=f'{key}x="a"')
            .replace(f'{key}x="a"', f'{key}="{long}"')
            .replace(' viewBox="0 0 100 100"', "")
        )
    return _wrap(f'<rect width="9" height="9"/><path {key}="{long}"/>')


def _sheet_of(random: Random, n: int) -> str:
    piece = random.choice(
        ("(", "{", "a>", "[a", "/* */", "\\", ":not(", ":is(*,", "@media{", "a,", "url(", "'")
    )
    return _wrap(f"<style>{escape(piece * n)}</style><rect width='9' height='9'/>")


def _filters(random: Random, n: int) -> str:
    blur = random.choice(
        (
            '<feGaussianBlur stdDeviation="{0}"/>',
            '<feTurbulence baseFrequency="0.0{0}" numOctaves="{0}"/>',
            '<feMorphology radius="{0}" operator="dilate"/>',
            '<feConvolveMatrix order="{0}" kernelMatrix="1 1 1 1"/>',
            '<feImage href="#bait"/>',
        )
    )
    many = "".join(blur.format(i + 1) for i in range(min(n, 300)))
    return _wrap(f'<filter id="f">{many}</filter><rect filter="url(#f)" width="90" height="90"/>')


def _large_picture(random: Random, n: int) -> str:
    """An embedded PNG that claims to be large."""

    def chunk(name: bytes, data: bytes) -> bytes:
        return (
            len(data).to_bytes(4, "big") + name + data + zlib.crc32(name + data).to_bytes(4, "big")
        )

    side = min(n, 40000).to_bytes(4, "big")
    data = b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", side + side + b"\x08\x06\0\0\0")
    data += chunk(b"IDAT", zlib.compress(bytes(min(n * 4, 10**5)))) + chunk(b"IEND", b"")
    address = base64.b64encode(data).decode()
    return _wrap(f'<image width="90" height="90" href="data:image/png;base64,{address}"/>')


_SHAPES = (
    _deep, _wide, _wide, _many_rules, _chain, _chain, _variables, _entities, _long_value,
    _long_value,
    _sheet_of, _filters, _large_picture,
)  # fmt: skip
