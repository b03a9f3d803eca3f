"""Floor 4. An article's text in the markup of its style: paragraphs, photos and captions, ads, boxes, closing byline."""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass
from functools import cache
from importlib import resources
from string import Template

from ..catalog.load import Table, parse
from .content import SampleArticle, SampleLine
from .markup import entities, html

AD_AFTER_SAPO = '<div class="c-box ads_after_sapo_{0}"><div class="oneads" id="zone-{0}"><script>oneAds({0});</script></div></div>'
AD_BETWEEN = '<div class="AdsBetweenContent"><div class="oneads" id="zone-{0}"><script>oneAds({0});</script><span>Quảng cáo</span></div></div>'
INPAGE = '<div class="c-banner-inpage"><img class="lazy" src="/assets/images/grey.gif" data-src="/assets/images/banner-{0}.jpg" alt=""></div>'
ENDINGS = {
    "vtranslate": '<div class="sc-empty-layer"></div><b class="vtranslate-author-translate" style="text-align:right; display:block">{0}</b>',
    "strong": "<p><strong>{0}</strong></p>",
    "right": '<p style="text-align:right"><strong>{0}</strong></p>',
    "none": '<div class="sc-empty-layer"></div>',
}


@dataclass(frozen=True, slots=True)
class Variant:
    """One site's markup; the fields are explained in styles.toml."""

    style: str
    theme: str
    head: str
    detail: str
    header: str
    script: str
    open: str
    close: str
    image: str
    times: tuple[str, ...]
    paragraphs: tuple[str, ...]
    photos: tuple[str, ...]
    ending: str
    linked: str
    schema: str
    home_crumb: bool
    breadcrumb: bool
    byline: bool
    follow: str
    oddities: tuple[str, ...]


def _data(name: str) -> Table:
    return parse(resources.files(__package__).joinpath(name).read_text("utf-8"), f"sample/{name}")


@cache
def _variants() -> tuple[Variant, ...]:
    return tuple(map(_variant, _data("styles.toml").values()))


def _variant(entry: Table) -> Variant:
    values: Table = {key: tuple(value) if isinstance(value, list) else value for key, value in entry.items()}
    return Variant(**values)


@cache
def _photo_forms() -> dict[str, Template]:
    return {name: Template(form) for name, form in _data("photos.toml")["forms"].items()}


def variant(article: SampleArticle) -> Variant:
    """The markup that the article is printed in."""
    choice = [entry for entry in _variants() if entry.style == article.style]
    return choice[article.id % len(choice)]


def pick(forms: tuple[str, ...], number: int) -> str:
    """One of the forms, the same for the same number."""
    return forms[number % len(forms)]


def photo_form(article: SampleArticle) -> str:
    """The photo and caption form of the article, a name of photos.toml."""
    return pick(variant(article).photos, article.id // 2)


def photo_url(article: SampleArticle, photo: SampleLine, origin: str) -> str:
    """The address of a photo, as the page gives it."""
    at = article.published
    values = {"origin": origin, "day": f"{at:%Y/%m/%d}", "month": f"{at:%Y%m}", "id": article.id, "file": photo.file}
    return variant(article).image.format(**values)


def entry(article: SampleArticle, header: str, origin: str) -> str:
    """The `.entry` (or its older sisters) with everything in it; `header` opens it on current pages."""
    style = variant(article)
    blocks = [_block(article, number, origin) for number in range(len(article.lines))]
    text = "".join(_with_ads(article, _with_spacers(style, _nested(blocks))))
    if "nfd" in style.oddities and article.id % 3 == 0:
        text = unicodedata.normalize("NFD", text)
    return style.open + header + text + _ending(article, style) + style.close


def _block(article: SampleArticle, number: int, origin: str) -> str:
    line, style = article.lines[number], variant(article)
    if line.kind == "photo":
        return _photo(article, line, origin)
    if line.kind == "subhead":
        return f"<p><strong>{html(line.text)}</strong></p>"
    text = _odd(html(line.text), style, number)
    block = f"{pick(style.paragraphs, article.id // 2)}{text}{' ' if number % 3 == 1 else ''}</p>"
    boxed = "box" in style.oddities and article.id % 3 == 1 and number == len(article.lines) - 2 > 0
    return f'<div class="sc-hightlight-box">{block}</div>' if boxed else block


def _odd(text: str, style: Variant, number: int) -> str:
    """A paragraph's text with the invisible debris that its site leaves in it."""
    if "ampersand" in style.oddities:
        text = text.replace(" &amp; ", " & ")
    if "spacers" in style.oddities and number % 2:
        text = text.replace("; ", ";  ", 1)
    if "invisible" in style.oddities:
        text = "\u200b" * (number % 3 == 2) + re.sub(r"(\d) (?=\w)", "\\1\xa0", text, count=1)
    return text


def _photo(article: SampleArticle, photo: SampleLine, origin: str) -> str:
    form = _photo_forms()[photo_form(article)]
    text = form.substitute(
        src=entities(photo_url(article, photo, origin)),
        alt=entities(photo.text),
        name=entities(photo.file),
        text=html(photo.text),
    )
    return text if photo.text else re.sub(r"<figcaption>\s*</figcaption>|<p><span><em></em></span></p>", "", text)


def _nested(blocks: list[str]) -> list[str]:
    """A paragraph that opened before a table ends only after the block behind the table."""
    out, closing = [], ""
    for block in blocks:
        out.append(block + closing)
        closing = "</p>" if block.startswith("<p><table") else ""
    return [*out, closing]


def _with_spacers(style: Variant, blocks: list[str]) -> list[str]:
    if "spacers" not in style.oddities:
        return blocks
    empty = ("<h4></h4>", "", "<p><span><br></span></p>")
    return [block + pick(empty, number) for number, block in enumerate(blocks)]


def _with_ads(article: SampleArticle, blocks: list[str]) -> list[str]:
    if "ads" not in variant(article).oddities:
        return blocks
    first = AD_AFTER_SAPO.format(18) if article.id % 4 < 2 else ""
    between = AD_BETWEEN.format(21) if article.id % 3 else INPAGE.format(article.id % 7)
    return [first, *blocks[:2], between, *blocks[2:]]


def _ending(article: SampleArticle, style: Variant) -> str:
    known = bool(article.author) or style.ending in ("vtranslate", "none")
    return ENDINGS[style.ending].format(html(article.author)) if known else ""
