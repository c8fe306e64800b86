"""Small records in each of the four shapes, and archives of them: numbers and titles are facts, the rest is not."""

from __future__ import annotations

import io
import tarfile
import zipfile
from collections.abc import Callable, Mapping
from pathlib import Path

import pytest
import zstandard

HEAD = """---
schema-version: v1.2.9
id: ISO3779-2009
title:
- content: Road vehicles
  language:
  - en
  script:
  - Latn
  format: text/plain
  type: title-intro
- content: 'Road vehicles - Vehicle identification number (VIN) - Content and
    structure'
  language:
  - en
  script:
  - Latn
  format: text/plain
  type: main
- content: Véhicules routiers - Numéro d'identification des véhicules (VIN)
  language:
  - fr
  script:
  - Latn
  format: text/plain
  type: main
link:
- content: https://www.iso.org/standard/52200.html
  type: src
docid:
- id: ISO 3779:2009(E)
  type: iso-reference
- id: ISO 3779:2009
  type: ISO
  primary: true
date:
- type: published
  value: 2009-10
edition:
  content: '4'
language:
- en
- fr
abstract:
- content: |-
    An <b>invented</b> text
    &amp; its second line.
  language:
  - en
docstatus:
  stage:
    value: '90'
  substage:
    value: '93'
relation:
- type: obsoletes
  bibitem:
    docid:
    - id: ISO 3779:1983
      type: ISO
      primary: true
- type: updates
  bibitem:
    docid:
    - id: ISO 3779:2009/Amd 1:2011
- type: updates
  bibitem:
    formattedref:
      content: ISO 3779:2033
"""

EXT = """editorialgroup:
  technical_committee:
  - name: Vehicle dynamics
    number: 22
    type: TC
    identifier: ISO/TC 22/SC 33
ics:
- code: 43.020
  text: Road vehicles in general
- code: '43.180'
  text: Diagnostic equipment
structuredidentifier:
  project_number: '52200'
  type: ISO
"""

NEWER_ISO = f"{HEAD}ext:\n  doctype:\n    type: international-standard\n" + "".join(
    f"  {line}\n" for line in EXT.splitlines()
)
"""Shape 1: facts of ISO and IEC in ``ext``."""

OLDER_ISO = f"{HEAD}doctype:\n  type: international-standard\n{EXT}ext:\n  schema-version: v1.0.0\n"
"""Shape 2: the same at the top level."""

ETSI = """---
schema-version: v1.2.7
title:
- content: Cyber Security for Consumer Internet of Things
  language:
  - en
docid:
- id: ETSI EN 303 645 V2.1.1 (2020-06)
  type: ETSI
  primary: true
date:
- type: published
  value: 2020-06
keyword:
- content: cybersecurity
- content: IoT
doctype:
  type: European Standard
  abbreviation: EN
editorialgroup:
- name: CYBER Cybersecurity
ext:
  schema-version: v0.0.3
"""
"""Shape 3: the group is a list."""

ITU = """---
id: ITUTY4000
schema_version: v1.5.6
type: standard
title:
- language: en
  script: Latn
  content: Overview of the Internet of things
  type: main
source:
- type: src
  content: https://www.itu.int/rec/T-REC-Y.4000
docidentifier:
- content: ITU-T Y.4000 (06/2012)
  type: ITU
  primary: true
date:
- type: published
  at: '2012-06-15'
contributor:
- role:
  - type: publisher
  organization:
    name:
    - content: International Telecommunication Union
- role:
  - type: author
    description:
    - content: committee
  organization:
    name:
    - content: International Telecommunication Union
    subdivision:
    - name:
      - content: ITU-T Study Group 13
      type: group
status:
  stage:
    content: Published
keyword:
- vocab:
    content: things
relation:
- type: complementOf
  bibitem:
    docidentifier:
    - content: Y Suppl. 1 (01/2033)
ext:
  doctype:
    content: recommendation
  flavor: itu
"""
"""Shape 4: everything has a new name, and the committee is a contributor."""

RECORDS = {"data/iso-3779-2009.yaml": NEWER_ISO, "data/etsi.yaml": ETSI, "data/itu.yaml": ITU}

Write = Callable[[Path, Mapping[str, bytes | str]], Path]


def tar_bytes(files: Mapping[str, bytes | str]) -> bytes:
    """A tar with these files."""
    out = io.BytesIO()
    with tarfile.open(fileobj=out, mode="w") as archive:
        for name, content in files.items():
            data = content.encode() if isinstance(content, str) else content
            entry = tarfile.TarInfo(name)
            entry.size = len(data)
            archive.addfile(entry, io.BytesIO(data))
    return out.getvalue()


def _write(path: Path, files: Mapping[str, bytes | str]) -> Path:
    if path.suffix == ".zip":
        with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
            for name, content in files.items():
                archive.writestr(zipfile.ZipInfo(name), content, zipfile.ZIP_DEFLATED)
    else:
        data = tar_bytes(files)
        path.write_bytes(zstandard.compress(data) if path.suffix == ".zst" else data)
    return path


@pytest.fixture
def write() -> Write:
    """Write an archive with these files: a .zip, a .tar or a .tar.zst."""
    return _write


@pytest.fixture
def records() -> dict[str, str]:
    """A record in shapes 1, 3 and 4 each, by file name."""
    return dict(RECORDS)


@pytest.fixture
def older() -> str:
    """The ISO record in shape 2."""
    return OLDER_ISO
