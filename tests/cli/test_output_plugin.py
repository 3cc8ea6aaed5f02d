"""An output from a plugin: the scaffold's own example writes, reads back and reruns."""

from __future__ import annotations


def test_a_picture_that_a_plugin_wrote_is_made_again(user):
    user.gets("plugins", "new", "pixmap", "--kind", "output", "--one-file")
    plugin = ("--plugin", "pixmap.py")
    words = ("--size", "64", "--steps", "2", "--octaves", "1", "-q")
    user.gets("render", "noise", *words, *plugin, "-o", "x.ppm")
    recipe = user.gets("recipe", "x.ppm", *plugin)
    assert 'input = "noise"' in recipe
    user.gets("rerun", "x.ppm", *plugin, "-q", "-o", "again.ppm")
    assert user.gets("recipe", "again.ppm", *plugin) == recipe
    first, again = ((user.folder / name).read_bytes() for name in ("x.ppm", "again.ppm"))
    assert first[:3] == b"P6\n"
    assert first == again
    assert "x.ppm is not a picture file that could carry a recipe" in user.is_told(
        "recipe", "x.ppm"
    )
