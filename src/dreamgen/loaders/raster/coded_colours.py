"""Colours described by numbers instead of a profile: PNG's cICP, gAMA and cHRM, AVIF's nclx.

Sources: ITU-T H.273 (2021), tables 2 and 3; PNG 3rd edition, sections 4.3 and 11.3.2; SMPTE ST 2084
(PQ); ITU-R BT.2100-2 (HLG); ITU-R BT.2408 (diffuse white at 203 cd/m2).
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np

Chromaticities = tuple[float, ...]
"""x and y of white, red, green and blue (CIE 1931), as PNG's cHRM orders them."""

_D65 = (0.3127, 0.329)
BT709: Chromaticities = (*_D65, 0.64, 0.33, 0.3, 0.6, 0.15, 0.06)
_C = (0.31, 0.316)
_DCI_WHITE = (0.314, 0.351)
_BT601_525 = (*_D65, 0.63, 0.34, 0.31, 0.595, 0.155, 0.07)
_P3 = (0.68, 0.32, 0.265, 0.69, 0.15, 0.06)
PRIMARIES: dict[int, Chromaticities] = {
    1: BT709,
    4: (*_C, 0.67, 0.33, 0.21, 0.71, 0.14, 0.08),
    5: (*_D65, 0.64, 0.33, 0.29, 0.6, 0.15, 0.06),
    6: _BT601_525,
    7: _BT601_525,
    8: (*_C, 0.681, 0.319, 0.243, 0.692, 0.145, 0.049),
    9: (*_D65, 0.708, 0.292, 0.17, 0.797, 0.131, 0.046),
    11: (*_DCI_WHITE, *_P3),
    12: (*_D65, *_P3),
    22: (*_D65, 0.63, 0.34, 0.295, 0.605, 0.155, 0.077),
}
"""H.273's codes; what is not here is taken for BT.709, as most programs do."""

PQ, HLG = 16, 18
_LIKE_SRGB = {1, 2, 6, 13, 14, 15}
"""Cameras' curves, shown as sRGB everywhere although their equations differ a little."""

_WHITE = 203.0  # cd/m2
_HLG_PEAK, _HLG_GAMMA = 1000.0, 1.2
_BRADFORD = np.array(
    [[0.8951, 0.2664, -0.1614], [-0.7502, 1.7135, 0.0367], [0.0389, -0.0685, 1.0296]]
)


@dataclass(frozen=True)
class CodedColours:
    """How pixels stand for light. ``gamma`` is set where a power alone says it (light = value**gamma).

    primaries: chromaticities; transfer: H.273's code; narrow: black is 16/255 and white 235/255.
    """

    primaries: Chromaticities = BT709
    transfer: int = 13
    gamma: float | None = None
    narrow: bool = False

    @property
    def is_srgb(self) -> bool:
        """Whether nothing is to be converted."""
        plain = self.gamma is None and self.transfer in _LIKE_SRGB and not self.narrow
        return plain and np.allclose(self.primaries, BT709, atol=0.002)

    @property
    def range_name(self) -> str | None:
        """The name of the high dynamic range that is compressed to fit sRGB; or None."""
        return {PQ: "PQ", HLG: "HLG"}.get(self.transfer) if self.gamma is None else None

    def to_srgb(self, values: np.ndarray, compress: bool = False) -> np.ndarray:
        """Return colours, float32 (1 or 3, H, W), in sRGB, 0..1; what lies outside it is clipped.

        They are in 0..1 too; linear light may be brighter, and ``compress`` rolls that off.
        """
        if self.narrow:
            values = np.clip((values * 255 - 16) / 219, 0, 1)
        light = _to_light(values, self.transfer) if self.gamma is None else values**self.gamma
        if len(light) == 3 and not np.allclose(self.primaries, BT709, atol=0.002):
            light = np.tensordot(conversion_matrix(self.primaries), light, 1)
        if self.range_name or compress:
            light = compress_range(light)
        return encode_srgb(np.clip(light, 0, 1)).astype(np.float32)


def conversion_matrix(primaries: Chromaticities) -> np.ndarray:
    """Return the matrix (3, 3) from linear light of these primaries to linear sRGB.

    White stays white (Bradford). Raises LinAlgError for primaries on one line.
    """
    adapted = _adapt_white(primaries[:2]) @ _to_xyz(primaries)
    matrix: np.ndarray = np.linalg.inv(_to_xyz(BT709)) @ adapted
    return matrix


def _to_xyz(primaries: Chromaticities) -> np.ndarray:
    white, *colours = (_xyz(*primaries[at : at + 2]) for at in range(0, 8, 2))
    columns = np.array(colours).T
    return columns * np.linalg.solve(columns, white)


def _adapt_white(white: Chromaticities) -> np.ndarray:
    scale = (_BRADFORD @ _xyz(*_D65)) / (_BRADFORD @ _xyz(*white))
    matrix: np.ndarray = np.linalg.inv(_BRADFORD) @ (scale[:, None] * _BRADFORD)
    return matrix


def _xyz(x: float, y: float) -> np.ndarray:
    return np.array([x / y, 1.0, (1 - x - y) / y])


def _to_light(values: np.ndarray, transfer: int) -> np.ndarray:
    """Return linear light, 1 at diffuse white; more only in a high dynamic range."""
    curves: dict[int, Callable[[np.ndarray], np.ndarray]] = {
        4: lambda v: v**2.2,
        5: lambda v: v**2.8,
        8: lambda v: v,
        PQ: lambda v: decode_pq(v) / _WHITE,
        17: lambda v: v**2.6 * 52.37 / 48,
        HLG: _decode_hlg,
    }
    return curves.get(transfer, decode_srgb)(values)


def decode_srgb(values: np.ndarray) -> np.ndarray:
    """Return linear light of sRGB values, both 0..1 (IEC 61966-2-1)."""
    return np.where(values <= 0.04045, values / 12.92, ((values + 0.055) / 1.055) ** 2.4)


def encode_srgb(light: np.ndarray) -> np.ndarray:
    """Return sRGB values of linear light, both 0..1."""
    return np.where(light <= 0.0031308, light * 12.92, 1.055 * light ** (1 / 2.4) - 0.055)


_M1, _M2 = 2610 / 16384, 2523 / 32
_C1, _C2, _C3 = 3424 / 4096, 2413 / 128, 2392 / 128


def decode_pq(values: np.ndarray) -> np.ndarray:
    """Return cd/m2, 0..10000, of PQ values in 0..1."""
    root = np.asarray(values, np.float64) ** (1 / _M2)
    linear = np.clip(root - _C1, 0, None) / (_C2 - _C3 * root)
    return 10_000 * linear ** (1 / _M1)


def encode_pq(light: np.ndarray) -> np.ndarray:
    """Return PQ values of cd/m2."""
    power = (np.clip(light, 0, None) / 10_000) ** _M1
    return ((_C1 + _C2 * power) / (1 + _C3 * power)) ** _M2


def _decode_hlg(values: np.ndarray) -> np.ndarray:
    a = 0.17883277
    b, c = 1 - 4 * a, 0.5 - a * np.log(4 * a)
    scene = np.where(values <= 0.5, values**2 / 3, (np.exp((values - c) / a) + b) / 12)
    weights = np.array([0.2627, 0.678, 0.0593]) if len(values) == 3 else np.ones(1)
    luminance = np.tensordot(weights, scene, 1)
    return scene * luminance ** (_HLG_GAMMA - 1) * _HLG_PEAK / _WHITE


def compress_range(light: np.ndarray, peak: float = 1000.0) -> np.ndarray:
    """Return linear light (C, H, W) with highlights rolled off so that ``peak``, in cd/m2, is white.

    The curve of ITU-R BT.2390-10, section 5.4.1, applied to the largest band so that hues stay:
    dark and middle tones are left alone. 1 is diffuse white. What is brighter than the peak is clipped.
    """
    largest = np.clip(light.max(0), 1e-9, peak / _WHITE)
    top = encode_pq(np.array(peak))
    level, most = encode_pq(largest * _WHITE) / top, encode_pq(np.array(_WHITE)) / top
    knee = 1.5 * most - 0.5
    t = (level - knee) / (1 - knee)
    hermite = (
        (2 * t**3 - 3 * t**2 + 1) * knee
        + (t**3 - 2 * t**2 + t) * (1 - knee)
        + (3 * t**2 - 2 * t**3) * most
    )
    rolled = decode_pq(np.where(level < knee, level, hermite) * top) / _WHITE
    return light * (rolled / np.clip(light.max(0), 1e-9, None))
