import pandas as pd
import pytest

from coverage_lib.present.pages.document_page import DocumentPage
from coverage_lib.vocabulary.table_schemas import empty, table_names
from tests.builders import frame, observations

SOURCE = {
    "source_id": "plan",
    "kind": "plan",
    "number": "12/KH-UBND",
    "issuer": "UBND huyện",
    "title": "Kế hoạch",
    "file": "plans/plan/a.xlsx",
}
OTHER = {"source_id": "later", "kind": "plan", "number": "34/KH-UBND", "issuer": "UBND huyện", "title": "Kế hoạch mới"}
FOUND = {"source_id": "plan", "sheet": "PL", "period": "2024-12-31", "message": "Sai một người.", "message_en": "One off."}


def finding(check, cell, severity, **fields):
    return FOUND | {"check": check, "cell": cell, "severity": severity} | fields


FINDINGS = (
    finding(
        "total_rows", "C9", "error", printed_value=5145, computed_value=5146, value_unit="persons", decimals=0, printed_text="5.145"
    ),
    finding("printed_rate", "E9", "warning", printed_value=13.0, computed_value=13.098, value_unit="per_cent", decimals=2),
    finding("total_rows", "D9", "note", printed_value=9, computed_value=9, value_unit="persons", decimals=0),
    finding("contradicting_targets", "F4", "error", source_id="later", parties="other plan", computed_text="45 %; 50 %"),
    finding("area_unknown", "B7", "warning", source_id="later", printed_text="Xã X"),
)
FIGURES = (
    {"source_id": "plan", "place": "BHXH", "cell": "C9", "value": 5145.0, "printed": "5.145"},
    {"source_id": "plan", "place": "BHXH", "cell": "C10", "value": None, "printed": "37-38", "area_label": "Xã A"},
    {"source_id": "plan", "place": "Tỷ lệ", "cell": "E9", "measure": "rate_pct", "base": "population", "value": 13.0},
    {"source_id": "later", "cell": "C9", "value": 1.0},
)  # fmt: skip
TABLES = {name: empty(name) for name in table_names()} | {
    "sources": frame("sources", SOURCE | {"issued": "2023-07-31"}, OTHER),
    "observations": observations(*FIGURES),
    "findings": frame("findings", *FINDINGS),
}


@pytest.fixture
def page():
    return DocumentPage(TABLES, "plan")


def test_the_title_names_the_document_and_the_day_it_was_issued(page):
    assert page.issued == pd.Timestamp("2023-07-31")
    assert DocumentPage(TABLES, "later").issued is None


def test_findings_at_another_document_that_it_is_party_to_are_its_own_too(page):
    assert page.found["cell"].tolist() == ["F4", "E9", "C9", "D9"]
    assert DocumentPage(TABLES, "later").found["cell"].tolist() == ["B7", "F4"]
    assert DocumentPage(TABLES, "later", "en").severities == "1 errors, 1 to check, 0 notes"


def test_in_short_counts_figures_sheets_and_findings(page):
    text = page.in_short().text
    assert all(each in text for each in ("Kế hoạch. UBND huyện.", "3 ", "1 ", page.severities))


def test_values_of_findings_are_shown_with_unit_and_decimals_and_notes_are_folded(page):
    grave, notes = page.findings().text.split("<details")
    assert all(f"<td{kind}>{text}</td>" in grave.replace(' class="cl-short"', "") for kind, text in (
        ("", "5.145"), ("", "5.146"), ("", "13,00\u00a0%"), ("", "13,10\u00a0%"), ("", "45 %; 50 %")))  # fmt: skip
    assert grave.index("C9") < grave.index("E9")
    assert "D9" in notes


@pytest.mark.parametrize(("lang", "message"), [("vi", "Sai một người."), ("en", "One off.")])
def test_the_sentence_is_in_the_language_of_the_page(lang, message):
    assert message in DocumentPage(TABLES, "plan", lang).findings().text


def test_each_header_stands_once_with_its_meaning_and_number_of_figures(page):
    rows = page.reading().text.split("<tr>")[2:]
    assert [("BHXH" in row, row.count(">2</td>")) for row in rows] == [(True, 1), (False, 0)]
    assert "dân số" in rows[1]


def test_cells_that_are_no_number_are_listed_as_printed(page):
    assert "37-38" in page.unread().text
    assert "cl-table" not in DocumentPage(TABLES, "later").unread().text


def test_the_document_closes_the_page(page):
    assert "Kế hoạch. plans/plan/a.xlsx" in page.provenance().text
    assert "34/KH-UBND" not in page.provenance().text
