"""Facts about requests and what they come to, about offers, positions and opinions on the draft."""

from __future__ import annotations

from collections.abc import Iterator
from fractions import Fraction

from opennss.document.facts.make import count, label
from opennss.language import Text, everywhere
from opennss.model.results import Fact, Origin, Strategy
from opennss.model.stakeholders import Answer, Offer, Outcome, Reply
from opennss.model.standards import Adoption
from opennss.model.table import Cell, cell


def request_facts(strategy: Strategy) -> Iterator[Fact]:
    """Yield what every request came to, and the counts of requests, offers, positions and opinions."""
    for reply in strategy.replies:
        yield _request(reply, strategy)
    yield from _counts(strategy)
    for offer in Offer:
        own = [cell(row, "offers") for row in strategy.workspace.voices.requests if offer in row.offers]
        yield count(f"offers.{offer}", len(own), f"offers-{offer}", *own)
    positions = strategy.workspace.voices.positions
    yield count("positions.count", len(positions), "positions-count", *(cell(row, "rank") for row in positions))
    opinions = strategy.workspace.voices.opinions
    yield count("opinions.count", len(opinions), "opinions-count", *(cell(row, "opinion") for row in opinions))
    for outcome in (*Outcome, None):
        found = [cell(row, "outcome") for row in opinions if row.outcome is outcome]
        yield count(f"opinions.{outcome or 'open'}", len(found), f"opinions-{outcome or 'open'}", *found)


def _counts(strategy: Strategy) -> Iterator[Fact]:
    replies = strategy.replies
    yield count("requests.count", len(replies), "requests-count", *(f"request.{r.request.id}" for r in replies))
    asking = {str(r.request.stakeholder): cell(r.request, "stakeholder") for r in reversed(replies)}
    yield count("requests.organisations", len(asking), "requests-organisations", *asking.values())
    for answer in Answer:
        own = [f"request.{r.request.id}" for r in replies if r.answer is answer]
        yield count(f"requests.{answer}", len(own), f"requests-{answer}", *own)
    sent = [cell(r.request, "replied") for r in replies if r.request.replied]
    yield count("requests.replied", len(sent), "requests-replied", *sent)
    if replies:
        origin = Origin("share-of", ("requests.replied", "requests.count"))
        share = Fraction(len(sent), len(replies))
        yield Fact("requests.replied.share", share, "share", origin, label("requests-replied-share"))


def _request(reply: Reply, strategy: Strategy) -> Fact:
    """What a request came to: from the request and the plan items that answer it, up to what its area serves."""
    request, inputs = reply.request, _inputs(reply, strategy)
    above = (f"align.{request.area}",) if request.area else ()
    origin = Origin(f"request-{reply.answer}", inputs, serves=above)
    words = label("request", id=request.id)
    return Fact(f"request.{request.id}", in_words(reply, strategy), "text", origin, words)


def _inputs(reply: Reply, strategy: Strategy) -> tuple[str | Cell, ...]:
    request = reply.request
    inputs: list[str | Cell] = [cell(request, "text")]
    inputs += [cell(request, part) for part in ("area", "standard", "committee") if getattr(request, part)]
    ending = "start" if reply.answer in (Answer.PLANNED, Answer.AREA) else "reason"
    inputs += [f"project.{item}.{ending}" for item in reply.items]
    if reply.adoption:
        inputs.append(cell(adoption_of(reply, strategy), "adopts"))
    return tuple(inputs)


def in_words(reply: Reply, strategy: Strategy) -> Text:
    """Return what a request came to, in a few words: planned from a year, already adopted, not now and why."""
    if reply.answer is Answer.ADOPTED:
        row = adoption_of(reply, strategy)
        named = everywhere(row.number) if row.number else label("request-adoption", adopts=row.adopts)
        return label("request-adopted", standard=named)
    if reply.answer is Answer.NOT_NOW:
        return label("request-not-now", reason=label(f"not-now-{reply.reason}"))
    return label(f"request-{reply.answer}", year=reply.start or "", number=len(reply.items))


def adoption_of(reply: Reply, strategy: Strategy) -> Adoption:
    """Return the national standard that answers a request already; for a reply without one raises ``StopIteration``."""
    return next(row for row in strategy.workspace.evidence.adoptions if row.id == reply.adoption)
