"""What a file is, for messages: by its first bytes; imports nothing heavy."""

from __future__ import annotations

from collections.abc import Iterable

from dreamgen.loaders.raster.formats import NAMES, find_brands, find_format, is_camera_raw

_PLOTS = "dreamgen-plots"
_STARTS: tuple[tuple[bytes, str], ...] = (
    (b"8BPS", "a Photoshop document"),
    (b"\xff\x0a", "a JPEG XL picture"),
    (b"\0\0\0\x0cJXL ", "a JPEG XL picture"),
    (b"\0\0\0\x0cjP  ", "a JPEG 2000 picture"),
    (b"\xff\x4f\xff\x51", "a JPEG 2000 picture"),
    (b"\x76\x2f\x31\x01", "an OpenEXR picture"),
    (b"#?RADIANCE", "a Radiance HDR picture"),
    (b"#?RGBE", "a Radiance HDR picture"),
    (b"II\xbc\x01", "a JPEG XR picture"),
    (b"IIRO", "a raw picture of a camera (ORF)"),
    (b"IIRS", "a raw picture of a camera (ORF)"),
    (b"IIU\0", "a raw picture of a camera (RW2)"),
    (b"FUJIFILMCCD-RAW", "a raw picture of a camera (RAF)"),
    (b"qoif", "a QOI picture"),
    (b"\0\0\x01\0", "a Windows icon"),
    (b"\0\0\x02\0", "a Windows cursor"),
    (b"icns", "an Apple icon"),
    (b"DDS ", "a DirectDraw surface"),
    (b"gimp xcf", "a GIMP document"),
    (b"%!PS", "PostScript"),
    (b"\xc5\xd0\xd3\xc6", "PostScript"),
    (b"\xd7\xcd\xc6\x9a", "a Windows metafile"),
    (b"{\\rtf", "a text document (RTF)"),
    (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", "an Office document"),
    (b"\x1a\x45\xdf\xa3", "a video (Matroska or WebM)"),
    (b"\0\0\x01\xba", "a video (MPEG)"),
    (b"\0\0\x01\xb3", "a video (MPEG)"),
    (b"FLV\x01", "a video (Flash)"),
    (b"OggS", "an Ogg file"),
    (b"ID3", "an audio file"),
    (b"fLaC", "an audio file"),
    (b"\x7fELF", "a program"),
    (b"MZ", "a program"),
    (b"\x1f\x8b", "a gzip archive"),
    (b"7z\xbc\xaf\x27\x1c", "a 7-Zip archive"),
    (b"Rar!", "a RAR archive"),
    (b"BZh", "a bzip2 archive"),
    (b"\xfd7zXZ", "an xz archive"),
    (b"\x89HDF", "an HDF5 file"),
    (b"\x93NUMPY", "a NumPy array"),
    (b"SQLite format 3", "an SQLite database"),
    (b"SIMPLE  =", "a FITS file"),
    (b"PAR1", "a Parquet table"),
)
_HEIC = {b"heic", b"heix", b"hevc", b"hevx", b"heim", b"heis", b"mif1", b"msf1"}
_NETPBM = {b"P1", b"P2", b"P3", b"P4", b"P5", b"P6", b"P7", b"PF", b"Pf"}
_HEAD = 4096


def describe(data: bytes) -> str | None:
    """Return what some bytes are, as "a Photoshop document"; None if nothing tells."""
    kind = find_format(data)
    if kind is not None:
        article = "an" if kind == "AVIF" else "a"
        return f"{article} {NAMES[kind]} picture"
    for start, name in _STARTS:
        if data.startswith(start):
            return name
    return _describe_container(data) or _describe_text(data)


def list_read(loaders: Iterable[str]) -> str:
    """Return what is read, for the end of a message, by the names of the loaders there are."""
    known = {"raster": ", ".join(NAMES.values()), "svg": "SVG", "pdf": "PDF", "table": "CSV"}
    known |= {"vega": "Vega", "script": "Python scripts", "figure": "", "exr": "OpenEXR"}
    names = [known.get(name, name) for name in loaders]
    kinds = ", ".join(name for name in names if name)
    return kinds if "PDF" in names else f"{kinds}, and with {_PLOTS} PDF, CSV and Vega"


def name_plugin(data: bytes) -> str | None:
    """Return the first-party plugin that reads such bytes, or None."""
    head = data[:1024]
    is_vega = head.lstrip()[:1] == b"{" and b"vega" in data[:_HEAD]
    return _PLOTS if b"%PDF-" in head or is_vega else None


def _describe_container(data: bytes) -> str | None:
    if is_camera_raw(data):
        return "a raw picture of a camera (CR2)"
    if data[:4] == b"RIFF":
        return {b"AVI ": "a video (AVI)", b"WAVE": "an audio file"}.get(data[8:12])
    if data[:4] == b"PK\x03\x04":
        return _describe_zip(data[:_HEAD])
    brands = find_brands(data)
    if brands:
        if brands & _HEIC:
            return "a HEIC picture"
        return "a raw picture of a camera (CR3)" if b"crx " in brands else "a video (MP4)"
    if data[:2] in _NETPBM and data[2:3].isspace():
        return "a Netpbm picture"
    return None


def _describe_zip(head: bytes) -> str:
    if b"word/" in head or b"xl/" in head or b"ppt/" in head or b"[Content_Types].xml" in head:
        return "an Office document"
    if b"mimetypeapplication/vnd.oasis" in head:
        return "an OpenDocument file"
    return "a ZIP archive"


def _describe_text(data: bytes) -> str | None:
    if b"%PDF-" in data[:1024]:
        return "a PDF file"
    if data and not data[:_HEAD].strip(b"\0"):
        return "a file of zeros"
    if b"\0" in data[:_HEAD] and data[:2] not in (b"\xff\xfe", b"\xfe\xff"):
        return None
    head = data[:_HEAD].lstrip(b"\xef\xbb\xbf \t\r\n").lower()
    if head.startswith((b"<!doctype html", b"<html")):
        return "a web page (HTML)"
    if head.startswith(b"<?xml"):
        return "XML without a drawing" if b"<svg" not in head else "an SVG drawing"
    if head.startswith(b"<svg"):
        return "an SVG drawing"
    if head[:1] in (b"{", b"["):
        return "JSON" if b"vega" not in head else "a Vega chart"
    return "text" if _is_text(data[:_HEAD]) else None


def _is_text(head: bytes) -> bool:
    if not head.strip():
        return False
    controls = sum(byte < 32 and byte not in b"\t\n\r\f\x1b" for byte in head)
    try:
        head.decode("utf-8")
    except UnicodeDecodeError as problem:
        return problem.start > len(head) - 4 and not controls  # a letter is cut in two
    return not controls
