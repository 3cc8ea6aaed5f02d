"""Animations of SVG (SMIL): a still picture shows how those end that leave their end behind."""

from __future__ import annotations

from dreamgen.loaders.svg.links import find_target
from dreamgen.loaders.svg.styles.properties import PRESENTATION
from dreamgen.loaders.svg.tree import Element

TIMED = {"animate", "set", "animateTransform", "animateColor", "animateMotion"}
_EVENTS = (".click", "click", "mouse", "focus", "key", "access", "indefinite", "touch", "hover")

_GEOMETRY = {"x", "y", "width", "height", "cx", "cy", "r", "rx", "ry", "d", "points"}
_GEOMETRY |= {"x1", "x2", "y1", "y2", "offset", "transform"}


def end_animations(root: Element) -> None:
    """Give elements what their animations leave behind, and drop the animations."""
    by_id = {element.id: element for element in reversed(list(root.walk())) if element.id}
    for element in list(root.walk()):
        if element.local in TIMED and element.parent is not None:
            target = find_target(element)
            animated = by_id.get(target) if target else element.parent
            if animated is not None and animated is not root:
                _end(element, animated)
    for element in root.walk():
        if any(child.local in TIMED for child in element.elements):
            element.children = [
                child
                for child in element.children
                if isinstance(child, str) or child.local not in TIMED
            ]


def _end(animation: Element, animated: Element) -> None:
    held = animation.attributes
    name = held.get("attributeName", "").rpartition(":")[2]
    starts = held.get("begin", "0s").strip().lower()
    if animation.local == "animateMotion" or any(word in starts for word in _EVENTS):
        return
    if animation.local == "set":
        stays = held.get("dur", "indefinite") == "indefinite" or held.get("fill") == "freeze"
    else:
        endless = "indefinite" in (held.get("repeatCount"), held.get("repeatDur"))
        stays = held.get("fill") == "freeze" and not endless
    value = _find_last(held)
    if not stays or value is None or ("(" in value and "url" in value.lower()):
        return
    if animation.local == "animateTransform":
        moved = f"{held.get('type', 'translate')}({value})"
        before = animated.attributes.get("transform", "") if held.get("additive") == "sum" else ""
        animated.attributes["transform"] = f"{before} {moved}".strip()
        animated.style.pop("transform", None)
    elif name in PRESENTATION or name in animated.attributes or name in _GEOMETRY:
        animated.attributes[name] = value


def _find_last(held: dict[str, str]) -> str | None:
    values = [value.strip() for value in held.get("values", "").split(";") if value.strip()]
    return values[-1] if values else held.get("to")
