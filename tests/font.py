#!/usr/bin/env python3
"""A font for tests, made of an installed one.

	tests/font.py STYLE FILE [KEY=VALUE]...

Copies the file of Noto Sans in that style ("Regular", "Bold") to FILE, with
	family=WORD	in place of "Noto", of four letters
	licence=NUMBER	as fsType of OS/2
	axes=1		and a table fvar with one axis, as a variable font has
	bytes=NUMBER	cut after so many
"""
import struct
import subprocess
import sys


def tables(font):
    """Where the entry of each table is in the directory."""
    count = struct.unpack_from(">H", font, 4)[0]
    return {bytes(font[at:at + 4]): at
            for at in range(12, 12 + 16 * count, 16)}


def rename(font, family):
    for encoding in ("utf-16-be", "ascii"):
        font[:] = font.replace("Noto".encode(encoding),
                               family.encode(encoding))


def set_licence(font, licence):
    entry = tables(font)[b"OS/2"]
    start = struct.unpack_from(">I", font, entry + 8)[0]
    struct.pack_into(">H", font, start + 8, licence)


def add_axis(font):
    """In place of gasp: the directory stays sorted."""
    table = struct.pack(">HHHHHHHH4sIIIHH", 1, 0, 16, 2, 1, 20, 0, 8,
                        b"wght", 100 << 16, 400 << 16, 900 << 16, 0, 256)
    struct.pack_into(">4sIII", font, tables(font)[b"gasp"], b"fvar", 0,
                     len(font), len(table))
    font += table


def main(style, path, *changes):
    wanted = dict(change.split("=", 1) for change in changes)
    file = subprocess.run(
        ["fc-match", "-f", "%{file}", "Noto Sans:style=" + style],
        check=True, capture_output=True, text=True).stdout
    with open(file, "rb") as source:
        font = bytearray(source.read())
    if "family" in wanted:
        rename(font, wanted["family"])
    if "licence" in wanted:
        set_licence(font, int(wanted["licence"], 0))
    if "axes" in wanted:
        add_axis(font)
    if "bytes" in wanted:
        del font[int(wanted["bytes"]):]
    with open(path, "wb") as target:
        target.write(font)


main(*sys.argv[1:])
