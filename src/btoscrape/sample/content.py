"""Floor 4. The invented articles, as they stand in the TOML files beside this one."""

from __future__ import annotations

import re
import tomllib
from dataclasses import dataclass
from datetime import datetime
from functools import cache
from importlib import resources

from ..models import VIETNAM
from ..text import fold

SECTIONS = {
    "thoi-su": (101, "Thời sự"),
    "chinh-tri": (110, "Chính trị"),
    "chinh-tri/xay-dung-dang": (111, "Xây dựng Đảng"),
    "chinh-tri/mat-tran-doan-the": (112, "Mặt trận - Đoàn thể"),
    "kinh-te": (120, "Kinh tế"),
    "xa-hoi": (130, "Xã hội"),
    "xa-hoi/giao-duc": (131, "Giáo dục"),
    "xa-hoi/y-te": (132, "Y tế"),
    "van-hoa-the-thao": (140, "Văn hóa - Thể thao"),
    "phap-luat": (150, "Pháp luật"),
}
"""Path → channel id and name."""


@dataclass(frozen=True, slots=True)
class SampleArticle:
    """An invented article; `published` has +07:00, `body` one block per line (`!file | caption`, `## subhead`)."""

    id: int
    title: str
    published: datetime
    section: str
    author: str
    dateline: str
    summary: str
    body: tuple[str, ...]
    tags: tuple[str, ...]
    style: str

    @property
    def path(self) -> str:
        """The address on the site: `/<slug>-<id>.html`."""
        return f"/{slug(self.title)}-{self.id}.html"

    @property
    def sapo(self) -> str:
        """The summary as printed, with its dateline."""
        return self.dateline + self.summary


def slug(text: str) -> str:
    """OneCMS's slug: no diacritics, lower case, everything else one hyphen."""
    return re.sub(r"[^a-z0-9]+", "-", fold(text)).strip("-")


@cache
def articles() -> tuple[SampleArticle, ...]:
    """All articles, oldest first."""
    folder = resources.files(__package__).joinpath("articles")
    rows = [row for file in folder.iterdir() if file.name.endswith(".toml") for row in tomllib.loads(file.read_text("utf-8"))["article"]]
    return tuple(sorted(map(_article, rows), key=lambda article: article.id))


def _article(row: dict[str, object]) -> SampleArticle:
    lines = tuple(line for line in str(row["body"]).split("\n") if line.strip())
    published = row["published"]
    assert isinstance(published, datetime)
    tags = row["tags"]
    assert isinstance(tags, list)
    values = row | {"body": lines, "tags": tuple(tags), "published": published.replace(tzinfo=VIETNAM)}
    return SampleArticle(**values)  # type: ignore[arg-type]
