"""Floor 4. An article's page in the four kinds of markup that OneCMS sites serve, with their traps."""

from __future__ import annotations

import json
from datetime import datetime
from functools import cache
from html import escape
from importlib import resources
from string import Template

from .content import SECTIONS, SampleArticle, slug

CDN = "https://slo.1cdn.vn"
JUSTIFIED = "<p class='align-justify'>"


@cache
def template(name: str) -> Template:
    """A template of the folder `templates`."""
    return Template(resources.files(__package__).joinpath("templates", name).read_text("utf-8"))


def entities(text: str) -> str:
    """Text as ASP.NET writes it in title and metas: U+00A0 to U+00FF as numbers, other letters raw."""
    return "".join(f"&#{ord(c)};" if "\xa0" <= c <= "\xff" else c for c in escape(text))


def page(title: str, main: str, *, metas: str = "", scripts: str = "", charset: str = '<meta charset="utf-8">') -> str:
    """A whole page of the site; the stamp changes with every fetch."""
    menu = "".join(f'<li><a href="/{path}">{entities(name)}</a></li>' for path, (_, name) in SECTIONS.items())
    return template("page.html").substitute(
        title_entities=entities(title),
        metas=metas,
        main=main,
        scripts=scripts,
        charset=charset,
        menu=f'<li><a href="/tin-moi-nhat">Tin mới nhất</a></li>{menu}',
        stamp=datetime.now().strftime("%Y%m%d%H%M"),
    )


def article_page(article: SampleArticle, others: list[SampleArticle], origin: str) -> str:
    """The page of an article; `others` fill the boxes around it."""
    section = SECTIONS[article.section][1]
    crumbs = f'<li class="breadcrumb-item active" aria-current="page"><a href="/{article.section}">{escape(section)}</a></li>'
    has_crumbs = article.style != "g2b"
    head = (
        '<div class="c-detail-head"><div class="c-detail-head__row"><nav aria-label="breadcrumb">'
        f'<ol class="breadcrumb">{crumbs}</ol></nav></div><div class="c-detail-head__row is-bar">'
        '<div class="c-share-scroll"></div></div></div>'
    )
    tags = "".join(f'<li><h4><a href="/{slug(t)}-ptag.html" title="{escape(t)}">{escape(t)}</a></h4></li>' for t in article.tags)
    main = template("article.html").substitute(
        head=head if has_crumbs else "",
        news=_NEWS[article.style](article),
        id=article.id,
        tags=f'<div class="c-box"><div class="c-widget-tags onecms__tags"><ul>{tags}</ul></div></div>' if tags else "",
        related="".join(f"<li>{_box(other, 'h3')}</li>" for other in others[:3]),
        more="".join(_box(other, "h4") for other in others[3:6]),
        section_name=escape(section),
        title=escape(article.title),
    )
    charset = '<meta http-equiv="Content-Type" content="text/html;charset=UTF-8">' if article.style == "g2" else '<meta charset="utf-8">'
    return page(article.title, main, metas=_metas(article, origin), scripts=_scripts(article, origin), charset=charset)


def _box(other: SampleArticle, tag: str) -> str:
    link, icon = escape(other.path), "<i class='icon16-video-gray'></i>" if other.id % 5 == 0 else ""
    return (
        f'<div class="b-grid"><div class="b-grid__img"><a href="{link}"><img class="lazy" src="{CDN}/assets/images/grey.gif" '
        f'data-src="{CDN}/thumbs/540x360/x-{other.id}.jpg" alt="{entities(other.title)}"></a></div><div class="b-grid__content">'
        f'<div class="b-grid__row"><{tag} class="b-grid__title"><a href="{link}">{icon}{escape(other.title)}</a></{tag}></div>'
        f'<div class="b-grid__row b-grid__desc"><a href="{link}">{escape(other.sapo)}</a></div></div></div>'
    )


def _metas(article: SampleArticle, origin: str) -> str:
    url, at = origin + article.path, article.published
    us = f"{at.month}/{at.day}/{at.year} {at.hour % 12 or 12}:{at:%M}:00 {'AM' if at.hour < 12 else 'PM'}"
    canonical = f'<meta name="canonical" content="{url}">' if article.style == "g2" else f'<link rel="canonical" href="{url}">'
    author = article.author if article.style == "g2b" else "Báo Sơn Lam"
    lines = [
        f'<meta name="description" content="{entities(article.sapo)}">',
        '<meta property="og:type" content="website">',
        f'<meta property="og:title" content="{entities(article.title)}">',
        f'<meta property="og:url" content="{url}">',
        f'<meta property="og:image" content="/thumbs/1200x630/{article.id}.jpg">',
        canonical,
        f'<meta name="author" content="{entities(author)}">',
    ]
    if article.style != "g1":
        lines += [
            f'<meta name="article:section" content="{entities(SECTIONS[article.section][1])}">',
            f'<meta name="article:published_time" content="{us}">',
            f'<meta property="datetimenow" content="{datetime.now():%m/%d/%Y %I:%M:%S %p}">',
        ]
    return "\n".join(lines)


def _scripts(article: SampleArticle, origin: str) -> str:
    channel, name = SECTIONS[article.section]
    control = (
        f"<script>WebControl.publisherId='{article.id}';WebControl.channelId='{channel}';"
        f'WebControl.item_published_time="{article.published:%Y-%m-%dT%H:%M:%SZ}";'
        f'WebControl.item_title="{entities(article.title)}";</script>'
    )
    if article.style == "g1":
        return control
    news = {
        "@context": "https://schema.org",
        "@type": "NewsArticle",
        "headline": article.title,
        "description": article.sapo,
        "image": {"@type": "ImageObject", "url": f"{CDN}/thumbs/1200x630/{article.id}.jpg"},
        "datePublished": article.published.isoformat(),
        "dateModified": article.published.isoformat(),
        "author": {"@type": "Person", "name": article.author},
        "publisher": {"@type": "Organization", "name": "Báo Sơn Lam"},
    }
    item = {"@id": f"{origin}/{article.section}", "name": name}
    crumbs = {"@context": "https://schema.org", "@type": "BreadcrumbList", "itemListElement": [{"position": 1, "item": item}]}
    blocks = [news, crumbs]
    if article.style == "g2b":
        generic = {"@context": "https://schema.org", "@type": "Article", "headline": article.title, "articleSection": name}
        blocks = [generic, news, {"@context": "https://schema.org", "@type": "Organization", "name": "Báo Sơn Lam"}]
    raw = article.style != "g2b"
    texts = (json.dumps(block, ensure_ascii=not raw).replace("</", "<\\/") for block in blocks)
    return control + "".join(f'<script type="application/ld+json">{text}</script>' for text in texts)


def _header(article: SampleArticle, date: str) -> str:
    return (
        '<div class="sc-longform-header sc-longform-header-default-normal block-sc-longform-header"><div class="sc-longform-header-text">'
        f'<span class="sc-longform-header-cate block-sc-cate-name">{escape(SECTIONS[article.section][1])}</span>'
        f'<h1 class="sc-longform-header-title block-sc-title">{escape(article.title)}</h1><div class="sc-longform-header-meta">'
        f'<span class="sc-longform-header-author block-sc-author">{escape(article.author)}</span>'
        '<span class="sc-text block-sc-text">•</span>'
        f'<span class="sc-longform-header-date block-sc-publish-time">{date}</span></div>'
        f'<p class="sc-longform-header-sapo block-sc-sapo">{escape(article.sapo)}</p></div><div class="sc-longform-header-media"></div></div>'
    )


def _photo(line: str, form: int, year: str) -> str:
    """A photo with its caption, in one of the forms of onecms.md 1.5."""
    name, _, caption = line[1:].partition("|")
    img, text = f'<img src="{CDN}/{year}/01/09/{name.strip()}" alt="">', escape(caption.strip())
    forms = (
        f"<figure>{img}<figcaption>   {text}   </figcaption></figure>",
        f'<figure class="expNoEdit">{img}<figcaption class="lg-caption"><h2>{text}</h2></figcaption></figure>',
        f'<table class="image center"><tr><td>{img}</td></tr><tr><td class="image_desc">{text}</td></tr></table>',
        f"<p>{img}</p><p><span><em>{text}</em></span></p>",
    )
    return forms[form]


def _body(article: SampleArticle, photo: int, open_p: str = "<p>", nested: bool = False) -> str:
    out, year = [], str(article.published.year)
    for line in article.body:
        if line.startswith("!"):
            figure = _photo(line, photo, year)
            out.append(f"<p>{figure.replace('image center', 'full-img')}</p>" if nested else figure)
        elif line.startswith("## "):
            out.append(f"<p><strong>{escape(line[3:])}</strong></p>")
        else:
            text = escape(line, quote=False).replace(" &amp; ", " & ")
            out.append(f"{open_p}{text} </p>")
    return "".join(out)


def _g2(article: SampleArticle) -> str:
    box = '<div class="oneads" id="zone-7"><script>oneAds(7);</script></div>' if article.id % 2 else ""
    closing = f'<b class="vtranslate-author-translate" style="text-align:right; display:block">{escape(article.author)}</b>'
    return (
        f'<div class="b-maincontent"><div class="entry entry-no-padding">{_header(article, f"{article.published:%d/%m/%Y %H:%M}")}{box}'
        f'{_body(article, 0, JUSTIFIED)}<div class="sc-empty-layer"></div>{closing}</div></div>'
    )


def _g2b(article: SampleArticle) -> str:
    return (
        '<div class="b-maincontent"><div itemprop="articleBody"><article class="entry entry-no-padding large-image">'
        f"{_header(article, f'{article.published:%d/%m/%Y - %H:%M}')}{_body(article, 2, nested=True)}<h4></h4></article></div></div>"
    )


def _g1(article: SampleArticle) -> str:
    time = f"{article.published:%d-%m-%Y %H:%M}" if article.id % 2 else f"{article.published:%H:%M %d/%m/%Y} |"
    body, photo = ("content-main-normal descriptionx", 1) if article.id % 3 else ("content-main-normal", 2)
    return (
        f'<div class="c-detail-head"><h1 class="c-detail-head__title">{escape(article.title)}</h1>'
        f'<span class="c-detail-head__author">{escape(article.author)}</span><span class="c-detail-head__time">{time}</span></div>'
        f'<h2 class="desc">{escape(article.sapo)}</h2><div class="{body}">{_body(article, photo)}'
        f'<p style="text-align:right"><strong>{escape(article.author)}</strong></p></div>'
    )


def _migrated(article: SampleArticle) -> str:
    pad = "\n" + " " * 30
    header = f"""<div class='sc-longform-header sc-longform-header-default-normal block-sc-longform-header'>{pad}<div class='sc-longform-header-text'>
{pad}<span class='sc-longform-header-cate block-sc-cate-name'></span>{pad}<h1 class='sc-longform-header-title block-sc-title'>
{pad}{escape(article.title)}{pad}</h1>{pad}<div class='sc-longform-header-meta'>
{pad}<span class='sc-longform-header-author block-sc-author'>{escape(article.author)}</span><span class='sc-text block-sc-text'>•</span>
{pad}<span class='sc-longform-header-date block-sc-publish-time'>{article.published:%d/%m/%Y %H:%M}</span></div>
{pad}<p class='sc-longform-header-sapo block-sc-sapo'>{pad}{escape(article.sapo)}{pad}</p></div></div>"""
    spacer = "<p><span><br></span></p>"
    return f"<div class='b-maincontent'><div class='entry entry-no-padding'>{header}{_body(article, 3)}{spacer}</div></div>"


_NEWS = {"g2": _g2, "g2b": _g2b, "g1": _g1, "migrated": _migrated}
