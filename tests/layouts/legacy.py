"""Text in the encodings of the 1990s: one byte a letter (TCVN3), or letter and mark in two bytes (VNI)."""

from __future__ import annotations

_TCVN3 = dict(
    zip(
        "àáảãạăằắẳẵặâầấẩẫậđèéẻẽẹêềếểễệìíỉĩịòóỏõọôồốổỗộơờớởỡợùúủũụưừứửữựỳýỷỹỵĂÂĐÊÔƠƯ",
        "µ¸¶·¹¨»¾¼½Æ©ÇÊÈÉË®ÌÐÎÏÑªÒÕÓÔÖ×ÝØÜÞßãáâä«åèæçé¬êíëìîïóñòô\xadõøö÷ùúýûüþ¡¢§£¤¥¦",
        strict=True,
    )
)

# VNI writes the letter, then a sign that is the same for every letter: ù for the acute, å for hook over circumflex, …
_VNI = {
    **{made: "a" + sign for made, sign in zip("áàảãạâấầẩẫậăắằẳẵặ", "ùøûõïâáàåãäêéèúüë", strict=True)},
    **{made: "e" + sign for made, sign in zip("éèẻẽẹêếềểễệ", "ùøûõïâáàåãä", strict=True)},
    **{made: "o" + sign for made, sign in zip("óòỏõọôốồổỗộ", "ùøûõïâáàåãä", strict=True)},
    **{made: "ô" + sign for made, sign in zip("ớờởỡợ", "ùøûõï", strict=True)},
    **{made: "u" + sign for made, sign in zip("úùủũụ", "ùøûõï", strict=True)},
    **{made: "ö" + sign for made, sign in zip("ứừửữự", "ùøûõï", strict=True)},
    **{made: "y" + sign for made, sign in zip("ýỳỷỹ", "ùøûõ", strict=True)},
    **dict(zip("íìỉĩịơưỵđ", "íìæóòôöîñ", strict=True)),
}
_VNI |= {made.upper(): written.upper() for made, written in _VNI.items()}


def tcvn3(text: str) -> str:
    """As a .Vn font stores it. Capitals with a tone have no code there; people type the small letter.

    >>> tcvn3("Xã Vĩnh Thái")
    'X· VÜnh Th¸i'
    """
    return "".join(_TCVN3.get(letter) or _TCVN3.get(letter.lower(), letter) for letter in text)


def tcvn3_capitals(text: str) -> str:
    """As a .VnTimeH font stores it: small letters that the font draws as capitals."""
    return tcvn3(text.lower())


def vni(text: str) -> str:
    """As a VNI font stores it.

    >>> vni("Xã Vĩnh Thái")
    'Xaõ Vónh Thaùi'
    """
    return "".join(_VNI.get(letter, letter) for letter in text)
