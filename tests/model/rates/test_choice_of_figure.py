from coverage_lib.model.rates.choice_of_figure import first_of, with_address
from tests.builders import figure, observations

KEY = ["area_code", "indicator", "period"]


def test_the_address_names_sheet_and_cell():
    assert with_address(observations(figure(sheet="PL1 BHXH", cell="C7")))["address"].tolist() == ["PL1 BHXH!C7"]


def test_firm_before_striven_for_before_sheet_size():
    rows = observations(
        figure(value=1, sheet="Phụ lục", qualifier="strive_about"),
        figure(value=2, sheet="Phụ lục", indicator="ui"),
        figure(value=3, sheet="Mục II"),
    )
    assert first_of(rows, KEY).set_index("indicator")["value"].to_dict() == {"si": 3, "ui": 2}


def test_the_larger_sheet_before_the_smaller_whatever_their_order():
    appendix = [figure(value=1, sheet="Z"), figure(value=2, sheet="Z", indicator="ui")]
    for rows in ([figure(value=9, sheet="A"), *appendix], [*appendix, figure(value=9, sheet="A")]):
        assert first_of(observations(*rows), KEY).set_index("indicator")["value"].to_dict() == {"si": 1, "ui": 2}


def test_size_is_counted_within_one_document():
    rows = [
        figure(value=1, source_id="a", sheet="Mục II"),
        figure(value=2, source_id="a", sheet="PL"),
        figure(value=7, source_id="a", sheet="PL", indicator="ui"),
        figure(value=8, source_id="b", sheet="Mục II", indicator="hi"),
        figure(value=8, source_id="b", sheet="Mục II", indicator="pension"),
        figure(value=8, source_id="b", sheet="Mục II", indicator="satisfaction"),
    ]
    assert first_of(observations(*rows), KEY).set_index("indicator").loc["si", "value"] == 2
