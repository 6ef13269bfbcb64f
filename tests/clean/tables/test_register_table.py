import datetime as dt

import pytest

from coverage_lib.clean.tables.register_table import read_register, strands_of
from coverage_lib.clean.tables.sheet_layout import find_layout
from tests.builders import register

ON = dt.date(2023, 7, 31)


def read(*figures, scope="464", basis="plan"):
    sheet = register(*figures)
    return read_register(sheet, find_layout(sheet), scope, ON, basis)


def meaning(**fields):
    ((_, _, _, said, _, _),) = read({"Mức": "5"} | fields)
    return said


def test_a_row_says_everything_of_its_figure():
    row = {"Vị trí": "Mục II.1", "Mức": "1.499", "Mức độ": "khoảng", "Đơn vị": "Tỉnh Quảng Trị", "Thời điểm": "30/9/2024"}
    ((cell, label, area, said, qualifier, place),) = read(row)
    assert (cell.text, label, area, qualifier, place) == ("1.499", "Tỉnh Quảng Trị", "45", "about", "Mục II.1")
    assert (said.indicator, said.measure, said.period) == ("si", "participants", dt.date(2024, 9, 30))


def test_a_row_without_a_figure_is_none_and_without_a_unit_is_about_the_area_of_the_document():
    found = read({"Mức": None}, {"Mức": "5"}, {"Mức": "6", "Đơn vị": "Xã Không Có"})
    assert [(cell.text, area) for cell, _, area, *_ in found] == [("5", "464"), ("6", "")]


@pytest.mark.parametrize(
    ("fields", "measure", "base"),
    [
        ({"Đơn vị tính": "%"}, "rate_pct", ""),
        ({"Đơn vị tính": "%", "So với": "dân số"}, "rate_pct", "population"),
        (
            {"Đơn vị tính": "%", "So với": "người thuộc diện tham gia", "Chỉ tiêu": "BHXH bắt buộc"},
            "rate_pct",
            "eligible_si_compulsory",
        ),
        ({"Đơn vị tính": "nghìn người"}, "participants", ""),
    ],
)
def test_unit_and_base_say_whether_it_is_a_count_or_a_rate(fields, measure, base):
    said = meaning(**fields)
    assert (said.measure, said.base) == (measure, base)


@pytest.mark.parametrize(("kind", "basis"), [("Thực hiện", "actual"), ("Kế hoạch", "plan"), (None, "estimate")])
def test_the_kind_of_a_figure_or_else_that_of_the_document(kind, basis):
    ((_, _, _, said, _, _),) = read({"Mức": "5", "Loại số": kind}, basis="estimate")
    assert said.basis == basis


def test_figures_of_one_kind_and_unit_are_decided_together():
    block = strands_of(
        read({"Mức": "5"}, {"Mức": "6"}, {"Mức": "7", "Đơn vị tính": "%"}, {"Mức": "8", "Đơn vị tính": "nghìn người"})
    )
    assert [[cell.text for cell in strand.cells] for strand in block.strands.values()] == [["5", "6"], ["7"], ["8"]]
    assert [(strand.quantity.kind, strand.quantity.factor) for strand in block.strands.values()] == [
        ("count", 1),
        ("rate", 1),
        ("count", 1000),
    ]
    assert (block.aligned, block.relations) == (False, [])
