import pandas as pd
import pytest

from coverage_lib.auditing.checks.headings import caption_number, caption_scheme, named_document


def _captions(*texts: str, sheet: str = "PL1") -> pd.DataFrame:
    rows = [{"source_id": "plan-a", "sheet": sheet, "cell": f"A{i}", "text": text} for i, text in enumerate(texts, start=1)]
    return pd.DataFrame(rows, columns=["source_id", "sheet", "cell", "text"], dtype="str")


@pytest.mark.parametrize(
    ("text", "number", "date"),
    [
        ("(Ban hành kèm theo Kế hoạch số 1/KH-UBND, ngày 31 tháng 7 năm 2023)", "1/KH-UBND", "2023-07-31"),
        ("(Kèm theo Quyết định số: 1736 /QĐ-UBND ngày 16/10/2018 của UBND tỉnh)", "1736/QĐ-UBND", "2018-10-16"),
        ("(Kèm theo Nghị quyết số 09/2020/NQ-HĐND)", "09/2020/NQ-HĐND", None),
    ],
)
def test_named_document(text, number, date):
    assert named_document(text) == (number, pd.Timestamp(date) if date else None)


@pytest.mark.parametrize("text", ["CHỈ TIÊU BHXH NĂM 2023", "Thực hiện Nghị quyết số 28-NQ/TW ngày 23 tháng 5 năm 2018"])
def test_other_headings_name_no_document_of_their_own(text):
    assert named_document(text) is None


@pytest.mark.parametrize(
    ("heading", "printed"),
    [
        ("1/KH-UBND, ngày 31 tháng 7 năm 2023", []),
        ("12/KH-UBND, ngày 31 tháng 7 năm 2023", ["12/KH-UBND"]),
        ("1/KH-UBND, ngày 21 tháng 7 năm 2023", ["21/7/2023"]),
        ("1/KH-UBND", []),
    ],
)
def test_number_and_date_against_the_document(sources, heading, printed):
    found = caption_number(sources, _captions(f"(Ban hành kèm theo Kế hoạch số {heading})"))
    assert found["printed_text"].tolist() == printed


def test_a_binding_document_without_a_number_or_date(sources):
    bare = sources.assign(number="", issued=pd.NaT)
    found = caption_number(bare, _captions())
    assert found["source_id"].tolist() == ["plan-a", "plan-b"]
    assert caption_number(bare.assign(authority="working"), _captions()).empty


def _totals(indicator: str, sheet: str, cells: list[str], **more) -> list[dict]:
    return [
        {"sheet": sheet, "cell": cell, "indicator": indicator, "printed": f"{value:g}", "value": float(value), "period": period}
        | more
        for cell, value, period in zip(cells, [5763, 6085], ["2023-12-31", "2024-12-31"], strict=True)
    ]


def test_a_corrected_scheme_is_a_wrong_title(observe):
    rows = [*_totals("si_compulsory", "PL1", ["C25", "F25"], correction="pl1"), *_totals("si_compulsory", "Mục II", ["F6", "F14"])]
    found = caption_scheme(observe(*rows), _captions("CHỈ TIÊU NGƯỜI THAM GIA BHXH NĂM 2023-2025"))
    assert found[["cell", "printed_text", "computed_text"]].to_numpy().tolist() == [["A1", "BHXH", "BHXH bắt buộc"]]
    assert "5.763; 6.085" in found["message"].iloc[0]


def test_totals_of_another_scheme_are_found_without_a_correction(observe):
    rows = [*_totals("si", "PL1", ["C25", "F25"]), *_totals("si_compulsory", "Mục II", ["F6", "F14"])]
    found = caption_scheme(observe(*rows), _captions("CHỈ TIÊU NGƯỜI THAM GIA BHXH NĂM 2023-2025"))
    assert found["computed_text"].tolist() == ["BHXH bắt buộc"]


def test_a_right_title(observe):
    rows = [*_totals("si_compulsory", "PL1", ["C25", "F25"]), *_totals("si_compulsory", "Mục II", ["F6", "F14"])]
    assert caption_scheme(observe(*rows), _captions("CHỈ TIÊU NGƯỜI THAM GIA BHXH BẮT BUỘC NĂM 2023-2025")).empty
