import csv
import shutil
import subprocess
import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from coverage_lib.clean.text.legacy_encodings import (
    ENCODINGS,
    detect_encoding,
    encoding_of,
    has_capitals_only,
    restore,
    restore_all,
)
from coverage_lib.clean.text.syllables import is_syllable
from coverage_lib.raw.readers.xlsx import read_xlsx
from coverage_lib.raw.records.sources import load_sources
from coverage_lib.vocabulary.areas import areas
from tests.builders import PROJECT, RAW

NAMES = sorted(set(areas()["name_vi"]))
FONT = {"tcvn3": ".VnTime", "vni": "VNI-Times"}
HEADER = ["Tổng cộng", "Đơn vị", "Số người tham gia bảo hiểm xã hội tự nguyện", "Lực lượng lao động", "Tỷ lệ", "Dân số", "Ghi chú"]
TABLES = {
    encoding: list(csv.reader((PROJECT / "coverage_lib/clean/text/encodings" / f"{encoding}.csv").read_text("utf-8").splitlines()))[
        1:
    ]
    for encoding in ENCODINGS
}
LETTERS = {"tcvn3": {row[2]: row[1] for row in TABLES["tcvn3"]}, "vni": {row[1]: row[0] for row in TABLES["vni"]}}


def encode(text, encoding):
    """As a typist of that time wrote it; TCVN3 has no capitals with a tone, they came from a font of capitals."""
    return "".join(LETTERS[encoding].get(letter, letter) for letter in text)


def writable(name, encoding):
    return all(letter.isascii() or letter in LETTERS[encoding] or not letter.isalpha() for letter in name)


WRITABLE = {encoding: [name for name in NAMES if writable(name, encoding)] for encoding in ENCODINGS}


def test_what_could_not_be_written():
    assert WRITABLE["vni"] == NAMES
    toned = {letter for name in set(NAMES) - set(WRITABLE["tcvn3"]) for letter in name if not writable(letter, "tcvn3")}
    assert toned
    assert all(letter.isupper() for letter in toned)


@pytest.mark.parametrize("encoding", ENCODINGS)
def test_every_name_of_both_lists_comes_back(encoding):
    names = WRITABLE[encoding]
    assert [name for name in names if restore(encode(name, encoding), FONT[encoding]) != name] == []
    assert restore_all([encode(name, encoding) for name in names], [""] * len(names)) == names


def test_a_font_of_capitals():
    names = [name.lower() for name in NAMES]
    restored = [restore(encode(name, "tcvn3"), ".VnTimeH") for name in names]
    assert restored == [name.upper() for name in names]


@pytest.mark.skipif(
    not shutil.which("iconv") or b"TCVN" not in subprocess.run(["iconv", "-l"], capture_output=True, check=False).stdout,
    reason="iconv is not installed or does not know TCVN",
)
def test_tcvn3_as_iconv_reads_it():
    names = [name for name in WRITABLE["tcvn3"] if "’" not in name]
    written = "\n".join(encode(name, "tcvn3") for name in names)
    told = subprocess.run(["iconv", "-f", "TCVN", "-t", "UTF-8"], input=written.encode("latin-1"), capture_output=True, check=True)
    assert unicodedata.normalize("NFC", told.stdout.decode()).split("\n") == names


@pytest.mark.parametrize("encoding", ENCODINGS)
def test_a_sheet_without_fonts_is_told_by_its_words(encoding):
    header = [encode(text, encoding) for text in HEADER]
    assert detect_encoding(header) == encoding
    assert detect_encoding([*header, "1.499", "BHXH", "", "19,2%"]) == encoding
    assert restore_all([*header, "Nguyen"], [""] * (len(header) + 1)) == [*HEADER, "Nguyen"]


def test_bytes_that_were_taken_for_windows_1258():
    taken = [encode(text, "tcvn3").encode("latin-1").decode("cp1258") for text in HEADER]
    assert detect_encoding(taken) == "tcvn3"
    assert restore_all(taken, [""] * len(taken)) == HEADER


@pytest.mark.parametrize("form", ["NFC", "NFD"])
def test_unicode_is_never_taken_for_anything_else(form):
    for name in range(0, len(NAMES), 5):
        assert detect_encoding([unicodedata.normalize(form, text) for text in NAMES[name : name + 5]]) == ""
    assert detect_encoding(["Hôtel de la Poste", "Müller", "São Paulo", "naïve", "5 m²", "20 °C"]) == ""
    assert detect_encoding(["Tæng"]) == ""


def test_no_committed_document_is_taken_for_legacy():
    for source in load_sources(RAW):
        for grid in read_xlsx(source.file):
            assert detect_encoding(cell.text for cell in grid.cells.values()) == "", source.source_id


@pytest.mark.parametrize("encoding", ENCODINGS)
def test_unicode_typed_under_a_legacy_font_stays(encoding):
    names = [name for name in NAMES if not name.isascii()][:200]
    assert restore_all(names, [FONT[encoding]] * len(names)) == names
    assert restore("Đơn vị", FONT[encoding]) == "Đơn vị"


def test_fonts_are_judged_one_by_one():
    texts = [encode("Tổng cộng", "tcvn3"), encode("Đơn vị", "vni"), "Xã Vĩnh Thái", "1.499"]
    assert restore_all(texts, [".VnArial", "VNI-Helve", "Arial", ".VnTime"]) == ["Tổng cộng", "Đơn vị", "Xã Vĩnh Thái", "1.499"]


def test_capitals_typed_with_small_marks():
    assert restore("AÁp Baéc", "VNI-Times") == restore("Aáp Baéc", "VNI-Times") == "Ấp Bắc"


@pytest.mark.parametrize(
    ("font", "encoding", "capitals"),
    [
        (".VnTime", "tcvn3", False),
        (".vntimeh", "tcvn3", False),
        (".VnArialH", "tcvn3", True),
        ("ABCDEF+.VnTimeH,Bold", "tcvn3", True),
        (".VnTime-Bold", "tcvn3", False),
        ("VNI-Times", "vni", False),
        ("ABCDEF+VNI-Helve-Bold", "vni", False),
        ("Times New Roman", "", False),
        ("Vnaptima", "", False),
        ("", "", False),
    ],
)
def test_what_a_font_says(font, encoding, capitals):
    assert (encoding_of(font), has_capitals_only(font)) == (encoding, capitals)


@given(st.text(max_size=30), st.sampled_from(["", "Arial", *FONT.values()]))
def test_any_text_comes_back_as_a_text(text, font):
    restored = restore(text, font)
    assert restored == text or font in FONT.values()
    if text.isascii():
        assert restored == text


@given(st.data(), st.sampled_from(ENCODINGS))
def test_what_was_encoded_is_restored(data, encoding):
    text = " ".join(data.draw(st.lists(st.sampled_from(WRITABLE[encoding]), min_size=1, max_size=4)))
    assert restore(encode(text, encoding), FONT[encoding]) == text


@pytest.mark.parametrize(
    "word", ["huyện", "Thị", "xã", "Nguyễn", "quốc", "giếng", "gì", "khuya", "Hoà", "Hòa", "hoán", "thuý", "thúy"]
)
def test_syllables(word):
    assert is_syllable(word)


@pytest.mark.parametrize("word", ["Céng", "Tæng", "ngẽ", "cĩ", "bàc", "hóan", "xaõ", "mùâ", "Müller", "ßen", "h" * 5000])
def test_no_syllables(word):
    assert not is_syllable(word)
