"""
Content streams. In: the bytes of a page's or a form's content and its fonts.
Out: what it does, as far as the clauses ask: marked-content sequences with the
text and the paint in them, operators, colours, resources, depths, lengths.

Tokens are found by one regular expression, since a kit has thousands a page;
only a string with nested parentheses is scanned by hand.
Source: ISO 32000-1, 7.2 (tokens), 7.8.2 (streams), 9.4.3 (text), 14.6 (marks).
"""

import re

TOKEN = re.compile(rb"""
	( \( (?: [^()\\] | \\[\s\S] )* \) )		# 1 string
	| ( <[0-9A-Fa-f\s]*> )				# 2 hexadecimal string
	| ( << | >> | \[ | \] )				# 3 brackets
	| / ( [^\0\t\n\f\r ()<>\[\]{}/%]* )		# 4 name
	| ( [+-]? (?: \d+\.?\d* | \.\d+ ) )		# 5 number
	| ( [A-Za-z'"][A-Za-z0-9*]* )			# 6 operator
	| ( \( )					# 7 string that nests
	| %[^\r\n]* | [\0\t\n\f\r ]+
	| ( . )						# 8 anything else
	""", re.X | re.S)

ESCAPE = re.compile(rb'\\(\r\n|[0-7]{1,3}|[\s\S])')
ESCAPED = {b'n': b'\n', b'r': b'\r', b't': b'\t', b'b': b'\b', b'f': b'\f',
	b'\n': b'', b'\r': b'', b'\r\n': b''}

# ISO 32000-1, table 51.
OPERATORS = set(b"""b B b* B* BDC BI BMC BT BX c cm CS cs d d0 d1 Do DP EI EMC
	ET EX f F f* G g gs h i ID j J K k l m M MP n q Q re RG rg ri s S SC sc
	SCN scn sh T* Tc Td TD Tf Tj TJ TL Tm Tr Ts Tw Tz v w W W* y ' " """.split())
PAINT = set(b'b B b* B* f F f* s S sh Do BI EI'.split())
# Nothing of theirs is asked for.
PLAIN = set(b"""BT ET Td TD Tm T* Tc Tw Tz TL Ts re m l c v y h n w J j M d i W
	W* rg RG g G cm BX EX""".split())
VALUES = {b'true', b'false', b'null'}
# Looked for in all of a stream at once; what strings hold is taken out when
# something is found.
NAME = re.compile(rb'/([^\0\t\n\f\r ()<>\[\]{}/%]{100,})')
STRING = re.compile(rb'\((?:[^()\\]|\\[\s\S])*\)|<[0-9A-Fa-f\s]*>')
LARGE = re.compile(rb'(?<![\d.])\d{5,}(?=[\s.])')
SHOW = set(b"""Tj TJ ' " """.split())


def unescape(match):
	what = match.group(1)
	if what[:1] in b'01234567':
		return bytes([int(what, 8) & 255])
	return ESCAPED.get(what, what)


def string_of(token):
	body = token[1:-1]
	return ESCAPE.sub(unescape, body) if b'\\' in body else body


def hex_of(token):
	digits = re.sub(rb'\s', b'', token[1:-1])
	return bytes.fromhex((digits + b'0' * (len(digits) % 2)).decode())


def nested_string(data, at):
	"""The end of the string that opens at `at`."""
	depth = 0
	while at < len(data):
		c = data[at]
		if c == 0x5c:
			at += 1
		elif c == 0x28:
			depth += 1
		elif c == 0x29:
			depth -= 1
			if depth == 0:
				return at + 1
		at += 1
	return at


class Sequence:
	"""A marked-content sequence; `shown` holds (font name, string)."""
	__slots__ = ('tag', 'mcid', 'inside', 'shown', 'paints', 'extras')

	def __init__(self, tag, mcid, inside, extras):
		self.tag, self.mcid, self.inside = tag, mcid, inside
		self.shown, self.paints, self.extras = [], 0, extras

	def is_artifact(self):
		return self.tag == b'Artifact'

	def has_content(self):
		return self.paints > 0 or len(self.shown) > 0

	def around(self):
		at = self.inside
		while at is not None:
			yield at
			at = at.inside


class Content:
	"""What one stream does."""

	def __init__(self, data):
		self.sequences = []
		self.outside = []	# operators of content in no sequence
		self.unknown = set()	# operators that no standard names
		self.operators = set()
		self.colours = set()	# names that cs and CS were given
		self.states = set()	# of gs
		self.intents = set()	# of ri
		self.draws = []		# (name of XObject, sequence or None)
		self.bare = []		# (font, string) shown in no sequence
		self.modes = set()	# of Tr
		self.fonts = set()
		self.depth = 0		# of q, at most
		self.unbalanced = []
		self.longest_string = self.longest_name = 0
		self.largest = 0.0
		self.read(data)

	def read(self, data):
		args, at = [], 0
		self.stack, self.saved, self.font = [], [], None
		while at < len(data):
			for match in TOKEN.finditer(data, at):
				kind = match.lastindex
				if kind is None:
					continue
				text = match.group(kind)
				if kind == 6 and text not in VALUES:
					self.operate(text, args)
					args = []
				elif kind == 1:
					args.append((1, string_of(text)))
				elif kind == 2:
					args.append((1, hex_of(text)))
				elif kind == 7:
					at = nested_string(data, match.start())
					args.append((1, string_of(data[match.start():at])))
					break
				elif kind == 8:
					self.unknown.add(text)
				else:
					args.append((kind, text))
			else:
				break
		if self.stack:
			self.unbalanced.append('BDC without EMC')
		if self.saved:
			self.unbalanced.append('q without Q')
		if NAME.search(data) or LARGE.search(data):
			bare = STRING.sub(b'()', data)
			self.longest_name = max(map(len, NAME.findall(bare)), default=0)
			self.largest = max(map(float, LARGE.findall(bare)), default=0)

	def operate(self, operator, args):
		self.operators.add(operator)
		if operator in SHOW:
			self.show(args)
		elif operator in PAINT:
			self.paint(operator, args)
		elif operator == b'Tf':
			self.font = args[-2][1] if len(args) > 1 else None
			self.fonts.add(self.font)
		elif operator == b'BDC' or operator == b'BMC':
			self.open(args)
		elif operator == b'EMC':
			if self.stack:
				self.stack.pop()
			else:
				self.unbalanced.append('EMC without BDC')
		elif operator == b'q':
			self.saved.append(self.font)
			self.depth = max(self.depth, len(self.saved))
		elif operator == b'Q':
			if self.saved:
				self.font = self.saved.pop()
			else:
				self.unbalanced.append('Q without q')
		elif operator not in PLAIN:
			self.note(operator, args)

	def note(self, operator, args):
		last = args[-1][1] if args else None
		if operator in (b'cs', b'CS'):
			self.colours.add(last)
		elif operator == b'gs':
			self.states.add(last)
		elif operator == b'ri':
			self.intents.add(last)
		elif operator == b'Tr':
			self.modes.add(last)
		elif operator not in OPERATORS:
			self.unknown.add(operator)

	def open(self, args):
		tag = args[0][1] if args else b''
		mcid, extras = None, {}
		for (kind, key), (_, value) in zip(args[1:], args[2:]):
			if kind == 4 and key == b'MCID':
				mcid = int(value)
			elif kind == 4 and key in (b'Lang', b'ActualText', b'Alt', b'E'):
				extras[key] = value
		sequence = Sequence(tag, mcid, self.stack[-1] if self.stack else None, extras)
		self.sequences.append(sequence)
		self.stack.append(sequence)

	def show(self, args):
		strings = [value for kind, value in args if kind == 1 and value]
		if not strings:
			return
		if not self.stack:
			self.outside.append('text')
		shown = self.stack[-1].shown if self.stack else self.bare
		for string in strings:
			shown.append((self.font, string))
			if len(string) > self.longest_string:
				self.longest_string = len(string)

	def paint(self, operator, args):
		if operator == b'Do':
			self.draws.append((args[-1][1] if args else b'',
				self.stack[-1] if self.stack else None))
		if self.stack:
			self.stack[-1].paints += 1
		else:
			self.outside.append(operator.decode())

	def all_shown(self):
		yield from self.bare
		for sequence in self.sequences:
			yield from sequence.shown
