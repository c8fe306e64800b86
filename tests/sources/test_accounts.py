"""National accounts: one cut of the economy, shares of the whole, and no number where the accounts do not tell."""

from __future__ import annotations

import datetime as dt
from pathlib import Path

import polars as pl
import pytest

from opennss.errors import WorkspaceError
from opennss.model.codes import SECTION_DIVISIONS
from opennss.model.territories import country_numbers
from opennss.sources import accounts

from .conftest import ITEMS, write_accounts

KHM = frozenset((116,))


def read(path: Path, items: dict[str, float]) -> accounts.Year:
    found = accounts.read((write_accounts(path / "un_sna_gdp_by_activity.parquet", items),), KHM, 2026)
    assert found
    return found


def test_the_newest_year_is_taken_and_later_ones_are_not(tmp_path: Path) -> None:
    path = write_accounts(tmp_path / "a.parquet", ITEMS)
    newest = accounts.read((path,), KHM, 2026)
    assert newest
    assert newest.year == 2024
    older = accounts.read((path,), KHM, 2023)
    assert older
    assert older.year == 2023
    assert accounts.read((path,), KHM, 2022) is None
    assert accounts.read((path,), frozenset((704,)), 2026) is None


def test_shares_sum_to_the_whole(tmp_path: Path) -> None:
    shares = accounts.shares(read(tmp_path, ITEMS))
    assert shares["mining-utilities"] == 10.0
    assert shares["manufacturing"] == 30.0
    assert sum(value or 0 for value in shares.values()) == pytest.approx(100)


def test_sectors_take_each_section_once() -> None:
    sections = [section for sector in accounts.SECTORS for section in sector.sections]
    assert sorted(sections) == sorted(set(SECTION_DIVISIONS) - {"U"})


def test_parts_that_miss_the_total_are_said(tmp_path: Path) -> None:
    year = read(tmp_path, ITEMS | {"Total Value Added": 110.0})
    assert accounts.mismatch(year) == -9.1
    assert sum(value or 0 for value in accounts.shares(year).values()) == pytest.approx(100)
    assert all("-9.1 %" in row.note for row in accounts.observations(year, "un"))


def test_what_cannot_be_told_stays_unknown(tmp_path: Path) -> None:
    short = {name: value for name, value in ITEMS.items() if "A-B" not in name}
    shares = accounts.shares(read(tmp_path, short))
    assert shares["agriculture"] is None
    assert shares["construction"] == 10.0
    more = ITEMS | {"Manufacturing (ISIC D)": 45.0}
    assert accounts.shares(read(tmp_path, more))["mining-utilities"] is None
    below = ITEMS | {"Construction (ISIC F)": -1.0}
    assert accounts.shares(read(tmp_path, below))["construction"] is None


def test_the_layout_of_the_un_itself(tmp_path: Path) -> None:
    path = tmp_path / "Download-GDPcurrent-USD-countries.csv"
    rows = "".join(f'116,Cambodia,"{name}",{2 * value},"{value:,}"\n' for name, value in ITEMS.items())
    path.write_text(f"GDP at current prices\n\nCountryID,Country,IndicatorName,2023,2024\n{rows}", encoding="utf-8")
    found = accounts.read((path,), KHM, 2026)
    assert found
    assert (found.year, accounts.shares(found)["manufacturing"]) == (2024, 30.0)


@pytest.mark.parametrize("text", ["", "a,b\n", "CountryID,Country,IndicatorName,2024\nKHM,x,y,many\n"])
def test_another_file_is_refused(tmp_path: Path, text: str) -> None:
    path = tmp_path / "Download-GDPcurrent-USD-countries.csv"
    path.write_text(text, encoding="utf-8")
    with pytest.raises(WorkspaceError):
        accounts.read((path,), KHM, 2026)


def test_every_country_of_the_shared_data_has_shares_within_the_whole(shared: Path) -> None:
    path = shared / "economics" / "un_sna_gdp_by_activity.parquet"
    numbers = pl.read_parquet(path)["country_m49"].unique().to_list()
    for number in (116, 704, 360, 458, 764, 608, *numbers[:20]):
        year = accounts.read((path,), frozenset((number,)), dt.date(2026, 11, 22).year)
        assert year
        values = [value for value in accounts.shares(year).values() if value is not None]
        assert sum(values) <= 100.5
        assert min(values) >= 0
    table = pl.read_parquet(path).filter((pl.col("country_m49") == 116) & (pl.col("year") == 2024))
    stated = dict(table.select("item", "usd_current").iter_rows())
    share = stated["Manufacturing (ISIC D)"] / stated["Total Value Added"]
    khm = accounts.read((path,), country_numbers("KHM"), 2026)
    assert khm
    assert accounts.shares(khm)["manufacturing"] == pytest.approx(100 * share, abs=0.01)
