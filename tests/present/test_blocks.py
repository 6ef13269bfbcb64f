import base64
import io

import numpy as np
import pandas as pd
import pytest
from matplotlib.figure import Figure
from PIL import Image

from coverage_lib.present.blocks import MARKS, Chart, Html, provenance, table
from coverage_lib.present.context.gap_words import Words
from coverage_lib.vocabulary.formats import MISSING
from coverage_lib.vocabulary.terms import terms

WORDS = Words()


@pytest.fixture
def figure():
    drawn = Figure(figsize=(4, 2), dpi=120)
    drawn.subplots().plot([0, 1], [1, 2])
    return drawn


def test_a_chart_is_drawn_once_and_carries_its_alternative_text(figure, monkeypatch):
    calls = []
    draw = figure.savefig
    monkeypatch.setattr(figure, "savefig", lambda *args, **options: calls.append(1) or draw(*args, **options))
    chart = Chart(figure, "thiếu 912 người", "464_si")
    data, metadata = chart._repr_mimebundle_()
    again, _ = chart._repr_mimebundle_()
    assert len(calls) == 1
    assert data == again
    assert Image.open(io.BytesIO(base64.b64decode(data["image/png"]))).size == (480, 240)
    assert metadata == {"image/png": {"alt": "thiếu 912 người", "width": 384, "height": 192}, "coverage_lib": {"name": "464_si"}}


def test_a_table_names_its_columns_and_rows_and_escapes_text():
    frame = pd.DataFrame({"area_label": ["A & <b>"], "participants": pd.array([1499], dtype="Int64")})
    headings = {name: WORDS.column(name) for name in frame}
    text = table(frame, headings, {"participants": WORDS.count}, "Số <người>").text
    assert '<th scope="row">A &amp; &lt;b&gt;</th>' in text
    assert '<td class="cl-num">1.499</td>' in text
    assert '<th scope="col" class="cl-num">Số người tham gia</th>' in text
    assert "<caption>Số &lt;người&gt;</caption>" in text


def test_a_table_speaks_the_language_of_its_formats():
    frame = pd.DataFrame({"area_label": ["Hồ Xá"], "participants": [1499]})
    headings = {"area_label": "Area", "participants": "Persons"}
    assert "1,499" in table(frame, headings, {"participants": Words("en").count}).text


@pytest.mark.parametrize("values", [[1.5], [3], [pd.Timestamp("2024-12-31")]], ids=["number", "count", "day"])
def test_numbers_and_days_without_a_format_are_refused(values):
    with pytest.raises(ValueError, match="give it a format"):
        table(pd.DataFrame({"x": values}), {"x": "X"})


def test_missing_values_are_printed_as_missing():
    frame = pd.DataFrame({"a": ["x", None], "n": [1.0, np.nan]})
    text = table(frame, {"a": "A", "n": "N"}, {"n": WORDS.decimal}).text
    assert text.count(MISSING) == 2
    assert "nan" not in text


def test_marks_inside_a_table_are_not_escaped():
    frame = pd.DataFrame({"area_label": ["Hồ Xá"], "severity": ["error"]})
    text = table(frame, {"area_label": "A", "severity": "S"}, {"severity": WORDS.severity}).text
    assert WORDS.severity("error").text in text


def test_a_column_of_sentences_keeps_a_readable_width_and_a_column_of_marks_does_not():
    frame = pd.DataFrame({"message": ["dài " * 30], "severity": ["note"]})
    text = table(frame, {"severity": "S", "message": "M"}, {"severity": WORDS.severity}).text
    assert text.count("cl-long") == 2  # heading and cell of the message


@pytest.mark.parametrize("kind", list(MARKS))
def test_every_coded_word_has_a_mark(kind):
    assert set(MARKS[kind]) == set(terms(kind))


def test_no_symbol_stands_for_opposite_judgements():
    tones = {}
    for tone, symbol in MARKS["verdict"].values():
        tones.setdefault(symbol, set()).add(tone)
    assert all(len(found) == 1 for found in tones.values())


def test_a_mark_is_readable_without_colour_or_symbol():
    assert "không đạt" in WORDS.verdict("missed").text
    assert 'aria-hidden="true">■' in WORDS.verdict("missed").text


def test_html_shows_itself_and_a_short_name():
    assert Html("<p>x</p>")._repr_html_() == "<p>x</p>"
    assert repr(Html("<p>x</p>")) == "Html(8 characters)"


def test_provenance_escapes_what_it_is_given():
    assert "<dd>&lt;i&gt;</dd>" in provenance([("Nguồn", "<i>")], "Nguồn gốc").text
