"""The tasks that people have, in a real browser on the sample archive, on a wide screen and on a phone."""

import re
import subprocess
import tarfile
import time
import zipfile
from shutil import which

import pytest
from chromium import CHROMIUM, Chromium
from walks import ORGANIZATION, pages, served

WIDTHS = (1280, 390)
HEAVIEST = 150_000
WEIGHT = "['navigation', 'resource'].flatMap(k => performance.getEntriesByType(k)).reduce((sum, e) => sum + e.decodedBodySize, 0)"
"""Bytes of a page and what belongs to it, unpacked."""
NAMES = [
    "home", "calendar", "year", "organisations", "organisation", "organisation-print", "bloc", "report", "article", "awards", "award",
    "people", "person", "search", "data", "table", "row", "query", "sql",
]  # fmt: skip
DARK = ("home", "organisation", "bloc", "article", "search")
AXE = "axe-core@4.10.3"
pytestmark = pytest.mark.skipif(CHROMIUM is None, reason="needs Chromium (Debian: chromium)")


@pytest.fixture(scope="module")
def site(demo):
    with served(demo) as address:
        yield address


@pytest.fixture(scope="module")
def addresses(demo):
    found = pages(demo)
    assert list(found) == NAMES
    return found


@pytest.fixture(scope="module")
def browser(tmp_path_factory):
    with Chromium(tmp_path_factory.mktemp("chromium")) as browser:
        yield browser


@pytest.fixture(scope="module")
def axe(request):
    """The text of axe-core, from the npm registry, kept for the next run; empty where it can't be had."""
    kept = request.config.cache.mkdir("axe-core")
    archive = kept / f"{AXE.replace('@', '-')}.tgz"
    if not archive.exists():
        npm = which("npm")
        if npm:
            subprocess.run([npm, "pack", AXE, "--silent"], cwd=kept, capture_output=True, timeout=60, check=False)
        if not archive.exists():
            return ""
    with tarfile.open(archive) as package:
        return package.extractfile("package/axe.min.js").read().decode()


@pytest.mark.parametrize("name", NAMES)
def test_page_is_sound_and_open_to_all(browser, site, addresses, axe, name):
    """On both widths no console error, no failed request, no other host, nothing to scroll sideways, not heavy.

    Then WCAG 2.2 AA as far as axe-core can tell: everything by day on a phone, contrast by night on a wide screen.
    """
    for width in WIDTHS:
        browser.size(width)
        browser.problems.clear()
        browser.go(site + addresses[name])
        assert browser.problems == []
        assert browser.run("document.documentElement.scrollWidth") <= width
        assert browser.run("document.scripts.length") == 0
        assert browser.run(WEIGHT) < HEAVIEST
        if axe and width == 390:
            assert violations(browser, axe, "") == []
        if axe and width == 1280 and name in DARK:
            browser.size(width, dark=True)
            assert violations(browser, axe, "runOnly: ['color-contrast'],") == []
    if not axe:
        pytest.skip(f"needs {AXE} from the npm registry for the rest")


def violations(browser, axe, rules):
    """What axe-core finds that is more than minor."""
    browser.run(f"{axe};0")
    return browser.run(
        f"axe.run({{{rules} resultTypes: ['violations']}}).then(r => r.violations.filter(v => v.impact !== 'minor')"
        ".map(v => v.id + ' ' + v.impact + ': ' + v.nodes.slice(0, 3).map(n => n.html.slice(0, 160) + ' ' + n.failureSummary).join(' | ')))"
    )


def test_other_peoples_archives_stay_readable_on_a_phone(browser, hostile_file, hostile_pages):
    """Names without a space, crowds, letters from right to left: nothing to scroll sideways but tables within their frames."""
    browser.size(390)
    with served(hostile_file) as place:
        for path in ["/", "/tim-kiem?q=hoi", *hostile_pages]:
            browser.problems.clear()
            browser.go(place + path)
            assert browser.run("document.documentElement.scrollWidth") <= 390, path
            assert browser.run("document.scripts.length + document.images.length") == 0, path
            assert browser.problems == [], path


def rows_of(book):
    """The rows of the first sheet of an Excel file, as lists of texts."""
    with zipfile.ZipFile(book) as parts:
        names = {name: parts.read(name).decode() for name in parts.namelist()}
    shared = re.findall(r"<si>.*?<t[^>]*>(.*?)</t></si>", names.get("xl/sharedStrings.xml", ""), re.S)

    def cell(kind, inner):
        value = re.sub(r"<[^>]+>", "", inner)
        return shared[int(value)] if 't="s"' in kind else value

    lines = re.findall(r"<row[^>]*>(.*?)</row>", names["xl/worksheets/sheet1.xml"], re.S)
    return [[cell(*found) for found in re.findall(r"<c ([^>]*)>(.*?)</c>", line, re.S)] for line in lines]


@pytest.mark.parametrize("width", WIDTHS)
def test_three_clicks_from_home_to_an_organisations_awards_in_excel(browser, site, tmp_path, width):
    """Which awards did the organisation get since 2021? Typed without accents; answered on the page, and in the file."""
    browser.size(width)
    browser.problems.clear()
    browser.go(f"{site}/")
    browser.run("document.querySelector('#q').value = 'hoi nguoi mu'")
    browser.click("form.search.big button")
    assert browser.run("document.querySelector('.named a').textContent") == ORGANIZATION
    browser.click(".named a")
    years = browser.run("[...document.querySelectorAll('.glance tbody th')].map(cell => cell.textContent.trim())")
    assert years == ["2024", "2023", "2021"]
    browser.call("Page.setDownloadBehavior", behavior="allow", downloadPath=str(tmp_path))
    browser.run("document.querySelector('.take a.first').click()")
    until = time.monotonic() + 20
    while not (books := list(tmp_path.glob("*.xlsx"))):
        assert time.monotonic() < until, "no file came"
        browser.run("0")
        time.sleep(0.05)
    heading, *rows = rows_of(books[0])
    assert heading[:5] == ["Người nhận", "Khen thưởng", "Cơ quan khen", "Cấp khen", "Năm"]
    assert sorted(row[4] for row in rows) == ["2021", "2023", "2024"]
    assert browser.problems == []


def test_the_keyboard_alone_leads_to_the_content_and_on(browser, site):
    browser.size(1280)
    browser.go(f"{site}/khen-thuong")
    browser.press("Tab", 9)
    assert browser.run("document.activeElement.className") == "skip"
    assert browser.run("document.activeElement.getBoundingClientRect().left") >= 0
    browser.press("Enter", 13)
    browser.press("Tab", 9)
    assert browser.run("document.querySelector('main').contains(document.activeElement)")
    assert browser.run("getComputedStyle(document.activeElement).outlineStyle") == "solid"


def test_english_stays_from_page_to_page(browser, site, addresses):
    browser.size(1280)
    browser.go(site + addresses["bloc"])
    browser.click("nav a[lang=en]")
    assert browser.run("document.documentElement.lang") == "en"
    browser.click(".brand")
    assert browser.run("document.documentElement.lang") == "en"
    assert "Awards by year" in browser.run("document.body.innerText")
    browser.go(f"{site}/bai/999999")
    assert "There is no such page" in browser.run("document.body.innerText")
    browser.click("nav a[lang=vi]")
    assert browser.run("document.documentElement.lang") == "vi"


def test_print_leaves_out_what_one_can_not_press(browser, site, addresses):
    browser.size(1280)
    browser.go(site + addresses["organisation"])
    browser.call("Emulation.setEmulatedMedia", media="print")
    hidden = "['.top', '.take', 'footer'].map(name => getComputedStyle(document.querySelector(name)).display)"
    assert browser.run(hidden) == ["none"] * 3
    browser.call("Emulation.setEmulatedMedia", media="")


def test_a_marked_sentence_is_in_sight_when_one_comes_to_it(browser, site, addresses):
    browser.size(390)
    browser.go(site + addresses["article"])
    browser.run("document.querySelector('.facts .ref').click()")
    assert browser.run("document.querySelector(':target').tagName") == "MARK"
    assert browser.run("(box => box.top >= 0 && box.top < innerHeight)(document.querySelector(':target').getBoundingClientRect())")
