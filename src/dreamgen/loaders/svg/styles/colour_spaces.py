"""From any colour space of CSS Color 4 to sRGB and back.

Source: the sample code of CSS Color Module Level 4 (2022 and later).
"""

from __future__ import annotations

import math

from tinycss2.color4 import Color

Triple = tuple[float, float, float]
Matrix = tuple[Triple, Triple, Triple]

_SRGB_TO_XYZ: Matrix = (
    (506752 / 1228815, 87881 / 245763, 12673 / 70218),
    (87098 / 409605, 175762 / 245763, 12673 / 175545),
    (7918 / 409605, 87881 / 737289, 1001167 / 1053270),
)
_XYZ_TO_SRGB: Matrix = (
    (12831 / 3959, -329 / 214, -1974 / 3959),
    (-851781 / 878810, 1648619 / 878810, 36519 / 878810),
    (705 / 12673, -2585 / 12673, 705 / 667),
)
_TO_XYZ: dict[str, Matrix] = {
    "display-p3": (
        (608311 / 1250200, 189793 / 714400, 198249 / 1000160),
        (35783 / 156275, 247089 / 357200, 198249 / 2500400),
        (0.0, 32229 / 714400, 5220557 / 5000800),
    ),
    "a98-rgb": (
        (573536 / 994567, 263643 / 1420810, 187206 / 994567),
        (591459 / 1989134, 6239551 / 9945670, 374412 / 4972835),
        (53769 / 1989134, 351524 / 4972835, 4929758 / 4972835),
    ),
    "rec2020": (
        (63426534 / 99577255, 20160776 / 139408157, 47086771 / 278816314),
        (26158966 / 99577255, 472592308 / 697040785, 8267143 / 139408157),
        (0.0, 19567812 / 697040785, 295819943 / 278816314),
    ),
    "prophoto-rgb": (  # to the white of D50
        (0.79776664490064230, 0.13518129740053308, 0.03134773412839220),
        (0.28807482881940130, 0.71183523424187300, 0.00008993693872564),
        (0.0, 0.0, 0.82510460251046020),
    ),
}
_D50_TO_D65: Matrix = (
    (0.955473421488075, -0.02309845494876471, 0.06325924320057072),
    (-0.0283697093338637, 1.0099953980813041, 0.021041441191917323),
    (0.012314014864481998, -0.020507649298898964, 1.330365926242124),
)
_D65_TO_D50: Matrix = (
    (1.0479297925449969, 0.022946870601609652, -0.05019226628920524),
    (0.02962780877005599, 0.9904344267538799, -0.017073799063418826),
    (-0.009243040646204504, 0.015055191490298152, 0.7518742814281371),
)
_D50 = (0.3457 / 0.3585, 1.0, (1 - 0.3457 - 0.3585) / 0.3585)
_XYZ_TO_OKLMS: Matrix = (
    (0.8190224379967030, 0.3619062600528904, -0.1288737815209879),
    (0.0329836539323885, 0.9292868615863434, 0.0361446663506424),
    (0.0481771893596242, 0.2642395317527308, 0.6335478284694309),
)
_OKLMS_TO_OKLAB: Matrix = (
    (0.2104542683093140, 0.7936177747023054, -0.0040720430116193),
    (1.9779985324311684, -2.4285922420485799, 0.4505937096174110),
    (0.0259040424655478, 0.7827717124575296, -0.8086757549230774),
)


def to_srgb(colour: Color) -> Triple:
    """Return red, green and blue in 0..1 of a colour; what sRGB lacks is clipped, as browsers do."""
    if colour.space in ("srgb", "hsl", "hwb"):
        red, green, blue = colour.to("srgb").coordinates
    else:
        red, green, blue = map(_encode_srgb, to_linear_srgb(colour))
    return _clip(red), _clip(green), _clip(blue)


def to_xyz(colour: Color) -> Triple:
    """Return a colour as CIE XYZ with the white of D65."""
    values = tuple(value or 0.0 for value in colour.coordinates)
    triple = (values[0], values[1], values[2])
    if colour.space in ("srgb", "hsl", "hwb"):
        red, green, blue = colour.to("srgb").coordinates
        triple = (_decode_srgb(red), _decode_srgb(green), _decode_srgb(blue))
        return _multiply(_SRGB_TO_XYZ, triple)
    if colour.space == "srgb-linear":
        return _multiply(_SRGB_TO_XYZ, triple)
    if colour.space in ("oklab", "oklch", "xyz", "xyz-d65"):
        x, y, z = triple if colour.space.startswith("xyz") else colour.to("xyz-d65").coordinates
        return x, y, z
    if colour.space in ("lab", "lch", "xyz-d50"):
        x, y, z = triple if colour.space == "xyz-d50" else colour.to("xyz-d50").coordinates
        return _multiply(_D50_TO_D65, (x, y, z))
    linear = tuple(_DECODE[colour.space](value) for value in triple)
    xyz = _multiply(_TO_XYZ[colour.space], (linear[0], linear[1], linear[2]))
    return _multiply(_D50_TO_D65, xyz) if colour.space == "prophoto-rgb" else xyz


def to_oklab(colour: Color) -> Triple:
    """Return a colour in Oklab (Ottosson 2020)."""
    cone = _multiply(_XYZ_TO_OKLMS, to_xyz(colour))
    root = tuple(math.copysign(abs(value) ** (1 / 3), value) for value in cone)
    return _multiply(_OKLMS_TO_OKLAB, (root[0], root[1], root[2]))


def to_lab(colour: Color) -> Triple:
    """Return a colour in CIE Lab with the white of D50."""
    xyz = _multiply(_D65_TO_D50, to_xyz(colour))
    x, y, z = (_compress(value / white) for value, white in zip(xyz, _D50, strict=True))
    return 116 * y - 16, 500 * (x - y), 200 * (y - z)


def to_linear_srgb(colour: Color) -> Triple:
    """Return a colour in sRGB without its transfer function, not clipped."""
    return _multiply(_XYZ_TO_SRGB, to_xyz(colour))


def _compress(value: float) -> float:
    """Return the cube root, which near black is a straight line (CIE 15)."""
    return math.cbrt(value) if value > 216 / 24389 else (24389 / 27 * value + 16) / 116


def _multiply(matrix: Matrix, vector: Triple) -> Triple:
    x, y, z = (sum(a * b for a, b in zip(row, vector, strict=True)) for row in matrix)
    return x, y, z


def _clip(value: float) -> float:
    return min(1.0, max(0.0, value))


def _decode_srgb(value: float) -> float:
    size = abs(value)
    linear = size / 12.92 if size <= 0.04045 else ((size + 0.055) / 1.055) ** 2.4
    return math.copysign(linear, value)


def _encode_srgb(value: float) -> float:
    size = abs(value)
    coded = 12.92 * size if size <= 0.0031308 else 1.055 * size ** (1 / 2.4) - 0.055
    return math.copysign(coded, value)


def _decode_rec2020(value: float) -> float:
    size = abs(value)
    alpha, beta = 1.09929682680944, 0.018053968510807
    linear = size / 4.5 if size < beta * 4.5 else ((size + alpha - 1) / alpha) ** (1 / 0.45)
    return math.copysign(linear, value)


def _decode_prophoto(value: float) -> float:
    size = abs(value)
    return math.copysign(size / 16 if size <= 16 / 512 else size**1.8, value)


_DECODE = {
    "display-p3": _decode_srgb,
    "a98-rgb": lambda value: math.copysign(abs(value) ** (563 / 256), value),
    "rec2020": _decode_rec2020,
    "prophoto-rgb": _decode_prophoto,
}
