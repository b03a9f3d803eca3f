"""The catalog's own sentences, errors that name file and entry, and the worked example of docs/catalog.md."""

import re
import tomllib
from pathlib import Path

import pytest

from btoscrape.catalog.load import builtin
from btoscrape.catalog.terms import FILES, check, load, terms
from btoscrape.errors import CatalogError
from btoscrape.facts import article_from_text, read_facts, shown

DOCS = Path(__file__).parents[2] / "docs" / "catalog.md"


def with_entry(file, key, entry):
    """The built-in catalog with one more entry."""
    tables = {name: dict(builtin(name)) for name in FILES}
    tables[file][key] = entry
    return load(tables)


@pytest.mark.parametrize("entry", terms().entries.values(), ids=lambda entry: entry.id)
def test_each_entry_is_found_in_its_yes_sentences_and_in_none_of_its_no(entry):
    assert [line for line in entry.yes if entry.id not in shown(line, terms())] == []
    assert [line for line in entry.no if entry.id in shown(line, terms())] == []


def test_the_worked_example_of_the_docs_holds():
    page = DOCS.read_text(encoding="utf-8")
    sentence = re.search(r"```text\n(.+?)\n```", page, re.S)[1]
    example = tomllib.loads(re.search(r"```toml\n(.+?)```", page, re.S)[1])
    assert read_facts(article_from_text({"text": sentence})).awards == ()
    ((key, entry),) = example.items()
    known = with_entry("awards.toml", key, entry)
    assert check(shown, known) == []
    (award,) = read_facts(article_from_text({"text": sentence}), known).awards
    assert (award.award, award.recipient, award.authority, award.status) == ("Bông lúa vàng", "Hội Làm vườn", "UBND tỉnh", "conferred")


def test_a_sentence_that_fails_is_named_with_file_and_entry():
    entry = builtin("awards.toml")["certificate"] | {"forms": ["Tờ khen"], "no": ["UBND huyện tặng Tờ khen cho 3 tập thể."]}
    problems = check(shown, with_entry("awards.toml", "certificate", entry))
    assert "awards.toml: [certificate] yes: not found in 'UBND huyện tặng Giấy khen cho 3 tập thể.'" in problems
    assert "awards.toml: [certificate] no: found in 'UBND huyện tặng Tờ khen cho 3 tập thể.'" in problems


@pytest.mark.parametrize(
    ("file", "change", "message"),
    [
        ("awards.toml", {"for": "everybody"}, "`for` must be collective, individual or both"),
        ("awards.toml", {"yes": []}, "needs at least one sentence in `yes`"),
        ("awards.toml", {"formz": ["x"]}, "unknown key `formz`"),
        ("awards.toml", {"forms": "Giấy khen"}, "`forms` must be list"),
        ("awards.toml", {"forms": [" "]}, "has an empty form"),
    ],
)
def test_a_broken_entry_is_an_error_that_names_it(file, change, message):
    entry = builtin(file)["certificate"] | change
    with pytest.raises(CatalogError, match=re.escape(message)) as raised:
        with_entry(file, "certificate", entry)
    assert file in str(raised.value)
    assert "certificate" in str(raised.value)
