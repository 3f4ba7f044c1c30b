"""A drawn SVG made fit to stand in a page: themeable, told to screen readers, without inline styles; or alone."""

from collections.abc import Mapping
from hashlib import blake2b
from xml.etree import ElementTree

from rapport.measure.charts.theme import TOKENS

_SVG = "http://www.w3.org/2000/svg"
_TOKEN_OF = {colour: token for token, colour in TOKENS.items()}
_LINK = "{http://www.w3.org/1999/xlink}href"
_PAINT = ("fill", "stroke")
_DROPPED = ("class", "style", "role", "font-family", "width", "height")


def inline(svg: str, title: str, about: str, called: Mapping[str, str]) -> str:
    """The same drawing as one `<svg role="img">` whose ids no other drawing on the page has.

    With links in it, each `called` as it says by its address, it is a group of them.
    """
    root = ElementTree.fromstring(svg)  # noqa: S314  # drawn by us a moment ago
    mark = "chart-" + blake2b(f"{title}\0{svg}".encode(), digest_size=6).hexdigest()
    width, height = root.get("width", ""), root.get("height", "")
    for element in root.iter():
        _clean(element, mark)
    for link in root.iter(f"{{{_SVG}}}a"):
        _name(link, called)
    for parent in root.iter():
        for child in [child for child in parent if child.tag == f"{{{_SVG}}}style"]:
            parent.remove(child)
    root.attrib.update(
        {
            "width": width,
            "height": height,
            "role": "group" if called else "img",
            "aria-labelledby": f"{mark}-title",
            "aria-describedby": f"{mark}-about",
        }
    )
    return _telling(root, title, about, mark)


def alone(svg: str, title: str, about: str) -> str:
    """A file of its own, as it was drawn."""
    root = ElementTree.fromstring(svg)  # noqa: S314  # drawn by us a moment ago
    root.attrib.update({"role": "img", "aria-labelledby": "chart-title", "aria-describedby": "chart-about"})
    return _telling(root, title, about, "chart")


def _telling(root: ElementTree.Element, title: str, about: str, mark: str) -> str:
    for place, (name, key, text) in enumerate((("title", "title", title), ("desc", "about", about))):
        told = ElementTree.Element(f"{{{_SVG}}}{name}", {"id": f"{mark}-{key}"})
        told.text = text
        root.insert(place, told)
    ElementTree.register_namespace("", _SVG)
    return ElementTree.tostring(root, encoding="unicode")


def _name(link: ElementTree.Element, called: Mapping[str, str]) -> None:
    address = link.get(_LINK, "").partition("#")[2]  # vl-convert puts an address of its own before what is relative
    link.attrib.clear()
    link.set("href", address)
    ElementTree.SubElement(link, f"{{{_SVG}}}title").text = called.get(address, "")


def _clean(element: ElementTree.Element, mark: str) -> None:
    inner = element.tag in (f"{{{_SVG}}}rect", f"{{{_SVG}}}image")
    for name in list(element.attrib):
        value = element.attrib[name]
        if name.startswith("aria-") or (name in _DROPPED and not (inner and name in ("width", "height"))):
            del element.attrib[name]
        elif name in _PAINT and value in _TOKEN_OF:
            element.attrib[name] = f"var({_TOKEN_OF[value]})"
        elif name == "id":
            element.attrib[name] = f"{mark}-{value}"
        elif value.startswith("url(#"):
            element.attrib[name] = f"url(#{mark}-{value[5:]}"
