"""Floor 4. The load-more API: top-level JSON arrays with the fields of the real one."""

from __future__ import annotations

import json

from . import frame
from .content import SampleArticle, events, sections, slug
from .newspaper import Articles, Newspaper, after, channel


def load_more(call: str, paper: Newspaper) -> str | None:
    """The answer to `{type}_{keyword}_{publisherId}_{channelId}_{eventId}`; None for a call that the site does not know."""
    kind, _, rest = call.partition("_")
    numbers = rest.rsplit("_", 3)[1:]
    if len(numbers) != 3 or not all(number.isascii() and number.isdigit() and len(number) < 12 for number in numbers):
        return None
    cursor, channel_id, event_id = map(int, numbers)
    articles = _listing(kind, channel_id, event_id, paper)
    return None if articles is None else rows(after(articles, cursor), paper.origin)


def _listing(kind: str, channel_id: int, event_id: int, paper: Newspaper) -> Articles | None:
    section, event = channel(channel_id), events().get(event_id)
    if kind == "24h":
        return paper.listed
    if kind == "channel" and section:
        return paper.in_section(section.path)
    if kind == "eventbykeyword" and event:
        return paper.of_event(event)
    return None


def by_channel(channel_id: int, article_id: int, paper: Newspaper) -> str | None:
    """The object behind "Đọc thêm": articles of the section but the one that is open; None for an unknown channel."""
    section = channel(channel_id)
    if section is None:
        return None
    articles = [article for article in paper.in_section(section.path) if article.id != article_id][:6]
    found = [_row(article, paper.origin) for article in articles]
    answer = {"status": True, "action": "getarticlebychannel", "listData": found, "detailHtml": "", "listArticleNewest": []}
    return json.dumps(answer, ensure_ascii=False)


def rows(articles: Articles, origin: str) -> str:
    """The articles as a JSON array; `[]` is the end of a listing."""
    return json.dumps([_row(article, origin) for article in articles], ensure_ascii=False)


def _row(article: SampleArticle, origin: str) -> dict[str, object]:
    at, section = article.published, sections()[article.section]
    icon = "<i class='icon16-video-gray'></i> " if article.id % 7 == 2 else ""
    cut = article.sapo if len(article.sapo) <= 120 else f"{article.sapo[:120].rpartition(' ')[0]}..."
    return {
        "PublisherId": article.id,
        "Title": article.title,
        "TitleIcon16": icon + article.title,
        "Headlines": article.sapo,
        "HeadlinesCutOff2": cut,
        "LinktoMe": article.path,
        "LinktoMe2": origin + article.path,
        "FriendlyTitle": slug(article.title),
        "LinkToChannel": f"/{section.path}",
        "NameChannel": section.name,
        "ChannelId": section.channel,
        "Thumbnail": frame.thumb(article, origin, "1200x630"),
        "Thumbnail_Small": frame.thumb(article, origin, "180x120"),
        "Thumbnail_540x360": frame.thumb(article, origin),
        "Thumbnail_Square": frame.thumb(article, origin, "300x300"),
        "PublishedTime": f"/Date({int(at.timestamp() * 1000)})/",
        "TimeX": f"{at:%d/%m/%Y}",
        "TimeX1": f"{at:%d/%m/%Y - %H:%M}",
        "TimeX2": f"{at:%Y-%m-%d %H:%M:%S}",
        "Time_ddMMyyyyHHmm": f"{at:%d/%m/%Y %H:%M}",
        "Time_yyyyMMddHHmmss": f"{at:%Y/%m/%d %H:%M:%S}",
        "CommentCount": 0,
        "BlockedInstantArticleCreate": False,
    }
