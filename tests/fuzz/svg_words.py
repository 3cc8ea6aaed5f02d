"""The words of SVG and CSS: elements, attributes, values, selectors and rules."""

from __future__ import annotations

CONTAINERS = (
    "g", "g", "g", "svg", "defs", "symbol", "clipPath", "mask", "pattern", "marker", "a", "switch",
    "text", "tspan", "textPath", "linearGradient", "radialGradient", "filter", "foreignObject",
    "style", "title", "desc", "metadata", "animate", "view",
)  # fmt: skip
LEAVES = (
    "rect", "rect", "circle", "ellipse", "line", "polyline", "polygon", "path", "path", "use",
    "image", "stop", "set", "animateTransform", "script", "tref", "font-face", "html:div", "p",
    "feGaussianBlur", "feImage", "feTurbulence", "feFlood", "feMerge", "feTile", "feMorphology",
    "feConvolveMatrix", "feComposite", "feColorMatrix", "feDropShadow", "feOffset",
)  # fmt: skip
CLASSES = (
    "bg", "plot", "mark-rect", "role-mark", "axes_1", "patch_2", "tick", "domain", "legend",
    "svglite", "xtick", "legend_1", "text", "scatterlayer", "gridlayer", "x", "a b", "-",
)  # fmt: skip
UNITS = ("", "", "", "px", "%", "em", "ex", "pt", "mm", "cm", "in", "pc", "rem", "vw", "q", "deg")
LENGTHS = ("x", "y", "x1", "y1", "x2", "y2", "cx", "cy", "r", "rx", "ry", "width", "height", "dx")
LENGTHS += (
    "dy",
    "offset",
    "stroke-width",
    "font-size",
    "stroke-dashoffset",
    "refX",
    "markerWidth",
)
PAINTS = ("fill", "stroke", "color", "stop-color", "flood-color", "lighting-color", "background")
RELATIONS = ("clip-path", "mask", "filter", "marker-start", "marker-end", "fill", "stroke")
OTHERS = {
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
COLOURS = (
    "red", "#000", "#12345678", "none", "currentColor", "rgb(1 2 3 / 50%)", "rgba(300,-1,0,9)",
    "hsl(400deg 50% 50%)", "oklch(70% 0.1 200)", "lab(50 40 -200)", "color(display-p3 1 0 0)",
    "color-mix(in oklab, red 30%, blue)", "light-dark(white, black)", "var(--a)", "var(--b, blue)",
    "transparent", "inherit", "hwb(90 10% 10%)", "url(#id1)", "url(#id9) red", "context-fill",
    "color-mix(in srgb, color-mix(in lab, red, var(--a)), var(--b, var(--a)))",
    "rgb(from red r g b)",
)  # fmt: skip
SELECTORS = (
    "*", "g", "rect", ".x", "#id1", "g > rect", "g g g rect", "rect + *", "g ~ g", ":not(.x)",
    ":is(g, rect) > *", ":nth-child(2n+1)", "[width]", '[class~="x"]', "svg|rect", ":root",
    "text::before",
    ":hover", "g:has(rect)", "#", "..", "@", "a,,b", "g rect g rect g rect g rect", ":not(:not(g))",
)  # fmt: skip
AT_RULES = (
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
