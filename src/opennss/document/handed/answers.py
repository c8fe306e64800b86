"""The answer in short: does the list fit, what is impossible, how long it takes, what it comes to."""

from __future__ import annotations

from collections.abc import Iterator

from opennss.document.handed.pen import HandedPen
from opennss.model.handed import Answer, Pace

ANSWERS = {
    Answer.FITS: "handed-answer-fits", Answer.KNOWN: "handed-answer-fits-known", Answer.NOT: "handed-answer-fits-not",
    Answer.NOTHING: "handed-answer-nothing",
}  # fmt: skip
"""The sentence of each answer."""


def verdict(pen: HandedPen) -> str:
    """Return in one sentence whether the list fits."""
    return pen.t(ANSWERS[pen.check.answer], items=pen.number(pen.check.totals.items))


def answers(pen: HandedPen) -> Iterator[str]:
    """Yield the answers in plain words, each one sentence or two."""
    check, totals = pen.check, pen.check.totals
    if lines := check.listed.refused:
        yield pen.t("handed-answer-refused", number=len(lines), lines=pen.lines(lines))
    for year in check.impossible:
        numbers = {"items": pen.number(year.items), "fit": pen.number(year.fit)}
        yield pen.t("handed-answer-impossible", year=year.year, bodies=pen.body_names(year.bodies), **numbers)
    if totals.unknown:
        yield pen.t("handed-answer-unknown", number=pen.number(totals.unknown))
    if totals.unpriced:
        yield pen.t("handed-answer-unpriced", number=pen.number(totals.unpriced))
    if check.paces:
        yield _done(pen, check.paces)
    if totals.each is not None:
        numbers = {"each": pen.number(round(totals.each)), "items": pen.number(totals.items)}
        yield pen.t("handed-answer-each", money=pen.sum(totals.money), currency=check.currency, **numbers)
    yield from _target(pen)
    if check.best:
        kept, moved, left = (pen.number(number) for number in placed(pen))
        yield pen.t("handed-answer-best", kept=kept, moved=moved, left=left)
        yield efforts(pen)
    yield pen.t("handed-answer-same", number=len(check.same)) if check.same else pen.t("handed-answer-clean")


def efforts(pen: HandedPen) -> str:
    """Return what becomes of the best part when everything takes more days, or fewer."""
    (more, fewer), (less, most) = pen.check.swings
    now = sum(row.placed for row in pen.check.best)
    counts = {"fewer": pen.number(fewer), "most": pen.number(most), "now": pen.number(now)}
    return pen.t("handed-answer-efforts", more=pen.share(more), less=pen.share(less), **counts)


def placed(pen: HandedPen, layer: str = "") -> tuple[int, int, int]:
    """Return how many items stay, move and are left out: all of them, or those of one layer."""
    rows = [row for row in pen.check.best if layer in ("", row.layer)]
    kept = sum(number for row in rows for _, number in row.kept)
    return kept, sum(number for row in rows for _, number in row.moved), sum(row.left for row in rows)


def _done(pen: HandedPen, paces: tuple[Pace, ...]) -> str:
    """Return when everything is done, and which body is the last; or which never is."""
    never = [pace.body for pace in paces if pace.done is None]
    if never:
        return pen.t("handed-answer-never", bodies=pen.body_names(never))
    last = max(paces, key=lambda pace: pace.done or 0)
    numbers = {"done": last.done, "years": last.years, "first": pen.check.years[0]}
    return pen.t("handed-answer-done", body=pen.who(last.body, last.task).text, **numbers)


def _target(pen: HandedPen) -> Iterator[str]:
    """Yield how the list lies to the target that it states."""
    totals = pen.check.totals
    if totals.target is None or totals.overshoot is None or totals.gap is None:
        return
    numbers = {
        "existing": pen.number(totals.existing), "reached": pen.number(totals.reached),
        "target": pen.number(totals.target), "gap": pen.number(totals.gap), "new": pen.number(totals.new),
    }  # fmt: skip
    if totals.overshoot > 0:
        yield pen.t("handed-answer-over", over=pen.number(totals.overshoot), **numbers)
    elif totals.overshoot < 0:
        yield pen.t("handed-answer-under", under=pen.number(-totals.overshoot), **numbers)
    else:
        yield pen.t("handed-answer-met", **numbers)
