#!/usr/bin/python3
"""Messages as Python's email package reads them back.

letters.py read OUTPUT EDITION   every message of the outbox, against the
                                 edition's letters and kits; prints counts
letters.py show FILE text|html   the body of one message
"""
import email
import email.policy
import html.parser
import json
import os
import re
import sys
import unicodedata

WIDTH = 72
MOST_BYTES = 100000


def columns(line):
    return sum(0 if unicodedata.category(c) in ("Mn", "Me", "Cf") else
               2 if unicodedata.east_asian_width(c) in "WF" else 1
               for c in line)


class Page(html.parser.HTMLParser):
    """What a reader of the HTML sees, and what it asks the network for."""
    VOID = {"meta", "br", "hr", "wbr"}

    def __init__(self):
        super().__init__()
        self.open, self.words, self.links, self.bad = [], [], [], []
        self.dir = self.lang = None

    def handle_starttag(self, tag, attrs):
        attrs = dict(attrs)
        if tag == "html":
            self.dir, self.lang = attrs.get("dir"), attrs.get("lang")
        if tag in ("img", "script", "link", "form", "iframe", "table") or \
                any(name.startswith("on") or name in ("src", "background")
                    for name in attrs) or "url(" in attrs.get("style", ""):
            self.bad.append(tag)
        if tag == "a":
            self.links.append(attrs["href"])
        if tag not in self.VOID:
            self.open.append(tag if attrs.get("aria-hidden") != "true"
                             else "hidden")
        self.words.append(" ")

    def handle_endtag(self, tag):
        if self.open.pop() not in (tag, "hidden"):
            self.bad.append("/" + tag)
        self.words.append(" ")

    def handle_data(self, data):
        if not {"head", "style", "title", "hidden"} & set(self.open):
            self.words.append(data)


def bare(text):
    """The letters and digits, in order: what both forms have to say."""
    return "".join(c for c in text if c.isalnum())


def check_forms(text, page):
    """The two forms say the same, but for the addresses of links."""
    for link in page.links:
        if link.startswith("http"):
            yield "<%s>" % link in text, "the text lacks " + link
            text = text.replace("<%s>" % link, "", 1)
    said, seen = bare(text), bare("".join(page.words))
    yield said == seen, "the forms differ: %s | %s" % next(
        ((said[i - 20:i + 20], seen[i - 20:i + 20])
         for i in range(min(len(said), len(seen))) if said[i] != seen[i]),
        (said[-20:], seen[-20:]))
    for line in text.splitlines():
        yield columns(line) <= WIDTH or " " not in line.strip() or \
            "://" in line, "too wide: " + line


def check_message(message, letter, files, folder):
    body = {kind: message.get_body((kind,)).get_content()
            for kind in ("plain", "html")}
    page = Page()
    page.feed(body["html"])
    used = [s for s in letter["sections"] if s["kit"] in body["plain"]]
    frame = letter["frames"][len(used) - 1]
    subject = frame["subject"].replace("\ue000campaign\ue001",
                                       used[0]["campaign"])
    yield message["subject"] == subject, "subject " + message["subject"]
    sender = message["from"].addresses[0]
    yield sender.display_name == letter["sender"], "sender " + str(sender)
    yield message["content-language"] == letter["lang"], "language"
    yield message["auto-submitted"] == "auto-generated", "auto-submitted"
    yield re.fullmatch(r"<[a-z0-9.-]+>", message["list-id"]), "list-id"
    yield message["list-unsubscribe"] is None, "list-unsubscribe"
    yield message["message-id"].count("@") == 1, "message-id"
    yield page.lang == letter["lang"], "lang"
    rtl = letter["lang"].split("-")[0] in ("ar", "he")
    yield page.dir == ("rtl" if rtl else "ltr"), "dir"
    yield not page.bad and not page.open, "elements %s" % page.bad
    yield len(body["html"].encode()) <= MOST_BYTES, "bytes of HTML"
    yield "\ue000" not in body["html"] + body["plain"], "marks"
    yield from check_forms(body["plain"], page)
    kits = {os.path.basename(s["path"]): s for s in used}
    for part in message.iter_attachments():
        name = part.get_filename()
        data = part.get_payload(decode=True)
        yield name.isascii() and len(name) <= 50, "name " + name
        yield name in body["plain"] and name in body["html"], name
        path = os.path.join(folder, kits[name]["path"])
        yield data == open(path, "rb").read(), "bytes of " + name
    for line in open(files, "rb").read().split(b"\n"):
        yield len(line) <= 998 and b"\r" not in line, "a line's bytes"


def read(output, edition):
    folder = os.path.join(output, edition)
    passed, failed, langs = 0, 0, set()
    outbox = os.path.join(output, "outbox", edition)
    for name in sorted(os.listdir(outbox)):
        path = os.path.join(outbox, name)
        with open(path, "rb") as file:
            message = email.message_from_binary_file(
                file, policy=email.policy.default)
        office = name.split(".")[0]
        letter = json.load(open(os.path.join(folder, "letters",
                                             office + ".json")))
        langs.add(letter["lang"])
        for right, what in check_message(message, letter, path, folder):
            passed, failed = passed + bool(right), failed + (not right)
            if not right:
                print("%s: %s" % (name, what))
    print("%d languages, %d right, %d wrong" % (len(langs), passed, failed))
    return 1 if failed or not passed else 0


def show(path, kind):
    with open(path, "rb") as file:
        message = email.message_from_binary_file(
            file, policy=email.policy.default)
    print("Subject: %s\nAttached: %s\n" % (message["subject"], ", ".join(
        part.get_filename() for part in message.iter_attachments())))
    text = message.get_body(("plain" if kind == "text" else "html",)) \
        .get_content()
    # Marks of direction are seen, kit ids and sizes stay out of it.
    text = text.replace("\u200e", "[LRM]").replace("\u200f", "[RLM]")
    for line in text.splitlines():
        line, ids = re.subn(r"\b[0-9A-HJKMNP-TV-Z]{8}\b", "KIT-ID--", line)
        print(re.sub(r"\d+(\.\d)?(?![^<]*>)", "N", line) if ids else line)
    return 0


if __name__ == "__main__":
    sys.exit({"read": read, "show": show}[sys.argv[1]](*sys.argv[2:]))
