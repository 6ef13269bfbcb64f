"""Targets that a plan only quotes: national targets and those of Party resolutions."""

from __future__ import annotations

import re

from coverage_lib.vocabulary.word_patterns import inside

_SENTENCE = re.compile(r"[.?!](?=\s)")


def is_quoted(lead: str, *, local: bool = True) -> bool:
    """Whether the words before a figure attribute it to another document or to the whole country.

    What was assigned to the area ('giao') is the area's own.

    Parameters
    ----------
    lead : str
        Folded text up to the figure, citations included.
    local : bool
        Whether the document is of a part of the country.

    Examples
    --------
    >>> is_quoted("nghị quyết số 28-nq/tw đề ra: đến năm 2021 đạt "), is_quoted("phấn đấu đạt mục tiêu nghị quyết 28-nq/tw đề ra: ")
    (True, False)
    >>> is_quoted("đạt 95% (cả nước: "), is_quoted("đạt 95% (cả nước: ", local=False)
    (True, False)
    """
    said = _SENTENCE.split(lead)[-1]
    opened = said.rfind("(")
    if opened >= 0 and ")" not in said[opened:]:
        beside = re.search(r"[^\W\d]+(?: [^\W\d]+)? *$", said[:opened])  # 'bình quân cả nước (93,35%)'
        said = said[opened + 1 :]
        clause = f"{beside[0] if beside else ''} {said}"
    else:
        clause = re.split(r"[;,(]\s", said)[-1]
    if local and inside("plan", "whole_country").search(clause):
        return True
    return bool(inside("plan", "set_elsewhere").match(said.strip(" -+*")))


def heads_quoted(folded: str, *, local: bool = True) -> bool:
    """Whether a heading announces targets set by others.

    >>> heads_quoted("mục tiêu của trung ương"), heads_quoted("mục tiêu của tỉnh")
    (True, False)
    """
    if inside("plan", "targets_of_others").match(folded) and local:
        return True
    return folded.rstrip().endswith(":") and is_quoted(folded, local=local)
