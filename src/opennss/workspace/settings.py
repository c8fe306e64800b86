"""Settings: ``nss.toml`` and ``round.toml`` to the model, every fault at once.

format = 1                       years = [2027, 2028, 2029]      [membership]  iso, iec, iso_source, iec_source
country = "VNM"                  currency = "VND"                [ranking]     level = "section", tie = "mean"
name_en, body_en, title_en ...   languages = ["vi", "en"]        [weights]     economic = "1" ... (optional)
as_of = 2026-11-22               illustrative, seed, decimal     [plan]        utilization = 0.85
[plan] utilization, objective = "tiers", memberships = "share", allowance, budget_step, effort_step
[minimum] adoption, participation, measures (least share of the planned days); [worth] develop, propose ...
[ladder] observe, participate,   [document] outline = "iso",     [catalogue]   path, sha256 (empty: not pinned)
         experts, lead (worth)              edition = "internal"
[robustness] weightings, inside, samples, top, concentration, methods, missing; [lowest], [highest] by group
[consultation] weights_round = "round-2", together = "priorities"
[technologies] lists, military, criteria, critical_en, neighbours, small, high (all optional)
[obligations] missed_key, missed_internal, window, remind, source; [notice] address_en, acceptance_en, standards ...
"""

from __future__ import annotations

import datetime as dt
import re
import tomllib
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, field, replace
from enum import StrEnum
from fractions import Fraction
from pathlib import Path
from typing import TypeVar
from zoneinfo import available_timezones

from opennss.errors import Finding
from opennss.language import Text, languages
from opennss.model.country import (
    ConsultationSettings,
    IecMembership,
    IsoMembership,
    Membership,
    NoticeSettings,
    ObligationSettings,
    PlanSettings,
    RobustnessSettings,
    Settings,
    TechnologySettings,
)
from opennss.model.criteria import CONSENSUS_DRIFT, CONSENSUS_SHARE, Category, Group
from opennss.model.projects import LADDER, ProjectType
from opennss.tables.csvfile import read_text

FILE = "nss.toml"
LEVELS = ("ten-group", "section", "division", "group", "class")
TIES = ("mean", "profile")
OUTLINES = ("iso", "decision")
EDITIONS = ("internal", "public")
CRITERIA = ("default", "viet-nam", "own")
WEIGHTINGS = ("free", "ordered", "ranges", "around", "answers")
METHODS = ("weighted-sum", "weighted-product", "topsis", "vikor", "promethee-2", "electre-3")
MISSING = ("criteria", "areas", "median", "worst")
TOGETHER = ("priorities", "judgements")
OBJECTIVES = ("tiers", "points")
LOADS = ("share", "counted")
MEMBERSHIP = "membership"
SHARED = ("adoption", "participation", "measures")
MOST_SAMPLES = 1_000_000
"""Weightings that may be tried at most: shares are then within 0.2 percentage points, in about a gigabyte of memory."""

WORTH = {ProjectType.OBSERVE: 0.5, ProjectType.PARTICIPATE: 1.0, ProjectType.EXPERTS: 1.25, ProjectType.LEAD: 1.5}
"""Worth of a rung of the ladder, beside a P-membership (project default, not the published ISO value)."""
TYPES = {
    ProjectType.DEVELOP: 1.0, ProjectType.ADOPT_OTHER: 1.0, ProjectType.HARMONIZE: 1.0, ProjectType.PROPOSE: 1.5,
    ProjectType.AMEND: 0.5, ProjectType.TRANSLATE: 0.5, ProjectType.REFERENCE: 0.5, ProjectType.CONFIRM: 0.25,
    ProjectType.WITHDRAW: 0.25,
}  # fmt: skip
"""Worth of a proposed project beside an adoption, by type (project default, not the published ISO value)."""
E_ = TypeVar("E_", bound=StrEnum)
T = TypeVar("T")


@dataclass(slots=True)
class Keys:
    """The keys of one settings file, taken one by one; what is wrong or left over becomes a finding."""

    file: str
    values: dict[str, object]
    findings: list[Finding] = field(default_factory=list)
    lines: Mapping[str, int] = field(default_factory=dict)

    def fault(self, key: str, code: str, **values: object) -> None:
        """Note a fault of one key, on its line or that of its table."""
        self.findings.append(Finding(self.file, line_of(key, self.lines), key, code, {"setting": key, **values}))

    def take(self, key: str, fits: Callable[[object], T | None], expected: str, default: T | None = None) -> T | None:
        """Return a value when ``fits`` accepts it; a missing key without default and a misfit are findings."""
        if key not in self.values:
            if default is None:
                self.fault(key, "missing-setting", expected=expected)
            return default
        found = self.values.pop(key)
        value = fits(found)
        if value is None:
            self.fault(key, "bad-setting", value=found, expected=expected)
        return value

    def text(self, name: str, needed: bool = True) -> Text | None:
        """Return a text from its keys ``name_<language>``; at least one is needed unless ``needed`` is no."""
        keys = [key for key in self.values if re.fullmatch(rf"{re.escape(name)}_[a-z]{{2}}", key)]
        found = {key[-2:]: self.take(key, _string, "text") for key in keys}
        if not keys and not needed:
            return Text()
        if not keys:
            self.fault(f"{name}_en", "missing-setting", expected="text")
        return Text.of(**{language: value for language, value in found.items() if value}) if keys else None

    def choice(self, key: str, kind: type[E_], default: E_) -> E_ | None:
        """Return a member of an enumeration."""
        known = {member.value: member for member in kind}
        return self.take(key, lambda found: known.get(str(found)), ", ".join(known), default)

    def rest(self) -> None:
        """Every key that nobody took is a finding."""
        for key in self.values:
            self.fault(key, "unknown-setting")


def read_keys(path: Path, name: str) -> tuple[Keys | None, list[Finding]]:
    """Read a TOML file as flat dotted keys; ``None`` when it cannot be read."""
    text, findings = read_text(path, name)
    if text is None:
        return None, findings
    try:
        found = tomllib.loads(text)
    except (ValueError, RecursionError) as error:
        place = re.search(r"\(at line ([0-9]+), column [0-9]+\)$", str(error))
        return None, [*findings, Finding(name, int(place[1]) if place else 0, "", "bad-toml", {"reason": str(error)})]
    flat: dict[str, object] = {}
    for key, value in found.items():
        if isinstance(value, dict):
            flat.update({f"{key}.{inner}": item for inner, item in value.items()})
        else:
            flat[key] = value
    return Keys(name, flat, findings, key_lines(text)), findings


def key_lines(text: str) -> dict[str, int]:
    """Return the line of each key and each table of a TOML text, by dotted name; the first where one stands twice.

    >>> key_lines('format = 1\\n[plan]\\nutilization = 0.85')
    {'format': 1, 'plan': 2, 'plan.utilization': 3}
    """
    lines: dict[str, int] = {}
    table, inside = "", False
    for number, line in enumerate(text.split("\n"), 1):
        bare = re.sub("[\"' ]", "", line.partition("#")[0])
        if re.fullmatch(r"\[+[\w.-]+\]+", bare) and not inside:
            table = bare.strip("[]") + "."
            lines.setdefault(table[:-1], number)
        elif "=" in bare and not inside:
            lines.setdefault(table + bare.partition("=")[0], number)
        if (line.count('"' * 3) + line.count("'" * 3)) % 2:
            inside = not inside
    return lines


def line_of(key: str, lines: Mapping[str, int]) -> int:
    """Return the line of a key, of its table where the key is missing, or 0 for the whole file."""
    return lines.get(key) or lines.get(key.rpartition(".")[0], 0)


def on_lines(folder: Path, findings: Iterable[Finding]) -> Iterator[Finding]:
    """Yield findings, those about a key of a settings file that have no line on the one that ``line_of`` tells."""
    known: dict[str, dict[str, int]] = {}
    for finding in findings:
        if finding.row or not finding.column or not finding.file.endswith(".toml"):
            yield finding
            continue
        if finding.file not in known:
            text, _ = read_text(folder / finding.file, finding.file)
            known[finding.file] = key_lines(text or "")
        yield replace(finding, row=line_of(finding.column, known[finding.file]))


def read_settings(folder: Path) -> tuple[Settings | None, tuple[Finding, ...]]:
    """Read ``nss.toml`` of a country folder; ``None`` when it is no such folder, or a setting is missing or wrong."""
    if not (folder / FILE).is_file():
        return None, (Finding(FILE, 0, "", "no-workspace", {"folder": folder.as_posix()}),)
    keys, findings = read_keys(folder / FILE, FILE)
    if keys is None:
        return None, tuple(findings)
    notes = len(findings)
    settings = _settings(keys)
    keys.rest()
    return (settings if len(keys.findings) == notes else None), tuple(keys.findings)


def _settings(keys: Keys) -> Settings | None:
    keys.take("format", lambda found: found if found == 1 and found is not True else None, "1")
    iso = keys.choice("membership.iso", IsoMembership, IsoMembership.UNKNOWN)
    iec = keys.choice("membership.iec", IecMembership, IecMembership.UNKNOWN)
    sources = [keys.take(f"membership.{body}_source", _string, "text", "") for body in ("iso", "iec")]
    all_seats = keys.take("membership.all_seats", _flag, "true, false", False)
    values = {
        "country": keys.take("country", _matching("[A-Z]{3}"), "ISO 3166 alpha-3, VNM"),
        "name": keys.text("name"),
        "body": keys.text("body"),
        "title": keys.text("title"),
        "as_of": keys.take("as_of", as_day, "2026-11-22"),
        "years": keys.take("years", _years, "[2027, 2028, 2029]"),
        "currency": keys.take("currency", _matching("[A-Z]{3}"), "ISO 4217, VND"),
        "languages": keys.take("languages", _languages, ", ".join(languages())),
        "illustrative": keys.take("illustrative", _flag, "true, false", False),
        "level": keys.take("ranking.level", _among(LEVELS), ", ".join(LEVELS), "section"),
        "tie": keys.take("ranking.tie", _among(TIES), ", ".join(TIES), "mean"),
        "weights": _weights(keys),
        "utilization": keys.take("plan.utilization", _share, "0 < x ≤ 1", 0.85),
        "ladder": tuple((str(rung), keys.take(f"ladder.{rung}", _worth, "≥ 0", WORTH[rung])) for rung in LADDER),
        "outline": keys.take("document.outline", _among(OUTLINES), ", ".join(OUTLINES), "iso"),
        "edition": keys.take("document.edition", _among(EDITIONS), ", ".join(EDITIONS), "internal"),
        "seed": keys.take("seed", _whole, "0, 1, 2 ...", 0),
        "catalogue": keys.take("catalogue.path", _string, "catalogue", "catalogue"),
        "catalogue_sha256": keys.take("catalogue.sha256", _matching("([0-9a-f]{64})?"), "SHA-256", ""),
        "decimal": keys.take("decimal", _among((".", ",")), ". ,", "."),
        "zone": keys.take("zone", _zone, "Asia/Ho_Chi_Minh", "UTC"),
        "technologies": _technologies(keys),
        "consultation": _consultation(keys),
        "robustness": _robustness(keys),
        "plan": _plan(keys),
        "obligations": _obligations(keys),
        "notice": _notice(keys),
    }  # fmt: skip
    if None in values.values() or iso is None or iec is None or None in sources or all_seats is None:
        return None
    membership = Membership(iso, iec, sources[0] or "", sources[1] or "", all_seats)
    return Settings(membership=membership, **values)  # type: ignore[arg-type]  # every value was checked above


def _technologies(keys: Keys) -> TechnologySettings | None:
    place, none = "technologies", tuple[str, ...]()
    values = {
        "lists": keys.take(f"{place}.lists", _each("[a-z0-9][a-z0-9-]*"), '["us-cet-2024"]', none),
        "military": keys.take(f"{place}.military", _flag, "true, false", False),
        "criteria": keys.take(f"{place}.criteria", _among(CRITERIA), ", ".join(CRITERIA), "default"),
        "critical": keys.text(f"{place}.critical", needed=False),
        "neighbours": keys.take(f"{place}.neighbours", _each("[A-Z]{3}"), '["KHM", "IDN"]', none),
        "small": keys.take(f"{place}.small", _whole, "0, 1, 2 ...", 30),
        "high": keys.take(f"{place}.high", _exact_share, "0 < x ≤ 1", Fraction(1, 2)),
    }
    return None if None in values.values() else TechnologySettings(**values)  # type: ignore[arg-type]


def _consultation(keys: Keys) -> ConsultationSettings | None:
    place, own = "consultation", ConsultationSettings()
    values = {
        "weights_round": keys.take(f"{place}.weights_round", _string, "round-2", own.weights_round),
        "together": keys.take(f"{place}.together", _among(TOGETHER), ", ".join(TOGETHER), own.together),
    }
    return None if None in values.values() else ConsultationSettings(**values)  # type: ignore[arg-type]


def _robustness(keys: Keys) -> RobustnessSettings | None:
    place, own = "robustness", RobustnessSettings()
    known = ", ".join(METHODS)
    values = {
        "weightings": keys.take(f"{place}.weightings", _among(WEIGHTINGS), ", ".join(WEIGHTINGS), own.weightings),
        "inside": keys.take(f"{place}.inside", _flag, "true, false", own.inside),
        "samples": keys.take(f"{place}.samples", _from(100, MOST_SAMPLES), f"100 … {MOST_SAMPLES}", own.samples),
        "top": keys.take(f"{place}.top", _from(1), "1, 2, 3 ...", own.top),
        "concentration": keys.take(f"{place}.concentration", _positive, "> 0", own.concentration),
        "lowest": _by_group(keys, "lowest"),
        "highest": _by_group(keys, "highest"),
        "methods": keys.take(f"{place}.methods", _some(METHODS), known, own.methods),
        "missing": keys.take(f"{place}.missing", _among(MISSING), ", ".join(MISSING), own.missing),
    }
    return None if None in values.values() else RobustnessSettings(**values)  # type: ignore[arg-type]


def _obligations(keys: Keys) -> ObligationSettings | None:
    place, own, whole = "obligations", ObligationSettings(), ("missed_key", "window", "remind")
    values = {n: keys.take(f"{place}.{n}", _from(1, 3660), "1, 2, 3 ...", getattr(own, n)) for n in whole}
    values["missed_internal"] = keys.take(f"{place}.missed_internal", _exact_share, "0 < x ≤ 1", own.missed_internal)
    values["source"] = keys.take(f"{place}.source", _string, "text", "")
    return None if None in values.values() else ObligationSettings(**values)  # type: ignore[arg-type]


def _notice(keys: Keys) -> NoticeSettings | None:
    place, texts, sources = "notice", ("address", "obtained", "acceptance"), ("acceptance_source", "standards_source")
    values: dict[str, object] = {name: keys.text(f"{place}.{name}", needed=False) for name in texts}
    values |= {name: keys.take(f"{place}.{name}", _string, "text", "") for name in sources}
    values["comment_days"] = keys.take(f"{place}.comment_days", _from(1, 3660), "1, 2, 3 ...", 60)
    total = keys.take(f"{place}.standards", _whole, "0, 1, 2 ...", 0)
    wrong = total is None or None in values.values()
    return None if wrong else NoticeSettings(standards=total or None, **values)  # type: ignore[arg-type]


def _plan(keys: Keys) -> PlanSettings | None:
    own = PlanSettings()
    minimum = [(kind, keys.take(f"minimum.{kind}", _part, "0 ≤ x ≤ 1", 0.0)) for kind in SHARED]
    allowance = keys.take("plan.allowance", _allowance, "membership, 0, 1, 2 ...", MEMBERSHIP)
    values = {
        "objective": keys.take("plan.objective", _among(OBJECTIVES), ", ".join(OBJECTIVES), own.objective),
        "memberships": keys.take("plan.memberships", _among(LOADS), ", ".join(LOADS), own.memberships),
        "budget_step": keys.take("plan.budget_step", _exact_share, "0 < x ≤ 1", own.budget_step),
        "effort_step": keys.take("plan.effort_step", _exact_share, "0 < x ≤ 1", own.effort_step),
        "worth": tuple((str(t), keys.take(f"worth.{t}", _worth, "≥ 0", worth)) for t, worth in TYPES.items()),
        "minimum": tuple((kind, share) for kind, share in minimum if share),
    }
    if None in values.values() or allowance is None or any(share is None for _, share in minimum):
        return None
    if sum(share or 0.0 for _, share in minimum) > 1:
        keys.fault(f"minimum.{SHARED[-1]}", "shares-above-one")
        return None
    return PlanSettings(allowance=None if allowance == MEMBERSHIP else int(allowance), **values)  # type: ignore[arg-type]


def _allowance(found: object) -> str | None:
    number = _whole(found)
    return MEMBERSHIP if found == MEMBERSHIP else None if number is None else str(number)


def _by_group(keys: Keys, table: str) -> tuple[tuple[str, float], ...] | None:
    """Return the shares of ``[lowest]`` or ``[highest]``, in the order of the groups."""
    named = [str(group) for group in Group if f"{table}.{group}" in keys.values]
    found = [(group, keys.take(f"{table}.{group}", _part, "0 ≤ x ≤ 1")) for group in named]
    return None if any(value is None for _, value in found) else tuple((name, value or 0.0) for name, value in found)


def _weights(keys: Keys) -> tuple[tuple[str, str], ...]:
    found = []
    for group in Group:
        key = f"weights.{group}"
        if key in keys.values:
            value = keys.take(key, _fraction, '"1", "0.5", "1/3"')
            found += [(str(group), value)] if value is not None else []
    return tuple(found)


def _fraction(found: object) -> str | None:
    text = "" if isinstance(found, bool) else str(found)
    if not re.fullmatch(r"-?[0-9]{1,18}(\.[0-9]{1,18}|/0*[1-9][0-9]{0,17})?", text):
        return None
    return str(Fraction(text))


def _string(found: object) -> str | None:
    return found.strip() if isinstance(found, str) else None


def _zone(found: object) -> str | None:
    return found if isinstance(found, str) and found in available_timezones() else None


def _matching(pattern: str) -> Callable[[object], str | None]:
    return lambda found: found if isinstance(found, str) and re.fullmatch(pattern, found) else None


def _among(known: tuple[str, ...]) -> Callable[[object], str | None]:
    return lambda found: found if isinstance(found, str) and found in known else None


def as_day(found: object) -> dt.date | None:
    """Return a TOML date, or the date that a text such as ``2026-11-22`` holds; else ``None``."""
    if isinstance(found, dt.datetime):
        return None
    if isinstance(found, str) and re.fullmatch(r"[0-9]{4}-[0-9]{2}-[0-9]{2}", found):
        try:
            return dt.date.fromisoformat(found)
        except ValueError:
            return None
    return found if isinstance(found, dt.date) else None


def _years(found: object) -> tuple[int, ...] | None:
    if not isinstance(found, list) or not found or not all(type(year) is int for year in found):
        return None
    good = found == list(range(found[0], found[0] + len(found))) and 1900 < found[0] < 2200
    return tuple(found) if good else None


def _languages(found: object) -> tuple[str, ...] | None:
    if not isinstance(found, list) or not found or len({*map(str, found)}) != len(found):
        return None
    return tuple(found) if all(language in languages() for language in found) else None


def _share(found: object) -> float | None:
    good = isinstance(found, (int, float)) and not isinstance(found, bool) and 0 < found <= 1
    return float(str(found)) if good else None


def _exact_share(found: object) -> Fraction | None:
    share = _share(found)
    return None if share is None else Fraction(str(share))


def _each(pattern: str) -> Callable[[object], tuple[str, ...] | None]:
    """Return what accepts a list of different texts that match ``pattern``."""

    def fits(found: object) -> tuple[str, ...] | None:
        if not isinstance(found, list) or not all(isinstance(x, str) and re.fullmatch(pattern, x) for x in found):
            return None
        return tuple(found) if len({*found}) == len(found) else None

    return fits


def _worth(found: object) -> float | None:
    good = isinstance(found, (int, float)) and not isinstance(found, bool) and 0 <= found <= 100
    return float(str(found)) if good else None


def _part(found: object) -> float | None:
    good = isinstance(found, (int, float)) and not isinstance(found, bool) and 0 <= found <= 1
    return float(str(found)) if good else None


def _positive(found: object) -> float | None:
    good = isinstance(found, (int, float)) and not isinstance(found, bool) and 0 < found <= 1e9
    return float(str(found)) if good else None


def _from(least: int, most: int = 10_000_000) -> Callable[[object], int | None]:
    return lambda found: found if type(found) is int and least <= found <= most else None


def _some(known: tuple[str, ...]) -> Callable[[object], tuple[str, ...] | None]:
    """Return what accepts a list of different members of ``known``."""

    def fits(found: object) -> tuple[str, ...] | None:
        good = isinstance(found, list) and all(x in known for x in found) and len({*map(str, found)}) == len(found)
        return tuple(found) if good and isinstance(found, list) else None

    return fits


def _flag(found: object) -> bool | None:
    return found if isinstance(found, bool) else None


def _whole(found: object) -> int | None:
    return found if type(found) is int and found >= 0 else None


def _percent(found: object) -> int | None:
    return found if type(found) is int and 1 <= found <= 100 else None


def _points(found: object) -> int | None:
    return found if type(found) is int and 0 <= found <= 100 else None


def read_round(
    path: Path, name: str
) -> tuple[tuple[Text, dt.date, tuple[tuple[Category, int], ...], int, int, str] | None, list[Finding]]:
    """Read ``round.toml``: title, day of closing, invitations by category, the rule of consensus in percent and points.

    Last comes the id of the earlier round that this one repeats, empty when none is named. ``None`` when something is
    wrong.
    """
    keys, findings = read_keys(path, name)
    if keys is None:
        return None, findings
    notes = len(findings)
    title = keys.text("title")
    closed = keys.take("closed", as_day, "2026-09-30")
    invited = {category: keys.take(f"invited.{category}", _whole, "0, 1, 2 ...", 0) for category in Category}
    share = keys.take("consensus_share", _percent, "1 ... 100", CONSENSUS_SHARE)
    drift = keys.take("consensus_drift", _points, "0 ... 100", CONSENSUS_DRIFT)
    follows = keys.take("follows", _string, "round-1", "")
    keys.rest()
    wrong = len(keys.findings) > notes
    if wrong or title is None or closed is None or share is None or drift is None or follows is None:
        return None, keys.findings
    people = tuple((category, count) for category, count in invited.items() if count)
    return (title, closed, people, share, drift, follows), keys.findings
