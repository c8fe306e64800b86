"""Identifiers of deliverables and committees, as their publishers write them, brought to one form each.

The rules are plain data, an ordered list of patterns and replacements without look-around, so that
``catalogue.bulk`` can run the very same rules over a whole column.
"""

from __future__ import annotations

import re
from functools import cache, lru_cache

from opennss.errors import CodeError

Rules = tuple[tuple[str, str], ...]
"""Pattern and replacement, in order; ``$1`` is the first group."""

PARTNERS = "IEC|IEEE|ASTM|CIE|HL7|OECD|SAE|IDF|CISPR"
"""Bodies that publish together with ISO or IEC and stand behind a slash: ISO/ASTM, IEC/IEEE."""

DOCUMENTS = "TS|TR|PAS|ISP|SRD|TTA|PWI|NP|NWIP|AWI|WD|CD|CDV|DIS|FDIS|PRF|DTS|DTR|DPAS|R"
"""Kinds and stages of documents of ISO and IEC that stand between the body and the number."""

NATIONAL = (
    "TCVN", "QCVN", "SNI", "MS", "TIS", "PNS", "CS", "SS", "LS", "MMS", "PBD",
    "AS", "AS/NZS", "NZS", "ASME", "ASTM", "ANSI", "API", "BDS", "BS", "CAN", "CEN", "CENELEC", "CNS", "CSA", "CWA",
    "DIN", "EAS", "EN", "EVS", "GB", "GB/T", "GB/Z", "GOST", "GS", "IRAM", "IS", "KS", "NBN", "NBR", "ABNT", "NCh",
    "NEN", "NF", "NFPA", "NIS", "NMX", "NOM", "NP", "NTC", "NTP", "ONORM", "PN", "RS", "SAE", "SANS", "SFS", "SIST",
    "SLS", "SN", "SR", "STN", "TS", "UL", "UNE", "UNI", "UNIT", "US", "ÖNORM", "ČSN", "ГОСТ", "СТ РК",
)  # fmt: skip
"""Bodies whose numbers a country's catalogue may hold; those of ASEAN first."""

WORLD = (
    "ITU", "ITU-T", "ITU-R", "ETSI", "IEEE", "IEEE Std", "AIEE", "ASA", "IRE", "NACE", "NESC", "USAS", "AMPP", "JIS",
    "W3C", "OGC", "CIE", "OASIS", "OIML", "РМГ", "ПМГ",
)  # fmt: skip
"""Bodies beside ISO and IEC whose lists are read."""

_SPACES = "[\t-\r\x1c- \x85\xa0\u1680\u2000-\u200a\u2028\u2029\u202f\u205f\u3000]+"
_INTERNATIONAL = f"(?:ISO|IEC|CISPR)(?:/(?:{PARTNERS}|ISO))*"
_LANGUAGE = "\\((?:[A-Z]|[a-z]{2})(?:[/,](?:[A-Z]|[a-z]{2}))*\\)"
_HOME = "|".join(sorted((re.escape(name) for name in NATIONAL), key=len, reverse=True))

_SPACED: Rules = (
    ("([0-9]) (?i:amd|amendment) ?([0-9])", "$1/Amd $2"),
    ("([0-9]) (?i:cor|corrigendum) ?([0-9])", "$1/Cor $2"),
)
"""Supplements behind a space; twice, as the digit between two of them belongs to both."""

RULES: Rules = (
    ("[\u200b\u2060\u2122\u00ae]", ""),
    (_SPACES, " "),
    ("^ | $", ""),
    ("[\u2010-\u2015\u2212\ufe58\uff0d]", "-"),
    ("([0-9]) ?- ", "$1-"),
    (" -([0-9])", "-$1"),
    (" *[:\uff1a] *([0-9])", ":$1"),
    ("^(ITU.*[^: ])[: ]+$", "$1"),
    ("^([0-9]{2}-[0-9]{3}(?:[a-zR][0-9]*)*)$", "OGC $1"),
    ("^(T[RS]) ([A-Z]) ([0-9])", "JIS $1 $2 $3"),
    ("^มอก\\.? ?([0-9A-Zก-๙])", "TIS $1"),
    (f"^({_INTERNATIONAL}) ?/ ?({DOCUMENTS}) ", "$1 $2 "),
    (f"^ISO ({DOCUMENTS}) ", "ISO/$1 "),
    (f"^({_INTERNATIONAL})[/ ](?:GUIDE|Guide) ", "$1 Guide "),
    ("^IEEE (?:Std\\. )?([0-9]|C[0-9])", "IEEE Std $1"),
    (" ?/ ?(?i:amd|amendment)\\.? ?([0-9])", "/Amd $1"),
    (" ?/ ?(?i:cor|corrigendum)\\.? ?([0-9])", "/Cor $1"),
    *_SPACED,
    *_SPACED,
    (f"^({_INTERNATIONAL}|(?:{_HOME}) {_INTERNATIONAL}|IWA)( [^(]*[^( ]) ?{_LANGUAGE}$", "$1$2"),
)  # fmt: skip
"""What brings a reference to its one form; the same text goes through every rule, in this order."""

PLAIN = (
    "^(?:(?:ISO(?:/IEC)?|IEC|ISO/(?:TS|TR|DIS|FDIS|CD|R)|JIS [A-Z]) [0-9]+(?:-[0-9]+)*(?::[0-9]{4})?"
    "(?:/(?:Amd|Cor) [0-9]+:[0-9]{4})?|ETSI [A-Z]{2,3} [0-9]+(?:[ -][0-9]+)* V[0-9.]+ \\([0-9]{4}-[0-9]{2}\\)"
    "|ITU-T [A-Z]+\\.[0-9.]+ \\([0-9]{2}/[0-9]{4}\\)|W3C [A-Z]+-[A-Za-z0-9.-]+-[0-9]{8})$"
)
"""References that no rule changes; most of them are."""

KNOWN = (
    f"^(?:{_INTERNATIONAL}(?:/[A-Z]+7?|/DGuide)*(?: D?Guide| Std| [A-Z]+)* [A-Z]?-?[A-Z]?[0-9].*"
    "|(?:ISO/)?IEC [A-Z][A-Za-z0-9 :-]*:[0-9]{4}.*|(?:[A-Z]+ )?IWA [0-9].*"
    f"|(?:(?:ANSI|AIEE|AMPP|NACE|IEEE)/[A-Z/]+|{'|'.join(re.escape(name) for name in WORLD)}) [^ ].*"
    f"|(?:{_HOME})(?: [A-ZА-Я][A-ZА-Я/]*| Std)* ?[A-Z]?[0-9ก-๙].*)$"
)
"""What a reference of a known body looks like once the rules were applied."""

AMENDED = "^(.*[^/ ])/(?:[A-Z]+ )?(?:Amd|Cor|Add|Suppl|DAM|FDAM|DAmd|FDAmd|DCOR|DAD|ISH)\\.? ?[0-9][^/]*$"
"""A supplement; the group is the deliverable that it changes."""

ADOPTED = f"^(?:{_HOME})(?:[ -][A-Z]+)*? ((?:{_INTERNATIONAL}|IWA)[ /][^(]*[^( ]) ?(?:\\(.*)?$"
"""A national number that contains the number of an International Standard; the group is that one."""

CONSOLIDATED = (
    "(:[0-9]{4})(?:\\+(?:AMD|COR)[0-9]+(?::[0-9]{4})?)*(?: (?:CSV|EXV|RLV|CMV|PRV)(?:-(?:CSV|EXV|RLV|CMV|PRV))*\\b)?"
)
"""An edition of IEC, with the amendments put into it and its kind (consolidated, extended, redline, ...); the group
is its year."""

DRAFT = (
    "[/ ](?:PWI|NP|NWIP|AWI|WD|CD|CDV|DIS|FDIS|PRF|DTS|DTR|DPAS|PDAM|DAM|FDAM|DAmd|FDAmd|DCOR|FDCOR|DAD) |/D(?:-|[0-9])"
)
"""What only a reference of a document under way contains."""

YEAR = ":([0-9]{4})|\\((?:[0-9]{2}/)?([0-9]{4})|IEEE .*-((?:19|20)[0-9]{2})$"
"""The year of an edition or of a supplement, in one of the groups."""

_STAGE = r"(?<=[/ ])(PWI|NP|NWIP|AWI|WD|CD|CDV|DIS|FDIS|PRF|DTS|DTR|DPAS)(?= )"
_DATES = (r":\d{4}(-\d{2})?", r" (V\d[\w.]*|ed\.\d+)? ?\(\d{4}-\d{2}\)$", r" \(\d{2}/\d{4}\)$")


def applied(rules: Rules, text: str) -> str:
    """Return ``text`` after each rule in turn.

    >>> applied((("a", "b"), ("(b)c", "$1")), "ac")
    'b'
    """
    for pattern, replacement in _compiled(rules):
        text = pattern.sub(replacement, text)
    return text


@lru_cache(maxsize=1 << 16)
def _base(reference: str) -> str:
    """Return a reference without years; gaps ask for the same few hundred of them again and again."""
    found = re.sub(CONSOLIDATED, r"\1", reference)
    for pattern in (*_DATES, r"(?<=\d)-(19|20)\d{2}$") if "IEEE" in reference else _DATES:
        found = re.sub(pattern, "", found)
    return found


@cache
def _compiled(rules: Rules) -> tuple[tuple[re.Pattern[str], str], ...]:
    return tuple((re.compile(pattern), replacement.replace("$", "\\")) for pattern, replacement in rules)


class Reference(str):
    """The publisher's reference of a deliverable, normalized: ``ISO 3779:2009``, ``ISO/DIS 3779``.

    >>> Reference.parse("ISO  3779 : 2009"), Reference.parse("IEC 60027-1:1971/AMD1:1974"), Reference.parse("19-084")
    ('ISO 3779:2009', 'IEC 60027-1:1971/Amd 1:1974', 'OGC 19-084')
    """

    __slots__ = ()

    @classmethod
    def parse(cls, text: str) -> Reference:
        """Read a reference of a known body; one without body and number raises ``CodeError``."""
        folded = cls.folded(text)
        if not re.match(KNOWN, folded):
            raise CodeError("bad-reference", value=text)
        return folded

    @classmethod
    def folded(cls, text: str) -> Reference:
        """Bring a reference to its one form and keep it, even if no known body writes like that.

        >>> Reference.folded("XR  Report – 7")
        'XR Report - 7'
        """
        return cls(text if re.fullmatch(PLAIN, text) else applied(RULES, text))

    @property
    def publisher(self) -> str:
        """The body before the first space or slash: ISO, IEC, ITU."""
        return re.split(r"[ /]", self)[0]

    @property
    def base(self) -> str:
        """The reference without years, which ties editions together; an amendment is a deliverable of its own.

        >>> Reference("ISO 3779:2009").base, Reference("ISO 3779:2009/Amd 1:2011").base
        ('ISO 3779', 'ISO 3779/Amd 1')
        >>> Reference("ETSI TS 122 173 V7.5.0 (2008-07)").base, Reference("ITU-T G.122 (10/1984)").base
        ('ETSI TS 122 173', 'ITU-T G.122')
        >>> Reference("IEC 60529:1989+AMD1:1999 CSV").base
        'IEC 60529'
        """
        return _base(self)

    @property
    def project(self) -> str:
        """The reference without years and stage document, which ties a draft to the edition it will replace.

        >>> Reference("ISO/DIS 3779").project, Reference("ISO/IEC CD 27001.2").project
        ('ISO 3779', 'ISO/IEC 27001')
        >>> Reference("ISO/CD TR 24107").project
        'ISO/TR 24107'
        """
        plain = re.sub(r"/ +(?=[A-Z])", "/", re.sub(_STAGE, "", self.base))
        plain = re.sub(r"[/ ]+ ", " ", plain)
        return plain.partition(".")[0] if self.startswith(("ISO", "IEC", "CISPR", "IWA")) else plain

    @property
    def year(self) -> int | None:
        """The year of the edition, or of the amendment; ``None`` for an undated reference."""
        years = re.findall(YEAR, self)
        return int(next(filter(None, years[-1]))) if years else None

    @property
    def dated(self) -> bool:
        """Whether it names a publication: it has a year, and no word of a stage.

        >>> Reference("ISO 3779:2009").dated, Reference("ISO/DIS 3779").dated, Reference("ISO 3779:2009/DAM 1").dated
        (True, False, False)
        """
        return self.year is not None and not re.search(DRAFT, self)

    @property
    def amended(self) -> Reference | None:
        """The deliverable that an amendment, a corrigendum or a supplement changes; ``None`` for anything else.

        >>> Reference("ISO 3779:2009/Amd 1:2011").amended
        'ISO 3779:2009'
        """
        found = re.match(AMENDED, self)
        return Reference(found[1]) if found else None

    @property
    def adopts_hint(self) -> Reference | None:
        """The International Standard whose number a national number contains; a hint, as the year is the country's.

        >>> Reference("TCVN ISO/IEC 17025:2017").adopts_hint, Reference("TCVN 1234:2020").adopts_hint
        ('ISO/IEC 17025:2017', None)
        """
        found = re.match(ADOPTED, self)
        return Reference.folded(re.sub(r"(:\d{4})-\d{2}$", r"\1", found[1])) if found else None


def slug(reference: str) -> str:
    """Return a reference or committee code as part of an id: lower case, other characters folded to hyphens.

    >>> slug("ISO/IEC TS 22237-30:2022")
    'iso-iec-ts-22237-30-2022'
    """
    return re.sub(r"[^a-z0-9]+", "-", reference.lower()).strip("-")


COMMITTEE_RULES: Rules = (
    (_SPACES, " "),
    ("^ | $", ""),
    (" ?/ ?", "/"),
    ("^(ISO|IEC|OIML)[ /](TC|PC|SyC) ?([0-9A-Z])", "$1/$2 $3"),
    ("^(ISO/IEC|IEC/ISO)[ /](JTC|JPC|JSyC) ?", "$1 $2 "),
    ("^((?:ISO|IEC).*[0-9])[ /](SC|TA) ?([0-9])", "$1/$2 $3"),
)
"""What brings a committee code to its one form."""

GROUPED = (
    "ITU", "ETSI", "IEEE", "JIS", "W3C", "OGC", "CIE", "OASIS", "OIML", "EASC", "CISPR", "IIW", "IULTCS", "VAMAS",
)  # fmt: skip
"""Bodies whose groups are named ``BODY/name``; committees of a country are no committees of the world."""

KNOWN_COMMITTEE = f"^(?:(?:ISO|IEC)[/ ].|(?:{'|'.join(GROUPED)})(?:/.|$)).*$"
"""What a committee code looks like once the rules were applied."""

PARENT = "^((?:ISO|IEC)(?:/IEC|/ISO)?[/ ][A-Za-z]+ [^/]+)/(?:SC|TA) [^/]+$"
"""A subcommittee; the group is the committee above it."""


class CommitteeCode(str):
    """The publisher's reference of a committee: ``ISO/TC 34/SC 17``, ``ISO/IEC JTC 1/SC 42``, ``IEC/TC 47/SC 47E``.

    Groups of other bodies are body and name: ``ETSI/Telecom Management``.

    >>> CommitteeCode.parse("ISO/IEC JTC 1/SC 42").administrator
    'ISO'
    """

    __slots__ = ()

    @classmethod
    def parse(cls, text: str) -> CommitteeCode:
        """Read a committee code; a text that does not begin with a known body raises ``CodeError``."""
        folded = applied(COMMITTEE_RULES, text)
        if not re.match(KNOWN_COMMITTEE, folded):
            raise CodeError("bad-committee", value=text)
        return cls(folded)

    @property
    def administrator(self) -> str:
        """The body that keeps the member list: joint committees of ISO/IEC JTC 1 are ISO's, those named IEC IEC's."""
        if self.startswith(("IEC", "CISPR")) or self in IEC_ADMINISTERED:
            return "IEC"
        return re.split(r"[ /]", self)[0]

    @property
    def parent(self) -> CommitteeCode | None:
        """The committee above a subcommittee; ``None`` for any other.

        >>> CommitteeCode("ISO/TC 34/SC 17").parent, CommitteeCode("ISO/IEC JTC 1").parent
        ('ISO/TC 34', None)
        """
        found = re.match(PARENT, self)
        return CommitteeCode(found[1]) if found else None


IEC_ADMINISTERED = frozenset(("ISO/IEC JTC 1/SC 25", "ISO/IEC JTC 1/SC 41", "ISO/IEC JTC 1/SC 43"))
"""Joint committees whose members ISO's file does not list; a seat there is ``?``, never none (method, section 7)."""
