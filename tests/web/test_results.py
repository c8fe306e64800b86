"""The results desk: who sees which edition, the trail both ways, other weights, pictures and files."""

from __future__ import annotations

import csv
import io
import re
import zipfile
from dataclasses import replace
from fractions import Fraction

import pytest
from django.test import Client

from opennss_web.access import Actor, Role
from opennss_web.actions import data, pictures, releases, results, weighing
from opennss_web.actions.results import MissingError, edition_of, seen
from opennss_web.content import content, kept_at, release, strategy_of
from opennss_web.models import Event, Release

STAFF, ANYBODY = Actor(Role.ANALYST), Actor(Role.PUBLIC)
INSIDE = ("position.", "steady-weights", "cut.")


def rows_of(answer) -> list[list[str]]:
    return list(csv.reader(io.StringIO(answer.content.decode("utf-8-sig"))))


def test_without_a_release_there_is_one_honest_page(staff) -> None:
    page = staff("analyst").get("/results")
    assert page.status_code == 404
    assert "Make one" in page.content.decode()
    assert "not published" in Client().get("/results?lang=en").content.decode()


def test_the_public_sees_only_what_the_office_published(staff, desk) -> None:
    made = release("console", printed=False)
    assert staff("committee").get("/results").status_code == 200
    assert Client().get("/results").status_code == 404
    Release.objects.update(public=True)
    assert Client().get("/results").status_code == 200
    assert seen(ANYBODY).release == made


def test_an_unpublished_newer_release_leaves_the_public_the_published_one(shown, desk) -> None:
    path = desk / "areas.csv"
    path.write_text(path.read_text("utf-8").replace("Energy supply", "Energy and heat"), "utf-8", newline="\n")
    newer = release("console", printed=False)
    assert seen(STAFF).release == newer
    assert seen(ANYBODY).release == shown


def test_a_release_whose_files_are_gone_says_so(staff, shown) -> None:
    (kept_at(shown.sha256) / "strategy.pickle").unlink()
    Release.objects.update(at="2026-01-01T00:00:00Z")
    page = staff("secretariat").get("/results")
    assert page.status_code == 404
    assert "Make a release again" in page.content.decode()


def test_the_public_edition_has_no_fact_of_the_office(shown) -> None:
    own, other = seen(STAFF).strategy, seen(ANYBODY).strategy
    assert own.workspace.settings.edition == "internal"
    assert other.workspace.settings.edition == "public"
    assert set(other.facts) < set(own.facts)
    assert not [name for name in other.facts if name.startswith(INSIDE)]
    assert own is strategy_of(shown)


def test_prose_that_names_a_fact_of_the_office_is_left_out_of_the_public_edition(shown) -> None:
    own = strategy_of(shown)
    secret = next(iter(set(own.facts) - set(seen(ANYBODY).strategy.facts)))
    prose = (("en", "vision", f"Kept.\n\nSecret {{{{ {secret} }}}}."),)
    changed = replace(own, workspace=replace(own.workspace, choices=replace(own.workspace.choices, prose=prose)))
    assert edition_of(changed, "public").workspace.choices.prose == (("en", "vision", "Kept."),)


PAGES = ("", "/goals", "/plan", "/rounds", "/charts")


@pytest.mark.parametrize("language", ["en", "vi"])
def test_every_page_answers_in_both_languages(shown, language) -> None:
    browser, what = Client(), seen(ANYBODY)
    browser.cookies["lang"] = language
    paths = [*PAGES, *(f"/areas/{row.id}" for row in data.areas(what).areas)]
    paths += [f"/goals/{row.id}" for row in data.goals(what).goals]
    paths += [f"/projects/{row.id}" for row in data.projects(what).projects]
    paths += [f"/charts/{row.figure.id}" for row in pictures.charts(what, language)]
    for path in paths:
        page = browser.get(f"/results{path}")
        assert page.status_code == 200, path
        assert f'<html lang="{language}"' in page.content.decode()


@pytest.mark.parametrize("role", ["analyst", ""])
def test_every_link_of_the_trail_leads_somewhere(staff, shown, role) -> None:
    browser, seen_before, waiting = staff(role) if role else Client(), set(), ["/results"]
    while waiting and len(seen_before) < 150:
        path = waiting.pop(0)
        seen_before.add(path)
        page = browser.get(path)
        assert page.status_code == 200, path
        if not page.headers["Content-Type"].startswith("text/html"):
            continue
        found = re.findall(r'href="(/(?:results|api)[^"#?]*)', page.content.decode())
        waiting += [link for link in dict.fromkeys(found) if link not in seen_before and link not in waiting]


def test_the_trail_of_an_area_leads_both_ways(shown) -> None:
    what = seen(STAFF)
    area = next(row for row in data.areas(what).areas if data.trail(what, row.id).goals)
    trail = data.trail(what, area.id)
    assert area.id in {row.id for row in data.goal(what, trail.goals[0].id).areas}
    for item in trail.projects:
        assert set(item.goals) <= {row.id for row in data.goals(what).goals if item.id in row.projects}
        assert set(item.gaps) <= {gap.id for gap in data.gaps(what).gaps}
    assert sum(row.weight for row in trail.criteria) == pytest.approx(1, abs=1e-4)


def test_what_is_not_there_is_a_missing_page(staff, shown) -> None:
    browser = staff("analyst")
    for path in ("areas/nowhere", "goals/none", "projects/none", "facts/no.such", "charts/none", "charts/none.svg",
                 "tables/passwords.csv", "charts/acceptability-map.exe"):  # fmt: skip
        assert browser.get(f"/results/{path}").status_code == 404, path


def test_query_counts_do_not_grow_with_the_country(staff, shown, django_assert_max_num_queries) -> None:
    browser, area = staff("analyst"), content().workspace.evidence.areas[0].id
    for path in ("", f"/areas/{area}", "/goals", "/plan", "/rounds", "/charts", "/weights"):
        with django_assert_max_num_queries(4):
            browser.get(f"/results{path}")


def test_pages_take_what_the_process_of_a_release_kept(staff, shown, monkeypatch) -> None:
    area = content().workspace.evidence.areas[0].id
    paths, browsers = ("", f"/areas/{area}", "/charts", "/weights?economic=7"), (staff("analyst"), Client())

    def pages() -> list[str]:
        texts = [browser.get(f"/results{path}").content.decode() for browser in browsers for path in paths]
        return [re.sub('name="csrfmiddlewaretoken" value="[^"]*"', "", text) for text in texts]

    made = pages()
    releases.keep(shown)
    results._seen.cache_clear()  # nothing is remembered, as in a process that just began
    for slow in ("editions.collect", "actions.results.Pen", "actions.pictures.tables", "actions.weighing.rank_inputs"):
        monkeypatch.setattr(f"opennss_web.{slow}", None)
    assert pages() == made


# Other weights


def test_the_released_weights_change_nothing(shown) -> None:
    what = seen(STAFF)
    found = weighing.weigh(what, weighing.read({}, what))
    assert found.changes == 0
    assert [row.id for row in found.areas if row.weighed.joint] == [
        str(row.area) for row in what.strategy.ranks.joint_list()
    ]


def test_other_weights_rank_as_the_library_does_with_them(shown) -> None:
    what = seen(STAFF)
    found = weighing.weigh(what, weighing.read({"economic": "100", "social": "0", "environmental": "0"}, what))
    assert found.weights["social"] == 0
    assert found.stays + found.changes == len(found.areas)
    for row in found.areas:
        assert row.stays == (row.released == row.weighed)


def test_proportional_weights_are_the_same_weights(shown) -> None:
    what = seen(STAFF)
    five = dict.fromkeys(weighing.released(what), Fraction(5))
    ten = dict.fromkeys(five, Fraction(10))
    assert weighing.weigh(what, five) == weighing.weigh(what, ten)


def test_the_page_of_weights_works_without_a_script_and_writes_nothing(staff, shown) -> None:
    browser, before = staff("analyst"), Event.objects.count()
    page = browser.get("/results/weights", {"economic": "90", "social": "2.5"}).content.decode()
    assert 'value="90"' in page
    assert 'value="2.5"' in page
    assert "would change" in page
    rows = rows_of(browser.get("/results/weights.csv", {"economic": "90", "social": "2.5"}))
    found = browser.get("/api/v1/weighing", {"economic": "90", "social": "2.5"}).json()
    assert [row[0] for row in rows[1:]] == [row["id"] for row in found["areas"]]
    assert [row[rows[0].index("stays")] == "yes" for row in rows[1:]] == [row["stays"] for row in found["areas"]]
    assert Event.objects.count() == before


@pytest.mark.parametrize("wrong", ["-1", "101", "1e3", "a", "<b>", "=1", "1.234", "٣"])
def test_numbers_that_are_no_weights_are_refused_with_a_reason(staff, shown, wrong) -> None:
    browser = staff("analyst")
    page = browser.get("/results/weights", {"economic": wrong})
    assert 'role="alert"' in page.content.decode()
    assert 'aria-invalid="true"' in page.content.decode()
    assert browser.get("/results/weights.csv", {"economic": wrong}).status_code == 404
    assert browser.get("/api/v1/weighing", {"economic": wrong}).status_code == 422


def test_all_weights_at_zero_are_refused(staff, shown) -> None:
    nothing = dict.fromkeys(weighing.released(seen(STAFF)), "0")
    assert 'role="alert"' in staff("analyst").get("/results/weights", nothing).content.decode()


def test_what_would_overturn_a_rank_is_for_staff(shown) -> None:
    assert Client().get("/results/weights").status_code == 302
    assert "/results/weights" not in Client().get("/results").content.decode()


# Pictures and files


def test_a_picture_stands_beside_its_table_and_has_three_files(staff, shown) -> None:
    browser, what = staff("analyst"), seen(STAFF)
    for chart in pictures.charts(what, "en"):
        path = f"/results/charts/{chart.figure.id}"
        page = browser.get(path).content.decode()
        assert f'<img src="{path}.svg" alt="' in page
        svg = browser.get(f"{path}.svg")
        assert svg.headers["Content-Security-Policy"] == "default-src 'none'; style-src 'unsafe-inline'"
        assert svg.content == chart.figure.svg
        assert rows_of(browser.get(f"{path}.csv"))[0] == list(chart.table.header)
        with zipfile.ZipFile(io.BytesIO(browser.get(f"{path}.xlsx").content)) as book:
            assert b"<f>" not in b"".join(book.read(name) for name in book.namelist())


def test_pictures_of_the_office_are_not_for_everybody(shown) -> None:
    own, other = ({chart.figure.id for chart in pictures.charts(seen(actor), "en")} for actor in (STAFF, ANYBODY))
    assert other <= own
    assert "stability-map" not in other
    assert Client().get("/results/charts/stability-map.svg").status_code == 404


def test_a_file_carries_no_formula() -> None:
    told = pictures.csv_text([["=1+1", "@x", "-3", "-1,5 %", "+cmd", None, 2]])
    assert told == "'=1+1,'@x,-3,\"-1,5 %\",'+cmd,,2\n"
    assert pictures.workbook([["a"], ["=1+1"]], "A: b/c", "2026-01-01") == pictures.workbook(
        [["a"], ["=1+1"]], "A: b/c", "2026-01-01"
    )


def test_nobody_sees_without_a_release(desk) -> None:
    with pytest.raises(MissingError):
        seen(STAFF)
