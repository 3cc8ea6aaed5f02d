"""Charts of matplotlib, seaborn and plotnine: `python matplotlib_charts.py FOLDER`."""

from __future__ import annotations

import sys
from collections.abc import Callable
from pathlib import Path

import matplotlib

matplotlib.use("svg")
import matplotlib.pyplot as plt
import numpy as np
import pandas as pd
import plotnine as p9
import seaborn as sns

RNG = np.random.default_rng(1)
X = np.linspace(0, 10, 60)
TABLE = pd.DataFrame(
    {
        "x": RNG.normal(size=90),
        "y": RNG.normal(size=90),
        "kind": np.repeat(["ant", "bee", "cat"], 30),
    }
)


def lines(axes: plt.Axes) -> None:
    for shift in range(3):
        axes.plot(X, np.sin(X + shift), label=f"shift {shift}")
    axes.legend()
    axes.grid(visible=True)


def plain(axes: plt.Axes) -> None:
    axes.scatter(TABLE.x, TABLE.y, c=TABLE.y)
    axes.set_title("Plain")


def bars(axes: plt.Axes) -> None:
    axes.bar(["ant", "bee", "cat"], [3, 5, 2], color=["C0", "C1", "C2"])


def pie(axes: plt.Axes) -> None:
    axes.pie([3, 5, 2], labels=["ant", "bee", "cat"], autopct="%d%%")


def rasterised(axes: plt.Axes) -> None:
    axes.scatter(TABLE.x, TABLE.y, rasterized=True)


def image(axes: plt.Axes) -> None:
    axes.figure.colorbar(axes.imshow(np.outer(X, X)))


def twin(axes: plt.Axes) -> None:
    axes.plot(X, X)
    axes.twinx().plot(X, -(X**2), "C1")


def inset(axes: plt.Axes) -> None:
    axes.plot(X, np.sin(X))
    axes.inset_axes((0.6, 0.6, 0.35, 0.35)).hist(TABLE.x)


def bare(axes: plt.Axes) -> None:
    axes.fill_between(X, np.sin(X))
    axes.set_axis_off()


def bands(axes: plt.Axes) -> None:
    axes.contourf(np.outer(np.sin(X), np.cos(X)))


def real_text(axes: plt.Axes) -> None:
    axes.plot(X, X)
    axes.annotate("here", (5, 5), (2, 8), arrowprops={})


def solid() -> None:
    axes = plt.figure().add_subplot(projection="3d")
    axes.scatter(TABLE.x, TABLE.y, TABLE.x * TABLE.y)


def polar() -> None:
    plt.figure().add_subplot(projection="polar").plot(X, X)


def four() -> None:
    _, grid = plt.subplots(2, 2, constrained_layout=True)
    for axes in grid.flat:
        axes.hist(TABLE.x)


PLAIN = [lines, plain, bars, pie, rasterised, image, twin, inset, bare, bands, real_text]
SEABORN: dict[str, Callable[[], object]] = {
    "kde": lambda: sns.kdeplot(TABLE, x="x", hue="kind", fill=True),
    "pairs": lambda: sns.pairplot(TABLE, hue="kind", height=1.6),
    "facets": lambda: sns.displot(TABLE, x="x", col="kind", height=2),
    "heat": lambda: sns.heatmap(TABLE[["x", "y"]].head(9), annot=True),
    "joint": lambda: sns.jointplot(TABLE, x="x", y="y"),
    "violin": lambda: sns.violinplot(TABLE, x="kind", y="y"),
    "cluster": lambda: sns.clustermap(TABLE[["x", "y"]].head(12), figsize=(4, 4)),
}
PLOTNINE = {
    "points": p9.ggplot(TABLE, p9.aes("x", "y", colour="kind")) + p9.geom_point(),
    "facets": p9.ggplot(TABLE, p9.aes("x", "y")) + p9.geom_point() + p9.facet_wrap("kind"),
    "bars": p9.ggplot(TABLE, p9.aes("kind")) + p9.geom_bar() + p9.theme_minimal(),
    "density": p9.ggplot(TABLE, p9.aes("x", fill="kind")) + p9.geom_density(alpha=0.5),
    "classic": p9.ggplot(TABLE, p9.aes("x", "y")) + p9.geom_line() + p9.theme_classic(),
}


def save(folder: Path, name: str) -> None:
    plt.savefig(folder / f"{name}.svg")
    plt.close("all")


def main() -> None:
    folder = Path(sys.argv[1])
    for draw in PLAIN:
        plt.rcParams["svg.fonttype"] = "none" if draw is real_text else "path"
        draw(plt.subplots()[1])
        save(folder, f"matplotlib-{draw.__name__}")
    for make in (solid, polar, four):
        make()
        save(folder, f"matplotlib-{make.__name__}")
    sns.set_theme()
    for name, draw_with_seaborn in SEABORN.items():
        plt.figure()
        draw_with_seaborn()
        save(folder, f"seaborn-{name}")
    for name, plot in PLOTNINE.items():
        plot.save(folder / f"plotnine-{name}.svg", width=5, height=4, verbose=False)


main()
