import base64
import datetime as dt
from html import unescape

import nbformat
import pytest
from nbformat.v4 import new_code_cell, new_markdown_cell, new_notebook, new_output

from coverage_lib.deliver.render.html_document import charts_of, to_html
from coverage_lib.errors import CoverageError

PNG = base64.b64encode(b"\x89PNG not really").decode()


def shown(data, *, kind="execute_result", metadata=None):
    more = {"execution_count": 7} if kind == "execute_result" else {}
    return new_output(kind, data=data, metadata=metadata or {}, **more)


def chart(name, alt='thiếu "912" người'):
    metadata = {"image/png": {"alt": alt, "width": 883, "height": 518}, "coverage_lib": {"name": name}}
    return shown({"image/png": PNG, "text/plain": "<Figure>"}, metadata=metadata)


def code(*outputs, tags=(), source="secret_input()"):
    return new_code_cell(source, outputs=list(outputs), metadata={"tags": list(tags)})


def html(*cells, **options):
    return to_html(new_notebook(cells=list(cells)), **{"title": "Huyện Vĩnh Linh", "lang": "vi"} | options)


def test_prose_results_and_displays_are_kept_and_inputs_dropped():
    page = html(
        new_markdown_cell("## Bảo hiểm xã hội"),
        code(shown({"text/html": "<p>kết quả</p>"})),
        code(shown({"text/html": "<p>hiển thị</p>"}, kind="display_data")),
    )
    assert "Bảo hiểm xã hội</h2>" in page
    assert page.index("kết quả") < page.index("hiển thị")
    assert "secret_input" not in page


@pytest.mark.parametrize("tag", ["hide", "parameters", "injected-parameters", "setup"])
def test_tagged_cells_leave_with_their_outputs(tag):
    assert "bên trong" not in html(code(shown({"text/html": "bên trong"}), tags=[tag]))


def test_streams_widgets_and_bare_reprs_are_dropped():
    widget = shown({"application/vnd.jupyter.widget-view+json": {"model_id": "a"}, "text/plain": "Dropdown()", "text/html": "đồ"})
    streams = [new_output("stream", name=name, text=f"dòng {name}") for name in ("stdout", "stderr")]
    page = html(code(*streams, widget, shown({"text/plain": "<Axes: x>"}), shown({"text/plain": "45 < 50"})))
    assert "dòng" not in page
    assert "Dropdown" not in page
    assert "đồ" not in page
    assert "Axes" not in page
    assert "45 &lt; 50" in page


def test_images_are_inline_with_their_alternative_text_and_size():
    page = html(code(chart("464_si")))
    assert f'src="data:image/png;base64,{PNG}"' in page
    assert 'thiếu "912" người' in unescape(page)
    assert 'width="883"' in page


def test_an_image_without_alternative_text_is_called_a_chart():
    assert 'alt="Biểu đồ"' in html(code(shown({"image/png": PNG})))


def test_letterhead_says_language_unit_and_day():
    page = html(data_date=dt.date(2024, 12, 31), title="A & B")
    assert '<html lang="vi">' in page
    assert "<h1>A &amp; B</h1>" in page
    assert "Số liệu đến 31/12/2024" in page
    assert "Data to 31 December 2024" in html(data_date=dt.date(2024, 12, 31), lang="en")


def test_a_notebook_with_its_own_heading_keeps_one_first_heading():
    page = html(new_markdown_cell("# Bản tin"))
    assert page.count("<h1") == 1
    assert '<p class="unit">Huyện Vĩnh Linh</p>' in page


def test_equal_content_gives_equal_bytes_whatever_the_ids():
    def notebook():
        return html(new_markdown_cell("## Một"), code(chart("a"), shown({"text/html": "x"})))

    first, second = notebook(), notebook()
    assert first == second


def test_the_notebook_is_left_as_it_was():
    notebook = new_notebook(cells=[code(chart("a"), tags=["x"])])
    before = nbformat.writes(notebook)
    to_html(notebook, title="a", lang="vi")
    assert nbformat.writes(notebook) == before


def test_a_failed_cell_stops_the_document_even_when_hidden():
    failure = new_output("error", ename="ValueError", evalue="không có số", traceback=[])
    with pytest.raises(CoverageError, match=r"cell 2.*ValueError: không có số"):
        html(new_markdown_cell("a"), code(failure, tags=["setup"]))


def test_an_outside_address_in_prose_stops_the_document():
    with pytest.raises(CoverageError, match=r"example\.org"):
        html(new_markdown_cell("[nguồn](https://example.org/a)"))


def test_charts_come_with_name_bytes_and_text():
    notebook = new_notebook(cells=[code(chart("464_si")), code(shown({"image/png": PNG})), code(chart("464_hi"), tags=["hide"])])
    assert list(charts_of(notebook)) == [("464_si", b"\x89PNG not really", 'thiếu "912" người')]


def test_two_charts_of_one_name_are_refused():
    with pytest.raises(CoverageError, match="464_si"):
        list(charts_of(new_notebook(cells=[code(chart("464_si")), code(chart("464_si"))])))
