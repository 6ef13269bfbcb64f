"""Observed series as rows of table ``trajectory``, for the tests of projection, attainment and back-test."""

from tests.builders import WORKING_AGE, frame


def observed(values, area="464", indicator="si", **given):
    """{year: rate} as rows; a year may be a day."""
    usual = {"area_code": area, "indicator": indicator, "path": "actual", "base": WORKING_AGE, "obs_status": "A", "segment": 1}
    return [
        usual
        | {"period": at if isinstance(at, str) else f"{at}-12-31", "coverage_pct": pct, "source_id": "a", "method": "counts"}
        | given
        for at, pct in values.items()
    ]


def table(*rows):
    return frame("trajectory", *rows)


def no_breaks():
    return frame("breaks")
