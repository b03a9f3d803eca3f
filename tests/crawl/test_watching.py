"""What a person or a program sees of a crawl, and of a paper that is only probed."""

import json
import logging

import pytest
from crawled import answer

from btoscrape.console import progress


@pytest.fixture
def papers(server, tmp_path):
    file = tmp_path / "papers.toml"
    file.write_text(f'[papers.x]\nname = "Báo X"\nurl = "{server.url}/"\nprovince = "X"\nlayout = "onecms"\nallow_private = true\n', encoding="utf-8")
    return file


def test_log_lines_as_json(run, server, papers, tmp_path):
    server.fault = lambda request: request.path == "/tin-moi-nhat" and answer(request, 400)
    result = run("crawl", "--papers", papers, "--db", tmp_path / "a.db", "--limit", 2, "--log", "json", "--json")
    lines = [json.loads(line) for line in result.err.splitlines()]
    assert {line["event"] for line in lines} == {"listing", "queued", "article", "failure"}
    assert all(line["at"].endswith("+00:00") and line["paper"] == "x" for line in lines)
    assert [line["outcome"] for line in lines if line["event"] == "article"] == ["new", "new"]
    assert json.loads(result.out)["new"] == 2


def test_warnings_are_lines_like_all_others(capsys):
    for form in ("json", "text"):
        with progress(quiet=False, log=form):
            logging.getLogger("btoscrape.fetch.client").warning("%s asks for %g s", "robots.txt", 900)
    as_json, as_text = capsys.readouterr().err.splitlines()
    assert json.loads(as_json)["message"] == "robots.txt asks for 900 s"
    assert as_text == "warning: robots.txt asks for 900 s"


def test_a_paper_is_probed_gently(run, server, papers):
    result = run("check", "x", "--live", "--papers", papers)
    assert result.code == 0, result.out
    assert [path for _, path, _ in server.requests][:2] == ["/robots.txt", "/"]
    assert len(server.requests) == 3
    told = dict(line.strip().split(": ", 1) for line in result.out.splitlines()[1:])
    assert int(told["articles on the home page"]) > 10
    assert told["layout"].startswith("onecms")
    assert told["sitemaps that robots.txt names"].endswith("/sitemap-news.xml")
    assert told["title"] in {article.title for article in server.articles}
    assert int(told["letters"]) > 300


def test_a_probe_tells_what_no_longer_reads(run, server, papers):
    def redesigned(request):
        if not request.path.endswith(".html"):
            return False
        body = server.reply(request.path).body
        for old in ("c-news-detail", "sc-longform", "block-sc", "c-detail-head"):
            body = body.replace(old, f"new-{old[::-1]}")
        return answer(request, 200, body.encode(), Content_Type="text/html; charset=utf-8")

    server.fault = redesigned
    result = run("check", "x", "--live", "--papers", papers)
    assert result.code == 5
    assert "no known layout fits" in result.out


@pytest.mark.parametrize(("path", "status"), [("/", 500), ("/robots.txt", 503)])
def test_a_probe_tells_what_fails(run, server, papers, path, status):
    server.fault = lambda request: request.path == path and answer(request, status, Retry_After=999)
    result = run("check", "x", "--live", "--papers", papers)
    assert result.code == 3
    assert "failed: " in result.out


def test_a_probe_needs_a_paper(run):
    assert run("check", "--live").code == 2
    assert run("check", "hai-phong").code == 2
