"""Colours that a file describes by numbers, against plain formulas, pixel by pixel."""

from __future__ import annotations

import math
import struct
import warnings
import zlib

import numpy as np
import pytest
from PIL import Image, ImageCms

from dreamgen.errors import InputWarning

LEVELS = (0, 3, 20, 64, 128, 200, 254, 255)
TRIPLES = [(r, g, b) for r in LEVELS[1::2] for g in LEVELS[::3] for b in LEVELS[::2]]
SRGB_CHRM = (0.3127, 0.329, 0.64, 0.33, 0.3, 0.6, 0.15, 0.06)
P3_CHRM = (0.3127, 0.329, 0.68, 0.32, 0.265, 0.69, 0.15, 0.06)

# Linear light of BT.2020 and of Display P3 in sRGB: ITU-R BT.2087-0, and W3C CSS Color 4.
FROM_2020 = [
    [1.660491, -0.587641, -0.072850],
    [-0.124550, 1.132900, -0.008349],
    [-0.018151, -0.100579, 1.118730],
]
FROM_P3 = [
    [1.224940, -0.224940, 0.0],
    [-0.042057, 1.042057, 0.0],
    [-0.019638, -0.078636, 1.098274],
]


def gama(gamma: float):
    return b"gAMA", struct.pack(">I", round(gamma * 100_000))


def chrm(values):
    return b"cHRM", struct.pack(">8I", *(round(value * 100_000) for value in values))


def cicp(primaries: int, transfer: int, full: int = 1):
    return b"cICP", bytes([primaries, transfer, 0, full])


def colour_png(*chunks, triples=TRIPLES) -> bytes:
    row = b"".join(bytes(triple) for triple in triples)
    return make_png((len(triples), 16), 8, 2, [row] * 16, *chunks)


def make_png(
    size: tuple[int, int], depth: int, colour: int, rows: list[bytes], *chunks: tuple[bytes, bytes]
) -> bytes:
    """Return a file of colour type ``colour``; ``rows`` are the bytes of each row."""
    header = struct.pack(">IIBBBBB", *size, depth, colour, 0, 0, 0)
    pixels = zlib.compress(b"".join(b"\0" + row for row in rows))
    parts = [(b"IHDR", header), *chunks, (b"IDAT", pixels), (b"IEND", b"")]
    return b"\x89PNG\r\n\x1a\n" + b"".join(_make_chunk(*part) for part in parts)


def _make_chunk(kind: bytes, data: bytes) -> bytes:
    body = kind + data
    return struct.pack(">I", len(data)) + body + struct.pack(">I", zlib.crc32(body))


def encode(light: float) -> float:
    light = min(1.0, max(0.0, light))
    return light * 12.92 if light <= 0.0031308 else 1.055 * light ** (1 / 2.4) - 0.055


def decode(value: float) -> float:
    return value / 12.92 if value <= 0.04045 else ((value + 0.055) / 1.055) ** 2.4


def convert(matrix, light):
    return [encode(sum(m * part for m, part in zip(row, light, strict=True))) for row in matrix]


def first_row(picture):
    return picture.pixels[:, 0].T.numpy()


IDENTITY = [[1, 0, 0], [0, 1, 0], [0, 0, 1]]


@pytest.mark.parametrize(
    ("chunks", "curve", "matrix"),
    [
        ([gama(1.0)], lambda v: v, IDENTITY),
        ([gama(1 / 1.8)], lambda v: v**1.8, IDENTITY),
        ([gama(1 / 1.8), chrm(P3_CHRM)], lambda v: v**1.8, FROM_P3),
        ([chrm(P3_CHRM)], decode, FROM_P3),
        ([cicp(12, 13)], decode, FROM_P3),
        ([cicp(9, 13)], decode, FROM_2020),
        ([cicp(1, 8)], lambda v: v, IDENTITY),
        ([cicp(1, 4)], lambda v: v**2.2, IDENTITY),
        ([cicp(1, 13, 0)], lambda v: decode(min(1, max(0, (v * 255 - 16) / 219))), IDENTITY),
        ([cicp(12, 13), gama(1.0), (b"sRGB", b"\0")], decode, FROM_P3),
    ],
)
def test_numbers_are_followed(chunks, curve, matrix, load_raster):
    expected = [convert(matrix, [curve(v / 255) for v in triple]) for triple in TRIPLES]
    assert abs(first_row(load_raster(colour_png(*chunks))) - expected).max() < 0.003


@pytest.mark.parametrize(
    "chunks",
    [
        [],
        [gama(0.45455)],
        [gama(0.45455), chrm(SRGB_CHRM)],
        [(b"sRGB", b"\0"), gama(1.0), chrm(P3_CHRM)],
        [gama(0)],
        [chrm([0.0] * 8)],
        [chrm([0.3] * 8)],
        [cicp(1, 13)],
        [cicp(2, 2), gama(1.0)],
        [(b"cICP", b"\1")],
    ],
)
def test_srgb_and_nonsense_leave_every_level_as_it_is(chunks, load_raster):
    levels = (first_row(load_raster(colour_png(*chunks))) * 255).round().astype(int)
    assert levels.tolist() == [list(triple) for triple in TRIPLES]


def test_a_profile_goes_before_gamma(load_raster):
    profile = ImageCms.ImageCmsProfile(ImageCms.createProfile("sRGB")).tobytes()
    iccp = (b"iCCP", b"x\0\0" + zlib.compress(profile))
    levels = (first_row(load_raster(colour_png(gama(1.0), iccp))) * 255).round().astype(int)
    assert levels.tolist() == [list(triple) for triple in TRIPLES]


@pytest.mark.parametrize(
    ("depth", "colour", "bands"), [(16, 0, 1), (16, 2, 3), (8, 0, 1), (8, 4, 2)]
)
def test_gamma_of_every_kind_of_png(depth, colour, bands, load_raster):
    most = 2**depth - 1
    values = np.random.default_rng(1).integers(0, most + 1, (20, 20, bands))
    if bands == 2:
        values[..., 1] = 255
    kind = ">u2" if depth == 16 else "u1"
    data = make_png((20, 20), depth, colour, [r.astype(kind).tobytes() for r in values], gama(1.0))
    light = values[..., : 1 if bands == 2 else bands] / most
    expected = np.vectorize(encode)(light).transpose(2, 0, 1)
    assert abs(load_raster(data).pixels.numpy() - expected).max() < 1e-5


# --- 16 bits ----------------------------------------------------------------------------------


@pytest.mark.parametrize(("colour", "bands"), [(2, 3), (4, 2), (6, 4)])
def test_all_sixteen_bits_of_colour_and_opacity_are_kept(colour, bands, load_raster):
    values = np.random.default_rng(1).integers(0, 65536, (20, 30, bands), np.uint16)
    data = make_png((30, 20), 16, colour, [row.astype(">u2").tobytes() for row in values])
    picture = load_raster(data)
    shares = values.transpose(2, 0, 1) / 65535
    colours = shares[:3] if bands > 2 else np.stack([shares[0]] * 3)
    if bands in (2, 4):
        assert np.allclose(picture.alpha.numpy(), shares[-1:], atol=1e-6)
        colours = colours * shares[-1] + 1 - shares[-1]
    assert np.allclose(picture.pixels.numpy(), colours, atol=1e-5)


@pytest.mark.parametrize("compressed", [False, True])
@pytest.mark.parametrize("order", ["<", ">"])
def test_all_sixteen_bits_of_a_colour_tiff(order, compressed, load_raster):
    values = np.random.default_rng(1).integers(0, 65536, (20, 30, 3), np.uint16)
    data = make_tiff(values.astype(f"{order}u2"), order, 2, compressed)
    picture = load_raster(data)
    assert np.allclose(picture.pixels.numpy(), values.transpose(2, 0, 1) / 65535, atol=1e-6)


def test_white_is_zero_in_deep_grey(load_raster):
    values = np.random.default_rng(1).integers(0, 65536, (20, 30, 1), np.uint16)
    picture = load_raster(make_tiff(values.astype("<u2"), "<", 0, False))
    assert np.allclose(picture.pixels.numpy()[0], 1 - values[..., 0] / 65535, atol=1e-6)


def make_tiff(values: np.ndarray, order: str, photometric: int, compressed: bool) -> bytes:
    """A TIFF of one strip, made by hand (TIFF 6.0); compressed by deflate."""
    height, width, bands = values.shape
    depth = values.dtype.itemsize * 8
    pixels = zlib.compress(values.tobytes()) if compressed else values.tobytes()
    tags = {256: width, 257: height, 259: 8 if compressed else 1, 262: photometric, 277: bands}
    tags |= {258: depth, 278: height, 279: len(pixels)}
    start = 8 + 2 + 12 * (len(tags) + 1) + 4
    extra = struct.pack(f"{order}{bands}H", *[depth] * bands)
    tags[273] = start + len(extra)
    entries = b""
    for tag, value in sorted(tags.items()):
        if tag == 258:
            if bands > 2:
                entries += struct.pack(f"{order}HHII", tag, 3, bands, start)
            else:
                entries += struct.pack(f"{order}HHI", tag, 3, bands) + extra.ljust(4, b"\0")
        else:
            entries += struct.pack(f"{order}HHII", tag, 4, 1, value)
    mark = b"II*\0" if order == "<" else b"MM\0*"
    head = mark + struct.pack(f"{order}IH", 8, len(tags)) + entries + b"\0" * 4
    return head + extra + pixels


# --- one colour that is transparent ------------------------------------------------------------


@pytest.mark.parametrize("depth", [1, 2, 4, 8, 16])
def test_a_transparent_grey_of_any_depth(depth, load_raster):
    clear = {1: 1, 2: 2, 4: 9, 8: 77, 16: 0x1234}[depth]
    values = np.random.default_rng(1).integers(0, 2 ** min(depth, 4), (16, 32)).astype(int)
    if depth > 4:
        values = np.where(values > 7, clear, clear + 1 + values)  # one more is no match
    rows = [pack(row, depth) for row in values]
    data = make_png((32, 16), depth, 0, rows, (b"tRNS", struct.pack(">H", clear)))
    expected = (values != clear).astype(np.float32)
    assert 0 < expected.mean() < 1
    assert (load_raster(data).alpha[0].numpy() == expected).all()


def pack(row, depth: int) -> bytes:
    bits = "".join(format(value, f"0{depth}b") for value in row)
    return bytes(int(bits[at : at + 8], 2) for at in range(0, len(bits), 8))


@pytest.mark.parametrize("depth", [8, 16])
def test_a_transparent_true_colour(depth, load_raster):
    kind, clear = (">u2", [0x0102, 0x0304, 0x0506]) if depth == 16 else ("u1", [1, 2, 3])
    values = np.random.default_rng(1).integers(0, 200, (16, 20, 3))
    values[:, :10] = clear
    values[:, 5, 1] += 1  # nearly: in 16 bits, only the low byte differs
    key = b"tRNS", struct.pack(">3H", *clear)
    data = make_png((20, 16), depth, 2, [row.astype(kind).tobytes() for row in values], key)
    assert load_raster(data).alpha[0, 0].tolist() == [0] * 5 + [1] + [0] * 4 + [1] * 10


# --- a high dynamic range ---------------------------------------------------------------------


def pq_light(value: float) -> float:
    """SMPTE ST 2084, equation 4: cd/m2."""
    m1, m2, c1, c2, c3 = 0.1593017578125, 78.84375, 0.8359375, 18.8515625, 18.6875
    power = value ** (1 / m2)
    return 10_000 * (max(power - c1, 0) / (c2 - c3 * power)) ** (1 / m1)


def pq_value(light: float) -> float:
    m1, m2, c1, c2, c3 = 0.1593017578125, 78.84375, 0.8359375, 18.8515625, 18.6875
    power = (light / 10_000) ** m1
    return ((c1 + c2 * power) / (1 + c3 * power)) ** m2


def rolled_off(light: float) -> float:
    """ITU-R BT.2390-10, 5.4.1, from 1000 to 203 cd/m2; black stays black."""
    e1, most = pq_value(min(light, 1000)) / pq_value(1000), pq_value(203) / pq_value(1000)
    knee = 1.5 * most - 0.5
    if e1 >= knee:
        t = (e1 - knee) / (1 - knee)
        p = (2 * t**3 - 3 * t**2 + 1) * knee + (t**3 - 2 * t**2 + t) * (1 - knee)
        e1 = p + (-2 * t**3 + 3 * t**2) * most
    return pq_light(e1 * pq_value(1000)) / 203


def hlg_light(triple):
    """ITU-R BT.2100-2, table 5, shown at 1000 cd/m2."""
    a, b, c = 0.17883277, 0.28466892, 0.55991073
    scene = [v * v / 3 if v <= 0.5 else (math.exp((v - c) / a) + b) / 12 for v in triple]
    y = sum(w * part for w, part in zip((0.2627, 0.678, 0.0593), scene, strict=True))
    return [1000 * y**0.2 * part if y else 0.0 for part in scene]


@pytest.mark.parametrize(
    ("transfer", "light"),
    [(16, lambda triple: [pq_light(v) for v in triple]), (18, hlg_light)],
    ids=["PQ", "HLG"],
)
def test_a_high_dynamic_range_is_compressed_and_said(transfer, light, load_raster):
    with pytest.warns(InputWarning, match=r"^photo\.png has a high dynamic range") as caught:
        picture = load_raster(colour_png(cicp(9, transfer)))
    assert len(caught) == 1
    for got, triple in zip(first_row(picture), TRIPLES, strict=True):
        parts = light([v / 255 for v in triple])
        linear = [sum(m * p for m, p in zip(row, parts, strict=True)) for row in FROM_2020]
        largest = max(linear)
        share = rolled_off(largest) / largest if largest > 0 else 0
        assert got == pytest.approx([encode(part * share) for part in linear], abs=0.004)


def test_diffuse_white_stays_bright_and_grey_stays_grey(load_raster):
    level = round(pq_value(203) * 255)
    with pytest.warns(InputWarning):
        white = first_row(load_raster(colour_png(cicp(9, 16), triples=[(level,) * 3] * 16)))[0]
    assert white.min() > 0.8
    assert np.ptp(white) < 0.002


@pytest.mark.parametrize("transfer", [13, 16])
def test_an_avif_says_it_by_nclx(transfer, load_raster, encoded):
    image = Image.new("RGB", (32, 32), (150, 100, 50))
    data = bytearray(encoded(image, "AVIF", quality=100, subsampling="4:4:4"))
    at = data.index(b"nclx") + 4
    plain = load_raster(bytes(data)).pixels[:, 9, 9].tolist()
    data[at : at + 4] = struct.pack(">HH", 9, transfer)
    with warnings.catch_warnings(record=True) as caught:
        warnings.simplefilter("always")
        picture = load_raster(bytes(data))
    curve = {13: decode, 16: pq_light}[transfer]
    linear = [sum(m * curve(v) for m, v in zip(row, plain, strict=True)) for row in FROM_2020]
    if transfer == 16:
        linear = [part * rolled_off(max(linear)) / max(linear) for part in linear]
    assert picture.pixels[:, 9, 9].tolist() == pytest.approx(list(map(encode, linear)), abs=0.004)
    assert [issubclass(warning.category, InputWarning) for warning in caught] == [
        True for _ in range(transfer == 16)
    ]


# --- other colour models ----------------------------------------------------------------------


@pytest.mark.parametrize("lab", [(50, 0, 0), (50, 40, 20), (70, -30, 40), (30, 10, -40)])
def test_lab(lab, load_raster):
    values = np.empty((20, 20, 3), np.uint8)
    values[:] = [round(lab[0] * 255 / 100), lab[1] % 256, lab[2] % 256]
    got = load_raster(make_tiff(values, "<", 8, False)).pixels[:, 5, 5].tolist()
    # CIE 15: Lab of D50, then Bradford to D65 (Lindbloom), then sRGB.
    fy = (lab[0] + 16) / 116
    fs = [fy + lab[1] / 500, fy, fy - lab[2] / 200]
    xyz = [
        white * (f**3 if f**3 > 0.008856 else (116 * f - 16) / 903.3)
        for white, f in zip((0.9642, 1.0, 0.8249), fs, strict=True)
    ]
    matrix = [
        [3.1338561, -1.6168667, -0.4906146],
        [-0.9787684, 1.9161415, 0.0334540],
        [0.0719453, -0.2289914, 1.4052427],
    ]
    assert got == pytest.approx(convert(matrix, xyz), abs=0.012)


def test_cmyk_of_a_jpeg_and_of_a_tiff(load_raster, encoded):
    image = Image.new("CMYK", (32, 32), (0, 102, 204, 51))
    expected = [(1 - ink / 255) * (1 - 51 / 255) for ink in (0, 102, 204)]
    for kind in ("TIFF", "JPEG"):
        got = load_raster(encoded(image, kind)).pixels[:, 9, 9].tolist()
        assert got == pytest.approx(expected, abs=0.012)
