"""The pages as a reader gets them from a real Datasette."""

import re

import pytest
from small_archive import HOSTILE

OURS = [
    "/",
    "/lich",
    "/nam/2024",
    "/khen-thuong",
    "/khen-thuong/bang-khen",
    "/to-chuc",
    "/nguoi",
    "/tim-kiem",
    "/tim-kiem?q=khoi+thi+dua",
    "/du-lieu",
    "/du-lieu/khen-thuong-theo-to-chuc?ten=Hội",
]


def links(page):
    return set(re.findall(r'href="(/[^"#?]*)', page))


def test_home_says_what_is_there_and_leads_on(get):
    page = get("/").text
    assert "Khối, cụm năm 2024" in page
    assert "Khối thi đua 3 tổng kết năm 2024" in page
    assert re.search(r"<b>133</b> bài báo", page)
    assert re.search(r"Cập nhật lần cuối \d+/\d+/\d{4} \d\d:\d\d", page)
    assert {"/du-lieu/articles", "/du-lieu/failures", "/lich", "/to-chuc", "/khen-thuong", "/nguoi"} <= links(page)
    assert re.search(r'<svg[^>]+role="img" aria-labelledby="awards-chart-title awards-chart-says"', page)
    assert re.search(r'<a href="/nam/2024">2024</a></th><td class="num">1</td><td class="num">1</td>', page)


def test_every_link_of_our_pages_answers(get, ids):
    article, bloc = ids("articles", "title", "Khối thi đua 3 tổng kết năm 2024"), ids("blocs", "year", 2024)
    organization = ids("organizations", "name", "Hội Làm vườn")
    pages = [*OURS, f"/bai/{article}", f"/khoi/{bloc}", f"/to-chuc/{organization}", "/du-lieu/awards", "/du-lieu/members/1"]
    found = set().union(*(links(get(path).text) for path in pages))
    assert len(found) > 30
    assert [path for path in sorted(found) if get(path, follow_redirects=True).status_code != 200] == []


def test_article_shows_facts_with_their_sentence_marked(get, ids):
    article = ids("articles", "title", "Khối thi đua 3 tổng kết năm 2023")
    page = get(f"/bai/{article}").text
    marked = dict(re.findall(r'<mark id="(e\d+)">([^<]+)</mark>', page))
    assert "Khối thi đua 3 gồm: Hội Làm vườn, Hội Thủy lợi và Hội Đông y." in marked.values()
    assert len(marked) == 3
    for anchor in marked:
        assert page.count(f'id="{anchor}"') == 1
        assert f'href="#{anchor}"' in page
        assert page.count(f'id="f{anchor[1:]}"') == 1
        assert f'href="#f{anchor[1:]}"' in page
    assert 'href="https://bsl.example/khoi-3-2023.html"' in page
    assert page.index("Dữ kiện trong bài") < page.index("Lời bài")


def test_a_bare_name_is_shown_in_its_sentence(get, ids):
    article = get(f"/bai/{ids('articles', 'title', 'Khối thi đua 3 họp')}").text
    assert "<blockquote" not in article
    assert len(re.findall(r'<li id="f\d+">', article)) == 2
    assert len(re.findall(r'<mark id="e\d+">', article)) == 2
    bloc = get(f"/khoi/{ids('blocs', 'year', 2022)}").text
    assert "Gồm có <b>Hội Làm vườn</b>, Hội Thủy lợi (Khối phó)." in bloc
    assert bloc.count("Gồm có") == 1


def test_bloc_shows_members_head_awards_and_its_other_years(get, ids):
    old, new = ids("blocs", "year", 2023), ids("blocs", "year", 2024)
    page = get(f"/khoi/{new}").text
    assert f'href="/khoi/{old}"' in page
    assert "Lê Thị Đào" in page
    assert "Thành viên, 2024 (3)" in page
    assert "5 cá nhân không nêu tên" in page
    assert page.count("Hội nghị đề nghị UBND tỉnh tặng Cờ thi đua") == 1


def test_bloc_shows_the_head_that_last_years_meeting_elected(get, ids):
    page = get(f"/khoi/{ids('blocs', 'year', 2024)}").text
    assert re.search(
        r"<dt>Khối trưởng</dt><dd><a href=\"/nguoi\?ten=[^\"]+\">Lê Thị Đào</a>, <a [^>]+>Hội Làm vườn</a> <a class=\"proof\"[^>]+>9/1/2024</a></dd>",
        page,
    )
    assert "Khối thi đua 3 tổng kết năm 2023" in page
    brief = get(f"/khoi/{ids('blocs', 'year', 2022)}").text.split("<dl", 1)[1].split("</dl>")[0]
    assert "Lê Thị Đào" not in brief


def test_bloc_has_a_matrix_of_its_members_over_the_years(get, ids):
    page = get(f"/khoi/{ids('blocs', 'year', 2024)}").text
    table = page.split('<table class="matrix">')[1].split("</table>")[0]
    assert re.findall(r"<th scope=\"col\"[^>]*>(\d+)</th>", table) == ["2022", "2023", "2024", "2025"]
    rows = re.findall(r'<tr><th scope="row"><a href="/to-chuc/\d+">([^<]+)</a></th>(.*?)</tr>', table, re.S)
    assert [name for name, _ in rows] == ["Hội Đông y", "Hội Làm vườn", "Hội Thủy lợi"]
    cells = [re.sub(r"\s+", " ", said).strip() for said in re.findall(r'<span class="unseen">(.*?)</span>', rows[1][1], re.S)]
    assert cells == ["thành viên", "thành viên trưởng mới đề nghị", "thành viên trưởng mới đề nghị", "trưởng"]


def test_report_cites_a_source_for_every_fact(get, ids):
    page = get(f"/khoi/{ids('blocs', 'year', 2024)}/bao-cao").text
    sources = set(re.findall(r'<li id="(s\d+)">', page))
    assert set(re.findall(r'href="#(s\d+)"', page)) == sources
    assert len(sources) == 2
    assert "https://bsl.example/khoi-3-2024.html" in page
    assert re.search(r"<code>sha1:\w+</code>", page)
    body = page.split("<h2>")[1:-1]
    assert all(line.count("[") >= 1 for part in body for line in re.findall(r"<li>(.*?)</li>", part))


def test_organisation_shows_each_award_once_with_its_steps(get, ids):
    page = get(f"/to-chuc/{ids('organizations', 'name', 'Hội Làm vườn')}").text
    table = page.split('<table class="glance">')[1].split("</table>")[0]
    rows = re.findall(r'<tr>\s*<th scope="row">(\d+)</th>\s*<td>(.*?)</td>\s*<td>(.*?)</td>\s*<td>(.*?)</td>', table, re.S)
    assert [year for year, *_ in rows] == ["2024", "2023"]
    assert all("9/1/" in proposed and "chưa thấy" in conferred for _, _, proposed, conferred in rows)
    assert re.search(r'<svg viewBox="0 0 360 [\d.]+" role="img" aria-labelledby="line-title line-says"', page)


@pytest.mark.parametrize("path", ["/bai/999999", "/khoi/0", "/to-chuc/123456789012345678", "/bai/abc", "/khong-co"])
def test_what_is_not_there_is_said_plainly(get, path):
    answer = get(path)
    assert answer.status_code == 404
    assert "Không có trang này" in answer.text


@pytest.mark.parametrize(("typed", "count"), [("tong ket", 2), ("tổng kết", 2), ("tổng kêt", 0), ("", None), ('"((*', None)])
def test_search_with_and_without_accents(get, typed, count):
    page = get("/tim-kiem", params={"q": typed}).text
    found = re.search(r'<h2 id="found">(\d+) bài', page)
    assert (int(found[1]) if found else None) == (count if typed != '"((*' else 0)


def test_search_highlights_the_original_and_finds_names(get):
    page = get("/tim-kiem?q=lam+vuon+khoi").text
    assert "<mark>Làm</mark> <mark>vườn</mark>" in page
    assert "Hội Làm vườn</a>" in get("/tim-kiem?q=hoi+lam+vuon").text
    assert re.search(r'href="/khoi/\d+">Khối thi đua 3', get("/tim-kiem?q=Khối+thi+đua+3").text)


def test_search_pages_and_filters(get):
    first = get("/tim-kiem?q=hòa+thuận").text
    second = get("/tim-kiem?q=hòa+thuận&trang=2").text
    assert "129 bài" in first
    assert "Trang 7<" in get("/tim-kiem?q=hòa+thuận&trang=400").text
    assert not links(first) & {path for path in links(second) if path.startswith("/bai/")}
    assert re.findall(r'<option value="(\d+)">', first) == ["2025", "2024"]
    assert "3 bài" in get("/tim-kiem?q=khoi").text
    assert "1 bài" in get("/tim-kiem?q=khoi&nam=2024&bao=bsl").text
    assert get("/tim-kiem?q=khoi&trang=x&nam=%00&bao='").status_code == 200


def test_calendar_says_what_is_seen_and_what_is_due(get):
    page = get("/lich?nam=2024").text
    assert re.search(r'<th scope="row"><a href="/khoi/\d+">Khối thi đua 3</a></th>\s*<td><span class="late">chưa thấy</span>', page)
    assert re.search(r'<a class="done" href="/bai/\d+" title="Khối thi đua 3 tổng kết năm 2024">✓ 9/1/2025</a>', page)
    following = get("/lich?nam=2025").text
    assert "thấy ở năm 2024" in following


def test_year_has_its_blocs_heads_awards_and_meetings(get):
    page = get("/nam/2024").text
    assert "Lê Thị Đào" in page
    assert re.search(r'<a href="/khen-thuong/bang-khen\?nam=2024">Bằng khen</a></th><td class="num">1</td><td class="num">0</td>', page)
    assert "Khối thi đua 3 tổng kết năm 2024" in page
    assert get("/nam/1999").status_code == 404


def test_kind_of_award_has_its_recipients_by_year(get):
    page = get("/khen-thuong/bang-khen").text
    assert page.count(">Hội Thủy lợi</a>") == 2
    assert get("/khen-thuong/bang-khen?nam=2023").text.count(">Hội Thủy lợi</a>") == 1
    assert get("/khen-thuong/khong-co").status_code == 404
    assert 'href="/khen-thuong/bang-khen"' in get("/khen-thuong").text


def test_awards_lead_to_the_sentence_that_says_so(get):
    """On the pages of a kind, of a year and of what has no year; also where the status is not said."""
    for path in ("/khen-thuong/bang-khen", "/khen-thuong/co-thi-dua?nam=2023", "/khen-thuong/giay-khen", "/nam/2024", "/nam/0"):
        table = get(path).text.split('<table class="stories"')[1].split("</table>")[0]
        found = re.findall(r'<a class="proof" href="(/bai/\d+)(?:#(e\d+))?"', table)
        assert found
        assert all(anchor and f'id="{anchor}"' in get(page).text for page, anchor in found), path


def test_awards_without_a_year_have_their_place(get):
    assert re.search(r'<a href="/nam/0">Thêm \d khen thưởng không rõ năm</a>', get("/").text)
    page = get("/nam/0").text
    assert "<h1>Không rõ năm</h1>" in page
    assert "5 cá nhân không nêu tên" in page
    assert len(get("/nam/0.json").json()["award_stories"]) == len(re.findall('<tr role="row"><td', page)) == 3
    assert '<a class="chip" href="/nam/0">không rõ năm</a>' in get("/nam/2024").text
    kind = get("/khen-thuong/giay-khen?nam=0").text
    assert '<a class="chip" href="/khen-thuong/giay-khen?nam=0" aria-current="page">không rõ năm</a>' in kind
    take = re.search(r'href="(/tai-ve/award_stories)\.xlsx(\?[^"]+)"', kind)
    assert len(get(f"{take[1]}.json{take[2].replace('&amp;', '&')}").json()["award_stories"]) == 2


def test_organisations_stand_by_first_word_in_alphabetical_order(get):
    page = get("/to-chuc?dau=hoi").text
    assert re.findall(r'<a href="/to-chuc/\d+">([^<]+)</a>', page) == ["Hội Đông y", "Hội Làm vườn", "Hội Thủy lợi"]


@pytest.mark.parametrize(
    ("asked", "count"),
    [
        ("nam=2024", 1), ("q=khoi&bao=bsl", 3), ("bao=khac", 0), ("sk=tổng+kết", 2), ("kt=co-thi-dua", 2), ("tt=conferred", 2),
        ("kt=bang-khen&tt=proposed", 0), ("q=khoi&kt=bang-khen&tt=conferred&nam=2025", 1), ("q=thuận&sk=tổng+kết", 0),
    ],
)  # fmt: skip
def test_search_filters_say_what_is_left(get, asked, count):
    page = get(f"/tim-kiem?{asked}").text
    assert f'<h2 id="found">{count} bài' in page
    assert len(re.findall(r'<li><a href="/bai/', page)) == count


def test_search_finds_the_articles_of_a_bloc_in_all_its_years(get, ids):
    page = get(f"/tim-kiem?khoi={ids('blocs', 'year', 2023)}").text
    assert '<h2 id="found">3 bài' in page
    assert "Khối thi đua 3 <a" in page


def test_search_puts_the_newest_first_when_asked(get):
    hits = re.findall(r'<li><a href="/bai/\d+">(.*?)</a>', get("/tim-kiem?q=khối&xep=moi").text)
    assert [re.sub("<.*?>", "", hit) for hit in hits] == [
        "Khối thi đua 3 tổng kết năm 2024",
        "Khối thi đua 3 tổng kết năm 2023",
        "Khối thi đua 3 họp",
    ]


@pytest.mark.parametrize(
    ("typed", "found"),
    [
        ("hoi dong y", "Hội Đông y"), ("Hội Đông y", "Hội Đông y"), ("ho\u0302\u0323i dong y tinh", "Hội Đông y"), ("dong y son lam", "Hội Đông y"),
        ("hội đong y", None), ("Hội Thuỷ lợi", "Hội Thủy lợi"), ("lợi hội", "Hội Thủy lợi"),
        ("(hội đông y*", "Hội Đông y"), ("“Hội Đông y”", "Hội Đông y"), ("KHỐI THI ĐUA 3", "Khối thi đua 3"), ("x" * 300, None),
        ("khoi 03", "Khối thi đua 3"), ("Khối III", "Khối thi đua 3"),
        ("khối thi đua số 3", "Khối thi đua 3"), ("le thi dao", "Lê Thị Đào"), ("đào", "Lê Thị Đào"), ("dạo", None),
    ],
)  # fmt: skip
def test_names_are_found_however_they_are_typed(get, typed, found):
    page = get("/tim-kiem", params={"q": typed}).text
    box = page.split('<section class="named"')[1].split("</section>")[0] if 'class="named"' in page else ""
    assert (re.findall(r'<a href="/(?:to-chuc|khoi|nguoi)[^"]+">([^<]+)</a>', box) or [None])[0] == found


def test_a_person_has_roles_with_their_quotes(get):
    page = get("/nguoi", params={"ten": "Lê Thị Đào"}).text
    assert page.count("Bà Lê Thị Đào, Chủ tịch Hội Làm vườn, làm Khối trưởng.") == 2
    assert "Cùng họ tên chưa chắc cùng một người" in page
    assert get("/nguoi?ten=Ai").status_code == 404
    assert "Lê Thị Đào</a>" in get("/nguoi").text


def test_hostile_text_is_only_text(get, ids):
    article = ids("articles", "url", "javascript:alert(3)")
    bloc, organization = ids("blocs", "kind", "cụm"), ids("organizations", "key", "script alert 1 script nhay img src x onerror alert 2")
    text = f'{HOSTILE} & "nháy" <img src=x onerror=alert(2)>'
    paths = [
        f"/bai/{article}",
        f"/khoi/{bloc}",
        f"/khoi/{bloc}/bao-cao",
        f"/to-chuc/{organization}",
        f"/to-chuc/{organization}?in=1",
        "/to-chuc?dau=script",
    ]
    paths += [
        "/khen-thuong",
        "/khen-thuong/x",
        "/nguoi",
        "/du-lieu/awards",
        f"/du-lieu/articles/{article}",
        "/du-lieu/articles?title__contains=alert",
    ]
    pages = [get(path).text for path in ("/", *paths)]
    pages += [get("/tim-kiem", params={"q": HOSTILE}).text, get("/nguoi", params={"ten": text}).text]
    for page in pages:
        assert "&lt;script&gt;" in page
        assert "<script" not in page
        assert "<img" not in page
        assert 'href="javascript' not in page


@pytest.mark.parametrize(
    "path", ["/tim-kiem", "/nguoi", "/lich", "/to-chuc", "/khen-thuong/bang-khen", "/du-lieu/awards", "/du-lieu/khen-thuong-theo-to-chuc"]
)
def test_what_somebody_types_into_an_address_is_only_text(get, path):
    typed = "\"'><script>alert(1)</script>\x00"
    names = ("q", "ten", "nam", "tinh", "dau", "bao", "khoi", "kt", "tt", "sk", "xep", "trang", "_search", "_sort", "year", "in", "lang")
    for answer in (get(path, params={name: typed}) for name in names):
        assert answer.status_code in (200, 400, 404)
        assert "<script" not in answer.text


@pytest.mark.parametrize("number", ["0", "1", "9999", "10000", "999999999", "99999999999999999999", "-1", "²", "9" * 5000])
def test_any_number_in_an_address_has_an_answer(get, number):
    for path in (f"/lich?nam={number}", f"/khen-thuong/bang-khen?nam={number}", f"/tim-kiem?q=khoi&trang={number}&nam={number}&khoi={number}"):
        assert get(path).status_code == 200, path
    for path in (f"/nam/{number}", f"/bai/{number}", f"/khoi/{number}", f"/to-chuc/{number}.csv", f"/bai/{number}/thay-doi"):
        assert get(path).status_code in (200, 302, 404), path


def test_headers_keep_a_page_to_itself(get):
    for path in ("/", "/du-lieu/awards", "/du-lieu/awards.csv", "/-/btoscrape/btoscrape.css", "/bai/0"):
        headers = get(path).headers
        assert "default-src 'none'" in headers["content-security-policy"]
        assert "unsafe" not in headers["content-security-policy"]
        assert headers["x-content-type-options"] == "nosniff"


@pytest.mark.parametrize("path", [*OURS, "/du-lieu/awards?year=2024&_sort_desc=year", "/du-lieu/members/1", "/du-lieu/export_awards"])
def test_pages_ask_no_other_host_and_need_no_script(get, path):
    page = get(path).text.replace("http://localhost/", "/")
    assert "<script" not in page
    assert " style=" not in page
    assert "<style" not in page
    assert not re.search(r'(?:src|action)="(?:https?:)?//|<link[^>]+href="(?:https?:)?//', page)


def test_english_is_a_switch_that_stays(get):
    answer = get("/tim-kiem?q=khoi&lang=en")
    assert answer.status_code == 303
    assert answer.headers["location"] == "/tim-kiem?q=khoi"
    page = get("/tim-kiem?q=khoi", cookies={"lang": "en"}).text
    assert '<html lang="en">' in page
    assert "3 articles" in page
    assert "lang=vi" in page
    assert get("//evil.example/?lang=en").headers["location"].startswith("/evil.example")


def test_public_hides_sql_download_and_inner_pages(get, get_public):
    assert get("/du-lieu?sql=select+1").status_code == 200
    assert get("/-/databases.json").status_code == 200
    for path in ("/du-lieu?sql=select+1", "/du-lieu.db", "/du-lieu/articles.json?_where=1=1"):
        assert get_public(path).status_code == 403
    for path in ("/-/databases.json", "/-/versions", "/-/threads", "/-/metadata.json"):
        assert get_public(path).status_code == 404
    assert get_public("/du-lieu/khen-thuong-theo-nam").status_code == 200
    assert get_public("/-/btoscrape/btoscrape.css").status_code == 200
    assert "textarea" not in get_public("/du-lieu").text


def test_search_engines_may_list_only_what_is_public(get, get_public):
    assert get("/robots.txt").text == "User-agent: *\nDisallow: /\n"
    assert get("/").headers["x-robots-tag"] == "noindex, nofollow"
    assert "Disallow: /du-lieu/" in get_public("/robots.txt").text
    assert "x-robots-tag" not in get_public("/").headers
