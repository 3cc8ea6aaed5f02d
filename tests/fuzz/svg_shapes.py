"""Drawings of extreme shapes, of ``n`` parts: deep, wide, long, circular, doubling."""

from __future__ import annotations

import base64
import zlib
from random import Random
from xml.sax.saxutils import escape


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


SHAPES = (
    _deep, _wide, _wide, _many_rules, _chain, _chain, _variables, _entities, _long_value,
    _long_value,
    _sheet_of, _filters, _large_picture,
)  # fmt: skip
