"""
The table of clauses. A clause is a function from a kit to complaints, with the
number of what it checks (UA: ISO 14289-1, A: ISO 19005-2, PDF: ISO 32000-1;
OWN: what a kit promises beyond them) and a name. Clauses do not lean on each
other: damage to one thing fails one clause.
"""

CLAUSES = {}


def clause(number, name):
	"""Registers a generator of complaints under its function's name."""
	def register(function):
		slug = function.__name__.replace('_', '-')
		assert slug not in CLAUSES, slug
		CLAUSES[slug] = (number, name, function)
		return function
	return register


def failures(kit, limit=3):
	"""Failed clauses: slug to complaints, at most `limit` of each."""
	failed = {}
	for slug, (_, _, function) in CLAUSES.items():
		found = []
		try:
			for complaint in function(kit):
				found.append(complaint)
				if len(found) == limit:
					break
		except Exception as error:	# a damaged file: it fails here
			found.append(f'cannot be read: {type(error).__name__}: {error}')
		if found:
			failed[slug] = found
	return failed
