import itertools

import numpy as np
import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st

from coverage_lib.errors import CoverageError
from coverage_lib.model.assignment.hamilton_rounding import apportion

# M. L. Balinski and H. P. Young, Fair Representation (1982): the apportionment of 1791, 120 seats by Hamilton's method
CENSUS_1790 = {
    "Virginia": (630560, 21), "Massachusetts": (475327, 16), "Pennsylvania": (432879, 14), "North Carolina": (353523, 12),
    "New York": (331589, 11), "Maryland": (278514, 9), "Connecticut": (236841, 8), "South Carolina": (206236, 7),
    "New Jersey": (179570, 6), "New Hampshire": (141822, 5), "Vermont": (85533, 3), "Georgia": (70835, 2),
    "Kentucky": (68705, 2), "Rhode Island": (68446, 2), "Delaware": (55540, 2),
}  # fmt: skip


@st.composite
def problems(draw, units=8, largest=400):
    """Weights, floors, caps, starts and a total between the sums of the bounds."""
    count = draw(st.integers(1, units))
    numbers = st.lists(st.integers(0, largest), min_size=count, max_size=count)
    lower, room, start = draw(numbers), draw(numbers), draw(numbers)
    weights = draw(st.lists(st.integers(1, largest), min_size=count, max_size=count))
    upper = [low + more for low, more in zip(lower, room, strict=True)]
    total = draw(st.integers(sum(lower), sum(upper)))
    return total, weights, lower, upper, start


def by_bisection(total, weights, lower, upper, start):
    """The exact shares found another way: λ halved until the sum is right, in the units' own arithmetic."""
    w, low, high, a = (np.asarray(each, dtype=float) for each in (weights, lower, upper, start))
    small, large = ((low - a) / w).min() - 1, ((high - a) / w).max() + 1
    for _ in range(200):
        middle = (small + large) / 2
        small, large = (middle, large) if np.clip(a + middle * w, low, high).sum() < total else (small, middle)
    return np.clip(a + large * w, low, high)


def test_the_worked_case_of_the_methods():
    table = apportion(1000, [120, 80, 300, 40, 5], 50, [200, 400, 600, 400, 60])
    assert table["persons"].tolist() == [200, 143, 536, 71, 50]
    assert table["bound"].tolist() == ["cap", "", "", "", "floor"]
    assert table["exact"].sum() == pytest.approx(1000, abs=1e-9)


def test_the_apportionment_of_1791():
    people, seats = zip(*CENSUS_1790.values(), strict=True)
    assert sum(people) == 3_615_920
    assert apportion(120, people, 0, 120, codes=list(CENSUS_1790))["persons"].tolist() == list(seats)


def test_a_larger_total_may_take_a_person_from_a_unit():
    # the Alabama paradox of largest remainders, which the documentation states; the exact shares never fall
    ten, eleven = (apportion(total, [6, 6, 2], 0, 20) for total in (10, 11))
    assert (ten["persons"].tolist(), eleven["persons"].tolist()) == ([4, 4, 2], [5, 5, 1])
    assert (eleven["exact"] >= ten["exact"]).all()


def test_ties_go_to_the_larger_weight_then_to_the_first_code():
    assert apportion(3, [1, 1], 0, 10, codes=["b", "a"])["persons"].to_dict() == {"b": 1, "a": 2}
    weighed = apportion(5, [2, 4], 0, 10, start=[0.5, 1.5])  # λ = 0.5: 1.5 and 3.5, remainders equal
    assert weighed["persons"].tolist() == [1, 4]


@settings(max_examples=50)
@given(problems())
def test_shares_sum_stay_inside_and_lie_within_one_person_of_the_exact_ones(problem):
    total, _, lower, upper, _ = problem
    table = apportion(*problem)
    assert table["persons"].sum() == total
    assert (table["persons"] >= lower).all()
    assert (table["persons"] <= upper).all()
    assert (abs(table["persons"] - table["exact"]) < 1).all()


@settings(max_examples=50)
@given(problems())
def test_the_walk_finds_what_bisection_finds(problem):
    assert np.allclose(apportion(*problem)["exact"], by_bisection(*problem), atol=1e-6)


@settings(max_examples=50)
@given(problems(units=5, largest=12))
def test_no_other_whole_shares_lie_nearer(problem):
    # Hamilton's roundings are those with the least sum of distances from the exact shares: tried against every other one
    total, _, lower, upper, _ = problem
    table, exact = apportion(*problem), by_bisection(*problem)
    choices = [
        range(max(low, int(share) - 1), min(high, int(share) + 2) + 1) for low, high, share in zip(lower, upper, exact, strict=True)
    ]
    rivals = [np.abs(np.array(rival) - exact).sum() for rival in itertools.product(*choices) if sum(rival) == total]
    assert np.abs(table["persons"] - exact).sum() <= min(rivals) + 1e-6


@settings(max_examples=50)
@given(problems(), st.randoms(use_true_random=False))
def test_the_order_of_the_units_does_not_matter(problem, shuffler):
    total, *columns = problem
    codes = [f"u{number:02d}" for number in range(len(columns[0]))]
    order = list(range(len(codes)))
    shuffler.shuffle(order)
    straight = apportion(total, *columns, codes=codes)["persons"]
    shuffled = apportion(
        total, *([column[place] for place in order] for column in columns), codes=[codes[place] for place in order]
    )
    assert shuffled["persons"].to_dict() == straight.to_dict()


@settings(max_examples=50)
@given(problems())
def test_exact_shares_do_not_fall_when_the_total_grows(problem):
    total, weights, lower, upper, start = problem
    assume(total < sum(upper))
    more = apportion(total + 1, weights, lower, upper, start)["exact"]
    assert (more >= apportion(*problem)["exact"] - 1e-6).all()


@settings(max_examples=50)
@given(problems(), st.integers(2, 1000))
def test_the_scale_of_the_weights_does_not_matter(problem, factor):
    total, weights, lower, upper, start = problem
    scaled = apportion(total, [factor * weight for weight in weights], lower, upper, start)
    assert scaled["persons"].tolist() == apportion(*problem)["persons"].tolist()


def test_the_bounds_alone_decide_at_the_ends():
    weights, low, high = [3, 1, 5], [1, 2, 3], [10, 20, 30]
    assert apportion(6, weights, low, high)["persons"].tolist() == low
    assert apportion(60, weights, low, high)["persons"].tolist() == high
    assert apportion(7, [1], 7, 7)["persons"].tolist() == [7]
    assert apportion(0, [1, 1], 0, 0)["persons"].tolist() == [0, 0]


def test_units_without_weight_keep_their_start():
    table = apportion(20, [0, 1, 0], [0, 0, 4], [5, 30, 9], start=[3, 0, 0])
    assert table["persons"].tolist() == [3, 13, 4]


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        ((5, [1, 1], 3, 9), "at least 6, the floors of all units together, found 5, 1 persons too few"),
        ((1999, [1, 1], 0, 900), "at most 1,800, the caps of all units together, found 1,999, 199 persons too many"),
        ((15, [0, 0], 0, 9), "at most 0, what units of weight zero and the caps of the others take, found 15, 15 persons too many"),
        (
            (3, [0, 1], 0, 9, [5, 0]),
            "at least 5, what units of weight zero and the floors of the others take, found 3, 2 persons too few",
        ),
        ((5, [1, 1], [4, 0], [3, 9]), "bounds, 0: expected a floor of at most the cap of 3, found a floor of 4"),
        ((5, [1, -1], 0, 9), "weights, 1: expected a weight of zero or more"),
        ((5, [1, float("nan")], 0, 9), "weights, 1"),
    ],
)
def test_what_cannot_be_shared_out_is_named_with_its_persons(arguments, said):
    with pytest.raises(CoverageError) as stopped:
        apportion(*arguments)
    assert said in str(stopped.value)


def test_a_national_table_is_shared_out_exactly():
    communes = np.arange(10_047)
    base = 1_000 + (communes * 7_919) % 9_000
    today = base // 5
    table = apportion(20_000_000, base, today, base, today)
    assert table["persons"].sum() == 20_000_000
    assert ((table["persons"] >= today) & (table["persons"] <= base)).all()
