"""The nouns of the desk: accounts, rounds, invitations and links, answers, the consultation on the draft, history.

What the country decides lives in its folder; here lives the conversation, until a named act hands it over. Texts in
several languages are JSON objects, language to string. Times are UTC.
"""

from __future__ import annotations

import secrets
import uuid
from typing import ClassVar

from django.contrib.auth.base_user import AbstractBaseUser, BaseUserManager
from django.db import models


def _short(length: int = 60, **more: object) -> models.CharField:
    return models.CharField(max_length=length, **more)


class User(AbstractBaseUser):
    """A member of staff; ``role`` is one of the five staff roles of ``access.Role``."""

    username = _short(60, unique=True)
    name = _short(120, blank=True)
    role = _short(20)
    is_active = models.BooleanField(default=True)

    USERNAME_FIELD = "username"
    objects = BaseUserManager()


class Event(models.Model):
    """One line of the history: never changed, never removed; each carries the checksum of the line before.

    It names the deed of staff and organisations; what an expert answered, and when, never stands here.
    """

    at = models.DateTimeField()
    actor = _short(80)
    verb = _short(40)
    subject = _short(200)
    told = models.JSONField(default=dict)
    before = _short(64)
    sha256 = _short(64, unique=True)

    class Meta:
        """In the order in which it happened."""

        ordering: ClassVar = ["id"]


class Release(models.Model):
    """A state of the country folder that the desk shows, by the checksum of its content."""

    sha256 = _short(64, unique=True)
    at = models.DateTimeField()
    by = _short(80)
    version = _short(20)
    public = models.BooleanField(default=False)


class Instrument(models.TextChoices):
    """What a round asks for: anonymous judgements of experts, or positions of organisations on record."""

    JUDGEMENT = "judgement"
    POSITION = "position"


class State(models.TextChoices):
    """How far a round is; ``closing`` is the moment in which its answers are handed over to the folder."""

    DRAFT = "draft"
    OPEN = "open"
    CLOSING = "closing"
    CLOSED = "closed"


class Round(models.Model):
    """A round of consultation, from its draft to its closing.

    ``follows`` is the round whose results respondents see. ``share`` and ``drift`` are the consensus rule, in percent
    and points, declared before it opens. ``notice`` holds by language the parts of the notice to respondents: data,
    purpose, controller, retention, rights.
    """

    slug = models.SlugField(max_length=60, unique=True)
    instrument = _short(10, choices=Instrument.choices)
    title = models.JSONField(default=dict)
    intro = models.JSONField(default=dict)
    notice = models.JSONField(default=dict)
    state = _short(10, choices=State.choices, default=State.DRAFT)
    follows = models.ForeignKey("self", models.PROTECT, null=True, blank=True, related_name="followed_by")
    share = models.PositiveSmallIntegerField(default=70)
    drift = models.PositiveSmallIntegerField(default=10)
    closes = models.DateTimeField(null=True, blank=True)
    opened = models.DateTimeField(null=True, blank=True)
    closed = models.DateTimeField(null=True, blank=True)
    illustrative = models.BooleanField(default=False)


class QuestionKind(models.TextChoices):
    """What a question asks for; the first five are those of the folder."""

    RATE = "rate"
    POINTS = "points"
    SWING = "swing"
    PAIRS = "pairs"
    BEST_WORST = "best-worst"
    TEXT = "text"
    REQUEST = "request"


class Question(models.Model):
    """A question of a round; ``items`` are the ids it is about: areas to rate, groups or criteria to weigh."""

    round = models.ForeignKey(Round, models.CASCADE, related_name="questions")
    slug = models.SlugField(max_length=60)
    kind = _short(12, choices=QuestionKind.choices)
    about = _short(20, blank=True)
    text = models.JSONField(default=dict)
    items = models.JSONField(default=list)
    place = models.PositiveSmallIntegerField(default=0)

    class Meta:
        """In the order in which they are asked."""

        ordering: ClassVar = ["place", "id"]
        constraints: ClassVar = [models.UniqueConstraint(fields=["round", "slug"], name="question_once")]


class Engagement(models.Model):
    """How much influence and interest an organisation has, 1 to 3 each: it guides invitations, and nothing else.

    It is never a weight, never printed and never exported.
    """

    organisation = _short(60, unique=True)
    influence = models.PositiveSmallIntegerField()
    interest = models.PositiveSmallIntegerField()


class Scope(models.TextChoices):
    """What a personal link is for: to judge as an expert, to draft for an organisation, or to draft and sign."""

    JUDGE = "judge"
    DRAFT = "draft"
    SIGN = "sign"


class Invitation(models.Model):
    """A person asked to take part: as an expert, or for an organisation (``organisation`` is its id in the folder).

    ``category`` is the ISO category that the answer counts for. ``begun`` and ``answered`` say that, never what.
    """

    round = models.ForeignKey(Round, models.CASCADE, related_name="invitations")
    scope = _short(10, choices=Scope.choices)
    organisation = _short(60, blank=True)
    kind = _short(120, blank=True)
    category = _short(2)
    person = _short(120, blank=True)
    mail = models.EmailField(blank=True)
    language = _short(5, default="en")
    sent = models.DateTimeField(null=True, blank=True)
    reminded = models.DateTimeField(null=True, blank=True)
    begun = models.BooleanField(default=False)
    answered = models.BooleanField(default=False)
    followed = models.ForeignKey("self", models.SET_NULL, null=True, blank=True, related_name="+")


class Link(models.Model):
    """The secret of an invitation, as its hash; an organisation's invitation may have several that are alive."""

    invitation = models.ForeignKey(Invitation, models.CASCADE, related_name="links")
    secret = _short(64, unique=True)
    expires = models.DateTimeField(null=True, blank=True)
    revoked = models.DateTimeField(null=True, blank=True)


class SheetState(models.TextChoices):
    """How far a sheet of answers is; a withdrawn one has no answers any more."""

    DRAFT = "draft"
    SENT = "sent"
    WITHDRAWN = "withdrawn"


class Sheet(models.Model):
    """The answers of one expert or of one organisation in a round.

        ``key`` finds it: for an expert a hash of the link's secret, which nothing joins to the invitation; for an
    organisation a hash of its id. A sheet of an expert bears no time and no name; ``former`` is the same expert's sheet
    of the round before, joined by the expert's own receipt code. What came in by another channel is recorded by staff
    (``recorder``), in the ``language`` of the page on which they typed it, and confirmed by the organisation
    (``confirmed``).
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4)
    round = models.ForeignKey(Round, models.CASCADE, related_name="sheets")
    key = _short(64, unique=True)
    category = _short(2)
    kind = _short(120, blank=True)
    state = _short(10, choices=SheetState.choices, default=SheetState.DRAFT)
    receipt = _short(64, blank=True, db_index=True)
    consent = _short(64, blank=True)
    former = models.ForeignKey("self", models.SET_NULL, null=True, blank=True, related_name="+")

    organisation = _short(60, blank=True, db_index=True)
    on_record = models.BooleanField(default=False)
    channel = _short(20, default="questionnaire")
    number = _short(120, blank=True)
    date = models.DateField(null=True, blank=True)
    signatory = _short(120, blank=True)
    function = _short(120, blank=True)
    signed = models.DateTimeField(null=True, blank=True)
    place = _short(200, blank=True)
    participants = models.JSONField(default=dict)
    minutes = models.TextField(blank=True)
    scan = models.FileField(upload_to="scans", blank=True)
    recorder = _short(80, blank=True)
    language = _short(5, blank=True)
    confirmed = models.DateTimeField(null=True, blank=True)


def by_chance() -> int:
    """Return a key that does not tell when its row was written, as the next number would."""
    return secrets.randbits(62)


class Answer(models.Model):
    """One answer of a sheet: a rank, a number, a text; ``details`` holds the fields of a request with its offers."""

    id = models.BigAutoField(primary_key=True, default=by_chance)
    sheet = models.ForeignKey(Sheet, models.CASCADE, related_name="answers")
    question = models.ForeignKey(Question, models.CASCADE, related_name="+")
    item = _short(60, blank=True)
    against = _short(60, blank=True)
    value = _short(60, blank=True)
    reason = models.TextField(blank=True)
    details = models.JSONField(default=dict)

    class Meta:
        """One answer to one thing asked: a repeated request changes it and adds none."""

        constraints: ClassVar = [
            models.UniqueConstraint(fields=["sheet", "question", "item", "against"], name="answer_once")
        ]


class HiddenReason(models.Model):
    """A reason of a closed round that nobody is shown any more, because it tells who wrote it or names a person.

    ``round``, ``question`` and ``item`` are ids of the folder; ``digest`` is the checksum of the text, which is not
    repeated here.
    """

    round = _short(60)
    question = _short(60)
    item = _short(60, blank=True)
    digest = _short(64)

    class Meta:
        """A reason is hidden once."""

        constraints: ClassVar = [
            models.UniqueConstraint(fields=["round", "question", "item", "digest"], name="hidden_once")
        ]


class Consultation(models.Model):
    """A public consultation on a draft of the strategy: a release, its language, and the days it is open."""

    slug = models.SlugField(max_length=60, unique=True)
    release = models.ForeignKey(Release, models.PROTECT, related_name="consultations")
    title = models.JSONField(default=dict)
    opens = models.DateField()
    closes = models.DateField()
    answered = models.DateTimeField(null=True, blank=True)


class Disposition(models.TextChoices):
    """What became of a comment."""

    OPEN = "open"
    ACCEPTED = "accepted"
    PARTLY = "partly"
    NOTED = "noted"
    REFUSED = "refused"


class Comment(models.Model):
    """One row of the ISO/IEC comment template on a draft, with what was decided.

    ``submission`` is the same for all rows of one sending, which is taken once. ``answered_with`` is the comment whose
    answer it shares. ``language`` is that of the page on which it was sent, ``received`` the day. ``organisation`` is
    what somebody typed; ``stakeholder`` is the organisation of the folder that the office confirmed.
    """

    consultation = models.ForeignKey(Consultation, models.CASCADE, related_name="comments")
    submission = models.UUIDField(default=uuid.uuid4, db_index=True)
    source = _short(20, default="page")
    organisation = _short(200, blank=True)
    stakeholder = _short(60, blank=True)
    named = models.BooleanField(default=False)
    language = _short(5, blank=True)
    received = models.DateField(null=True, blank=True)
    member = _short(120, blank=True)
    line = _short(40, blank=True)
    clause = _short(120, blank=True)
    place = _short(120, blank=True)
    type = _short(2)
    comment = models.TextField()
    change = models.TextField(blank=True)
    receipt = _short(64, blank=True, db_index=True)
    disposition = _short(10, choices=Disposition.choices, default=Disposition.OPEN)
    observation = models.JSONField(default=dict)
    answered_with = models.ForeignKey("self", models.SET_NULL, null=True, blank=True, related_name="shares")
    decided = models.DateTimeField(null=True, blank=True)
    decided_by = _short(80, blank=True)


class ProposalState(models.TextChoices):
    """What became of a proposal on the folder; ``stale`` when what it changes is no longer as it was.

    ``accepting`` is the moment in which it is written into the folder.
    """

    OPEN = "open"
    ACCEPTING = "accepting"
    ACCEPTED = "accepted"
    REFUSED = "refused"
    STALE = "stale"


class Proposal(models.Model):
    """A change of one cell or one passage of the folder, with what stood there when it was proposed.

    ``reason`` is its proposer's; ``refusal`` says why it was refused.
    """

    comment = models.ForeignKey(Comment, models.SET_NULL, null=True, blank=True, related_name="proposals")
    file = _short(120)
    key = models.JSONField(default=list)
    column = _short(60, blank=True)
    before = models.TextField(blank=True)
    after = models.TextField(blank=True)
    reason = models.TextField(blank=True)
    refusal = models.TextField(blank=True)
    state = _short(10, choices=ProposalState.choices, default=ProposalState.OPEN)
    proposer = _short(80)
    decided = models.DateTimeField(null=True, blank=True)
    decided_by = _short(80, blank=True)
