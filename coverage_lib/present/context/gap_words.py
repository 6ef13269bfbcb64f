"""How one language words a gap: its size in points and in people, the level of a target, the figure that is compared."""

from __future__ import annotations

import pandas as pd

from coverage_lib.present.blocks import Html, mark
from coverage_lib.vocabulary import formats
from coverage_lib.vocabulary.formats import NBSP
from coverage_lib.vocabulary.language import Language


class Words(Language):
    """A language with the wording of gaps and targets; its methods take rows of ``gap`` and ``targets``."""

    def difference(self, gap_pp: float) -> str:
        """The size of a difference of rates in words; a difference too small for one decimal keeps two.

        >>> [Words().difference(gap).replace(NBSP, " ") for gap in (-11.43, 0.04, -0.001)]
        ['11,4 điểm phần trăm', '0,04 điểm phần trăm', 'dưới 0,01 điểm phần trăm']
        """
        size = abs(gap_pp)
        number = self.decimal(size, places=1 if size >= 0.05 else 2)
        if 0 < size < 0.005:
            number = self.phrase("fig.less_than", number=self.decimal(0.01, places=2))
        return f"{number}{NBSP}{self.phrase('unit.points').replace(' ', NBSP)}"

    def people(self, count: float) -> str:
        """A number of persons with its unit, never separated at the end of a line.

        >>> Words().people(1499).replace(NBSP, " ")
        '1.499 người'
        """
        return f"{self.count(count)}{NBSP}{self.phrase('unit.persons')}"

    def people_gap(self, row: pd.Series) -> str:
        """The size of a gap in persons, rounded to the precision of the counts; empty if it rounds to zero.

        >>> Words().people_gap(pd.Series({"gap_persons": -3090764, "rounded_to": 10000})).replace(NBSP, " ")
        'khoảng 3.090.000 người'
        """
        to = row.get("rounded_to")
        persons = formats.known(row["gap_persons"], to)
        if persons is None or pd.isna(persons) or persons == 0:
            return ""
        text = self.people(abs(persons))
        return f"{self.label('qualifier', 'about')} {text}" if pd.notna(to) and to > 1 else text

    def amount(self, row: pd.Series) -> str:
        """The size of a gap in persons and points, whichever is known and agrees in sign.

        >>> Words().amount(pd.Series({"gap_pp": -11.43, "gap_persons": -912})).replace(NBSP, " ")
        '912 người (11,4 điểm phần trăm)'
        >>> Words("en").amount(pd.Series({"gap_pp": 0.2, "gap_persons": pd.NA})).replace(NBSP, " ")
        '0.2 percentage points'
        """
        persons, pp = row["gap_persons"], row["gap_pp"]
        agree = pd.notna(persons) and (pd.isna(pp) or (persons < 0) == (pp < 0))
        counted = self.people_gap(row) if agree else ""
        if pd.isna(pp):
            return counted
        return f"{counted} ({self.difference(pp)})" if counted else self.difference(pp)

    def level(self, row: pd.Series) -> str:
        """The level of a target, with the qualifier in the document: "khoảng 45 %", "29.334.000 người"."""
        rate = pd.notna(row["target_pct"])
        text = self.target(row["target_pct"]) if rate else self.people(row["target_persons"])
        qualifier = row.get("qualifier", "")
        return f"{self.label('qualifier', qualifier)} {text}" if qualifier else text

    def goal(self, row: pd.Series) -> str:
        """A target in words: its level, its year and, for a reference, whose it is."""
        key = "briefing.gap.of" if row["target_area_code"] == row["area_code"] else "briefing.gap.of_other"
        return self.phrase(key, level=self.level(row), year=row["target_year"], area=self.area(row["target_area_code"]))

    def figure_compared(self, row: pd.Series) -> str:
        """The figure that a target is compared with, with its kind and period."""
        if not row["basis"]:
            return formats.MISSING
        if pd.isna(row["target_pct"]) or pd.isna(row["coverage_pct"]):
            value = f"{self.count(row['participants'])} {self.phrase('unit.persons')}"
        else:
            value = self.percent(row["coverage_pct"], places=2)
        return f"{value} ({self.label('basis', row['basis'])} {self.period(row['period'])})"

    def verdict(self, code: str) -> Html:
        """A verdict as symbol, word and colour."""
        return mark("verdict", code, self.label("verdict", code))

    def severity(self, code: str) -> Html:
        """The severity of a finding as symbol, word and colour."""
        return mark("severity", code, self.label("severity", code))

    def counted(self, title: str, rows: int) -> str:
        """The title of a folded table, with the number of its rows."""
        return self.phrase("page.folded", title=title, rows=self.count(rows))

    def status(self, row: pd.Series) -> str:
        """A gap in a few words, for tables and lists.

        >>> row = pd.Series({"gap_pp": -11.43, "gap_persons": -912, "basis": "plan"})
        >>> Words().status(row).replace(NBSP, " ")
        'chỉ tiêu giao còn thiếu 912 người (11,4 điểm phần trăm)'
        """
        if pd.isna(row["gap_pp"]) and pd.isna(row["gap_persons"]):
            return self.phrase("fig.status.none")
        return self.phrase(f"fig.status.{self.case(row)}", amount=self.amount(row))

    def case(self, row: pd.Series) -> str:
        """The key of the sentence for a gap: on what basis, before or after the end of the target year, with what outcome."""
        reached = "equal" if self.amount(row) == "" or row["gap_pp"] == 0 else "met"
        outcome = "short" if is_short(row) else reached
        if (basis := basis_of(row)) == "plan":
            return f"plan.{outcome}"
        past = row["period"] >= pd.Timestamp(int(row["target_year"]), 12, 31)
        return f"{basis}.{'past' if past else 'ahead'}.{outcome}"


def is_short(row: pd.Series) -> bool:
    """Whether the figure is below the target: the sign of the gap decides, never a rounded rate."""
    return bool(row["gap_pp"] < 0) if pd.notna(row["gap_pp"]) else bool(row["gap_persons"] < 0)


def basis_of(row: pd.Series) -> str:
    """Plan, estimate, provisional or actual, for a row of ``gap`` or of ``trajectory``."""
    if "basis" in row:
        return row["basis"]
    return "plan" if row["path"] == "plan" else {"P": "provisional", "E": "estimate"}.get(row["obs_status"], "actual")
