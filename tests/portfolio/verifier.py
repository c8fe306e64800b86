"""An independent check of a programme: from the raw rows to the limits, without any code of the planner."""

from fractions import Fraction


def shares_of(spread):
    """The parts of the work by year of the item; a yearly load gives ``None``."""
    return None if spread == "yearly" else [Fraction(part) / 100 for part in spread.split(";")]


def part_in(spread, start, year, until=None):
    """The share of the work that falls into a year."""
    parts = shares_of(spread)
    if year < start or (until is not None and year > until):
        return Fraction(0)
    if parts is None:
        return Fraction(1)
    return parts[year - start] if year - start < len(parts) else Fraction(0)


def length_of(project, efforts, measures):
    """The years that an item takes at least."""
    rows = [m.spread for m in measures if m.id == project.measure]
    rows = rows or [e.spread for e in efforts if e.type is project.type]
    return max(len(shares_of(spread) or [1]) for spread in rows)


def amounts(item, year, body, efforts, measures, rate, task=None):
    """Days and money that an item takes of a body in a year; with ``task`` the days of that task alone."""
    days = money = Fraction(0)
    project = item.project
    for row in measures:
        if row.id == project.measure and row.body == body and task is None:
            part = part_in(row.spread, item.start, year, row.end)
            days, money = (
                days + Fraction(row.days) * part,
                money + (Fraction(row.days) * rate + Fraction(row.cost)) * part,
            )
    for row in efforts:
        if not project.measure and row.type is project.type and row.body == body and task in (None, row.task):
            part = part_in(row.spread, item.start, year)
            days, money = (
                days + Fraction(row.days) * part,
                money + (Fraction(row.days) * rate + Fraction(row.cost)) * part,
            )
    return days, money


def faults(items, efforts, capacities, measures=(), skills=(), utilization=1.0, years=(), bounds=None):
    """Return in words everything that is wrong with a programme; an empty list when it keeps every rule."""
    found, by_id = [], {item.project.id: item for item in items}
    if len(by_id) != len(items):
        found.append("an item is planned twice")
    tolerance = Fraction(1, 10**5)
    for row in capacities:
        rate, full = Fraction(row.day_rate), Fraction(row.fte) * Fraction(row.productive_days) * Fraction(row.share)
        full *= 1 - Fraction(row.absence)
        taken = [amounts(item, row.year, row.body, efforts, measures, rate) for item in items]
        if sum(days for days, _ in taken) > full * Fraction(str(utilization)) + tolerance:
            found.append(f"days of {row.body} in {row.year}")
        extra = sum(
            Fraction(amount).limit_denominator(10**9) * 10**6
            for purse in (bounds.purses if bounds else ()) if purse.body == row.body
            for year, amount in purse.amounts if year == row.year or (purse.carry_over and year <= row.year)
        )  # fmt: skip
        if sum(money for _, money in taken) > Fraction(row.budget) + extra + 2:
            found.append(f"money of {row.body} in {row.year}")
        for skill in skills:
            if (skill.body, skill.year) == (row.body, row.year):
                days = sum(amounts(i, row.year, row.body, efforts, measures, rate, skill.task)[0] for i in items)
                if (
                    row.fte
                    and days > full / Fraction(row.fte) * Fraction(skill.fte) * Fraction(str(utilization)) + tolerance
                ):
                    found.append(f"days of {row.body} for {skill.task} in {row.year}")
    fixed = bounds.fixed if bounds else {}
    for item in items:
        project, length = item.project, length_of(item.project, efforts, measures)
        if project.id not in fixed and years and not years[0] <= item.start <= years[-1] - length + 1:
            found.append(f"{project.id} is not inside the years")
        if project.since and item.start < project.since and project.id not in fixed:
            found.append(f"{project.id} before its window")
        if project.until and item.start + length - 1 > project.until and project.id not in fixed:
            found.append(f"{project.id} behind its window")
        for name in project.requires:
            first = by_id.get(name)
            if first is None:
                found.append(f"{project.id} without {name}")
            elif first.start + length_of(first.project, efforts, measures) > item.start and project.id not in fixed:
                found.append(f"{project.id} before {name} is finished")
    ladder = [i.project.committee for i in items if i.project.type in ("observe", "participate", "experts", "lead")]
    found += [f"two rungs of {committee}" for committee in {*ladder} if ladder.count(committee) > 1]
    for name in [*(bounds.required if bounds else ()), *fixed]:
        found += [] if name in by_id else [f"{name} is demanded and not planned"]
    for name, year in fixed.items():
        found += [] if name not in by_id or by_id[name].start == year else [f"{name} was moved"]
    for most in bounds.most if bounds else ():
        if sum(name in by_id for name in most.items) > most.count:
            found.append(f"too many of {most.name}")
    return found
