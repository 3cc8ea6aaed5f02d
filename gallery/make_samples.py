"""Write the sample charts penguins.svg and bars.svg in the look of ggplot2's theme_gray().

The data in penguins.csv are the complete rows of the Palmer penguins (CC0), as in the tables
shipped by palmerpenguins and plotnine: collected by Dr. Kristen Gorman and Palmer Station LTER
(Gorman, Williams & Fraser 2014), published as a data set by Horst, Hill & Gorman (2020).

    python gallery/make_samples.py
"""

import csv
from html import escape
from pathlib import Path
from statistics import mean

HERE = Path(__file__).resolve().parent
SAMPLES = HERE.parent / "src" / "dreamgen" / "samples"
COLOURS = {"Adelie": "#ff6a13", "Chinstrap": "#8b2fd6", "Gentoo": "#009e96"}
SEXES = {"female": "#f0417e", "male": "#1f77d0"}
WIDTH, HEIGHT = 960, 640
LEFT, TOP, RIGHT, BOTTOM = 122, 112, 770, 540  # the grey panel


def attributes(values):
    """XML attributes from keyword arguments: class_ is class, stroke_width is stroke-width."""
    names = {name: name.rstrip("_").replace("_", "-") for name in values}
    return "".join(f' {names[name]}="{value}"' for name, value in values.items())


def text(x, y, words, size, anchor="start", **more):
    where = f'x="{x:g}" y="{y:g}" font-size="{size}" text-anchor="{anchor}"'
    return f"<text {where}{attributes(more)}>{escape(words)}</text>"


def line(x1, y1, x2, y2):
    return f'<path d="M{x1:.1f} {y1:.1f}L{x2:.1f} {y2:.1f}"/>'


def group(name, parts, **more):
    return f'<g id="{name}"{attributes(more)}>\n' + "\n".join(parts) + "\n</g>"


def scale(low, high, start, end):
    return lambda value: start + (value - low) / (high - low) * (end - start)


def chart(title, subtitle, x_axis, y_axis, grid, marks, legend):
    """The whole SVG; an axis is (label, [(position, tick label), ...])."""
    (x_label, x_ticks), (y_label, y_ticks) = x_axis, y_axis
    (x_minor, x_major), (y_minor, y_major) = grid
    ticks = [line(x, BOTTOM, x, BOTTOM + 8) for x, _ in x_ticks]
    ticks += [line(LEFT - 8, y, LEFT, y) for y, _ in y_ticks]
    axes = [group("ticks", ticks, stroke="#4d4d4d", stroke_width="2.4")]
    axes += [text(x, BOTTOM + 30, words, 20, "middle", class_="tick") for x, words in x_ticks]
    axes += [text(LEFT - 14, y + 7, words, 20, "end", class_="tick") for y, words in y_ticks]
    middle = (TOP + BOTTOM) / 2
    label = {"anchor": "middle", "fill": "#1a1a1a", "class_": "label"}
    turned = f"rotate(-90 46 {middle:g})"
    axes.append(text((LEFT + RIGHT) / 2, 610, x_label, 24, **label))
    axes.append(text(46, middle, y_label, 24, transform=turned, **label))
    minor = [line(x, TOP, x, BOTTOM) for x in x_minor] + [line(LEFT, y, RIGHT, y) for y in y_minor]
    major = [line(x, TOP, x, BOTTOM) for x in x_major] + [line(LEFT, y, RIGHT, y) for y in y_major]
    head = [
        text(LEFT, 54, title, 32, font_weight="bold"),
        text(LEFT, 92, subtitle, 22, fill="#4d4d4d", class_="subtitle"),
    ]
    box = f'x="{LEFT}" y="{TOP}" width="{RIGHT - LEFT}" height="{BOTTOM - TOP}"'
    body = [
        f'<rect id="paper" width="{WIDTH}" height="{HEIGHT}" fill="#ffffff"/>',
        group("panel", [f'<rect {box} fill="#ebebeb"/>']),
        group(
            "grid",
            [
                group("minor", minor, stroke_width="1.2"),
                group("major", major, stroke_width="2.6"),
            ],
            stroke="#ffffff",
        ),
        group("marks", marks),
        group("axes", axes, fill="#4d4d4d"),
        group("title", head, fill="#1a1a1a"),
        group("legend", legend, fill="#1a1a1a"),
    ]
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {WIDTH} {HEIGHT}" '
        f'width="{WIDTH}" height="{HEIGHT}" font-family="Open Sans, sans-serif">\n'
        + "\n".join(body)
        + "\n</svg>\n"
    )


def legend(name, colours, key):
    top = (TOP + BOTTOM) / 2 - 20 * len(colours)
    parts = [text(RIGHT + 24, top - 14, name, 24)]
    for i, (words, colour) in enumerate(colours.items()):
        y = top + 6 + 40 * i
        parts.append(f'<rect x="{RIGHT + 24}" y="{y:g}" width="36" height="36" fill="#ebebeb"/>')
        parts.append(key(RIGHT + 42, y + 18, colour))
        parts.append(text(RIGHT + 70, y + 26, words, 21))
    return parts


def penguins(rows):
    x = scale(29.5, 62.2, LEFT, RIGHT)
    y = scale(168, 235, BOTTOM, TOP)

    def dot(cx, cy, colour=None, r=8):
        fill = f' fill="{colour}" fill-opacity="0.8"' if colour else ""
        return f'<circle cx="{cx:.1f}" cy="{cy:.1f}" r="{r}"{fill}/>'

    marks = []
    for species, colour in COLOURS.items():
        dots = [
            dot(x(float(row["bill_length_mm"])), y(float(row["flipper_length_mm"])))
            for row in rows
            if row["species"] == species
        ]
        marks.append(group(species.lower(), dots, fill=colour, fill_opacity="0.72"))
    across, up = range(30, 61, 10), range(170, 231, 20)
    return chart(
        "Penguins of the Palmer Archipelago",
        "Long bills, long flippers: three species, three clouds",
        ("Bill length (mm)", [(x(v), str(v)) for v in across]),
        ("Flipper length (mm)", [(y(v), str(v)) for v in up]),
        (
            ([x(v) for v in range(35, 61, 10)], [x(v) for v in across]),
            ([y(v) for v in range(180, 231, 20)], [y(v) for v in up]),
        ),
        marks,
        legend("Species", COLOURS, lambda cx, cy, colour: dot(cx, cy, colour, 10)),
    )


def bars(rows):
    y = scale(0, 6, BOTTOM - 14, TOP + 14)
    step = (RIGHT - LEFT) / 3
    centres = {name: LEFT + step * (i + 0.5) for i, name in enumerate(COLOURS)}

    def bar(left, width, top, bottom, colour=None):
        fill = f' fill="{colour}"' if colour else ""
        size = f'width="{width:.1f}" height="{bottom - top:.1f}"'
        return f'<rect x="{left:.1f}" y="{top:.1f}" {size}{fill}/>'

    marks = []
    for i, (sex, colour) in enumerate(SEXES.items()):
        columns = []
        for species, centre in centres.items():
            group_of = [r for r in rows if r["species"] == species and r["sex"] == sex]
            mass = mean(float(r["body_mass_g"]) for r in group_of) / 1000
            columns.append(bar(centre + 84 * (i - 1), 84, y(mass), y(0)))
        marks.append(group(sex, columns, fill=colour))
    up = range(0, 7, 2)
    return chart(
        "Who is the heaviest penguin?",
        "Mean body mass of the Palmer penguins, by species and sex",
        ("Species", [(x, name) for name, x in centres.items()]),
        ("Body mass (kg)", [(y(v), str(v)) for v in up]),
        (([], list(centres.values())), ([y(v) for v in range(1, 6, 2)], [y(v) for v in up])),
        marks,
        legend("Sex", SEXES, lambda cx, cy, c: bar(cx - 14, 28, cy - 14, cy + 14, c)),
    )


def main():
    with (HERE / "penguins.csv").open(newline="", encoding="utf-8") as file:
        rows = list(csv.DictReader(file))
    for draw in (penguins, bars):
        path = SAMPLES / f"{draw.__name__}.svg"
        path.write_text(draw(rows), encoding="utf-8", newline="\n")


if __name__ == "__main__":
    main()
