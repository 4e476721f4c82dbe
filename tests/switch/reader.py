"""Reads a site through a server while it is published anew, as 8 readers do.

    reader.py PORT STOP_FILE SUMS…

Each SUMS holds the digests of one release ("sha256  ./path" a line). A reader
takes a page, sees by its digest which release it is of, and then takes what the
page loads. Everything that is answered must be what that release has under the
path. Ends when STOP_FILE is there, and prints what was read, then what was
wrong: a fault a line, at most ten.
"""
import hashlib
import http.client
import multiprocessing
import os
import random
import re
import sys

READERS = 8
LOADED = re.compile(rb'(?:src|href)="([^"]*(?:assets|media)/[^"?#]*)"')


def releases_of(paths):
    releases = {}
    for path in paths:
        with open(path, encoding="utf-8") as lines:
            rows = (line.rstrip("\n").split("  ./", 1) for line in lines)
            releases[path] = {name: digest for digest, name in rows}
    return releases


def get(connection, path):
    connection.request("GET", "/field/" + path)
    answer = connection.getresponse()
    return answer.status, answer.read()


def read_page(connection, releases, page, counts, faults):
    status, body = get(connection, page)
    counts["pages"] += 1
    digest = hashlib.sha256(body).hexdigest()
    owners = [name for name, sums in releases.items() if sums.get(page) == digest]
    if status != 200 or not owners:
        faults.append(f"{page}: status {status}, a page of no release")
        return
    sums = releases[owners[0]]
    counts[owners[0]] = counts.get(owners[0], 0) + 1
    for match in set(LOADED.findall(body)):
        name = os.path.normpath(os.path.join(os.path.dirname(page), match.decode()))
        status, body = get(connection, name)
        counts["assets"] += 1
        if status != 200 or hashlib.sha256(body).hexdigest() != sums.get(name):
            faults.append(f"{page} loads {name}: status {status}")


def read(number, port, stop, releases, results):
    chance = random.Random(number)
    counts, faults = {"pages": 0, "assets": 0}, []
    pages = sorted(set.intersection(*({name for name in sums if name.endswith(".html")}
                                      for sums in releases.values())))
    connection = http.client.HTTPConnection("127.0.0.1", port, timeout=60)
    while not os.path.exists(stop):
        try:
            read_page(connection, releases, chance.choice(pages), counts, faults)
        except (OSError, http.client.HTTPException) as error:
            faults.append(repr(error))
            connection.close()
    results.put((counts, faults))


def main():
    port, stop = int(sys.argv[1]), sys.argv[2]
    releases = releases_of(sys.argv[3:])
    results = multiprocessing.Queue()
    readers = [multiprocessing.Process(target=read, args=(n, port, stop, releases, results))
               for n in range(READERS)]
    for reader in readers:
        reader.start()
    counts, faults = {}, []
    for _ in readers:
        some, more = results.get()
        faults += more
        for key, value in some.items():
            counts[key] = counts.get(key, 0) + value
    for reader in readers:
        reader.join()
    seen = sum(1 for path in sys.argv[3:] if counts.get(path))
    print(f"{counts['pages']} pages of {seen} releases, {counts['assets']} assets, "
          f"{len(faults)} faults")
    print("\n".join(faults[:10]))


main()
