"""A second reader of our PDF: what another program finds in it, as JSON. It shares no code with ours.

reader.py FILE...: for each file its pages as text, title, language, whether it is tagged, the tags
of its structure with how many of each, and the fonts, each with whether it is inside.
"""

import json
import sys

from pypdf import PdfReader


def tags(node, counts, depth=0):
    """Counts the elements of the structure tree; a stack of ours, as a tree may be deep."""
    stack = [node]
    while stack:
        at = stack.pop()
        at = at.get_object() if hasattr(at, "get_object") else at
        if isinstance(at, list):
            stack.extend(at)
            continue
        if not hasattr(at, "get"):
            continue
        sort = at.get("/S")
        if sort is not None:
            counts[str(sort)] = counts.get(str(sort), 0) + 1
            if sort == "/Figure" and at.get("/Alt") is None:
                counts["figure without words"] = counts.get("figure without words", 0) + 1
        if "/K" in at:
            stack.append(at["/K"])


def fonts(page, found):
    for font in (page.get("/Resources", {}).get("/Font") or {}).values():
        font = font.get_object()
        for one in font.get("/DescendantFonts", [font]):
            one = one.get_object()
            about = one.get("/FontDescriptor")
            about = about.get_object() if about is not None else {}
            inside = any(key in about for key in ("/FontFile", "/FontFile2", "/FontFile3"))
            found[str(one.get("/BaseFont"))] = inside


def read(path):
    reader = PdfReader(path)
    root = reader.trailer["/Root"]
    counts, inside = {}, {}
    tree = root.get("/StructTreeRoot")
    if tree is not None:
        tags(tree.get_object().get("/K"), counts)
    for page in reader.pages:
        fonts(page, inside)
    return {
        "pages": [page.extract_text() for page in reader.pages],
        "title": reader.metadata.title,
        "language": str(root.get("/Lang")),
        "tagged": bool((root.get("/MarkInfo") or {}).get("/Marked")),
        "scripts": [key for key in ("/AA", "/OpenAction") if key in root]
        + (["/JavaScript"] if "/JavaScript" in (root.get("/Names") or {}) else []),
        "tags": counts,
        "fonts": inside,
    }


if __name__ == "__main__":
    print(json.dumps([read(path) for path in sys.argv[1:]]))
