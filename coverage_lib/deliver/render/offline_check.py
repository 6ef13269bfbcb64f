"""Check that a page needs no network: no external address, no script, no other file."""

from __future__ import annotations

import re
from html.parser import HTMLParser

from coverage_lib.errors import CoverageError, Problem, message

_ADDRESS = re.compile(r"\b(?:https?|ftp|file)://[^\s\"'<>)]*|javascript:", re.IGNORECASE)
_STYLE_IMPORT = re.compile(r"@import|url\(\s*[\"']?(?!data:|#)", re.IGNORECASE)
_ACTIVE_TAGS = {"script", "iframe", "object", "embed", "link", "base"}
_LOADED = {"src", "srcset", "poster", "data", "background"}


def require_offline(page: str, name: str) -> str:
    """The page itself, if it is complete without a network and runs no script.

    Parameters
    ----------
    page : str
        HTML text.
    name : str
        What to call the page in the message.

    Raises
    ------
    CoverageError
        Naming every outside address, script, embedded frame and file that is not inline, with its line.

    Examples
    --------
    >>> require_offline('<p>Hồ Xá <a href="464.html">Vĩnh Linh</a></p>', "index")
    '<p>Hồ Xá <a href="464.html">Vĩnh Linh</a></p>'
    """
    reader = _Reader(convert_charrefs=True)
    reader.feed(page)
    reader.close()
    if reader.found:
        problems = [Problem(name, message("place.line", number=line), "page.complete", what) for line, what in reader.found]
        raise CoverageError(message("page.not_offline", page=name), problems)
    return page


class _Reader(HTMLParser):
    """Collects everything that a page would fetch or run."""

    def __init__(self, **options: bool):
        super().__init__(**options)
        self.found: list[tuple[int, str]] = []
        self._in_style = False

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self._in_style = tag == "style"
        if tag in _ACTIVE_TAGS:
            self._note(f"<{tag}>")
        for name, value in attrs:
            text = value or ""
            if name.startswith("on"):
                self._note(f"<{tag} {name}>")
            elif name in _LOADED and not text.startswith("data:"):
                self._note(f'<{tag} {name}="{text[:80]}">')
            elif text.startswith("//") or (name == "style" and _STYLE_IMPORT.search(text)):
                self._note(f'{name}="{text[:80]}"')
            elif not text.startswith("data:"):
                self._addresses(text)

    def handle_data(self, data: str) -> None:
        if self._in_style and (loaded := _STYLE_IMPORT.search(data)):
            self._note(loaded.group())
        self._addresses(data)

    def handle_comment(self, data: str) -> None:
        self._addresses(data)

    def handle_endtag(self, tag: str) -> None:
        self._in_style = False

    def _addresses(self, text: str) -> None:
        for address in _ADDRESS.findall(text):
            self._note(f"'{address[:80]}'")

    def _note(self, what: str) -> None:
        self.found.append((self.getpos()[0], what))
