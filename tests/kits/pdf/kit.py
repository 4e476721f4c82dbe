"""
A kit as the clauses see it. In: the bytes of a PDF file. Out: plain Python
objects: pages with their contents, elements with their kids, fonts with their
programs. Each part is read when it is first asked for, so that a file damaged
in one part is still read in the others.
"""

import io
import re
from functools import cached_property

import pikepdf
from pikepdf import Array, Dictionary, Name, Stream

from .content import Content
from .fonts import Cff, TrueType, cid_map, text_map

# Standard structure types: ISO 32000-1, 14.8.4.
STANDARD = set("""Document Part Art Sect Div BlockQuote Caption TOC TOCI Index
	NonStruct Private P H H1 H2 H3 H4 H5 H6 L LI Lbl LBody Table TR TH TD THead
	TBody TFoot Span Quote Note Reference BibEntry Code Link Annot Ruby RB RT RP
	Warichu WT WP Figure Formula Form""".split())


def key_of(thing):
	"""What tells one indirect object from another."""
	return thing.objgen


def is_dict(thing):
	return isinstance(thing, Dictionary)


def name_of(thing):
	return str(thing)[1:] if isinstance(thing, Name) else None


def text_of(thing):
	return str(thing) if isinstance(thing, pikepdf.String) else None


class Element:
	"""A structure element. `kids` holds Elements, ('mcid', page key, number)
	and ('objr', page key, object)."""

	def __init__(self, obj, parent):
		self.obj, self.parent, self.kids = obj, parent, []
		self.key = key_of(obj)
		self.type = name_of(obj.get('/S'))

	@cached_property
	def alt(self):
		return text_of(self.obj.get('/Alt'))

	@cached_property
	def lang(self):
		return text_of(self.obj.get('/Lang'))

	@cached_property
	def id(self):
		id = self.obj.get('/ID')
		return bytes(id) if isinstance(id, pikepdf.String) else None

	def elements(self):
		return [kid for kid in self.kids if isinstance(kid, Element)]

	def marks(self):
		return [kid[1:] for kid in self.kids if not isinstance(kid, Element)
			and kid[0] == 'mcid']

	def objects(self):
		return [kid[1:] for kid in self.kids if not isinstance(kid, Element)
			and kid[0] == 'objr']

	def attributes(self, owner):
		found = {}
		of = self.obj.get('/A')
		for one in of if isinstance(of, Array) else [of]:
			if is_dict(one) and one.get('/O') == '/' + owner:
				found.update({key[1:]: one[key] for key in one.keys()})
		return found

	def below(self):
		for kid in self.elements():
			yield kid
			yield from kid.below()


class Font:
	"""A Type0 font."""

	def __init__(self, obj):
		self.obj = obj
		self.name = name_of(obj.get('/BaseFont')) or '?'
		self.codes = set()	# that the kit shows

	@cached_property
	def descendant(self):
		return self.obj.DescendantFonts[0]

	@cached_property
	def descriptor(self):
		return self.descendant.FontDescriptor

	@cached_property
	def program(self):
		"""None where it is not embedded."""
		if '/FontFile2' in self.descriptor:
			gids = self.descendant.get('/CIDToGIDMap')
			return TrueType(self.descriptor.FontFile2.read_bytes(),
				gids.read_bytes() if isinstance(gids, Stream) else None)
		if '/FontFile3' in self.descriptor:
			return Cff(self.descriptor.FontFile3.read_bytes())
		return None

	@cached_property
	def text_of(self):
		return text_map(self.obj.ToUnicode.read_bytes())

	@cached_property
	def widths(self):
		found, items, at = {}, list(self.descendant.get('/W', [])), 0
		while at + 1 < len(items):
			first = int(items[at])
			if isinstance(items[at + 1], Array):
				for i, width in enumerate(items[at + 1]):
					found[first + i] = float(width)
				at += 2
			else:
				for code in range(first, int(items[at + 1]) + 1):
					found[code] = float(items[at + 2])
				at += 3
		return found

	@cached_property
	def cmap(self):
		"""The embedded CMap's ranges; None for a predefined one."""
		of = self.obj.get('/Encoding')
		return cid_map(of.read_bytes()) if isinstance(of, Stream) else None

	@cached_property
	def cids(self):
		"""CIDs of the codes that are shown; 0 where the CMap has none."""
		if self.cmap is None:
			return {code: code for code in self.codes}
		return {code: next((cid + code - first for first, last, cid in self.cmap
			if first <= code <= last), 0) for code in self.codes}

	def width(self, cid):
		return self.widths.get(cid, float(self.descendant.get('/DW', 1000)))


def page_key(obj, otherwise):
	page = obj.get('/Pg')
	return otherwise if page is None else page.objgen


def codes_of(string):
	return [a << 8 | b for a, b in zip(string[::2], string[1::2])]


class Page:
	def __init__(self, obj, number):
		self.obj, self.number, self.key = obj, number, key_of(obj)

	@cached_property
	def content(self):
		of = self.obj.get('/Contents')
		parts = of if isinstance(of, Array) else [of]
		return Content(b'\n'.join(part.read_bytes() for part in parts
			if part is not None))

	@cached_property
	def resources(self):
		return self.obj.get('/Resources', Dictionary())

	def resource(self, kind, name):
		return self.resources.get('/' + kind, Dictionary()) \
			.get('/' + name.decode('latin-1'))

	def annotations(self):
		return list(self.obj.get('/Annots', []))


class Kit:
	def __init__(self, data):
		self.data = data
		self.pdf = pikepdf.open(io.BytesIO(data), suppress_warnings=True)
		self.root = self.pdf.Root
		# Asked for its pages, pikepdf gives them what they inherit.
		self.pages_without_resources = [number for number, page
			in enumerate(page_objects(self.root.get('/Pages')), 1)
			if '/Resources' not in page]

	@cached_property
	def objects(self):
		return list(self.pdf.objects)

	@cached_property
	def streams(self):
		return [one for one in self.objects if isinstance(one, Stream)]

	@cached_property
	def pages(self):
		return [Page(page.obj, i + 1)
			for i, page in enumerate(self.pdf.pages)]

	@cached_property
	def page_of(self):
		return {page.key: page for page in self.pages}

	@cached_property
	def forms(self):
		"""Form XObjects as (object, content)."""
		return [(one, Content(one.read_bytes())) for one in self.streams
			if one.get('/Subtype') == '/Form']

	@cached_property
	def contents(self):
		"""(place, content) of pages and forms."""
		return [(f'page {page.number}', page.content) for page in self.pages] + \
			[(f'form {key_of(form)[0]}', content) for form, content in self.forms]

	@cached_property
	def images(self):
		return [one for one in self.streams if one.get('/Subtype') == '/Image']

	@cached_property
	def annotations(self):
		return [(page, one) for page in self.pages
			for one in page.annotations()]

	@cached_property
	def fonts(self):
		"""By key, with the codes shown in each."""
		found = {}
		for page in self.pages:
			named = page.resources.get('/Font', Dictionary())
			here = {}
			for name in named.keys():
				font = found.setdefault(key_of(named[name]), None) or \
					Font(named[name])
				found[key_of(named[name])] = font
				here[name[1:].encode('latin-1')] = font
			for name, string in page.content.all_shown():
				if name in here:
					here[name].codes.update(codes_of(string))
		return found

	@cached_property
	def root_element(self):
		"""The structure tree root, as the parent of all elements."""
		root = Element(self.root.StructTreeRoot, None)
		self.grow(root, None, set())
		return root

	def grow(self, parent, page, seen):
		kids, page = parent.obj.get('/K', []), page_key(parent.obj, page)
		for kid in kids if isinstance(kids, Array) else [kids]:
			if isinstance(kid, int):
				parent.kids.append(('mcid', page, kid))
				continue
			type = kid.get('/Type')
			if type == '/MCR':
				parent.kids.append(('mcid', page_key(kid, page), int(kid.MCID)))
			elif type == '/OBJR':
				parent.kids.append(('objr', page_key(kid, page),
					kid.get('/Obj')))
			elif kid.objgen not in seen:
				seen.add(kid.objgen)
				element = Element(kid, parent)
				parent.kids.append(element)
				self.grow(element, page, seen)

	@cached_property
	def elements(self):
		return list(self.root_element.below())

	@cached_property
	def marked(self):
		"""Sequences by (page key, MCID); several only in a damaged file."""
		found = {}
		for page in self.pages:
			for sequence in page.content.sequences:
				if sequence.mcid is not None:
					found.setdefault((page.key, sequence.mcid), []) \
						.append(sequence)
		return found

	@cached_property
	def parents(self):
		"""The parent tree: key to value."""
		return dict(number_tree(self.root.StructTreeRoot.ParentTree))

	@cached_property
	def destinations(self):
		"""Names of destinations in the order of the tree."""
		names = self.root.get('/Names', Dictionary())
		return list(name_tree(names.Dests)) if '/Dests' in names else []

	@cached_property
	def outline(self):
		"""Items as (depth, object)."""
		found = []
		if '/Outlines' in self.root:
			walk_outline(self.root.Outlines, 0, found)
		return found

	@cached_property
	def xmp(self):
		return bytes(self.root.Metadata.read_bytes())

	def shown_text(self, page, shown):
		"""What strings of a page say."""
		parts = []
		for name, string in shown:
			font = self.fonts[key_of(page.resource('Font', name))]
			parts.extend(font.text_of.get(code, '\ufffd')
				for code in codes_of(string))
		return ''.join(parts)


def page_objects(node, depth=0):
	if is_dict(node) and '/Kids' in node and depth < 30:
		for kid in node.Kids:
			yield from page_objects(kid, depth + 1)
	elif is_dict(node):
		yield node


def number_tree(node):
	for kid in node.get('/Kids', []):
		yield from number_tree(kid)
	nums = node.get('/Nums', [])
	yield from ((int(nums[i]), nums[i + 1]) for i in range(0, len(nums) - 1, 2))


def name_tree(node):
	for kid in node.get('/Kids', []):
		yield from name_tree(kid)
	names = node.get('/Names', [])
	yield from ((bytes(names[i]), names[i + 1])
		for i in range(0, len(names) - 1, 2))


def walk_outline(item, depth, found):
	at = item.get('/First')
	while at is not None and len(found) < 10000:
		found.append((depth, at))
		walk_outline(at, depth + 1, found)
		at = at.get('/Next')


LANG = re.compile(r'[A-Za-z]{1,8}(-[A-Za-z0-9]{1,8})*')


def is_lang(text):
	return text is not None and LANG.fullmatch(text) is not None
