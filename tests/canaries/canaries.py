#!/usr/bin/env python3
"""Canaries: a word that stands nowhere else in every field of every record.

	canaries.py plant CONTENT COPY TOKENS	a copy with canaries; where each stands
	canaries.py look COPY OUTPUT TOKENS	what of it every edition holds
	canaries.py teeth FOLDER		whether `look` would find one
	canaries.py complete TOKENS...		whether every field with words has one

`plant` copies the content, gives it an edition for each of the five readers,
narrows the audience of some records and fields, varies approvals, dates and
consents, fills in fields that the content leaves out, and puts a canary into
every field that has words. `look` searches all bytes of each edition: pages,
index, feeds, cards, calendars, names, pictures, PDF streams and text, and the
messages to offices. A canary may be found where the contract (the file beside
this one, and the rules of audience and consent below, written from the content
model and not from the program) lets its reader see it, and nowhere else; a
printed one has to be found.
"""
import bisect
import copy
import datetime
import email
import email.policy
import glob
import html
import json
import os
import random
import re
import shutil
import struct
import subprocess
import sys
import zlib

import yaml

HERE = os.path.dirname(os.path.abspath(__file__))
AS_OF = datetime.date(2026, 11, 22)
# The readers, each with an edition, and its kits; but the first in the long
# form alone.
EDITIONS = {
    "customer": ["leave-behind"],
    "vendor-field": ["campaign", "partner"],
    "vendor-alliance": [None, "campaign", "partner"],
    "partner-field": ["partner", "campaign"],
    "partner-alliance": [None, "campaign", "partner"],
}
READERS = list(EDITIONS)
ALLIANCE = ("vendor-alliance", "partner-alliance")
FOLDERS = ["partners", "solutions", "case-studies", "campaigns", "offices"]
LISTS = ["people", "funding", "commitments"]
VOCABS = ["industries", "products", "areas", "regions"]
TYPES = ["site"] + VOCABS + FOLDERS + LISTS
LOCALIZABLE = ("text", "markdown")
# Every canary begins so; no other word does.
TOKEN = re.compile(rb"zqx[bcdfghjklmnprstvw]*")
LETTERS = "bcdfghjklmnprstvw"
TOKEN_CHARS = 11
# Of how many kits one is read as text too: all, in the long form.
READ_EVERY = 1 if os.environ.get("SOAK") else 10


# --- the contract ---

class Row:
    def __init__(self, path, kind, audience, flags):
        self.path, self.kind, self.audience = path, kind, audience
        self.is_printed = "printed" in flags


def read_contract():
    rows = {name: {} for name in TYPES}
    for line in open(os.path.join(HERE, "contract"), encoding="utf-8"):
        words = line.split()
        if not words or words[0].startswith("#"):
            continue
        row = Row(words[1], words[2], words[3], words[4:])
        for name in TYPES if words[0] == "*" else [words[0]]:
            rows[name][row.path] = row
    return rows


def schema_paths(schema, prefix=""):
    if schema.get("type") == "array":
        schema = schema["items"]
    for key, value in schema.get("properties", {}).items():
        item = value.get("items", value) if value.get("type") == "array" \
            else value
        if item.get("properties"):
            yield from schema_paths(item, prefix + key + ".")
        else:
            yield prefix + key


def check_contract(rows, program):
    """The contract has every field of the schema, and no other."""
    failures = []
    for name in TYPES:
        schema = json.loads(subprocess.run([program, "schema", name],
                            check=True, capture_output=True).stdout)
        want = set(schema_paths(schema)) | {"body"}
        have = set(rows[name]) | {"body"}
        failures += ["the contract lacks %s %s" % (name, path)
                     for path in sorted(want - have)]
        failures += ["the schema has no %s %s" % (name, path)
                     for path in sorted(have - want)]
    return failures


def bare_fields(rows, token_files):
    """The fields with words that have a canary in no record of their type."""
    planted = set()
    for path in token_files:
        data = json.load(open(path, encoding="utf-8"))
        planted |= {(data["records"][place["record"]]["type"], place["path"])
                    for place in data["tokens"].values()
                    if place["record"] in data["records"]}
    return ["%s %s" % (name, path)
            for name in TYPES for path, row in sorted(rows[name].items())
            if row.kind != "-" and (name, path) not in planted]


# --- planting ---

# What the content may leave out, by field; X stands for a canary.
FILL = {
    "*": {"owner": "X", "source": "X", "tags": ["X"],
          "extra": {"crm": "X", "more": ["X"]}},
    "products": {"aliases": ["X"], "family": "X"},
    "industries": {"aliases": ["X"]}, "areas": {"aliases": ["X"]},
    "regions": {"aliases": ["X"]},
    "partners": {
        "legal_name": "X", "aliases": ["X"], "url": "X",
        "program_ids": {"crm": "X"},
        "certifications": [{"name": "X", "issuer": "X", "level": "X",
                            "valid_to": "2028-01-31"}],
        "sites": [{"id": "main", "kind": "lab", "name": "X",
                   "address": ["X", "X"], "country": "DE",
                   "tz": "Europe/Berlin", "near": "X", "equipment": ["X"],
                   "booking": "X"}],
        "body": "X"},
    "solutions": {
        "differentiators": ["X", "X"], "prerequisites": ["X"],
        "price_note": "X", "url": "X", "body": "X"},
    "case-studies": {
        "challenge": "X", "outcome": "X", "displaced": "X",
        "metrics": [{"label": "X", "value": "X", "unit": "X", "baseline": "X",
                     "period": "X", "method": "X"}],
        "quotes": [{"text": "X", "role": "X", "speaker": "X"}],
        "anonymised_body": "X"},
    "campaigns": {
        "code": "X",
        "personas": [{"id": "cio", "name": "X", "cares_about": "X"}],
        "triggers": ["X"], "disqualifiers": ["X"],
        "discovery": [{"question": "X", "listen_for": "X"}],
        "talk_track": "X", "objections": [{"objection": "X", "answer": "X"}],
        "competitors": [{"name": "X", "note": "X"}], "body": "X"},
    "people": {"name": "X", "title": "X"},
    "funding": {"conditions": "X"},
    "commitments": {"evidence": "X"},
}
# The same inside of what is there.
INNER = {
    "site": {"vendor.url": "X"},
    "partners": {"certifications.level": "X", "logo.licence": "X"},
    "case-studies": {"quotes.speaker": "X", "customer.aliases": ["X"]},
}
# Of consents: countries and, where the vocabulary has them, regions.
TERRITORIES = [["DE", "AT", "CH"], ["US", "CA"], ["GB"], ["JP", "KR"]]
# Of a metric, what stands in large type: one has a canary.
FIGURES = ["metrics.value", "metrics.baseline", "metrics.result"]
UNIT = "metrics.unit"           # stays short: it may not part from its number


class Planter:
    def __init__(self, rows, seed):
        self.rows = rows
        self.random = random.Random(seed)
        self.count = 0
        self.is_printed = True  # whether the record is in any edition
        self.filled = set()     # fields that were left out before
        self.tokens = {}        # token -> where it stands
        self.records = {}       # "type/id" -> what decides who sees it

    def token(self, record, path, **more):
        number = self.count * 7919 + 104729     # neighbours differ early
        self.count += 1
        word = "zqx"
        for _ in range(TOKEN_CHARS - 3):
            word += LETTERS[number % len(LETTERS)]
            number //= len(LETTERS)
        assert word not in self.tokens, "two canaries of one name"
        self.tokens[word] = dict(record=record, path=path, **more)
        return word

    # One value of a field, with its canary.
    def word_value(self, row, where, value, **more):
        record, name = where
        token = self.token(record, row.path, **more)
        old = "" if value == "X" else value
        if row.kind == "email":
            return token + "@mail.example"
        if row.kind == "url":
            return "https://www.example.com/" + token
        if row.kind == "tag":
            return token
        if row.kind == "markdown":
            return self.markdown(row, where, old, token, **more)
        words = old.split()[:5]
        if where[1] == "case-studies" and row.path in ("title", "summary"):
            words = ["for", "{customer}"]       # whose name is a canary too
        return " ".join([token.capitalize()] + words)[:58].strip()

    def markdown(self, row, where, old, token, **more):
        def another(**kind):
            return self.token(where[0], row.path, **dict(more, **kind))
        if where[1] == "campaigns" and row.path == "talk_track":
            return "%s. Ask **%s** first.\n\n1. %s\n" % (
                token, another(), another())
        return ("<!-- %s -->\n%s begins.\n\n## %s\n\n"
                "See [%s](https://www.example.com/%s).\n\n"
                "Of {customer}.\n\n"
                "| a | b |\n|---|---|\n| %s | `%s` |\n\n%s\n" % (
                    another(comment=True), token, another(), another(),
                    another(link=True), another(), another(),
                    old[:1500].rsplit("\n\n", 1)[0]))

    def figure(self, where, metrics, metric):
        """One canary a story: they stand in large type, side by side."""
        is_first = metrics[0] is metric
        key = FIGURES[self.count % len(FIGURES)] if is_first else None
        for path in FIGURES:
            name = path.split(".")[1]
            if path == key:
                row = self.rows[where[1]][path]
                metric[name] = self.word_value(row, where, "X")
            elif path != FIGURES[0] or metric.get(name) == "X":
                metric.pop(name, None)
        if "value" not in metric:
            metric["value"] = "12"
        if metric.get("unit") == "X":
            del metric["unit"]
        if not self.is_printed:
            metric["unit"] = self.word_value(self.rows[where[1]][UNIT], where,
                                             "X")

    def values(self, row, where, value, lang=None):
        if isinstance(value, list):
            return [self.values(row, where, item, lang) for item in value]
        if row.kind in LOCALIZABLE and isinstance(value, dict):
            return {key: self.word_value(row, where, item, lang=key)
                    for key, item in value.items()}
        if row.kind == "map":
            return self.map_value(row, where, value)
        return self.word_value(row, where, value, lang=lang)

    def map_value(self, row, where, value):
        if isinstance(value, dict):
            return {key: self.map_value(row, where, item)
                    for key, item in value.items()}
        if isinstance(value, list):
            return [self.map_value(row, where, item) for item in value]
        return self.token(where[0], row.path)

    def fields(self, where, holder, prefix="", lang=None):
        """Puts canaries into everything that the contract says has words."""
        rows = self.rows[where[1]]
        for key in list(holder):
            path, value = prefix + key, holder[key]
            row = rows.get(path)
            if row is None and isinstance(value, dict):
                self.fields(where, value, path + ".", lang)
            elif row is None and isinstance(value, list):
                for item in value:
                    if isinstance(item, dict):
                        self.fields(where, item, path + ".", lang)
                    if path == "metrics" and lang is None:
                        self.figure(where, value, item)
            elif row is None or row.kind in ("-", "file") or \
                    path in FIGURES + [UNIT]:
                continue
            elif path == "aliases" and where[1] in VOCABS:
                # Values of records are looked up by them.
                holder[key] = value + [self.token(where[0], path)]
                self.tokens[holder[key][-1]]["lang"] = None
                if "X" in holder[key]:
                    holder[key].remove("X")
            elif where[1] in VOCABS and path == "name":
                holder[key] = self.values(row, where, value, lang)
            else:
                holder[key] = self.values(row, where, value, lang)

    def subset(self):
        return self.random.sample(READERS, self.random.randint(0, 3))

    def is_time(self, name, key):
        """To fill in a field: the first time of its type, then sometimes."""
        is_first = (name, key) not in self.filled
        self.filled.add((name, key))
        return self.random.random() < 0.35 or is_first

    def fill(self, name, record):
        fill = dict(FILL["*"], **FILL.get(name, {}))
        if name not in FOLDERS:
            fill["approved"] = {"by": "X", "on": "2026-10-01"}
        for key, value in fill.items():
            if key not in record and self.is_time(name, key):
                record[key] = copy.deepcopy(value)
        for path, value in INNER.get(name, {}).items():
            outer, inner = path.split(".")
            holders = record.get(outer, [])
            for holder in holders if isinstance(holders, list) else [holders]:
                if inner not in holder and self.is_time(name, path):
                    holder[inner] = copy.deepcopy(value)
        if name == "commitments":
            record.setdefault("owner", "X")
        if name == "people" and self.is_time(name, "lawful_basis"):
            record.update(kind="person", lawful_basis="X",
                          notice_on="2026-01-31")
            record.setdefault("name", "X")

    def narrow(self, name, record):
        """Other audiences, approvals and dates than the content's own."""
        chance = self.random.random
        if name == "site" or name in VOCABS:
            return
        if chance() < 0.2:
            record["audience"] = self.subset()
        if name in FOLDERS and chance() < 0.04:
            record.pop("approved", None)
        if chance() < 0.04:
            record["publish_from"] = "2027-03-01"
        elif chance() < 0.04:
            record["expires"] = "2026-11-01"
        optional = [key for key in FILL.get(name, {}) if key in record]
        if optional and chance() < 0.3:
            record["audience_of"] = {
                key: self.subset() for key in self.random.sample(
                    optional, min(2, len(optional)))}

    def consent(self, record):
        consent = record["consent"]
        chance = self.random.random
        if chance() < 0.6:
            uses = ["name", "logo", "quote", "story", "call",
                    "share-with-vendor"]
            consent["uses"] = [use for use in uses if chance() < 0.7] or \
                ["story"]
        if chance() < 0.3:
            consent["territories"] = self.random.choice(TERRITORIES)
        if chance() < 0.1:
            consent.update({"from": "2026-01-01", "until": "2027-01-31"})
        elif chance() < 0.1:
            consent.update({"from": "2026-01-01", "until": "2026-11-01"})
        elif chance() < 0.1:
            consent["from"] = "2027-01-01"
            consent["until"] = "2028-01-01"

    def remember(self, key, name, record, default_audience):
        self.records[key] = {
            "type": name,
            "audience": record.get("audience", default_audience.get(name)),
            "audience_of": record.get("audience_of", {}),
            "approved": "approved" in record,
            "publish_from": record.get("publish_from"),
            "expires": record.get("expires"),
            "end": record.get("end") if name == "campaigns" else None,
            "consent": record.get("consent"),
            "countries": record.get("countries", []),
            "parent": record.get("parent"),
            "territories": record.get("territories", []),
            "covers": record.get("covers", []),
            "has_other_body": "anonymised_body" in record,
        }


# Those in C are ten times as fast, where they are.
LOADER = getattr(yaml, "CBaseLoader", yaml.BaseLoader)
DUMPER = getattr(yaml, "CDumper", yaml.Dumper)


def load(path):
    text = open(path, encoding="utf-8").read()
    if not path.endswith(".md"):
        return yaml.load(text, LOADER), None
    _, front, body = re.split(r"^---\s*$", text, maxsplit=2, flags=re.M)
    return yaml.load(front, LOADER) or {}, body.strip("\n")


def save(path, data, body, comment):
    text = yaml.dump(data, Dumper=DUMPER, allow_unicode=True, sort_keys=False,
                     width=1000)
    text = "# %s\n%s" % (comment, text)
    if body is not None:
        text = "---\n%s---\n\n%s\n" % (text, body)
    with open(path, "w", encoding="utf-8") as file:
        file.write(text)


def mark_picture(path, token):
    data = open(path, "rb").read()
    word = token.encode()
    if data[:2] == b"\xff\xd8":
        data = data[:2] + b"\xff\xfe" + struct.pack(">H", len(word) + 2) + \
            word + data[2:]
    elif data[:8] == b"\x89PNG\r\n\x1a\n":
        chunk = b"tEXt" + b"Comment\0" + word
        chunk = struct.pack(">I", len(chunk) - 4) + chunk + \
            struct.pack(">I", zlib.crc32(chunk))
        data = data[:33] + chunk + data[33:]
    elif path.endswith(".svg"):
        data = re.sub(rb"(<svg[^>]*>)", rb"\1<!-- " + word + rb" -->",
                      data, count=1)
    else:
        return False
    with open(path, "wb") as file:
        file.write(data)
    return True


def rename_picture(planter, folder, key, path, holder, name="file"):
    """A canary in a picture's name, and one inside of it."""
    source = os.path.join(folder, holder[name])
    if "/" in holder[name] or not os.path.isfile(source):
        return
    stem, end = os.path.splitext(holder[name])
    new = "%s%s" % (planter.token(key, path), end)
    os.rename(source, os.path.join(folder, new))
    holder[name] = new
    token = planter.token(key, "#picture")
    if not mark_picture(os.path.join(folder, new), token):
        del planter.tokens[token]


def plant_record(planter, name, key, path, defaults):
    data, body = load(path)
    comment = planter.token(key, "#comment")
    if body:
        data["body"] = body
    planter.fill(name, data)
    planter.narrow(name, data)
    if name == "case-studies":
        planter.consent(data)
    planter.remember(key, name, data, defaults)
    planter.is_printed = name not in FOLDERS or "approved" in data
    for field, holder in (("logo", data.get("logo")),
                          ("image", data.get("image")),
                          ("architecture", data.get("architecture"))):
        if holder:
            rename_picture(planter, os.path.dirname(path), key,
                           field + ".file", holder)
    planter.fields((key, name), data)
    body = data.pop("body", None)
    if not path.endswith(".md") and body is not None:
        os.remove(path)
        path = path[:-len(".yaml")] + ".md"
    elif path.endswith(".md") and body is None:
        body = ""
    save(path, data, body, comment)


def plant_translation(planter, name, key, path):
    data, body = load(path)
    lang = path.rsplit(".", 2)[1]
    if body:
        data["body"] = body
    comment = planter.token(key, "#comment")
    for metric in data.get("metrics", []):
        for figure in FIGURES + [UNIT]:     # the record's may be gone
            metric.pop(figure.split(".")[1], None)
    planter.fields((key, name), data, lang=lang)
    body = data.pop("body", None)
    save(path, data, body if path.endswith(".md") else None, comment)


def plant_list(planter, name, path, defaults, prefix=""):
    items = yaml.load(open(path, encoding="utf-8"), LOADER)
    for item in items:
        key = "%s/%s" % (name, item["id"])
        planter.fill(name, item)
        if not prefix:
            planter.narrow(name, item)
        planter.remember(key, name, item, defaults)
        planter.fields((key, name), item)
    save(path, items, None, planter.token(name, "#comment"))


def plant_site(planter, copy_dir):
    path = os.path.join(copy_dir, "site.yaml")
    site, _ = load(path)
    site["editions"] = [
        {"id": reader, "reader": reader, "site": "true",
         "mail_domains": ["mail.example"],
         "kits": [kit for kit in (kits if READ_EVERY == 1 else kits[:1])
                  if kit]}
        for reader, kits in EDITIONS.items()]
    defaults = {name: READERS for name in VOCABS + ["site"]}
    for name in ("partners", "solutions", "case-studies", "campaigns",
                 "offices", "people"):
        defaults[name] = [r for r in READERS if r != "customer"]
    defaults["funding"] = defaults["commitments"] = list(ALLIANCE)
    site.setdefault("default_audience", {})["people"] = READERS
    defaults.update(site["default_audience"])
    planter.fill("site", site)
    site["extra"] = {"note": "X"}
    site["publish"] = {"main": "X"}
    site["secret"] = "X"
    site["mail"] = {"from": "kits@mail.example", "transport": "X"}
    planter.remember("site/site", "site", dict(site, approved=True), defaults)
    if "logo" in site["vendor"]:
        rename_picture(planter, copy_dir, "site/site", "vendor.logo.file",
                       site["vendor"]["logo"])
    comment = planter.token("site/site", "#comment")
    planter.fields(("site/site", "site"), site)
    site["publish"]["main"] = "file:/srv/" + site["publish"]["main"]
    save(path, site, None, comment)
    return defaults


def plant(content, copy_dir, tokens_path):
    shutil.copytree(content, copy_dir)
    for folder, _, names in os.walk(copy_dir):
        for name in [folder] + [os.path.join(folder, n) for n in names]:
            os.chmod(name, 0o755)
    planter = Planter(read_contract(), 20261122)
    defaults = plant_site(planter, copy_dir)
    for name in VOCABS:
        plant_list(planter, name, os.path.join(copy_dir, "vocab",
                   name + ".yaml"), defaults, "vocab")
    for name in LISTS:
        path = os.path.join(copy_dir, name + ".yaml")
        if os.path.exists(path):
            plant_list(planter, name, path, defaults)
    for name in FOLDERS:
        for path, key, lang in record_files(copy_dir, name):
            if lang is None:
                plant_record(planter, name, key, path, defaults)
        for path, key, lang in record_files(copy_dir, name):
            if lang is not None:
                plant_translation(planter, name, key, path)
    with open(tokens_path, "w", encoding="utf-8") as file:
        json.dump({"tokens": planter.tokens, "records": planter.records},
                  file)
    print("planted %d canaries in %d records" % (len(planter.tokens),
                                                 len(planter.records)))


def record_files(copy_dir, name):
    """Each file of a type's records: path, TYPE/ID, language or None."""
    root = os.path.join(copy_dir, name)
    found = []
    for entry in sorted(os.listdir(root)):
        path = os.path.join(root, entry)
        inside = [os.path.join(path, n) for n in sorted(os.listdir(path))
                  if n.startswith("index.")] if os.path.isdir(path) else [path]
        for file in inside:
            parts = os.path.basename(file).split(".")
            record = entry if os.path.isdir(path) else parts[0]
            if parts[-1] in ("md", "yaml"):
                found.append((file, "%s/%s" % (name, record),
                              parts[1] if len(parts) == 3 else None))
    return found


# --- who may see what: the content model's rules, once more ---

def day(text):
    return datetime.date.fromisoformat(text)


def sees_record(record, reader):
    if record["type"] in FOLDERS and not record["approved"]:
        return False
    if record["publish_from"] and day(record["publish_from"]) > AS_OF:
        return False
    if record["expires"] and day(record["expires"]) < AS_OF:
        return False
    if record["end"] and day(record["end"]) < AS_OF:
        return False
    return reader in record["audience"]


def rungs(consent, reader):
    """The rungs that some territory gets to see today."""
    uses = consent["uses"]
    if day(consent["from"]) > AS_OF or day(consent["until"]) < AS_OF:
        return set()
    if reader.startswith("vendor-") and "share-with-vendor" not in uses:
        return set()
    if "story" not in uses:
        return {"count"}
    if "name" not in uses:
        return {"unnamed"}
    return {"named", "unnamed"} if consent.get("territories") else {"named"}


def sees_field(row, record, reader):
    override = record["audience_of"]
    key = row.path.split(".")[0]
    if row.path in override or key in override:
        return reader in override.get(row.path, override.get(key))
    return {"field": reader != "customer", "alliance": reader in ALLIANCE,
            "authors": False, "nobody": False}.get(row.audience, True)


def sees_case(row, place, record, reader):
    uses, on = record["consent"]["uses"], rungs(record["consent"], reader)
    if row.path == "customer.anonymised":
        return True
    if row.audience in ("named", "quote", "logo"):
        use = {"named": "name"}.get(row.audience, row.audience)
        return "named" in on and use in uses
    if row.audience == "unnamed":
        return "unnamed" in on
    if row.audience == "body" and record["has_other_body"]:
        return "named" in on
    if place.get("link"):       # a link may lead to the customer
        return "named" in on
    return bool(on & {"named", "unnamed"})


def may_see(rows, place, records, reader, is_office_page=False):
    if place["path"].startswith("#") or place.get("comment"):
        return False
    record = records[place["record"]]
    row = rows[record["type"]][place["path"]]
    if not sees_record(record, reader):
        return False
    if not sees_field(row, record, reader):
        return False
    return record["type"] != "case-studies" or \
        sees_case(row, place, record, reader)


# What is made for one office, and what for a campaign wherever it runs.
LOCAL = re.compile(r"(?:^kits/|(?:^|/)campaigns/)([a-z0-9-]+)"
                   r"(?:[_/]([a-z0-9-]+))?[_/]")


def countries(records, territories):
    """Of regions, with those below them, and of countries by themselves."""
    found = set()
    for territory in territories:
        region = records.get("regions/" + territory)
        if region is None:
            found.add(territory)
            continue
        found.update(region["countries"])
        found |= countries(records, [
            key.split("/")[1] for key, other in records.items()
            if other["type"] == "regions" and other["parent"] == territory])
    return found


def is_told_at(row, place, records, reader, path):
    """Whether consent reaches to the office and the days that a file is for.
    A customer's name stands in no file that goes beyond; others are told why
    a story that they may know was not chosen, so for them days do not count.
    """
    match = LOCAL.search(path)
    campaign = match and records.get("campaigns/" + match.group(1))
    if not campaign:
        return True
    consent = records[place["record"]]["consent"]
    ends = [campaign["end"]] + [campaign["expires"]] * bool(
        campaign["expires"])
    if reader == "customer" and consent["until"] < min(ends):
        return False
    if not consent.get("territories") or not (
            place.get("link") or row.audience in ("named", "quote", "logo")):
        return True
    where = countries(records, campaign["territories"])
    office = records.get("offices/%s" % match.group(2))
    if office:
        where &= set(office["covers"])
    return where <= countries(records, consent["territories"])


def is_authors(rows, place, records):
    """What the coverage page and calendars of alliance readers may tell."""
    if place["path"].startswith("#") or place.get("comment"):
        return False
    record = records[place["record"]]
    return rows[record["type"]][place["path"]].audience == "authors"


# --- looking ---

def unhidden(text):
    """Words as they were before they were broken and hyphenated."""
    return re.sub(rb"(?:-|\xc2\xad|\xe2\x80\x90)?[\r\n]\s*", b"", text)


def strings_of_hex(data):
    return [bytes.fromhex(digits[:len(digits) & ~1].decode())
            for digits in re.findall(rb"[0-9A-Fa-f]{22,}", data)]


def texts_of_pdf(path, data):
    """Every stream as it is and unpacked, every string, and what is read."""
    streams = [data]
    for match in re.finditer(rb"stream\r?\n", data):
        try:
            streams.append(zlib.decompressobj().decompress(
                data[match.end():]))
        except zlib.error:
            pass
    for stream in streams:
        yield stream.replace(b"\0", b"")
        for text in strings_of_hex(stream):
            yield text.replace(b"\0", b"")
    # Words are glyphs there: a reader turns them into text again.
    name = os.path.basename(path).encode()
    if READ_EVERY and (zlib.crc32(name) % READ_EVERY == 0 or
                       "/customer/" in path):
        text = subprocess.run(["mutool", "draw", "-q", "-F", "txt", path],
                              check=True, capture_output=True).stdout
        yield text
        yield unhidden(text)


INDEX = re.compile(r"/search-index\.[0-9a-f]+\.js$")


def texts_of_index(text):
    """The terms of a search index, each written out in full."""
    match = re.search(r'"terms":("(?:[^"\\]|\\.)*")', text)
    assert match, "the search index has no terms"
    last, terms = "", []
    for entry in json.loads(match.group(1)).split(" "):
        shared = "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuv" \
            "wxyz-_".index(entry[0])
        last = last[:shared] + entry[1:]
        terms.append(last)
    return " ".join(terms).encode()


def texts_of_picture(data):
    yield data
    for match in re.finditer(rb"(?:zTXt|iTXt)([^\0]*)\0", data):
        try:
            yield zlib.decompressobj().decompress(data[match.end() + 1:])
        except zlib.error:
            pass


def strings_of(value):
    """All texts of a JSON value."""
    if isinstance(value, str):
        yield value
    for child in value.values() if isinstance(value, dict) else \
            value if isinstance(value, list) else ():
        yield from strings_of(child)


def texts_of_file(path):
    data = open(path, "rb").read()
    if path.endswith(".pdf"):
        yield from texts_of_pdf(path, data)
        return
    if path.endswith((".png", ".jpg", ".webp")):
        yield from texts_of_picture(data)
        return
    yield data
    if path.endswith(".json") and os.path.dirname(path).endswith("letters"):
        yield html.unescape(re.sub(r"<[^>]*>", "", " ".join(
            strings_of(json.loads(data))))).encode()
    if INDEX.search(path):
        yield texts_of_index(data.decode())
    # Inside words, and in what is written in other letters.
    if path.endswith(".html") and (b"<wbr" in data or b"\xc2\xad" in data):
        yield re.sub(rb"<wbr[^>]*>|\xc2\xad", b"", data)
    if path.endswith((".ics", ".vcf")):
        data = re.sub(rb"\r\n[ \t]", b"", data)
        yield data
        yield from strings_of_hex(data)


def texts_of_message(path):
    message = email.message_from_binary_file(open(path, "rb"),
                                             policy=email.policy.default)
    yield str(message.items()).encode()
    for part in message.walk():
        if part.get_content_maintype() == "text":
            yield part.get_content().encode()
        elif part.get_filename():
            yield part.get_filename().encode()


class Findings:
    def __init__(self, tokens):
        self.tokens = tokens
        self.sorted = sorted(tokens)
        self.found = {}         # token -> files

    def take(self, text, where):
        for word in set(TOKEN.findall(text.lower())):
            for token in self.meant(word.decode()):
                self.found.setdefault(token, set()).add(where)

    def meant(self, word):
        token = word[:TOKEN_CHARS]
        if token in self.tokens:
            return [token]
        # A text that was cut off tells of one that nothing else begins as.
        at = bisect.bisect_left(self.sorted, word)
        near = [t for t in self.sorted[at:at + 2] if t.startswith(word)]
        return near if len(near) == 1 else []


def look_in_edition(findings, folder):
    for root, _, names in os.walk(folder):
        for name in names:
            path = os.path.join(root, name)
            where = os.path.relpath(path, folder)
            findings.take(where.encode(), where)
            for text in texts_of_file(path):
                findings.take(text, where)


# The coverage page and its calendars, and the list of their names.
COVERAGE = re.compile(r"(^|/)coverage/|^manifest.json$")


def judge(rows, data, reader, findings):
    leaks, misses, right = [], [], 0
    for token, place in data["tokens"].items():
        files = findings.found.get(token, set())
        name = "%s %s" % (place["record"], place["path"])
        if may_see(rows, place, data["records"], reader):
            right += bool(files)
            leaks += ["%s: leaks to %s at %s: %s" % (token, reader, path, name)
                      for path in sorted(files)
                      if name.startswith("case-studies/") and not is_told_at(
                          rows["case-studies"][place["path"]], place,
                          data["records"], reader, path)]
            if not files and must_see(rows, place, data["records"], reader):
                misses.append("%s: not in %s: %s" % (token, reader, name))
            continue
        if reader in ALLIANCE and is_authors(rows, place, data["records"]):
            files = {f for f in files if not COVERAGE.search(f)}
        if files:
            leaks.append("%s: leaks to %s: %s, in %s (%d files)" % (
                token, reader, name, sorted(files)[0], len(files)))
    return leaks, misses, right


def must_see(rows, place, records, reader):
    record = records[place["record"]]
    row = rows[record["type"]][place["path"]]
    if not row.is_printed:
        return False
    # Its page is that of readers without a territory.
    if record["type"] == "case-studies" and \
            row.audience in ("named", "quote", "logo", "body"):
        return rungs(record["consent"], reader) == {"named"}
    return True


def look_at_messages(findings, data, output, reader):
    """The mails to the offices that read the edition."""
    for path in glob.glob(os.path.join(output, "outbox", "**", "*.eml"),
                          recursive=True):
        if os.sep + reader + os.sep in path:
            for text in texts_of_message(path):
                findings.take(text, os.path.relpath(path, output))


def look(copy_dir, output, tokens_path):
    data = json.load(open(tokens_path, encoding="utf-8"))
    rows = read_contract()
    failures = check_contract(rows, os.environ["FIELDKIT"])
    passed = 0
    for reader in READERS:
        findings = Findings(data["tokens"])
        look_in_edition(findings, os.path.join(output, reader))
        look_at_messages(findings, data, output, reader)
        leaks, misses, right = judge(rows, data, reader, findings)
        print("canaries: %s: %d seen where they may be, %d leaks, %d missing"
              % (reader, right, len(leaks), len(misses)))
        failures += leaks + misses
        passed += right
    return failures, passed


def probes(word):
    """A canary in every hiding place that `look` claims to look into."""
    packed = zlib.compress(word)
    utf16 = "".join("00%02X" % byte for byte in word).encode()
    cut = word[:3] + b" 3" + word[3:]
    return {
        "site/a.html": b"<p>" + word + b"</p>",
        "site/hyphen.html": word[:6] + b"\xc2\xad" + word[6:],
        "site/break.html": word[:6] + b"<wbr>" + word[6:],
        "site/%s.txt" % word.decode(): b"",
        "site/upper.txt": word.upper(),
        "site/cut.txt": word[:9] + b"\xe2\x80\xa6",
        "site/search-index.1234abcd.js": b'"terms":"0' + cut + b'"',
        "site/a.ics": b"UID:" + word.hex().encode(),
        "site/fold.vcf": word[:6] + b"\r\n " + word[6:],
        "letters/a.json": b'["\\u007a' + word[1:6] + b"&#%d;" % word[6] +
        word[7:] + b'"]',
        "site/a.jpg": b"\xff\xd8\xff\xfe\0\x10" + word,
        "site/a.png": b"zTXtComment\0\0" + packed,
        "kits/packed.pdf": b"stream\n" + packed + b"\nendstream",
        "kits/title.pdf": b"/Title <FEFF" + utf16 + b">",
    }


def teeth(folder):
    """Whether `look` finds each of them."""
    word = "zqxbcdfghjk"
    global READ_EVERY
    READ_EVERY = failures = 0
    for name, content in probes(word.encode()).items():
        root = os.path.join(folder, name.replace("/", "-"))
        path = os.path.join(root, name)
        os.makedirs(os.path.dirname(path))
        with open(path, "wb") as file:
            file.write(content)
        findings = Findings({word: {}})
        look_in_edition(findings, root)
        if word not in findings.found:
            failures += 1
            print("canaries: not found where it stands: " + name)
    for encoding in "base64", "quoted-printable":
        path = os.path.join(folder, encoding + ".eml")
        message = email.message.EmailMessage()
        message.set_content("\u0628 " * 40 + word, cte=encoding)
        with open(path, "wb") as file:
            file.write(bytes(message))
        if not any(word.encode() in t for t in texts_of_message(path)):
            failures += 1
            print("canaries: not found in a message: " + encoding)
    return failures


def main(arguments):
    if arguments[0] == "plant":
        plant(*arguments[1:])
        return 0
    if arguments[0] == "complete":
        bare = bare_fields(read_contract(), arguments[1:])
        for field in bare:
            print("canaries: no canary is planted in " + field)
        return 1 if bare else 0
    if arguments[0] == "teeth":
        return 1 if teeth(arguments[1]) else 0
    failures, passed = look(*arguments[1:])
    for failure in failures[:int(os.environ.get("SHOWN", "40"))]:
        print("canaries: " + failure)
    print("%d seen, %d wrong" % (passed, len(failures)))
    return 1 if failures or not passed else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
