"""Six made-up documents of Nghệ An, a province without any shipped document: two plans, three returns, one release."""

from __future__ import annotations

from pathlib import Path

from openpyxl import Workbook

OLD = ["Thị trấn Diễn Châu", "Xã Diễn Yên", "Xã Diễn Hoàng", "Xã Diễn Hùng", "Xã Diễn Hải", "Xã Diễn Phong"]  # until 30/11/2024
NEW = ["Phường Thành Vinh", "Xã Diễn Châu", "Xã Hải Châu", "Xã Yên Thành"]  # since 1/7/2025
NOTE = ("Số liệu giả định, chỉ để kiểm thử",)


def write(folder: Path) -> list[Path]:
    """All documents, into a folder."""
    folder.mkdir(parents=True, exist_ok=True)
    for name, sheets in _documents().items():
        book = Workbook()
        book.remove(book.active)
        for title, rows in sheets.items():
            sheet = book.create_sheet(title)
            for row in rows:
                sheet.append(list(row))
        book.save(folder / name)
    return sorted(folder.glob("*.xlsx"))


def _documents() -> dict[str, dict[str, list[tuple]]]:
    communes = range(len(OLD))
    plan = [
        ("ỦY BAN NHÂN DÂN",),
        ("HUYỆN DIỄN CHÂU",),
        ("PHỤ LỤC 01",),
        ("GIAO CHỈ TIÊU PHÁT TRIỂN NGƯỜI THAM GIA BHXH, BHYT NĂM 2024",),
        ("(Kèm theo Kế hoạch số 45/KH-UBND ngày 20 tháng 02 năm 2024 của UBND huyện Diễn Châu)",),
        ("TT", "Xã, thị trấn", "Lực lượng lao động trong độ tuổi (người)", "BHXH bắt buộc (người)", "BHXH tự nguyện (người)",
         "BHTN (người)", "BHYT (người)", "Tỷ lệ bao phủ BHYT (%)"),
        *((i + 1, OLD[i], 4000 + 100 * i, 300 + 10 * i, 200 + 5 * i, 280 + 9 * i, 8000 + 50 * i, 95.5 + i / 10) for i in communes),
        NOTE,
    ]  # fmt: skip
    long_plan = [
        ("UBND TỈNH NGHỆ AN",),
        ("PHỤ LỤC: CHỈ TIÊU THAM GIA BHXH TỰ NGUYỆN, BHYT GIAI ĐOẠN 2026-2030",),
        ("(Kèm theo Quyết định số 912/QĐ-UBND ngày 15/3/2026 của UBND tỉnh Nghệ An)",),
        ("STT", "Đơn vị", "BHXH tự nguyện (người)", None, None, "Tỷ lệ bao phủ BHYT (%)", None, None),
        (None, None, "2026", "2028", "2030", "2026", "2028", "2030"),
        *((i + 1, NEW[i], 1000 + 10 * i, 1200 + 10 * i, 1500 + 10 * i, 95.5, 96.5, 98) for i in range(len(NEW))),
        NOTE,
    ]
    returned_2023 = [
        ("BẢO HIỂM XÃ HỘI HUYỆN DIỄN CHÂU",),
        ("BÁO CÁO SỐ NGƯỜI THAM GIA BHXH, BHYT, BHTN ĐẾN 31/12/2023",),
        ("Đvt: người",),
        ("TT", "Đơn vị", "BHXH bắt buộc", "BHXH tự nguyện", "BHTN", "BHYT"),
        *((i + 1, OLD[i], 280 + 10 * i, 150 + 5 * i, 260 + 9 * i, 7800 + 50 * i) for i in communes),
        NOTE,
    ]
    merged = ["Xã Hùng Hải", "Xã Diễn Yên"]  # Diễn Hùng and Diễn Hải are one commune since 1/12/2024
    returned_2025 = [
        ("BẢO HIỂM XÃ HỘI HUYỆN DIỄN CHÂU",),
        ("BÁO CÁO SỐ NGƯỜI THAM GIA BHXH TỰ NGUYỆN, BHYT ĐẾN 31/3/2025",),
        ("Đvt: người",),
        ("TT", "Đơn vị", "BHXH tự nguyện", "BHYT", "Dân số"),
        *((i + 1, name, 790 + 10 * i, 15000 + 50 * i, 16000) for i, name in enumerate(merged)),
        NOTE,
    ]
    returned_new = [
        ("BẢO HIỂM XÃ HỘI TỈNH NGHỆ AN",),
        ("BÁO CÁO SỐ NGƯỜI THAM GIA BHXH TỰ NGUYỆN, BHYT ĐẾN 31/12/2025",),
        ("Đvt: người",),
        ("TT", "Đơn vị", "BHXH tự nguyện", "BHYT"),
        *((i + 1, NEW[i], 800 + 10 * i, 30000 + 50 * i) for i in range(len(NEW))),
        NOTE,
    ]
    years = (None, "2021", "2022", "Sơ bộ 2023")
    release = {
        "Dân số": [
            ("CỤC THỐNG KÊ TỈNH NGHỆ AN",),
            ("Dân số trung bình phân theo huyện/thành phố thuộc tỉnh, tỉnh Nghệ An",),
            ("Nghìn người",),
            years,
            ("TỔNG SỐ", "3409,8", "3420,1", "3441,2"),
            ("Thành phố Vinh", "340,2", "345,1", "348,9"),
            ("Huyện Diễn Châu", "320,4", "322,0", "323,5"),
            NOTE,
        ],
        "LLLĐ": [
            ("Lực lượng lao động từ 15 tuổi trở lên phân theo huyện, tỉnh Nghệ An",),
            ("Nghìn người",),
            years,
            ("TỔNG SỐ", "1871,3", "1890,5", "1902,6"),
            ("Huyện Diễn Châu", "165,2", "166,0", "166,9"),
        ],
    }
    return {
        "ke-hoach-dien-chau-2024.xlsx": {"PL 01": plan},
        "quyet-dinh-912.xlsx": {"PL": long_plan},
        "bao-cao-dien-chau-2023.xlsx": {"BC": returned_2023},
        "bao-cao-dien-chau-2025.xlsx": {"BC": returned_2025},
        "bao-cao-nghe-an-2025.xlsx": {"BC": returned_new},
        "nien-giam-nghe-an.xlsx": release,
    }
