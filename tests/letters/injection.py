#!/usr/bin/python3
"""What could break out of a header, a file name, a command line or an address,
in every field that the program's own schemas know, one attack at a time: each
place has to be refused by line.

injection.py PROGRAM FOLDER
"""
import json
import os
import subprocess
import sys

ATTACKS = {
    "line feed": "one\\nBcc: all@vendor.example",
    "carriage return": "one\\rBcc: all@vendor.example",
    "nul": "one\\0two",
    "escape": "one\\e[2Jtwo",
    "line separator": "one\\u2028two",
    "override": "one\\u202Etwo",
    "isolate": "one\\u2066two",
    "too long": "long " * 2100,
}
# Refused with the file, at the first of them.
WITH_THE_FILE = ("nul", "escape")
# A Cyrillic name that reads "apple", as it is and in ASCII; two scripts mixed.
HOSTS = ["\u0430\u0440\u0440\u04cf\u0435.example", "xn--80ak6aa92e.example",
         "p\u0430ypal.example"]


class Document:
    """A record with the attack in every place, and the lines they are on."""

    def __init__(self, attack):
        self.attack, self.lines, self.places = attack, [], {}

    def leaf(self, head, schema, path):
        value = self.attack(schema)
        if value is None:
            return
        self.lines.append('%s"%s"' % (head, value))
        self.places[len(self.lines)] = path

    def put(self, head, indent, schema, path):
        schema = schema.get("anyOf", [schema])[0]
        if schema.get("type") == "array":
            self.lines.append(head.rstrip())
            self.put(indent + "- ", indent + "  ", schema["items"], path)
            if self.lines[-1] == head.rstrip():
                self.lines.pop()
        elif "properties" in schema:
            if head.strip() != "-":
                self.lines.append(head.rstrip())
            before = len(self.lines)
            for key, child in schema["properties"].items():
                lead = head if head.strip() == "-" and \
                    len(self.lines) == before else indent
                self.put(lead + key + ": ", indent + "  ", child,
                         path + "." + key)
            if len(self.lines) == before and head.strip() != "-":
                self.lines.pop()
        elif schema.get("type") == "object":
            if not path.endswith((".extra", ".audience_of",
                                  ".default_audience", ".program_ids")):
                self.lines.append(head.rstrip())
                self.leaf(indent + "place: ", {"type": "string"}, path)
        else:
            self.leaf(head, schema, path)


def takes_lines(schema):
    """Texts of several lines, which reach no header."""
    pattern = schema.get("pattern", "")
    return "type" in schema and pattern.startswith("^[^\\u202a")


def is_markdown(schema):
    return schema.get("pattern") == "\\S"


def attack_of(name):
    def attack(schema):
        if is_markdown(schema) or (name in ("line feed", "line separator",
                                            "carriage return") and
                                   takes_lines(schema)):
            return None
        # References: a name that long is of no record.
        if name == "too long" and "maxLength" not in schema and \
                "202a" in schema.get("pattern", ""):
            return None
        return ATTACKS[name]
    return attack


def host_attack(host):
    def attack(schema):
        pattern = schema.get("pattern", "")
        if pattern.startswith("^([hH]"):
            return "https://" + host + "/kits/"
        if "{1,64}@" in pattern:
            return "sales@" + host
        return None
    return attack


def file_of(name, schema):
    if name == "site":
        return "site.yaml"
    if name in ("industries", "products", "areas", "regions"):
        return "vocab/%s.yaml" % name
    return name + ".yaml" if schema["type"] == "array" else \
        name + "/attacked.yaml"


def read_schemas(program):
    def said(*arguments):
        return subprocess.run([program, "schema", *arguments], text=True,
                              capture_output=True, check=True).stdout
    return {name: json.loads(said(name)) for name in said().split()}


def run(program, schemas, folder, attack):
    """The places where the attack stood, and those of them refused."""
    wanted, found = {}, set()
    for name, schema in schemas.items():
        path = file_of(name, schema)
        document = Document(attack)
        items = schema["items"] if schema["type"] == "array" else schema
        for key, child in items["properties"].items():
            is_item = schema["type"] == "array"
            head = "- " if is_item and not document.lines else \
                "  " if is_item else ""
            document.put(head + key + ": ", "  " * (1 + is_item), child,
                         name + "." + key)
        full = os.path.join(folder, path)
        os.makedirs(os.path.dirname(full), exist_ok=True)
        with open(full, "w", encoding="utf-8") as file:
            file.write("\n".join(document.lines) + "\n")
        for line, place in document.places.items():
            wanted[full, line] = place
    said = subprocess.run([program, "check", "--content", folder, "--format",
                           "json", "--as-of", "2026-11-22"],
                          capture_output=True, text=True)
    for line in (said.stderr + said.stdout).split("\n"):
        if line.startswith("{"):
            diag = json.loads(line)
            if diag.get("severity") == "error":
                found.add((diag.get("file"), diag.get("line")))
    return wanted, found


def main(program, folder):
    passed = failed = 0
    schemas = read_schemas(program)
    attacks = {name: attack_of(name) for name in ATTACKS}
    attacks.update({"host " + host: host_attack(host) for host in HOSTS})
    for number, (name, attack) in enumerate(attacks.items()):
        wanted, found = run(program, schemas,
                            os.path.join(folder, str(number)), attack)
        refused = {file for file, _ in found}
        for place, path in wanted.items():
            if place in found or (name in WITH_THE_FILE and
                                  place[0] in refused):
                passed += 1
            else:
                failed += 1
                print("%s: %s was taken (%s:%d)" % (name, path, *place))
    print("%d refused, %d taken" % (passed, failed))
    return 1 if failed or passed < 500 else 0


if __name__ == "__main__":
    sys.exit(main(*sys.argv[1:]))
