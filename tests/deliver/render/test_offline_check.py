import pytest

from coverage_lib.deliver.render.offline_check import require_offline
from coverage_lib.errors import CoverageError, said


@pytest.mark.parametrize(
    "page",
    [
        "<p>xem https://example.org/a</p>",
        '<a href="http://example.org">x</a>',
        '<img src="//example.org/a.png">',
        '<img src="chart.png">',
        "<script>1</script>",
        '<link rel="stylesheet" href="a.css">',
        "<style>@import 'a.css';</style>",
        '<style>p { background: url("a.png") }</style>',
        '<p style="background:url(a.png)">x</p>',
        '<p onclick="f()">x</p>',
        '<a href="javascript:f()">x</a>',
        '<iframe srcdoc="x"></iframe>',
        "<!-- https://example.org -->",
    ],
)
def test_whatever_needs_more_than_the_page_is_named(page):
    with pytest.raises(CoverageError, match="cannot be read offline"):
        require_offline(page, "464")


@pytest.mark.parametrize(
    "page",
    [
        '<img alt="mức one = 45, on target = 2" src="data:image/png;base64,aGk=">',
        '<a href="464.html#muc-1">x</a>',
        "<p>on load = 3; src=//x</p>",
        "<style>p { background: url(data:image/png;base64,aGk=) }</style>",
    ],
)
def test_a_page_complete_in_itself_passes_unchanged(page):
    assert require_offline(page, "464") == page


def test_the_message_names_every_place():
    with pytest.raises(CoverageError) as caught:
        require_offline('<p>a</p>\n<p>https://a.org</p>\n<img src="b.png">', "464")
    assert [(said(problem.place, "en"), "https" in said(problem.found, "en")) for problem in caught.value.problems] == [
        ("line 2", True),
        ("line 3", False),
    ]
