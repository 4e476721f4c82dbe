#!/usr/bin/env python3
"""Whether editions change on the days that their manifests name.

	dates.py CONTENT OUTPUT DAY STEPS

In: content, a folder to build into, a day, how many of the named days to walk
through. From the day on the content is built for the day before the next
change - every edition has to be the same to the byte, but for the day itself
in its manifest - and for the day of it: an edition that named it has to
differ, any other may not. The last line counts editions that were right.
"""
import datetime
import hashlib
import json
import os
import subprocess
import sys

FIELDKIT = os.environ["FIELDKIT"]


def build(content, output, day):
    run = subprocess.run([FIELDKIT, "build", "-q", "--content", content,
                          "--output", output, "--as-of", day.isoformat()],
                         capture_output=True, text=True)
    if run.returncode:
        raise SystemExit("dates: not built for %s: %s" % (
            day, run.stderr[:600]))


def look(output):
    """Of each edition the digest of every file, and the next change."""
    found = {}
    for edition in sorted(os.listdir(output)):
        manifest = os.path.join(output, edition, "manifest.json")
        if edition.startswith(".") or not os.path.exists(manifest):
            continue
        files = {}
        for root, _, names in os.walk(os.path.join(output, edition)):
            for name in names:
                path = os.path.join(root, name)
                with open(path, "rb") as file:
                    data = file.read()
                if path == manifest:
                    said = json.loads(data)
                    del said["as_of"]
                    data = json.dumps(said).encode()
                files[os.path.relpath(path, output)] = \
                    hashlib.sha256(data).digest()
        found[edition] = files, said.get("next_change", "")
    return found


def differing(a, b):
    return sorted(path for path in set(a) | set(b) if a.get(path) != b.get(path))


def main(content, output, day, steps):
    today = datetime.date.fromisoformat(day)
    build(content, output, today)
    now = look(output)
    right = wrong = 0
    for _ in range(int(steps)):
        named = sorted({n for _, n in now.values() if n})
        if not named:
            break
        change = datetime.date.fromisoformat(named[0])
        eve = change - datetime.timedelta(1)
        if eve > today:
            build(content, output, eve)
            for edition, (files, _) in look(output).items():
                seen = differing(now[edition][0], files)
                right, wrong = right + (not seen), wrong + bool(seen)
                if seen:
                    print("dates: %s changes between %s and %s: %s" % (
                        edition, today, eve, seen[:3]))
        build(content, output, change)
        then = look(output)
        for edition, (files, _) in then.items():
            seen = [path for path in differing(now[edition][0], files)
                    if not path.endswith("/manifest.json")]
            is_right = bool(seen) == (now[edition][1] == named[0])
            right, wrong = right + is_right, wrong + (not is_right)
            if not is_right:
                print("dates: %s on %s, having named %s: %s" % (
                    edition, change, now[edition][1] or "no day",
                    seen[:3] or "nothing changes"))
        today, now = change, then
    print("%d editions right, %d wrong" % (right, wrong))
    return 1 if wrong or not right else 0


if __name__ == "__main__":
    sys.exit(main(*sys.argv[1:]))
