#!/usr/bin/python3
"""
Checks kits against PDF/UA-1, PDF/A-2a and what kits promise beyond them. In:
names of PDF files as arguments, or one a line on standard input. Out: a line
for each clause that a kit fails; last "N passed, M failed", a kit each.

With --list, the table of clauses instead.
"""

import sys

sys.dont_write_bytecode = True

from pdf import clauses_content, clauses_file, clauses_tree	# they register
from pdf.clauses import CLAUSES, failures
from pdf.kit import Kit


def check(path):
	with open(path, 'rb') as file:
		return failures(Kit(file.read()))


def main():
	if sys.argv[1:] == ['--list']:
		for slug, (number, name, _) in CLAUSES.items():
			print(f'{number:24} {slug:24} {name}')
		return
	paths = sys.argv[1:] or [line.rstrip('\n') for line in sys.stdin]
	failed = 0
	for path in paths:
		found = check(path)
		failed += bool(found)
		for slug, complaints in found.items():
			number, name, _ = CLAUSES[slug]
			for complaint in complaints:
				print(f'{path}: {number}: {name}: {complaint} [{slug}]')
	print(f'{len(paths) - failed} passed, {failed} failed')


main()
