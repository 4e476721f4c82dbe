#!/usr/bin/env python3
"""What a reader may not see changes no byte of what the reader sees.

	interference.py COPY OUTPUT TOKENS BUILDS EDITS

In: a copy of content with canaries (see canaries.py), how often each edition
is built again and held against itself, and how many edits of hidden fields go
before each of these builds. An edit puts other words in a canary's place,
another number or day into a hidden number or day, or gives a hidden text a
second language. The files, names and manifest have to be the same. Left out is what the
authors steer with and no reader sees: audiences, approvals as such, embargoes
and expiries, consents, excludes, the secret, comments' places.
"""
import hashlib
import json
import os
import random
import subprocess
import sys

import canaries

# Hidden from the readers named, and no word: a number or a day.
NUMBERS = {
    "campaigns": {"slots.solutions": 9, "slots.cases": 9, "needs.cases": 9,
                  "needs.contacts": 9, "priority.vendor": 9,
                  "priority.partner": 9},
    "offices": {"max_attachment_mb": 9},
}
DAYS = {"review_by": "2027-%02d-%02d", "approved.on": "2026-%02d-%02d"}


def digest(folder):
    """Of every name and byte."""
    total = hashlib.sha256()
    for root, folders, names in os.walk(folder):
        folders.sort()
        for name in sorted(names):
            path = os.path.join(root, name)
            total.update(os.path.relpath(path, folder).encode() + b"\0")
            with open(path, "rb") as file:
                total.update(hashlib.sha256(file.read()).digest())
    return total.hexdigest()


def build(copy_dir, output, reader):
    run = subprocess.run(
        [os.environ["FIELDKIT"], "build", "-q", "--content", copy_dir,
         "--output", output, "--as-of", str(canaries.AS_OF), "--edition",
         reader], capture_output=True, text=True)
    return run.returncode, run.stderr


def files_of(copy_dir):
    """Where each record stands: TYPE/ID -> its files."""
    found = {}
    for name in canaries.FOLDERS:
        for path, key, lang in canaries.record_files(copy_dir, name):
            files = found.setdefault(key, [])
            files.insert(len(files) if lang else 0, path)
    for folder, names in (("", canaries.LISTS), ("vocab", canaries.VOCABS)):
        for name in names:
            path = os.path.join(copy_dir, folder, name + ".yaml")
            if os.path.exists(path):
                found[name] = [path]
    found["site/site"] = [os.path.join(copy_dir, "site.yaml")]
    return found


class Editor:
    def __init__(self, copy_dir, data, rows, seed):
        self.files = files_of(copy_dir)
        self.data, self.rows = data, rows
        self.random = random.Random(seed)

    def paths(self, record):
        return self.files.get(record) or \
            self.files.get(record.split("/")[0], [])

    def hidden_words(self, reader):
        """Canaries that the reader may see nowhere, not even in part."""
        return [token for token, place in self.data["tokens"].items()
                if self.is_word(place) and not canaries.may_see(
                    self.rows, place, self.data["records"], reader)
                and not (reader in canaries.ALLIANCE and canaries.is_authors(
                    self.rows, place, self.data["records"]))]

    def is_word(self, place):
        if place["path"] in ("#picture", "secret"):
            return False
        record = self.data["records"].get(place["record"])
        row = record and self.rows[record["type"]].get(place["path"])
        # An alias is looked up; a customer's name decides what is left out
        # of the story that may be told without it.
        return not row or (row.kind != "file" and
                           row.path not in ("aliases", "customer.aliases",
                                            "customer.name"))

    def new_words(self, row):
        words = ["".join(self.random.choice(canaries.LETTERS)
                         for _ in range(self.random.randint(3, 9)))
                 for _ in range(self.random.randint(1, 4))]
        is_prose = row and row.kind in ("text", "markdown", "line")
        return " ".join(words) if is_prose else words[0] + "q"

    def replace(self, token):
        place = self.data["tokens"][token]
        record = self.data["records"].get(place["record"])
        row = record and self.rows[record["type"]].get(place["path"])
        if place.get("link"):
            row = None
        new = self.new_words(row)
        for path in self.paths(place["record"]):
            text = open(path, encoding="utf-8").read()
            for old in (token, token.capitalize()):
                if old in text:
                    with open(path, "w", encoding="utf-8") as file:
                        file.write(text.replace(old, new, 1))
                    return "%s %s: %s" % (place["record"], place["path"], new)
        return None

    def hidden_numbers(self, reader):
        found = []
        for key, record in self.data["records"].items():
            name = record["type"]
            if name in canaries.FOLDERS and record["approved"]:
                sees = canaries.sees_record(record, reader)
                found += [(key, path) for path in NUMBERS.get(name, {})
                          if not sees or not canaries.sees_field(
                              self.rows[name][path], record, reader)]
                if reader not in canaries.ALLIANCE:
                    found += [(key, path) for path in DAYS]
        return found

    def renumber(self, key, field):
        path = self.files[key][0]
        data, body = canaries.load(path)
        *outer, last = field.split(".")
        holder = data.setdefault(outer[0], {}) if outer else data
        if field in DAYS:
            value = DAYS[field] % (self.random.randint(1, 9),
                                   self.random.randint(1, 28))
        else:
            value = str(self.random.randint(1, 9))
        holder[last] = value
        canaries.save(path, data, body, "edited")
        return "%s %s: %s" % (key, field, value)

    def add_language(self, token):
        """A second language to the scalar text that the canary stands in."""
        place = self.data["tokens"][token]
        record = self.data["records"].get(place["record"])
        row = record and self.rows[record["type"]].get(place["path"])
        if not row or row.kind != "text" or place.get("lang") or \
                record["type"] not in canaries.FOLDERS:
            return None
        path = self.paths(place["record"])[0]
        data, body = canaries.load(path)
        if not second_language(data, token):
            return None
        canaries.save(path, data, body, "edited")
        return "%s %s: in Swedish too" % (place["record"], place["path"])

    def show(self, reader):
        """An edit that the reader has to notice."""
        while True:
            token = self.random.choice(list(self.data["tokens"]))
            place = self.data["tokens"][token]
            if place["path"] in ("title", "summary", "body", "triggers") and \
                    canaries.may_see(
                        self.rows, place, self.data["records"], reader) and \
                    canaries.must_see(self.rows, place, self.data["records"],
                                      reader) and self.replace(token):
                return

    def edit(self, reader):
        """One edit that the reader may not notice; says which."""
        while True:
            kind = self.random.random()
            if kind < 0.2:
                numbers = self.hidden_numbers(reader)
                if numbers:
                    return self.renumber(*self.random.choice(numbers))
            token = self.random.choice(self.hidden_words(reader))
            said = self.add_language(token) if kind < 0.35 \
                else self.replace(token)
            if said:
                return said


def second_language(holder, token):
    items = holder.items() if isinstance(holder, dict) else enumerate(holder)
    for key, value in items:
        if isinstance(value, (dict, list)):
            if second_language(value, token):
                return True
        elif token in value.lower():
            holder[key] = {"en": value, "sv": "Samma sak"}
            return True
    return False


def main(copy_dir, output, tokens, builds, edits):
    data = json.load(open(tokens, encoding="utf-8"))
    editor = Editor(copy_dir, data, canaries.read_contract(), 300)
    passed = failed = 0
    for reader in canaries.READERS:
        folder = os.path.join(output, reader)
        status, said = build(copy_dir, output, reader)
        if status:
            print("interference: the content is not built: " + said[:600])
            return 1
        before = digest(folder)
        for _ in range(int(builds)):
            what = [editor.edit(reader) for _ in range(int(edits))]
            status, said = build(copy_dir, output, reader)
            after = digest(folder)
            if status == 0 and after == before:
                passed += len(what)
                continue
            failed += len(what)
            before = after
            print("interference: %s changes by%s %s %s" % (
                reader, " one of" * (len(what) > 1), "; ".join(what),
                said.strip()[:300]))
            if status:
                break
        editor.show(reader)
        build(copy_dir, output, reader)
        if digest(folder) == before:
            failed += 1
            print("interference: %s does not notice what it shows" % reader)
    print("%d edits unseen, %d seen" % (passed, failed))
    return 1 if failed or not passed else 0


if __name__ == "__main__":
    sys.exit(main(*sys.argv[1:]))
