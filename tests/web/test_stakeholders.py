"""Stakeholders on the desk: a table handed in, the balance between categories, how to engage them."""

from __future__ import annotations

import re

import pytest
from django.test import Client

from opennss_web.actions import balance
from opennss_web.models import Engagement, Event


def handed(browser: Client, tmp_path, text: str, name: str = "people.csv"):
    path = tmp_path / name
    path.write_text(text, encoding="utf-8")
    with path.open("rb") as file:
        return browser.post("/stakeholders/import", {"table": file})


def test_an_upload_is_shown_first_and_taken_over_when_confirmed(country, staff, settings, tmp_path) -> None:
    browser, before = staff("secretariat"), (country / "stakeholders.csv").read_bytes()
    text = "id,name_en,name_vi,type,category,primary\nunion,Union B,Công đoàn A,trade-unions,D,yes\n"
    text += "new,<b>New</b>,Mới,businesses,A1,no\n"
    page = handed(browser, tmp_path, text).content.decode()
    assert "added: <strong>1" in page
    assert "changed: <strong>1" in page
    assert "<del>Union A</del>" in page
    assert "&lt;b&gt;New" in page
    assert (country / "stakeholders.csv").read_bytes() == before
    kept_name = re.search(r'name="kept" value="([^"]+)"', page)[1]
    assert browser.post("/stakeholders/import", {"kept": kept_name}).status_code == 302
    assert "Union B" in (country / "stakeholders.csv").read_text(encoding="utf-8")
    assert list((settings.DATA / "imports").iterdir()) == []
    assert Event.objects.get().told == {"added": 1, "changed": 1, "same": 0}
    assert "not there any more" in browser.post("/stakeholders/import", {"kept": kept_name}).content.decode()


def test_a_bad_table_is_refused_with_its_cells(country, staff, tmp_path) -> None:
    text = "id,name_en,name_vi,type,category,primary\nunion,<i>x</i>,Mới,kings,Z,maybe\n"
    answer = handed(staff("secretariat"), tmp_path, text)
    page = answer.content.decode()
    assert answer.status_code == 400
    assert page.count("line 2") >= 3
    assert "<code>category</code>" in page
    assert 'name="kept"' not in page


@pytest.mark.parametrize("name", ["../../secret", "x.csv", "A" * 32 + ".toml", ""])
def test_only_kept_uploads_are_confirmed(country, staff, name) -> None:
    assert staff("secretariat").post("/stakeholders/import", {"kept": name}).status_code == 400


def test_uploads_have_a_kind_and_a_size(country, staff, settings, tmp_path) -> None:
    browser = staff("secretariat")
    assert "must be .csv" in handed(browser, tmp_path, "x", "people.exe").content.decode()
    assert "is empty" in handed(browser, tmp_path, "").content.decode()
    settings.UPLOAD_LIMIT = 10
    assert "too large" in handed(browser, tmp_path, "x" * 11).content.decode()


def test_the_balance_warns(country, staff) -> None:
    page = staff("secretariat").get("/stakeholders").content.decode()
    assert "Nobody from: Consumers (C);" in page
    assert "Company A" in page


def test_engagement_guides_and_stays_inside(country, actor, staff) -> None:
    said = {"ministry": ("3", "1"), "union": ("1", "3"), "ghost": ("1", "1"), "small": ("4", "x")}
    assert balance.engage(actor, said) == 2
    assert balance.fields(Engagement.objects.all())["low-high"] == ["union"]
    browser = staff("secretariat")
    browser.post("/stakeholders/engagement", {"influence.union": "", "interest.union": ""})
    assert [row.organisation for row in Engagement.objects.all()] == ["ministry"]
    assert "never exported" in browser.get("/stakeholders/engagement").content.decode()
    assert "ministry" not in str([event.told for event in Event.objects.all()])
