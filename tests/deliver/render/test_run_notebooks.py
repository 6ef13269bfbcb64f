"""A batch in which one unit fails: the others are rendered, the failure is listed first, and no good page is lost."""

import nbformat
import pytest

from tests.builders import command, notebook, register, rows_of, source_folder

PARAMETERS = 'area_code: str = "464"  # mã / code\nlang: str = "vi"  # ngôn ngữ / language'
FAILS = 'if area_code == "19366":\n    raise ValueError("mẫu số bằng không\\nở hàng 7")'
SHOWS = 'from IPython.display import HTML\nHTML(f"<p>đơn vị {area_code} ({lang})</p>")'


@pytest.fixture(scope="module")
def batch(tmp_path_factory):
    """What the command said and left behind."""
    home = tmp_path_factory.mktemp("batch")
    names = ("Thị trấn Hồ Xá", "Thị trấn Bến Quan", "Xã Vĩnh Thái")
    counts = register(*({"Mức": "5", "Đơn vị": name, "Loại số": "Thực hiện"} for name in names))
    source_folder(home / "data" / "raw", "counts", rows_of(counts), kind="participation")
    notebook(home / "notebooks" / "02_unit_trajectory.ipynb", FAILS, SHOWS, parameters=PARAMETERS)
    built = command("build", cwd=home)
    assert built.returncode == 0, built.stderr
    last_good = home / "outputs" / "briefings" / "19366.html"
    last_good.parent.mkdir(parents=True)
    last_good.write_text("bản tin tốt gần nhất", "utf-8")
    return command("render", "--workers", "2", cwd=home), home / "outputs"


def test_the_exit_code_says_done_with_failures(batch):
    assert batch[0].returncode == 1


def test_the_failure_is_one_line_with_unit_and_reason(batch):
    # a kernel that is being shut down may have a word of its own on the error stream
    said = [line for line in batch[0].stderr.splitlines() if line.startswith("HỎNG")]
    assert said == ["HỎNG briefings/19366: ValueError: mẫu số bằng không ở hàng 7"]
    assert "Đã lập 2 trên 3 tài liệu." in batch[0].stdout


def test_every_other_unit_has_its_own_document(batch):
    pages = {file.stem: file.read_text("utf-8") for file in (batch[1] / "briefings").glob("*.html")}
    assert sorted(pages) == ["19363", "19366", "19369"]
    assert [code for code in pages if f"đơn vị {code} (vi)" in pages[code]] == sorted({"19363", "19369"})
    assert "Thị trấn Hồ Xá" in pages["19363"]


def test_the_last_good_document_of_the_failed_unit_is_untouched(batch):
    assert (batch[1] / "briefings" / "19366.html").read_text("utf-8") == "bản tin tốt gần nhất"


def test_the_failed_notebook_is_kept_with_its_traceback_and_no_other(batch):
    (kept,) = (batch[1] / "quarantine").iterdir()
    assert kept.name == "briefings-19366.ipynb"
    outputs = [output for cell in nbformat.read(kept, as_version=4).cells for output in cell.get("outputs", [])]
    assert "ValueError" in {output.get("ename") for output in outputs}


def test_the_index_names_the_failure_before_everything_else(batch):
    page = (batch[1] / "index.html").read_text("utf-8")
    assert (
        page.index("1 tài liệu không dùng được hoặc không lập được")
        < page.index("mẫu số bằng không")
        < page.index('href="briefings/19363.html"')
    )
    assert 'href="briefings/19366.html"' not in page


def test_nothing_half_written_is_left(batch):
    assert list(batch[1].rglob("*.part")) == []
