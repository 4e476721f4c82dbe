"""
Font programs, as far as the clauses ask: which glyphs there are and how wide
they are. In: the bytes of a TrueType font or of a bare CFF table. Out: objects
with widths() by CID in 1/1000 em, and what CMap and ToUnicode streams map.

A CFF glyph's width is the operand before the first operator of its charstring
that is one too many; what precedes it may stand in subroutines.
Source: OpenType (head, hhea, maxp, hmtx); Adobe technical notes 5176 (CFF) and
5177 (Type 2 charstrings); ISO 32000-1, 9.10.3 (ToUnicode).
"""

import re
import struct


class TrueType:
	"""CIDs are glyph numbers, but for those that `gids` (the bytes of a
	CIDToGIDMap stream) maps."""

	def __init__(self, data, gids=None):
		self.gids = gids
		count = struct.unpack_from('>H', data, 4)[0]
		tables = {}
		for i in range(count):
			tag, _, offset, length = struct.unpack_from('>4sIII', data, 12 + 16 * i)
			tables[tag] = data[offset:offset + length]
		self.units = struct.unpack_from('>H', tables[b'head'], 18)[0]
		self.glyphs = struct.unpack_from('>H', tables[b'maxp'], 4)[0]
		metrics = struct.unpack_from('>H', tables[b'hhea'], 34)[0]
		self.advances = struct.unpack_from(
			'>' + 'Hh' * metrics, tables[b'hmtx'], 0)[::2]

	def gid(self, cid):
		if self.gids is None:
			return cid
		return int.from_bytes(self.gids[2 * cid:2 * cid + 2], 'big')

	def has(self, cid):
		return (cid == 0 or self.gid(cid) != 0) and self.gid(cid) < self.glyphs

	def width(self, cid):
		advance = self.advances[min(self.gid(cid), len(self.advances) - 1)]
		return advance * 1000 / self.units


def cff_index(data, at):
	"""The items of an INDEX and where it ends."""
	count = struct.unpack_from('>H', data, at)[0]
	if count == 0:
		return [], at + 2
	size = data[at + 2]
	offsets = [int.from_bytes(data[at + 3 + i * size:at + 3 + (i + 1) * size],
		'big') for i in range(count + 1)]
	base = at + 2 + (count + 1) * size
	return [data[base + a:base + b] for a, b in zip(offsets, offsets[1:])], \
		base + offsets[-1]


def cff_number(data, at):
	"""A number of a DICT or a charstring and what follows; (None, at) for
	an operator."""
	b = data[at]
	if 32 <= b <= 246:
		return b - 139, at + 1
	if 247 <= b <= 250:
		return (b - 247) * 256 + data[at + 1] + 108, at + 2
	if 251 <= b <= 254:
		return -(b - 251) * 256 - data[at + 1] - 108, at + 2
	if b == 28:
		return struct.unpack_from('>h', data, at + 1)[0], at + 3
	return None, at


REAL = '0123456789.EE -'


def cff_real(data, at):
	text = ''
	while True:
		for nibble in (data[at] >> 4, data[at] & 15):
			if nibble == 15:
				return float(text), at + 1
			text += 'E-' if nibble == 12 else REAL[nibble]
		at += 1


def cff_dict(data):
	found, args, at = {}, [], 0
	while at < len(data):
		number, after = cff_number(data, at)
		if number is not None:
			args.append(number)
			at = after
		elif data[at] == 29:
			args.append(struct.unpack_from('>i', data, at + 1)[0])
			at += 5
		elif data[at] == 30:
			number, at = cff_real(data, at + 1)
			args.append(number)
		else:
			key = data[at]
			at += 1
			if key == 12:
				key = (12, data[at])
				at += 1
			found[key] = args
			args = []
	return found


class Cff:
	"""A CID-keyed one."""

	def __init__(self, data):
		self.data = data
		_, at = cff_index(data, data[2])
		tops, at = cff_index(data, at)
		_, at = cff_index(data, at)
		self.global_subrs, _ = cff_index(data, at)
		top = cff_dict(tops[0])
		self.is_cid_keyed = (12, 30) in top
		self.strings, _ = cff_index(data, top[17][0])
		self.glyphs = len(self.strings)
		self.units = 1 / top[(12, 7)][0] if (12, 7) in top else 1000
		self.glyph_of = self.charset(top.get(15, [0])[0])
		fonts, _ = cff_index(data, top[(12, 36)][0]) if self.is_cid_keyed \
			else (tops, 0)
		self.privates = [self.private(cff_dict(font)) for font in fonts]
		self.selector = self.select(top[(12, 37)][0]) \
			if self.is_cid_keyed else [0] * self.glyphs

	def charset(self, at):
		if at < 3:
			return {gid: gid for gid in range(self.glyphs)}
		data, kind = self.data, self.data[at]
		cids, at = [0], at + 1
		while len(cids) < self.glyphs:
			first = struct.unpack_from('>H', data, at)[0]
			left = 0
			if kind == 1:
				left = data[at + 2]
			elif kind == 2:
				left = struct.unpack_from('>H', data, at + 2)[0]
			at += 2 + kind
			cids.extend(range(first, first + left + 1))
		return {cid: gid for gid, cid in enumerate(cids)}

	def private(self, font):
		size, at = font.get(18, (0, 0))
		found = cff_dict(self.data[at:at + size])
		subrs = cff_index(self.data, at + found[19][0])[0] if 19 in found else []
		return (found.get(20, [0])[0], found.get(21, [0])[0], subrs)

	def select(self, at):
		data = self.data
		if data[at] == 0:
			return data[at + 1:at + 1 + self.glyphs]
		count = struct.unpack_from('>H', data, at + 1)[0]
		chosen = []
		for i in range(count):
			first, font, last = struct.unpack_from('>HBH', data, at + 3 + 3 * i)
			chosen.extend([font] * (last - first))
		return chosen

	def has(self, cid):
		return cid in self.glyph_of

	def width(self, cid):
		gid = self.glyph_of[cid]
		default, nominal, subrs = self.privates[self.selector[gid]]
		stack = []
		extra = self.run(self.strings[gid], stack, subrs)
		width = default if not extra else nominal + stack[0]
		return width * 1000 / self.units

	def run(self, string, stack, subrs):
		"""Until the first operator that clears the stack: whether it had
		an operand too many; None when it returned before that."""
		at = 0
		while at < len(string):
			number, after = cff_number(string, at)
			if number is not None:
				stack.append(number)
				at = after
				continue
			op = string[at]
			at += 1
			if op == 255:
				stack.append(struct.unpack_from('>i', string, at)[0] / 65536)
				at += 4
			elif op in (10, 29):
				of = subrs if op == 10 else self.global_subrs
				bias = 107 if len(of) < 1240 else 1131 if len(of) < 33900 \
					else 32768
				found = self.run(of[stack.pop() + bias], stack, subrs)
				if found is not None:
					return found
			elif op == 11:
				return None
			elif op in (1, 3, 18, 19, 20, 23):
				return len(stack) % 2 == 1
			elif op == 21:
				return len(stack) > 2
			elif op in (4, 22):
				return len(stack) > 1
			elif op == 14:
				return len(stack) in (1, 5)
			else:
				raise ValueError('a charstring draws before it moves')
		return None


CIDS = re.compile(rb'(?:<([0-9A-Fa-f]+)>)?\s*<([0-9A-Fa-f]+)>\s*(\d+)')


def cid_map(data):
	"""A CMap stream as a list of (first, last, CID)."""
	found = []
	for kind, body in re.findall(rb'begin(cidchar|cidrange)(.*?)end\1', data,
			re.S):
		for first, last, cid in CIDS.findall(body):
			found.append((int(first or last, 16), int(last, 16), int(cid)))
	return found


RANGES = re.compile(rb'begin(bfchar|bfrange|codespacerange)(.*?)end\1', re.S)
HEX = re.compile(rb'<([0-9A-Fa-f\s]*)>|([\[\]])')


def unicode_of(digits):
	"""UTF-16BE; lone surrogates come out as they are."""
	raw = bytes.fromhex(digits.decode())
	return raw.decode('utf-16-be', 'surrogatepass') if len(raw) % 2 == 0 else ''


def text_map(data):
	"""A ToUnicode stream as a dictionary from code to text."""
	found = {}
	for kind, body in RANGES.findall(data):
		items = [bracket or value for value, bracket in HEX.findall(body)]
		if kind == b'bfchar':
			for code, text in zip(items[::2], items[1::2]):
				found[int(code, 16)] = unicode_of(text)
		elif kind == b'bfrange':
			read_ranges(items, found)
	return found


def read_ranges(items, found):
	at = 0
	while at + 2 < len(items):
		first, last = int(items[at], 16), int(items[at + 1], 16)
		at += 3
		if items[at - 1] != b'[':
			start = unicode_of(items[at - 1])
			for code in range(first, last + 1):
				found[code] = start[:-1] + chr(ord(start[-1]) + code - first) \
					if start else ''
			continue
		end = items.index(b']', at)
		for code, text in zip(range(first, last + 1), items[at:end]):
			found[code] = unicode_of(text)
		at = end + 1
