import unicodedata
from pathlib import Path

import matplotlib as mpl
import pytest
from matplotlib import font_manager
from matplotlib.ft2font import FT2Font

from coverage_lib.present.kit import chart_style

LETTERS = "aăâeêioôơuưy"
TONES = ["", "\u0300", "\u0301", "\u0303", "\u0309", "\u0323"]
VIETNAMESE = {unicodedata.normalize("NFC", letter + tone) for letter in LETTERS for tone in TONES} | {"đ"}


@pytest.mark.parametrize("path", chart_style.load_fonts(), ids=lambda path: path.stem)
def test_font_has_every_vietnamese_letter_and_every_sign_that_figures_print(path):
    known = FT2Font(str(path)).get_charmap()
    wanted = VIETNAMESE | {letter.upper() for letter in VIETNAMESE} | set("−–—…%,.;:()/+=@\u00a0")
    assert sorted(sign for sign in wanted if ord(sign) not in known) == []


def test_the_shipped_font_is_taken_and_no_installed_one():
    with chart_style.use_style():
        for weight in ("normal", "bold"):
            chosen = font_manager.findfont(font_manager.FontProperties(weight=weight), fallback_to_default=False)
            assert Path(str(chosen)) in chart_style.load_fonts()


def test_style_leaves_the_session_as_it_was():
    mpl.rcParams["font.size"] = 17.0
    before = dict(mpl.rcParams)
    with chart_style.use_style():
        assert mpl.rcParams["font.size"] != 17.0
    assert dict(mpl.rcParams) == before
    mpl.rcdefaults()


def test_equal_figures_give_equal_bytes_without_name_or_date():
    def drawn():
        figure = chart_style.new_figure(2, 1)
        figure.text(0.1, 0.5, "Thị trấn Hồ Xá")
        return chart_style.png(figure)

    assert drawn() == drawn()
    assert b"tEXt" not in drawn()


def test_series_differ_in_grey_too():
    def lightness(colour):
        red, green, blue = mpl.colors.to_rgb(colour)
        return 0.2126 * red + 0.7152 * green + 0.0722 * blue

    assert lightness(chart_style.REFERENCE) - lightness(chart_style.TARGET) > 0.3
    assert lightness(chart_style.PARENT) - lightness(chart_style.ACTUAL) > 0.25


@pytest.mark.parametrize("width", [1.0, 2.0, 4.0])
def test_wrapped_lines_fit_and_lose_nothing(width):
    text = "Mẫu số: lực lượng lao động trong độ tuổi, 7.969 người (kế hoạch 2025), tỷ lệ 45\u00a0%."
    lines = chart_style.wrap(text, width, 9)
    assert " ".join(lines) == text
    assert all(chart_style.text_width(line, 9) <= width for line in lines)
    assert len(chart_style.balanced(text, width, 9)) == len(lines)
