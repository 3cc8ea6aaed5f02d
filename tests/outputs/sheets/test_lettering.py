"""Lines of a sheet: cut to their width, and drawable whatever a file is called."""

from PIL import Image, ImageDraw

from dreamgen.outputs.sheets.lettering import load_font, shorten_line


def test_a_new_line_in_a_name_is_drawn_as_a_space():
    font = load_font(12)
    line = shorten_line("new\nline\x07.png", 500, font)
    assert line == "new line .png"
    ImageDraw.Draw(Image.new("RGB", (200, 20))).text((0, 0), line, "black", font)


def test_a_line_is_cut_where_it_would_be_wider():
    font = load_font(12)
    line = shorten_line("a rather long caption of a picture", 80, font)
    assert line.endswith("…")
    assert font.getlength(line) <= 80
