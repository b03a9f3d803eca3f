"""Floor 2. What stands around a number that counts the members of a bloc, and what must not (M7)."""

from __future__ import annotations

import re
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Frame:
    """What stands around a count of members, and what must not."""

    before: re.Pattern[str] = re.compile("")
    after: re.Pattern[str] = re.compile("")
    not_before: re.Pattern[str] | None = None
    not_after: re.Pattern[str] | None = None
    ends: tuple[str, ...] = ("",)
    """What the text before may end with: asked first, since it costs least."""

    def holds(self, before: str, after: str) -> bool:
        """Whether the texts on both sides of a count say that it counts members."""
        if not before.endswith(self.ends):
            return False
        if (self.not_before and self.not_before.search(before)) or (self.not_after and self.not_after.match(after)):
            return False
        return bool(self.before.search(before) and self.after.match(after))


_SOME = re.compile(r"(?:đề nghị|phấn đấu|có thêm|tặng|ít nhất)[^.;]{0,40}$", re.I)
_GOT = re.compile(r"[^.;,]{0,30}(?:được|đạt|nhận|hoàn thành|xếp)")
_ALL = r"(?:đủ |đủ mặt |đông đủ |đầy đủ |tổng cộng |tất cả |tất thảy |cả thảy |cả |vẻn vẹn |vỏn vẹn )?$"
_ALL_ENDS = ("đủ ", "mặt ", "cộng ", "cả ", "thảy ", "vẹn ")
# Số đơn vị của khối: 5 đơn vị
_TOTAL = Frame(
    before=re.compile(
        r"(?<!\w)số (?:lượng )?(?:các )?(?:đơn vị|thành viên|hội|trường|cơ quan|doanh nghiệp|xã|phường|huyện|đầu mối|sở)"
        r"[^.;:,]{0,12}(?:thành viên|khối|cụm)[^.;:,]{0,30}?\s*(?::|là|gồm)\s*$",
        re.I,
    ),
    not_before=re.compile(r"(?:dự|vắng|đạt|được|nhận|hoàn thành|đăng ký|đề nghị)[^.;]{0,30}$", re.I),
    ends=(":", ": ", "là ", "gồm "),
)
FRAMES = (
    # 5 đơn vị sinh hoạt trong khối; 5 cơ quan tỉnh thuộc cụm; 5 đơn vị thành viên của khối
    *(
        Frame(after=re.compile(after, re.I), not_before=_SOME)
        for after in (
            r" (?:sinh hoạt|tham gia|hoạt động) trong (?:khối|cụm)",
            r"(?: (?!và\b|\d)\w+){1,5}(?:, \w+)? thuộc (?:khối|cụm)",
            r"\s*(?:trực thuộc|thuộc|trong|của|ở|tham gia|thành viên)?\s*(?:thành viên)?\s*(?:thuộc|của|trong|ở)?\s*(?:toàn )?(?:khối|cụm)",
        )
    ),
    # Khối thi đua số 8 hiện có 5 đơn vị
    Frame(
        before=re.compile(
            r"(?:khối|cụm)(?: thi đua)?(?:[^.;]|(?<=T[PX])\.){0,80}?(?:có|gồm|còn|sẽ sắp xếp lại còn|quy tụ|tập hợp|có mặt)\s*" + _ALL, re.I
        ),
        not_after=_GOT,
    ),
    # Khối được thành lập với 5 đơn vị; Khối là mái nhà chung của 5 đơn vị; số thành viên tăng từ 4 lên 5 đơn vị
    *(
        Frame(before=re.compile(before, re.I), not_after=_GOT, ends=(*ends, *_ALL_ENDS))
        for before, *ends in (
            (
                r"(?:khối|cụm)[^.;]{0,60}(?:thành lập|hình thành|ra đời|tái lập|kiện toàn|sắp xếp)[^.;]{0,25} (?:với|từ|trên cơ sở) " + _ALL,
                "với ",
                "từ ",
                "sở ",
            ),
            (r"(?:mái nhà|ngôi nhà|sân chơi) chung của " + _ALL, "của "),
            (r"(?:khối|cụm|thành viên)[^.;]{0,40} từ \d{1,2} (?:đơn vị )?(?:lên|xuống|xuống còn|còn) $", "lên ", "xuống ", "còn "),
            (r"(?<!\w)(?:thành viên|quy mô)[^.;,]{0,20}: $", ": "),
        )
    ),
    # … và Sở Y tế - tất cả 5 đơn vị; sinh hoạt trong khối 5 đơn vị này
    Frame(
        before=re.compile(r"(?:tất cả|tổng cộng|cả thảy|tất thảy) (?:là |có |gồm )?$", re.I),
        after=re.compile(r"\s*(?:[.;)]|$)"),
        ends=("cả ", "cộng ", "thảy ", "là ", "có ", "gồm "),
    ),
    Frame(before=re.compile(r"(?:khối|cụm)(?: thi đua)? $", re.I), after=re.compile(r" (?:này|thành viên|trên)"), ends=("ối ", "ụm ", "đua ")),
    # 4 trên 5 đơn vị; 4 trong tổng số 5 đơn vị
    Frame(
        before=re.compile(r"(?<![\w/,.])(?:\d{1,2}|một|hai|ba|bốn|năm|sáu|bảy|tám|chín|mười) (?:trong|trên)(?: tổng)?(?: số)? $", re.I),
        ends=("trong ", "trên ", "tổng ", "số "),
    ),
    # đại diện 5 đơn vị lần lượt ký
    Frame(
        before=re.compile(r"(?:^|\s)(?:cả|toàn bộ|tất cả|đại diện|đại diện lãnh đạo|lãnh đạo|của|dự họp có|công đoàn)\s*$", re.I),
        after=re.compile(r"(?: chi nhánh| thành viên| trong (?:khối|cụm))?\s*(?:lần lượt|đều|thành viên|trong (?:khối|cụm)|ký|cùng|đã)"),
    ),
    # 5 đơn vị hội viên
    Frame(after=re.compile(r"\s*(?:hội viên|thành viên)")),
    # 5 đơn vị nói trên là toàn bộ thành viên
    Frame(after=re.compile(r"[^.;,:\d]{0,25} là (?:toàn bộ|tất cả|đủ)(?: các)? (?:thành viên|đơn vị|hội viên)", re.I)),
    _TOTAL,
)
"""Around a count of units: one of them tells that it counts members."""
OF_BODIES = (
    # 5 Công an huyện trong cụm
    Frame(after=re.compile(r" (?:thuộc|trong|của|thành viên|ở) (?:toàn )?(?:khối|cụm)", re.I), not_before=_SOME),
    # Cụm có 5 Hội Nông dân xã
    Frame(before=re.compile(r"(?:khối|cụm)[^.;,]{0,60}(?:có|gồm|quy tụ|tập hợp) " + _ALL, re.I), not_after=_GOT),
)
"""Around a number and a body's name."""
OF_ANYTHING = (
    _TOTAL,
    # Khối gồm 5 hạt kiểm lâm
    Frame(
        before=re.compile(
            r"(?:^|[;,(] ?)(?:khối|cụm)(?: thi đua)?(?: số \w+| \d+)?(?: hiện| nay| này)? (?:gồm|bao gồm|quy tụ|tập hợp) " + _ALL, re.I
        ),
        after=re.compile(r" (?!nội dung|tiêu|chỉ|nhóm|phần|bước|môn|tiết mục|điểm|đội|mặt|lĩnh vực|triệu|tỷ)[^\W\d]"),
        not_after=_GOT,
    ),
)
"""Around a number that no known unit follows."""
