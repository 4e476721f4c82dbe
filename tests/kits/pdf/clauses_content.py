"""
Clauses on what is drawn: pages, contents, fonts, pictures, colours.
"""

import re
import unicodedata

from pikepdf import Array, Name, Stream

from .clauses import clause
from .content import OPERATORS
from .kit import is_dict, key_of, name_of

DEVICE = ('/DeviceRGB', '/DeviceGray', '/Indexed', '/Pattern')
BLENDS = """Normal Compatible Multiply Screen Overlay Darken Lighten ColorDodge
	ColorBurn HardLight SoftLight Difference Exclusion Hue Saturation Color
	Luminosity""".split()


# --- pages

@clause('A 6.2.2', 'pages have resources of their own')
def own_resources(kit):
	for number in kit.pages_without_resources:
		yield f'page {number}'


@clause('A 6.2.2', 'what contents name is in the resources')
def resources_complete(kit):
	for page in kit.pages:
		content = page.content
		for kind, names in (('Font', content.fonts),
				('XObject', {name for name, _ in content.draws}),
				('ExtGState', content.states)):
			for name in names:
				if page.number not in kit.pages_without_resources and (
						name is None or page.resource(kind, name) is None):
					yield f'page {page.number}: {kind} {name!r}'


@clause('A 6.1.13', 'pages are between 3 and 14,400 pt')
def page_sides(kit):
	for page in kit.pages:
		box = [float(side) for side in page.obj.MediaBox]
		for side in (box[2] - box[0], box[3] - box[1]):
			if not 3 <= side <= 14400:
				yield f'page {page.number}: {side} pt'


@clause('UA 7.18.3', 'pages with annotations are walked in structure order')
def tabs(kit):
	for page in kit.pages:
		if page.annotations() and page.obj.get('/Tabs') != '/S':
			yield f'page {page.number}'


# --- contents

@clause('UA 7.1', 'all content is tagged or an artifact')
def content_is_marked(kit):
	for page in kit.pages:
		content = page.content
		if content.outside:
			yield f'page {page.number}: {content.outside[0]} in no sequence'
		for sequence in content.sequences:
			if sequence.has_content() and sequence.mcid is None and not any(
					at.mcid is not None or at.is_artifact()
					for at in (sequence, *sequence.around())):
				yield f'page {page.number}: {sequence.tag!r} has no MCID'


@clause('UA 7.1', 'artifacts and tagged content do not hold each other')
def artifacts_apart(kit):
	for place, content in kit.contents:
		for sequence in content.sequences:
			for outer in sequence.around():
				if sequence.is_artifact() and outer.mcid is not None:
					yield f'{place}: an artifact in MCID {outer.mcid}'
				if sequence.mcid is not None and outer.is_artifact():
					yield f'{place}: MCID {sequence.mcid} in an artifact'


@clause('PDF 14.6', 'sequences and saved states are closed where they opened')
def balanced(kit):
	for place, content in kit.contents:
		for complaint in content.unbalanced:
			yield f'{place}: {complaint}'


@clause('A 6.2.2', 'only operators of the standard')
def known_operators(kit):
	for place, content in kit.contents:
		for operator in content.unknown:
			yield f'{place}: {operator!r}'


@clause('A 6.1.13', 'at most 28 saved states')
def state_depth(kit):
	for place, content in kit.contents:
		if content.depth > 28:
			yield f'{place}: {content.depth}'


@clause('A 6.1.13', 'strings, names and numbers of contents keep within the limits')
def content_limits(kit):
	for place, content in kit.contents:
		if content.longest_string > 32767 or content.longest_name > 127 or \
				content.largest > 32767:
			yield f'{place}: string of {content.longest_string}, name of ' \
				f'{content.longest_name}, number {content.largest}'


@clause('UA 7.2', 'no text is spoken in place of what is drawn')
def no_actual_text(kit):
	for place, content in kit.contents:
		for sequence in content.sequences:
			if b'ActualText' in sequence.extras or b'E' in sequence.extras:
				yield f'{place}: MCID {sequence.mcid}'


@clause('A 6.2.4.3', 'no colours but RGB and grey')
def colours(kit):
	for place, content in kit.contents:
		for operator in content.operators & {b'k', b'K', b'scn', b'SCN'} - \
				({b'scn', b'SCN'} if content.colours <= {b'Pattern'} else set()):
			yield f'{place}: {operator.decode()}'
		for name in content.colours - {b'DeviceRGB', b'DeviceGray', b'Pattern'}:
			yield f'{place}: colour space {name!r}'
	for one in kit.objects:
		space = one.get('/ColorSpace') if isinstance(one, Stream) or \
			is_dict(one) and '/ShadingType' in one else None
		if isinstance(space, Array):
			if str(space[0]) not in DEVICE or \
					space[0] == '/Indexed' and str(space[1]) not in DEVICE:
				yield f'object {key_of(one)[0]}: {space[0]}'
		elif isinstance(space, Name) and str(space) not in DEVICE:
			yield f'object {key_of(one)[0]}: {space}'


@clause('A 6.2.6', 'rendering intents are of the standard')
def rendering_intents(kit):
	good = {b'RelativeColorimetric', b'AbsoluteColorimetric', b'Perceptual',
		b'Saturation'}
	for place, content in kit.contents:
		for name in content.intents - good:
			yield f'{place}: {name!r}'


@clause('A 6.2.5', 'graphics states set nothing that depends on the device')
def graphics_states(kit):
	for one in kit.objects:
		states = one.get('/Resources', {}).get('/ExtGState', {}) \
			if isinstance(one, Stream) or is_dict(one) and \
			is_dict(one.get('/Resources')) else {}
		for name in states.keys():
			state = states[name]
			if any(key in state for key in ('/TR', '/TR2', '/HTP', '/HT')):
				yield f'{name}: TR or HT'
			if str(state.get('/BM', '/Normal'))[1:] not in BLENDS:
				yield f"{name}: BM {state.get('/BM')}"


@clause('A 6.2.10', 'no group without a colour space that needs one')
def page_groups(kit):
	for page in kit.pages:
		group = page.obj.get('/Group')
		if is_dict(group) and str(group.get('/CS', '/DeviceRGB')) != '/DeviceRGB':
			yield f'page {page.number}'


# --- forms and pictures

def is_same(one, other):
	return one is not None and key_of(one) == key_of(other)


@clause('UA 7.20', 'forms hold no marked content, or are drawn once outside artifacts')
def forms(kit):
	for form, content in kit.forms:
		tagged = [one for one in content.sequences if one.mcid is not None]
		drawn = [(page, sequence) for page in kit.pages
			for name, sequence in page.content.draws
			if is_same(page.resource('XObject', name), form)] if tagged else []
		if tagged and (len(drawn) != 1 or '/StructParents' not in form or
				drawn[0][1] is not None and drawn[0][1].is_artifact()):
			yield f'form {key_of(form)[0]} is drawn {len(drawn)} times'


@clause('UA 7.20, A 6.2.9', 'forms are neither references nor PostScript')
def form_kinds(kit):
	for form, _ in kit.forms:
		if any(key in form for key in ('/Ref', '/OPI', '/PS')) or \
				form.get('/Subtype2') == '/PS':
			yield f'form {key_of(form)[0]}'


@clause('A 6.2.8', 'pictures are not interpolated and have no alternates')
def images(kit):
	for image in kit.images:
		if image.get('/Interpolate', False) is not False or \
				'/Alternates' in image or '/OPI' in image:
			yield f'picture {key_of(image)[0]}'


# --- fonts

@clause('UA 7.21.4.1, A 6.2.11.4.1', 'fonts are embedded')
def fonts_embedded(kit):
	if not kit.fonts:
		yield 'no fonts'
	for font in kit.fonts.values():
		descriptor = font.descriptor
		if '/FontFile2' not in descriptor and '/FontFile3' not in descriptor:
			yield font.name


@clause('OWN', 'fonts are subsets, and say so in their names')
def fonts_subset(kit):
	seen = {}
	for font in kit.fonts.values():
		if not re.fullmatch(r'[A-Z]{6}\+.+', font.name):
			yield font.name
		elif seen.setdefault(font.name[:6], font) is not font:
			yield f'{font.name}: two subsets of one tag'


@clause('UA 7.21.3.1', 'fonts are Type0, of the collection Adobe-Identity')
def fonts_kind(kit):
	for font in kit.fonts.values():
		system = font.descendant.CIDSystemInfo
		kinds = {'/FontFile2': '/CIDFontType2', '/FontFile3': '/CIDFontType0'}
		if font.obj.get('/Subtype') != '/Type0' or \
				(str(system.Registry), str(system.Ordering)) != \
				('Adobe', 'Identity') or \
				len(font.obj.DescendantFonts) != 1:
			yield font.name
		for key, kind in kinds.items():
			if key in font.descriptor and font.descendant.get('/Subtype') != kind:
				yield f"{font.name}: {font.descendant.get('/Subtype')}"


@clause('UA 7.21.3.3, A 6.2.11.3.3', 'the encoding is Identity-H or an embedded CMap')
def fonts_encoding(kit):
	for font in kit.fonts.values():
		encoding = font.obj.get('/Encoding')
		if not isinstance(encoding, Stream):
			if encoding != '/Identity-H':
				yield f'{font.name}: {encoding!r}'
			continue
		data, system = encoding.read_bytes(), encoding.CIDSystemInfo
		if encoding.get('/Type') != '/CMap' or '/UseCMap' in encoding or \
				int(encoding.get('/WMode', 0)) != 0 or \
				not re.search(rb'/WMode 0 def', data) or \
				f'/CMapName{encoding.CMapName} def'.encode() not in data:
			yield f'{font.name}: Type, UseCMap, WMode or CMapName'
		if str(system.Ordering) != str(font.descendant.CIDSystemInfo.Ordering):
			yield f'{font.name}: Ordering {system.Ordering}'


@clause('OWN', 'a font and its parts have one name')
def fonts_named_alike(kit):
	for font in kit.fonts.values():
		name = name_of(font.descendant.get('/BaseFont'))
		encoding = font.obj.get('/Encoding')
		suffix = ''
		if '/FontFile3' in font.descriptor:	# ISO 32000-1, 9.7.6.2
			suffix = '-' + name_of(encoding.CMapName if
				isinstance(encoding, Stream) else encoding)
		if font.name != f'{name}{suffix}' or \
				name_of(font.descriptor.get('/FontName')) != name:
			yield f'{font.name}: {name}'


@clause('OWN', 'CID fonts are symbolic')
def fonts_symbolic(kit):
	for font in kit.fonts.values():
		flags = int(font.descriptor.get('/Flags', 0))
		if not flags & 4 or flags & 32:
			yield f'{font.name}: Flags {flags}'


@clause('UA 7.21.3.2, A 6.2.11.3.2', 'TrueType fonts say which glyph is which CID')
def fonts_glyph_map(kit):
	for font in kit.fonts.values():
		map = font.descendant.get('/CIDToGIDMap')
		if '/FontFile2' in font.descriptor and map != '/Identity' and \
				not isinstance(map, Stream):
			yield font.name


@clause('UA 7.21.4.2, A 6.2.11.4.2', 'no CIDSet, which could only be wrong')
def fonts_no_cid_set(kit):
	for font in kit.fonts.values():
		if '/CIDSet' in font.descriptor:
			yield font.name


@clause('OWN', 'CFF fonts are bare tables keyed by CID')
def fonts_cff(kit):
	for font in kit.fonts.values():
		if '/FontFile3' in font.descriptor and (
				font.descriptor.FontFile3.get('/Subtype') != '/CIDFontType0C' or
				not font.program.is_cid_keyed):
			yield font.name


@clause('OWN', 'TrueType programs say how long they are')
def fonts_length(kit):
	for font in kit.fonts.values():
		program = font.descriptor.get('/FontFile2')
		if program is not None and \
				program.get('/Length1') != len(program.read_bytes()):
			yield font.name


@clause('UA 7.21.4.1', 'every code shown has a glyph in the font')
def glyphs_present(kit):
	for font in kit.fonts.values():
		for code, cid in font.cids.items():
			if cid != 0 and font.program and not font.program.has(cid):
				yield f'{font.name}: code {code}'


@clause('UA 7.21.8, A 6.2.11.8', 'no .notdef is shown')
def no_notdef(kit):
	for font in kit.fonts.values():
		if 0 in font.cids.values():
			yield font.name


@clause('UA 7.21.5, A 6.2.11.5', 'widths are those of the font, within a unit')
def widths(kit):
	for font in kit.fonts.values():
		for code, cid in font.cids.items():
			if cid != 0 and font.program and font.program.has(cid) and \
					abs(font.program.width(cid) - font.width(cid)) > 1:
				yield f'{font.name}: code {code} is {font.width(cid)}, ' \
					f'in the font {font.program.width(cid)}'


@clause('UA 7.21.7, A 6.2.11.7.2', 'every code shown has a text')
def text_complete(kit):
	for font in kit.fonts.values():
		for code in font.codes:
			if code != 0 and code not in font.text_of:
				yield f'{font.name}: code {code}'


@clause('UA 7.21.7, A 6.2.11.7.2', 'no text is empty, half a pair, or no character')
def text_sound(kit):
	for font in kit.fonts.values():
		for code, text in font.text_of.items():
			if text == '' or any(c in '\0\ufeff\ufffe\uffff' or
					'\ud800' <= c <= '\udfff' for c in text):
				yield f'{font.name}: code {code} is {text!r}'


@clause('A 6.2.11.7.3', 'no text is of private use')
def text_public(kit):
	for font in kit.fonts.values():
		for code, text in font.text_of.items():
			if any(unicodedata.category(c) == 'Co' for c in text):
				yield f'{font.name}: code {code} is {text!r}'


@clause('OWN', 'text is filled, and never hidden')
def text_visible(kit):
	for place, content in kit.contents:
		for mode in content.modes - {b'0'}:
			yield f'{place}: Tr {mode.decode()}'


@clause('OWN', 'strings of text are whole codes')
def whole_codes(kit):
	for page in kit.pages:
		if any(len(string) % 2 for _, string in page.content.all_shown()):
			yield f'page {page.number}'
