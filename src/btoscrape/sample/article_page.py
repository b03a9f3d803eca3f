"""Floor 4. The page of an article, and its print page."""

from __future__ import annotations

from . import frame, linked
from .bodies import Variant, entry, photo_url, pick, variant
from .content import SampleArticle, sections, slug
from .markup import COUNT, NOW_US, NOW_VN, STAMP, entities, html, render, us_time
from .newspaper import Newspaper


def article_page(article: SampleArticle, paper: Newspaper) -> str:
    """The article in the markup of its style, with the boxes that the paper puts around it."""
    style = variant(article)
    body = entry(article, "" if style.style == "g1" else _header(article, style), paper.origin)
    place = f"/{article.section}"
    content = render(
        style.detail,
        breadcrumb=_breadcrumb(article) if style.breadcrumb else "",
        header=_header(article, style) if style.style == "g1" else "",
        entry=body,
        source=_source(article),
        below=_below(article, style, paper),
        sidebar=_sidebar(article, paper),
        section=html(sections()[article.section].name),
        section_path=place,
        count=COUNT,
        id=article.id,
    )
    return frame.page(
        article.title,
        _head(article, style, paper.origin),
        content,
        theme=style.theme,
        sticky=render("sticky.html", section=html(sections()[article.section].name), place=place, title=html(article.title)),
        scripts=_scripts(article, style, paper.origin),
    )


def print_page(article: SampleArticle, paper: Newspaper) -> str:
    """`/print/<id>.html`: the bare text."""
    style = variant(article)
    return render(
        "print.html",
        title=entities(article.title),
        url=paper.origin + article.path,
        heading=html(article.title),
        time=f"{article.published:%d/%m/%Y %H:%M}",
        sapo=html(article.sapo),
        entry=entry(article, "", paper.origin),
        author=html(article.author),
        theme=style.theme,
    )


def _header(article: SampleArticle, style: Variant) -> str:
    return render(
        style.header,
        section=html(sections()[article.section].name),
        title=html(article.title),
        author=html(article.author) if style.byline else "",
        time=article.published.strftime(pick(style.times, article.id // 2)),
        sapo=html(article.sapo),
    )


def _breadcrumb(article: SampleArticle) -> str:
    steps = linked.crumbs(article.section)
    active = ' active" aria-current="page'
    crumbs = "".join(
        f'<li class="breadcrumb-item{active if (path, name) == steps[-1] else ""}"><a href="{path}">{html(name)}</a></li>' for path, name in steps
    )
    return render("breadcrumb.html", crumbs=crumbs)


def _head(article: SampleArticle, style: Variant, origin: str) -> str:
    return render(
        style.head,
        title=entities(article.title),
        description=entities(article.sapo),
        url=origin + article.path,
        image=entities(_og_image(article, style, origin)),
        author=entities(article.author),
        section=entities(sections()[article.section].name),
        section_url=f"{origin}/{article.section}",
        published=us_time(article.published),
        now_us=NOW_US,
        now_vn=NOW_VN,
        stamp=STAMP,
        id=article.id,
        tag=entities(next(iter(article.tags), "")),
        tags=entities(", ".join(article.tags)),
        origin=origin,
    )


def _og_image(article: SampleArticle, style: Variant, origin: str) -> str:
    """On Hải Phòng's migrated pages the address is relative and leads nowhere."""
    if style.head == "head_haiphong.html" and (style.style == "migrated" or article.id % 4 == 0):
        return f"/baosl/thumbs/1200x630/vn/upload/image_{article.id}.jpg"
    return frame.thumb(article, origin, "1200x630")


def _scripts(article: SampleArticle, style: Variant, origin: str) -> str:
    photos = article.photos
    image = photo_url(article, photos[0], origin) if photos else frame.thumb(article, origin, "1200x630")
    control = render(style.script, **linked.script_values(article))
    return f"{control}\n{linked.script_tags(article, style, origin, image)}"


def _source(article: SampleArticle) -> str:
    """The block under a reprint, which is what has no author here, with the address it comes from."""
    return "" if article.author else render("source.html", slug=slug(article.title))


def _below(article: SampleArticle, style: Variant, paper: Newspaper) -> str:
    related = paper.related(article)
    tags = "".join(render("tag.html", slug=slug(tag), name=html(tag), title=entities(tag)) for tag in article.tags)
    return render(
        "below.html",
        follow=style.follow,
        id=article.id,
        tags=render("tags.html", tags=tags) if tags else "",
        related=render("related.html", items=frame.items("item_related.html", related, paper.origin)) if related else "",
        more=frame.items("item_next.html", paper.read_next(article), paper.origin),
    )


def _sidebar(article: SampleArticle, paper: Newspaper) -> str:
    return render(
        "sidebar.html",
        more=frame.items("item_next.html", paper.read_next(article), paper.origin),
        newest=frame.items("item_side.html", paper.linked[:10], paper.origin),
        channel=sections()[article.section].channel,
        id=article.id,
        section=html(sections()[article.section].name),
    )
