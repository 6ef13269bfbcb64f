"""Views of every kind that the tables can give, built by hand from figures of the documents."""
# fmt: off

from dataclasses import replace

import pandas as pd
import pytest

from coverage_lib.present.context.document_names import Documents
from coverage_lib.present.context.gap_words import Words
from coverage_lib.present.context.unit_view import Break, UnitView
from coverage_lib.vocabulary import table_schemas

BASE = "labour_force_working_age"
NQ28, VSS, CTHD, KH24 = "nq28-2018", "vss-pm-session-2021", "hai-duong-2022", "hai-duong-2024"


def frame(name, rows):
    spec = table_schemas.table(name)["columns"]
    return table_schemas.conform(pd.DataFrame([{column: row.get(column) for column in spec} for row in rows], columns=spec), name)


def document(source_id, number, issuer, issued=None, kind="plan", authority="binding"):
    return {"source_id": source_id, "number": number, "issuer": issuer, "issued": issued, "kind": kind, "authority": authority}


def report(source_id, issuer, issued=None):
    return document(source_id, "", issuer, issued, "participation", "report")


SOURCES = frame("sources", [
    document("vinh-linh-2023", "127/KH-UBND", "Ủy ban nhân dân huyện Vĩnh Linh", "2023-07-31"),
    document(NQ28, "28-NQ/TW", "Ban Chấp hành Trung ương Đảng", "2018-05-23"),
    document(VSS, "", "Bảo hiểm xã hội Việt Nam", "2021-12-08", authority="working"),
    document(CTHD, "2230/CTHĐ-BCĐ", "Ban Chỉ đạo thực hiện chính sách BHXH, BHYT tỉnh Hải Dương", "2022-07-29"),
    document(KH24, "", "Ủy ban nhân dân tỉnh Hải Dương"),
    document("dong-nai-2019", "", "Ủy ban nhân dân tỉnh Đồng Nai"),
    document("qd546-2022", "546/QĐ-TTg", "Thủ tướng Chính phủ", "2022-04-29"),
    document("nq42-2023", "42-NQ/TW", "Ban Chấp hành Trung ương Đảng", "2023-11-24"),
    document("nq403-2025", "403/NQ-CP", "Chính phủ", "2025-12-10"),
    report("districts-2023", "Cổng thông tin điện tử tỉnh Hải Dương"), report("issa-2021", "ISSA", "2021-06-01"),
    report("tctc-2021", "Tạp chí Tài chính", "2021-11-10"), report("vnp-2022", "VietnamPlus", "2022-10-06"),
    report("sggp-2022", "Sài Gòn Giải Phóng", "2022-10-27"), report("tbtc-2024", "Thời báo Tài chính"),
    report("laodong-2025", "Lao Động"), report("nhandan-2025", "Nhân Dân", "2025-12-10"),
])
DOCUMENTS = Documents(SOURCES, Words())


def year(value):
    return f"{value}-12-31"


def target(indicator, value, pct, source, owner, **more):
    about = DOCUMENTS[source]
    row = {"area_code": owner, "year": value, "indicator": indicator, "source_id": source, "base": BASE, "target_pct": pct,
           "issued": about["issued"], "authority": about["authority"], "in_force": True}
    return row | more


def targets(*rows):
    table = frame("targets", rows)
    return table.assign(target_area_code=table["area_code"])


def points(area, indicator, path, rows, **more):
    """Rows of ``trajectory`` from (period, rate, participants, denominator, further columns)."""
    common = {"area_code": area, "indicator": indicator, "path": path, "base": BASE, "obs_status": "A", "segment": 1,
              "source_id": "vinh-linh-2023"} | more
    return [common | {"period": period, "coverage_pct": pct, "participants": people, "persons": base} | extra
            for period, pct, people, base, extra in rows]


def rates(values, **extra):
    return [(year(at), pct, None, None, extra) for at, pct in values]


def gap_row(at, source, owner, basis, period, pct, goal, persons=None, **more):
    row = {"target_year": at, "source_id": source, "target_area_code": owner, "basis": basis, "period": period, "coverage_pct": pct,
           "target_pct": goal, "gap_pp": None if goal is None else pct - goal, "gap_persons": persons, "denominator_held": False}
    return row | more


def view(area, indicator, trajectory=(), goals=None, gap=(), other=(), base=BASE, parent="", parent_rows=(), breaks=()):
    gap = [{"area_code": area, "indicator": indicator, "base": base, "verdicts_agree": True} | row for row in gap]
    goals = targets() if goals is None else goals
    return UnitView(area, indicator, base, frame("trajectory", trajectory), goals, frame("gap", gap),
                    frame("coverage", other), DOCUMENTS, Words(), parent, frame("trajectory", parent_rows), breaks)


def commune():
    """A commune with assigned values only; the nation's levels serve as reference."""
    counted = ((2023, 2349, 7800), (2024, 2500, 7884), (2025, 2675, 7969))
    trajectory = points("19363", "si", "plan", [(year(at), 100 * n / d, n, d, {}) for at, n, d in counted])
    trajectory += points("19363", "si", "required", rates([(2025, 100 * 2675 / 7969), (2030, 60)]), source_id=NQ28)
    above = points("464", "si", "plan", rates([(2023, 23.12), (2024, 24.67), (2025, 26.33)]))
    common = (NQ28, "VN", "plan", year(2025), 100 * 2675 / 7969)
    gap = [gap_row(2025, *common, 45, -912, qualifier="about"),
           gap_row(2030, *common, 60, -2107, qualifier="about", denominator_held=True)]
    goals = targets(*(target("si", at, pct, NQ28, "VN", qualifier="about") for at, pct in ((2025, 45), (2030, 60))))
    return view("19363", "si", trajectory, goals, gap, parent="464", parent_rows=above)


def commune_high():
    """Health insurance near everybody: an axis that does not start at zero, a level exceeded."""
    counted = ((2023, 12700, 13250), (2024, 12750, 13290), (2025, 12833, 13330))
    trajectory = points("19363", "hi", "plan", [(year(at), 100 * n / d, n, d, {}) for at, n, d in counted], base="population")
    above = points("464", "hi", "plan", rates([(2023, 96.01), (2024, 96.40), (2025, 96.82)]), base="population")
    goals = targets(*(target("hi", at, pct, "qd546-2022", "VN", base="population") for at, pct in ((2024, 94.1), (2025, 95.15))),
                    target("hi", 2030, 95, "nq42-2023", "VN", qualifier="over", base="population"))
    gap = [gap_row(2025, "qd546-2022", "VN", "plan", year(2025), 96.27, 95.15, 149),
           gap_row(2030, "nq42-2023", "VN", "plan", year(2025), 96.27, 95, 169, qualifier="over", denominator_held=True)]
    return view("19363", "hi", trajectory, goals, gap, base="population", parent="464", parent_rows=above)


def district_persons():
    """A district with counts and no denominator, held against what it is assigned."""
    common = {"base": "", "source_id": "districts-2023"}
    trajectory = points("288", "si_voluntary", "actual", [(year(2023), None, 5792, None, {})], **common)
    trajectory += points("288", "si_voluntary", "plan", [(year(2024), None, 7593, None, {})], **common)
    goals = targets(target("si_voluntary", 2024, None, "districts-2023", "288", target_persons=7593, base=""))
    gap = [gap_row(2024, "districts-2023", "288", "actual", year(2023), None, None, -1801,
                   participants=5792, target_persons=7593)]
    return view("288", "si_voluntary", trajectory, goals, gap, base="")


def district_unheld():
    """The same counts without a target to hold them against."""
    known = district_persons()
    return view("288", "si_voluntary", known.trajectory.to_dict("records"), base="")


def province_contradicting():
    """Two documents that set the same years differently, and no actual figure."""
    old = [target("si", at, pct, CTHD, "30", qualifier="strive_about", in_force=at < 2024, superseded_by=KH24 if at >= 2024 else "")
           for at, pct in ((2022, 48.6), (2023, 50.8), (2024, 53), (2025, 55))]
    new = [target("si", at, pct, KH24, "30", qualifier=words)
           for at, pct, words in ((2024, 50, ""), (2025, 55, ""), (2030, 61, "strive_about"))]
    return view("30", "si", (), targets(*old, *new))


def province_projected():
    """A series long enough for a band, the parent's line, a target of its own."""
    known = [(year(at), pct, round(pct * 9000), 900000, {})
             for at, pct in ((2021, 28.0), (2022, 30.5), (2023, 31.2), (2024, 34.0))]
    band = [(year(2024 + h), 34 + 2 * h, None, None,
             {"lower_pct": 34 + 2 * h - 4.1 * h**0.5, "upper_pct": 34 + 2 * h + 4.1 * h**0.5})
            for h in range(7)]
    trajectory = points("30", "si", "actual", known, source_id="tbtc-2024") + points("30", "si", "projected", band)
    above = points("VN", "si", "actual", rates([(2015, 24.8), (2020, 33), (2022, 38.1), (2023, 39.25), (2024, 42.71)]))
    gap = [gap_row(2030, KH24, "30", "actual", year(2024), 34.0, 61, -243000, denominator_held=True)]
    return view("30", "si", trajectory, targets(target("si", 2030, 61, KH24, "30")), gap, parent="VN", parent_rows=above)


def province_other_base():
    """An assigned path over another base than that of the national levels: these are told, not drawn."""
    trajectory = points("75", "ui", "plan", [(year(2019), 92.0, None, None, {}), (year(2020), 95.0, 821860, 865112, {})],
                        base="eligible_ui", source_id="dong-nai-2019")
    return view("75", "ui", trajectory, targets(target("ui", 2025, 35, NQ28, "VN")), base="eligible_ui")


def province_persons():
    """Counts only, held against a target in persons, after the change of boundaries."""
    trajectory = points("75@2025", "si_voluntary", "actual", [("2025-09-30", None, 37000, None, {"segment": 0})], base="",
                        source_id="nhandan-2025")
    goals = targets(target("si_voluntary", 2030, None, "nq403-2025", "75@2025", target_persons=52763, base=""),
                    target("si_voluntary", 2025, 2.5, NQ28, "VN"))
    gap = [gap_row(2030, "nq403-2025", "75@2025", "actual", "2025-09-30", None, None, -15763,
                   participants=37000, target_persons=52763)]
    breaks = (Break(pd.Timestamp("2025-07-01"), "từ 1/7/2025: địa giới mới", "from 1 July 2025: new boundaries"),)
    return view("75@2025", "si_voluntary", trajectory, goals, gap, base="", breaks=breaks)


def nation():
    """Figures within a year, an estimate, a break, other bases and sources, three target years, a draft, a target in persons."""
    within, later = {"segment": 0}, {"segment": 2}
    trajectory = points("VN", "si", "actual", [
        (year(2015), 24.8, 12300000, 49600000, {}), (year(2016), 24.1, 13000000, 53900000, {}),
        ("2020-10-31", 31.8, 15670000, 49280000, within), ("2021-10-31", 28.79, 14329000, 49771000, within),
        ("2022-09-30", 34.84, 17240000, 49480000, within),
        (year(2023), 39.25, 18259000, 46520000, later | {"lower_pct": 38.6, "upper_pct": 39.9}),
        (year(2024), 42.71, 20110000, 47085000, later), ("2025-11-30", 42.4, 20040000, 47264000, within),
        (year(2025), 45.1, None, None, later | {"obs_status": "E", "source_id": "laodong-2025"}),
    ], source_id="tbtc-2024")
    trajectory += points("VN", "si", "required", rates([(2025, 45.1), (2030, 60)]), source_id=NQ28)
    goals = targets(
        *(target("si", at, pct, NQ28, "VN", qualifier="about") for at, pct in ((2021, 35), (2025, 45), (2030, 60))),
        target("si", 2025, 46, VSS, "VN", in_force=False), target("si", 2030, 60, "nq42-2023", "VN"),
        target("si", 2030, None, "nq403-2025", "VN", target_persons=29334000, base=""),
    )
    gap = [gap_row(2021, NQ28, "VN", "actual", "2021-10-31", 28.79, 35, -3090850, qualifier="about"),
           gap_row(2025, NQ28, "VN", "estimate", year(2025), 45.1, 45, qualifier="about"),
           gap_row(2030, NQ28, "VN", "estimate", year(2025), 45.1, 60, qualifier="about")]
    other = [
        {"area_code": "VN", "indicator": "si", "basis": "actual", "base": base, "source_id": source, "period": at,
         "coverage_pct": pct, "obs_status": "A"}
        for base, source, at, pct in (
            ("labour_force_15plus", "issa-2021", year(2018), 26.4), ("labour_force_15plus", "issa-2021", year(2019), 28.1),
            ("labour_force_15plus", "issa-2021", year(2020), 29.4), (BASE, "sggp-2022", "2022-09-30", 37.01))
    ]
    breaks = (Break(pd.Timestamp("2022-09-30"), "9/2022: mẫu số giảm từ 49,48 xuống 46,15 triệu", "9/2022: denominator falls"),)
    return view("VN", "si", trajectory, goals, gap, other, breaks=breaks)


def nation_high():
    """A long series, yearly milestones close together, a target beaten by a hundredth of a point."""
    series = {2010: 60.3, 2011: 65.0, 2013: 68.8, 2015: 74.7, 2016: 81.7, 2017: 85.6, 2019: 90.0, 2022: 92.04, 2023: 93.35,
              2024: 94.2}
    known = [(year(at), pct, round(pct * 1e6), 100000000, {}) for at, pct in series.items()]
    known += [(at, pct, None, None, {"segment": 0})
              for at, pct in (("2022-09-30", 88.4), ("2024-04-30", 90.2), ("2025-11-30", 91.4))]
    known += [(year(2025), 95.16, None, None, {"obs_status": "E"})]
    trajectory = points("VN", "hi", "actual", known, base="population", source_id="tbtc-2024")
    goals = targets(*(target("hi", at, pct, "qd546-2022", "VN", base="population")
                      for at, pct in ((2022, 92.6), (2023, 93.2), (2024, 94.1), (2025, 95.15))),
                    target("hi", 2030, 95, "nq42-2023", "VN", qualifier="over", base="population"))
    gap = [gap_row(at, source, "VN", basis, year(seen), pct, goal) for at, source, basis, seen, pct, goal in (
        (2022, "qd546-2022", "actual", 2022, 92.04, 92.6), (2023, "qd546-2022", "actual", 2023, 93.35, 93.2),
        (2024, "qd546-2022", "actual", 2024, 94.2, 94.1), (2025, "qd546-2022", "estimate", 2025, 95.16, 95.15),
        (2030, "nq42-2023", "estimate", 2025, 95.16, 95.0))]
    return view("VN", "hi", trajectory, goals, gap, base="population")


def nothing():
    """A unit of which nothing is known."""
    return view("30", "pension")


DRAWN = {each.__name__: each for each in (
    commune, commune_high, district_persons, district_unheld, province_contradicting, province_projected, province_other_base,
    province_persons, nation, nation_high,
)}


def in_language(shown, lang):
    """The same view in another language."""
    return replace(shown, words=Words(lang), documents=Documents(SOURCES, Words(lang)))


@pytest.fixture(params=sorted(DRAWN))
def any_view(request):
    """Every view that can be drawn, in turn."""
    return DRAWN[request.param]()


@pytest.fixture
def views():
    """The builders by name."""
    return DRAWN | {"nothing": nothing}
