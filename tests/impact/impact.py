#!/usr/bin/env python3
"""What `explain --retire` says against what really happens.

	impact.py CONTENT BUILT WORK [RECORD...]

In: content, a build of it, a folder to work in. For each record (all of them
where none is named) the content is copied, the record expires the day before,
and the copy is built over a copy of the build. Out: a line for each file of
which the answer was wrong, and for each wrong place in a campaign or cell of
the coverage as the program says them of the copy; the last line counts.
"""
import json
import os
import re
import shutil
import subprocess
import sys

FIELDKIT = os.environ["FIELDKIT"]
AS_OF = os.environ.get("AS_OF", "2026-11-22")
GONE = "expires: 2026-11-21"
FOLDERS = ["partners", "solutions", "case-studies", "campaigns", "offices"]
LISTS = ["people", "funding", "commitments"]
# What only repeats a kit: its tree, and the page of its id.
OF_KITS = re.compile(r"^[^/]+/(trees|site/verify)/")
# A name with the digest of its bytes.
GENERATED = re.compile(r"(search-index)\.[0-9a-f]+\.js$")


def run(*words):
    done = subprocess.run([FIELDKIT, *words, "--as-of", AS_OF],
                          capture_output=True, text=True)
    return done.returncode, done.stdout, done.stderr


def records(content):
    for name in FOLDERS:
        folder = os.path.join(content, name)
        if os.path.isdir(folder):
            for entry in sorted({n.split(".")[0]
                                 for n in os.listdir(folder)}):
                yield "%s/%s" % (name, entry)
    for name in LISTS:
        path = os.path.join(content, name + ".yaml")
        if os.path.exists(path):
            for found in re.findall(r"^- id: *(\S+)", open(path).read(), re.M):
                yield "%s/%s" % (name, found)


def file_of(content, record):
    name, key = record.split("/")
    if name in LISTS:
        return os.path.join(content, name + ".yaml")
    for end in (".md", ".yaml", "/index.md", "/index.yaml"):
        path = os.path.join(content, name, key + end)
        if os.path.exists(path):
            return path
    raise SystemExit("impact: no file of " + record)


def expire(content, record):
    """Writes it into the record's own file."""
    path = file_of(content, record)
    text = open(path, encoding="utf-8").read()
    name, key = record.split("/")
    if name in LISTS:
        new = re.sub(r"^(- id: *%s *\n)((?:  .*\n|\n|#.*\n)*)" % re.escape(key),
                     lambda m: m.group(1) + "  %s\n" % GONE + re.sub(
                         r"^  expires:.*\n", "", m.group(2), flags=re.M),
                     text, count=1, flags=re.M)
    else:
        text = re.sub(r"^expires:.*\n", "", text, count=1, flags=re.M)
        new = re.sub(r"\A(---\n)?", r"\g<1>%s\n" % GONE, text, count=1)
    assert new != text, "nothing was written for " + record
    with open(path, "w", encoding="utf-8") as file:
        file.write(new)


def files(output):
    """Every file that is an output, by its name without a digest."""
    found = {}
    for root, _, names in os.walk(output):
        for name in names:
            path = os.path.relpath(os.path.join(root, name), output)
            if path.startswith(".") or name == "manifest.json" or \
                    OF_KITS.search(path):
                continue
            with open(os.path.join(root, name), "rb") as file:
                found[GENERATED.sub(r"\1.js", path)] = file.read()
    return found


def compare_outputs(record, said, before, after):
    wrong = []
    want = {}
    for path in sorted(set(before) | set(after)):
        if path not in after:
            want[path] = "goes"
        elif path not in before:
            want[path] = "comes"
        elif before[path] != after[path]:
            want[path] = "changes"
    have = {item["output"]: item["impact"] for item in said["outputs"]}
    for path in sorted(set(want) | set(have)):
        if want.get(path) != have.get(path):
            wrong.append("%s: %s: said '%s', is '%s'" % (
                record, path, have.get(path), want.get(path)))
    return wrong


ASPECTS = ["solution", "case", "contact", "language", "funding"]


def coverage(content):
    _, out, _ = run("coverage", "-q", "--format", "json",
                    "--content", content)
    cells = {}
    for line in out.splitlines():
        edition = json.loads(line)
        for cell in edition["cells"]:
            for aspect in ASPECTS:
                cells[edition["edition"], cell["campaign"], cell["office"],
                      aspect] = cell[aspect]
    return cells


WORSE = ["none", "ready", "risk", "gap"]


def compare_cells(record, said, before, after):
    want = {key + (before[key], after[key]) for key in before
            if key in after and
            WORSE.index(after[key]) > WORSE.index(before[key])}
    have = {(c["edition"], c["campaign"], c["office"], c["aspect"],
             c["before"], c["after"]) for c in said["coverage"]}
    return ["%s: coverage: %s" % (record, cell) for cell in want ^ have]


def check(content, built, work, record, before, cells):
    copy, output = os.path.join(work, "copy"), os.path.join(work, "out")
    for folder in (copy, output):
        shutil.rmtree(folder, ignore_errors=True)
    shutil.copytree(content, copy)
    for root, folders, names in os.walk(copy):
        for name in folders + names:
            os.chmod(os.path.join(root, name), 0o755)
    shutil.copytree(built, output)
    status, out, err = run("explain", "--retire", record, "--content",
                           content, "--output", built, "--format", "json")
    if status:
        return ["%s: explain fails: %s" % (record, err)]
    said = json.loads(out)
    expire(copy, record)
    status, _, err = run("build", "-q", "--content", copy, "--output", output)
    if status:
        return [] if said["errors"] else [
            "%s: the build fails: %s" % (record, err[:300])]
    if said["errors"]:
        return ["%s: no error comes" % record]
    return compare_outputs(record, said, before, files(output)) + \
        compare_cells(record, said, cells, coverage(copy))


def main(content, built, work, *wanted):
    before, cells = files(built), coverage(content)
    right = wrong = 0
    for record in wanted or records(content):
        found = check(content, built, work, record, before, cells)
        for line in found[:12]:
            print("impact: " + line)
        right += not found
        wrong += bool(found)
    print("%d told right, %d told wrong" % (right, wrong))
    return 1 if wrong or not right else 0


if __name__ == "__main__":
    sys.exit(main(*sys.argv[1:]))
