#!/usr/bin/python3
"""
Are the clauses awake? In: kits that pass. Each is damaged in one way after the
other, at least one for each clause; out: a line where other clauses fail than
the damage says, and last "N passed, M failed".

A damage is a function that changes the kit it is given, or returns other bytes;
it raises StopIteration where a kit has nothing to damage, and the next kit is
tried.
"""

import io
import sys

sys.dont_write_bytecode = True

import pikepdf
from pikepdf import Array, Dictionary, Name, String

from pdf import clauses_content, clauses_file, clauses_tree	# they register
from pdf.clauses import CLAUSES, failures
from pdf.kit import Kit, key_of

DAMAGES = []


def damage(*slugs):
	"""Registers a damage and the clauses that it fails: all of them, no
	other."""
	def register(function):
		DAMAGES.append((function.__name__.replace('_', ' '), set(slugs),
			function))
		return function
	return register


def first(kit, *types):
	return next(one for one in kit.elements if one.type in types)


def font_of(kit, key='/FontFile2'):
	return next(one for one in kit.fonts.values()
		if key in one.descriptor and len(one.codes) > 4)


def edit(kit, change, at=-1):
	"""Changes the content of a page."""
	page = kit.pages[at]
	old = page.obj.Contents.read_bytes()
	new = change(old)
	if new == old:
		raise StopIteration
	page.obj.Contents = kit.pdf.make_stream(new)


def add_resource(kit, kind, thing):
	"""Under the name Own, on the page that edit() changes."""
	resources = kit.pages[-1].obj.Resources
	if '/' + kind not in resources:
		resources['/' + kind] = Dictionary()
	resources['/' + kind].Own = thing


def edit_xmp(kit, old, new):
	if old not in kit.xmp:
		raise StopIteration
	stream = kit.pdf.make_stream(kit.xmp.replace(old, new, 1))
	stream.Type, stream.Subtype = Name.Metadata, Name.XML
	kit.root.Metadata = stream


def edit_text(kit, change):
	"""Changes the ToUnicode of a font."""
	font = font_of(kit)
	old = font.obj.ToUnicode.read_bytes()
	font.obj.ToUnicode = kit.pdf.make_stream(change(old))


def replace_text(kit, text):
	"""Another text for the first code of a bfchar or bfrange."""
	font = font_of(kit)
	code = sorted(font.codes)[0]
	lines = [b'/CIDInit /ProcSet findresource begin', b'begincmap']
	for one, old in sorted(font.text_of.items()):
		new = text if one == code else old.encode('utf-16-be').hex()
		lines += [b'1 beginbfchar', f'<{one:04x}> <{new}>'.encode(),
			b'endbfchar']
	font.obj.ToUnicode = kit.pdf.make_stream(b'\n'.join(lines))


def link(kit):
	return next(one for _, one in kit.annotations)


# --- the file

@damage('header')
def another_header(kit):
	return b'%PDF-2.0' + kit.data[8:]


@damage('trailer-id')
def no_id(kit):
	return kit.data.replace(b'/ID ', b'/IX ').replace(b'/ID[', b'/IX[')


@damage('end-of-file')
def bytes_after_the_end(kit):
	return kit.data + b'more\n'


@damage('no-warnings')
def wrong_start_of_the_index(kit):
	out = io.BytesIO()
	kit.pdf.save(out, fix_metadata_version=False,
		object_stream_mode=pikepdf.ObjectStreamMode.disable)
	head, mark, _ = out.getvalue().rpartition(b'startxref')
	return head + mark + b'\n17\n%%EOF\n'


@damage('not-encrypted')
def encrypted(kit):
	out = io.BytesIO()
	kit.pdf.save(out, encryption=pikepdf.Encryption(owner='a', user=''),
		fix_metadata_version=False, compress_streams=False)
	return out.getvalue()


@damage('stream-line-ends')
def no_newline_before_endstream(kit):
	out = io.BytesIO()
	kit.pdf.save(out, fix_metadata_version=False)
	data = out.getvalue()
	return data.replace(b'\nendstream', b' endstream', 1)


@damage('stream-inside')
def stream_of_another_file(kit):
	kit.streams[0].FDecodeParms = Dictionary()


@damage('filters')
def lzw(kit):
	image = kit.pdf.make_stream(b'\x80\x0b\x60\x50\x22\x0c\x0c\x85\x01')
	image.Filter = Name.LZWDecode
	kit.root.PieceInfo = Dictionary(Own=image)


@damage('object-limits')
def a_long_string(kit):
	kit.root.PieceInfo = kit.pdf.make_indirect(
		Dictionary(Own=String('x' * 40000)))


@damage('object-limits')
def a_long_name(kit):
	kit.root.PieceInfo = kit.pdf.make_indirect(
		Dictionary(Own=Name('/' + 'x' * 128)))


# --- the catalog

@damage('mark-info')
def not_marked(kit):
	kit.root.MarkInfo = Dictionary(Marked=False)


@damage('suspects')
def suspected(kit):
	kit.root.MarkInfo.Suspects = True


@damage('catalog-lang', 'packet-lang')
def lang_with_underscore(kit):
	kit.root.Lang = String('en_GB')


@damage('catalog-lang', 'packet-lang')
def no_lang(kit):
	del kit.root.Lang


@damage('display-title')
def file_name_as_title(kit):
	kit.root.ViewerPreferences.DisplayDocTitle = False


@damage('opens-at-first-page')
def opened_at_the_last_page(kit):
	kit.root.OpenAction[0] = kit.pages[-1].obj


@damage('print-scaling')
def printed_to_fit(kit):
	del kit.root.ViewerPreferences['/PrintScaling']


@damage('no-actions')
def script(kit):
	kit.root.Names.JavaScript = Dictionary(Names=Array())


@damage('no-actions')
def page_that_acts(kit):
	kit.pages[0].obj.AA = Dictionary()


@damage('no-optional-content')
def layers(kit):
	kit.root.OCProperties = Dictionary()


@damage('no-forms')
def form_fields(kit):
	kit.root.AcroForm = Dictionary(Fields=Array())


@damage('no-permissions')
def permissions(kit):
	kit.root.Perms = Dictionary()


@damage('no-requirements')
def requirements(kit):
	kit.root.Requirements = Array()


@damage('attachments')
def attachment(kit):
	kit.root.Names.EmbeddedFiles = Dictionary(Names=Array())


@damage('output-intent')
def no_output_intent(kit):
	kit.root.OutputIntents = Array()


@damage('output-intent')
def grey_profile(kit):
	intent = kit.root.OutputIntents[0]
	data = intent.DestOutputProfile.read_bytes()
	profile = kit.pdf.make_stream(data[:16] + b'GRAY' + data[20:])
	profile.N = 3
	intent.DestOutputProfile = profile


@damage('profile-components')
def profile_without_n(kit):
	del kit.root.OutputIntents[0].DestOutputProfile['/N']


# --- the packet

@damage('metadata-stream')
def metadata_without_subtype(kit):
	del kit.root.Metadata['/Subtype']


@damage('packet-header')
def packet_with_encoding(kit):
	edit_xmp(kit, b'd"?>', b'd" encoding="UTF-8"?>')


@damage('packet-trailer')
def packet_without_trailer(kit):
	edit_xmp(kit, b'<?xpacket end="r"?>', b'')


@damage('packet-readable')
def raw_ampersand(kit):
	edit_xmp(kit, b'</pdf:Producer>', b' & more</pdf:Producer>')


@damage('packet-known')
def invented_property(kit):
	edit_xmp(kit, b'<pdfaid:part>', b'<pdf:PDFVersion>1.7</pdf:PDFVersion>'
		b'<pdfaid:part>')


@damage('packet-containers')
def creator_in_a_bag(kit):
	edit_xmp(kit, b'<dc:creator><rdf:Seq>', b'<dc:creator><rdf:Bag>')
	kit.__dict__.pop('xmp')
	edit_xmp(kit, b'</rdf:Seq></dc:creator>', b'</rdf:Bag></dc:creator>')


@damage('packet-containers')
def title_as_plain_text(kit):
	head, rest = kit.xmp.split(b'<dc:title>')
	title, tail = rest.split(b'</dc:title>')
	text = title.split(b'default">')[1].split(b'</rdf:li>')[0]
	edit_xmp(kit, kit.xmp, head + b'<dc:title>' + text + b'</dc:title>' + tail)


@damage('packet-title', 'info-is-xmp')
def empty_title(kit):
	head, rest = kit.xmp.split(b'default">', 1)
	tail = rest.split(b'</rdf:li>', 1)[1]
	edit_xmp(kit, kit.xmp, head + b'default"></rdf:li>' + tail)


@damage('packet-dates', 'info-is-xmp')
def date_without_time(kit):
	edit_xmp(kit, b'<pdfaid:part>', b'<xmp:CreateDate>2026-11-22'
		b'</xmp:CreateDate><pdfaid:part>')


@damage('info-is-xmp')
def dates_that_differ(kit):
	kit.pdf.trailer.Info.ModDate = String('D:20010101000000Z')
	kit.pdf.trailer.Info.CreationDate = String('D:20010101000000Z')


@damage('info-is-xmp')
def another_author(kit):
	kit.pdf.trailer.Info.Author = String('Nobody')


@damage('claim-archive')
def conformance_in_lower_case(kit):
	edit_xmp(kit, b'<pdfaid:conformance>A', b'<pdfaid:conformance>a')


@damage('claim-accessible')
def claim_of_part_two(kit):
	edit_xmp(kit, b'<pdfuaid:part>1', b'<pdfuaid:part>2')


@damage('claim-accessible')
def claim_under_another_prefix(kit):
	for _ in range(3):
		new = kit.xmp.replace(b'xmlns:pdfuaid', b'xmlns:ua') \
			.replace(b'<pdfuaid:', b'<ua:').replace(b'</pdfuaid:', b'</ua:')
	edit_xmp(kit, kit.xmp, new)


@damage('extension-schema')
def schema_of_text(kit):
	edit_xmp(kit, b'valueType>Integer', b'valueType>Text')


@damage('extension-schema')
def schema_without_category(kit):
	edit_xmp(kit, b'<pdfaProperty:category>internal</pdfaProperty:category>',
		b'')


@damage('packet-lang')
def packet_of_another_language(kit):
	edit_xmp(kit, b'<dc:language><rdf:Bag><rdf:li>',
		b'<dc:language><rdf:Bag><rdf:li>x-')


# --- pages and contents

@damage('own-resources')
def inherited_resources(kit):
	out = io.BytesIO()
	kit.pdf.save(out, fix_metadata_version=False,
		object_stream_mode=pikepdf.ObjectStreamMode.disable)
	head, mark, tail = out.getvalue().rpartition(b'/StructParents')
	head, _, middle = head.rpartition(b'/Resources')
	return head + b'/Resourcex' + middle + mark + tail


@damage('resources-complete')
def drawing_without_resource(kit):
	edit(kit, lambda old: b'/Artifact BMC /Nowhere Do EMC ' + old)


@damage('page-sides')
def a_tiny_page(kit):
	kit.pages[-1].obj.MediaBox = Array([0, 0, 20000, 20000])


@damage('tabs')
def no_tab_order(kit):
	page = next(one for one in kit.pages if one.annotations())
	del page.obj['/Tabs']


@damage('content-is-marked')
def unmarked_paint(kit):
	edit(kit, lambda old: old + b'\n0 0 1 1 re f')


@damage('content-is-marked')
def tag_without_number(kit):
	edit(kit, lambda old: b'/P BMC 0 0 1 1 re f EMC ' + old)


@damage('artifacts-apart')
def artifact_in_a_paragraph(kit):
	edit(kit, lambda old: old.replace(b'BDC\nBT',
		b'BDC\n/Artifact BMC 0 0 1 1 re f EMC BT', 2))


@damage('balanced')
def sequence_left_open(kit):
	edit(kit, lambda old: old + b'\n/Artifact BMC ')


@damage('balanced')
def state_left_open(kit):
	edit(kit, lambda old: old + b'\nq')


@damage('known-operators')
def unknown_operator(kit):
	edit(kit, lambda old: b'BX 1 foo EX ' + old)


@damage('state-depth')
def deep_states(kit):
	edit(kit, lambda old: b'q ' * 29 + b'Q ' * 29 + old)


@damage('content-limits')
def a_large_number(kit):
	edit(kit, lambda old: b'40000 w ' + old)


@damage('no-actual-text')
def spoken_text(kit):
	edit(kit, lambda old: old.replace(b'/P<</MCID',
		b'/P<</ActualText(x)/MCID', 1))


@damage('colours')
def four_inks(kit):
	edit(kit, lambda old: b'0 0 0 1 k ' + old)


@damage('colours')
def picture_of_four_inks(kit):
	image = kit.pdf.make_stream(b'\0\0\0\0')
	image.Type, image.Subtype = Name.XObject, Name.Image
	image.Width = image.Height = 1
	image.BitsPerComponent, image.ColorSpace = 8, Name.DeviceCMYK
	add_resource(kit, 'XObject', image)


@damage('images')
def interpolated_picture(kit):
	image = kit.pdf.make_stream(b'\0\0\0')
	image.Type, image.Subtype = Name.XObject, Name.Image
	image.Width = image.Height = 1
	image.BitsPerComponent, image.ColorSpace = 8, Name.DeviceRGB
	image.Interpolate = True
	add_resource(kit, 'XObject', image)


@damage('rendering-intents')
def invented_intent(kit):
	edit(kit, lambda old: b'/Own ri ' + old)


@damage('graphics-states')
def transfer_function(kit):
	add_resource(kit, 'ExtGState', Dictionary(TR=Name.Identity))


@damage('page-groups')
def group_of_four_inks(kit):
	kit.pages[0].obj.Group = Dictionary(S=Name.Transparency,
		CS=Name.DeviceCMYK)


def add_form(kit, content):
	form = kit.pdf.make_stream(content)
	form.Type, form.Subtype = Name.XObject, Name.Form
	form.BBox = Array([0, 0, 1, 1])
	add_resource(kit, 'XObject', form)
	return form


@damage('forms')
def marked_form_drawn_twice(kit):
	add_form(kit, b'/P<</MCID 0>>BDC EMC').StructParents = 9999
	edit(kit, lambda old: b'/P BMC /Own Do /Own Do EMC '.replace(
		b'/P BMC', b'/Artifact BMC') + old)


@damage('form-kinds')
def form_of_another_file(kit):
	add_form(kit, b'').Ref = Dictionary()


@damage('text-visible')
def hidden_text(kit):
	edit(kit, lambda old: old.replace(b'BT\n', b'BT\n3 Tr ', 1))


@damage('whole-codes')
def half_a_code(kit):
	edit(kit, lambda old: old.replace(b'EMC', b'(a)Tj EMC', 1)
		if b'Tf' in old.split(b'EMC')[0] else old)


# --- fonts

@damage('fonts-embedded')
def font_not_embedded(kit):
	del font_of(kit).descriptor['/FontFile2']


@damage('fonts-subset')
def font_without_subset_tag(kit):
	font = font_of(kit)
	font.obj.BaseFont = font.descendant.BaseFont = \
		font.descriptor.FontName = Name('/Own')


@damage('fonts-kind')
def collection_of_japan(kit):
	font_of(kit).descendant.CIDSystemInfo.Ordering = String('Japan1')


@damage('fonts-encoding')
def cmap_of_another_collection(kit):
	font = next(one for one in kit.fonts.values() if one.cmap is not None)
	font.obj.Encoding.CIDSystemInfo = Dictionary(Registry=String('Adobe'),
		Ordering=String('Korea1'), Supplement=0)


@damage('glyphs-present')
def glyph_map_that_ends_early(kit):
	font = next(one for one in kit.fonts.values()
		if getattr(one.program, 'gids', None) is not None)
	font.descendant.CIDToGIDMap = kit.pdf.make_stream(
		font.program.gids[:2 * max(font.cids.values())])


@damage('fonts-encoding')
def vertical_encoding(kit):
	font_of(kit).obj.Encoding = Name('/Identity-V')


@damage('fonts-named-alike')
def descendant_of_another_name(kit):
	font_of(kit).descendant.BaseFont = Name('/ABCDEF+Own')


@damage('fonts-symbolic')
def nonsymbolic_flag(kit):
	font_of(kit).descriptor.Flags = 32


@damage('fonts-glyph-map')
def no_glyph_map(kit):
	del font_of(kit).descendant['/CIDToGIDMap']


@damage('fonts-no-cid-set')
def cid_set(kit):
	font_of(kit).descriptor.CIDSet = kit.pdf.make_stream(b'\x80')


@damage('fonts-cff')
def cff_of_another_subtype(kit):
	font_of(kit, '/FontFile3').descriptor.FontFile3.Subtype = Name.OpenType


@damage('fonts-length')
def wrong_length_of_a_font(kit):
	font_of(kit).descriptor.FontFile2.Length1 = 1


def show(kit, code):
	"""Shows a code beside the first text of a page."""
	def change(old):
		head, mark, rest = old.partition(b'Tf\n')
		return head + mark + b'<' + code + b'>Tj ' + rest
	edit(kit, change)


@damage('no-notdef')
def notdef_shown(kit):
	show(kit, b'0000')


@damage('glyphs-present', 'text-complete')
def glyph_that_is_not_there(kit):
	show(kit, b'fff0')


@damage('widths')
def width_two_units_off(kit):
	font = font_of(kit)
	font.descendant.W = Array([item for code in sorted(font.cids.values())
		for item in (code, Array([round(font.width(code)) + 2]))])


@damage('widths')
def width_of_a_cff_glyph(kit):
	font = font_of(kit, '/FontFile3')
	font.descendant.W = Array([item for code in sorted(font.cids.values())
		for item in (code, Array([round(font.width(code)) - 3]))])


@damage('text-complete')
def code_without_text(kit):
	font = font_of(kit)
	font.obj.ToUnicode = kit.pdf.make_stream(b'begincmap endcmap')


@damage('text-sound')
def empty_text(kit):
	replace_text(kit, '')


@damage('text-sound')
def half_a_surrogate_pair(kit):
	replace_text(kit, 'd83d')


@damage('text-public')
def text_of_private_use(kit):
	replace_text(kit, 'e000')


# --- the tree

@damage('containers')
def text_in_a_list(kit):
	item = first(kit, 'LI')
	label = item.elements()[0]
	if not label.marks() or '/Pg' not in label.obj:
		raise StopIteration
	item.obj.K[0] = Dictionary(Type=Name.MCR, Pg=label.obj.Pg,
		MCID=label.marks()[0][1])
	nums = kit.root.StructTreeRoot.ParentTree.Nums
	page = int(label.obj.Pg.StructParents)
	nums[2 * page + 1][label.marks()[0][1]] = item.obj


@damage('table-headers')
def table_of_values(kit):
	for one in first(kit, 'Table').below():
		if one.type == 'TH':
			one.obj.S = Name.TD


@damage('structure-tree')
def tree_of_another_type(kit):
	kit.root.StructTreeRoot.Type = Name.Own

@damage('document-element')
def no_document(kit):
	first(kit, 'Document').obj.S = Name.Part


@damage('element-parent')
def parent_of_another(kit):
	element = kit.elements[-1]
	element.obj.P = kit.elements[0].obj if \
		element.parent is not kit.elements[0] else kit.elements[1].obj


@damage('element-types')
def type_of_its_own(kit):
	first(kit, 'Sect').obj.S = Name.Story


@damage('role-map')
def standard_type_mapped(kit):
	kit.root.StructTreeRoot.RoleMap = Dictionary(H1=Name.P)


@damage('element-lang')
def language_that_is_none(kit):
	first(kit, 'P').obj.Lang = String('english language')


@damage('nesting')
def item_outside_a_list(kit):
	first(kit, 'L').obj.S = Name.Div


@damage('no-empty-elements', 'marks-reached-once')
def element_that_lost_its_content(kit):
	element = next(one for one in kit.elements if one.type == 'P' and
		len(one.kids) == 1 and one.marks())
	element.obj.K = Array()


@damage('marks-exist', 'marks-reached-once')
def element_that_names_another_mark(kit):
	element = next(one for one in kit.elements if one.type == 'P' and
		len(one.kids) == 1 and one.marks())
	element.obj.K = Array([9999])


@damage('marks-reached-once')
def mark_of_two_elements(kit):
	page, mcid = next(mark for one in kit.elements if one.type == 'P'
		for mark in one.marks())
	first(kit, 'Sect').obj.K.append(Dictionary(Type=Name.MCR,
		Pg=kit.page_of[page].obj, MCID=mcid))


@damage('parent-tree')
def parent_tree_to_another(kit):
	nums = kit.root.StructTreeRoot.ParentTree.Nums
	nums[1][0], nums[1][-1] = nums[1][-1], nums[1][0]


@damage('struct-parents')
def page_without_its_key(kit):
	del kit.pages[-1].obj['/StructParents']


@damage('parent-tree-next')
def next_key_taken(kit):
	kit.root.StructTreeRoot.ParentTreeNextKey = 0


@damage('marks-on-pages', 'marks-reached-once')
def mark_without_page(kit):
	element = next(one for one in kit.elements if one.type == 'P' and
		len(one.kids) == 1 and one.marks() and one.parent.type == 'Sect')
	del element.obj['/Pg']


@damage('figure-alt')
def figure_without_alt(kit):
	first(kit, 'Figure').obj.Alt = String(' ')


@damage('figure-box')
def figure_without_box(kit):
	del first(kit, 'Figure').obj['/A']


@damage('heading-levels')
def skipped_level(kit):
	first(kit, 'H2').obj.S = Name.H3


@damage('heading-kind')
def heading_without_level(kit):
	next(one for one in kit.elements
		if one.type == 'Sect').obj.S = Name.H


@damage('note-id')
def note_without_id(kit):
	first(kit, 'Sect').obj.S = Name.Note


@damage('id-tree')
def no_id_tree(kit):
	if '/IDTree' not in kit.root.StructTreeRoot:
		raise StopIteration
	del kit.root.StructTreeRoot['/IDTree']


@damage('list-numbering')
def invented_numbering(kit):
	first(kit, 'L').obj.A = Dictionary(O=Name.List, ListNumbering=Name.Stars)


@damage('items-complete')
def item_without_body(kit):
	first(kit, 'LBody').obj.S = Name.Lbl


@damage('contents-links', 'link-tagged')
def contents_without_links(kit):
	toci = first(kit, 'TOCI')
	next(one for one in toci.below() if one.type == 'Link').obj.S = Name.Span


@damage('captions')
def caption_in_the_middle(kit):
	table = first(kit, 'Table')
	kids = list(table.obj.K)
	paragraph = next(one for one in kit.elements if one.type == 'P' and
		one.parent.type == 'Sect' and one.marks())
	caption = kit.pdf.make_indirect(Dictionary(S=Name.Caption, P=table.obj,
		K=Array([paragraph.obj])))
	paragraph.parent.obj.K = Array([kid for kid in paragraph.parent.obj.K
		if isinstance(kid, int) or key_of(kid) != paragraph.key])
	paragraph.obj.P = caption
	table.obj.K = Array([kids[0], caption, *kids[1:]])


@damage('table-parts')
def head_without_body(kit):
	table = next(one for one in kit.elements if one.type == 'Table' and
		'TBody' in [kid.type for kid in one.elements()])
	for one in table.elements():
		if one.type == 'TBody':
			one.obj.S = Name.THead


@damage('table-grid')
def cell_of_two_columns(kit):
	first(kit, 'TD').obj.A = Dictionary(O=Name.Table, ColSpan=2)


@damage('header-scope')
def header_without_scope(kit):
	del first(kit, 'TH').obj['/A']


# --- links and ways through

@damage('annotation-kinds')
def comment(kit):
	link(kit).Subtype = Name.Text


@damage('annotation-flags')
def link_not_printed(kit):
	link(kit).F = 0


@damage('link-contents')
def link_without_words(kit):
	del link(kit)['/Contents']


@damage('link-tagged', 'link-words')
def link_in_no_element(kit):
	element = next(one for one in kit.elements if one.objects())
	kept = [kid for kid in element.obj.K
		if isinstance(kid, int) or kid.get('/Type') != '/OBJR']
	element.obj.K = Array(kept)


@damage('link-parent')
def link_to_another_element(kit):
	link(kit).StructParent = 0


@damage('link-page')
def link_on_another_page(kit):
	element = next(one for one in kit.elements if one.objects())
	other = next(page for page in kit.pages
		if page.key != element.objects()[0][0])
	for kid in element.obj.K:
		if not isinstance(kid, int) and kid.get('/Type') == '/OBJR':
			kid.Pg = other.obj


@damage('link-target')
def link_off_the_page(kit):
	link(kit).Rect = Array([-50, 0, -10, 10])


@damage('link-words', 'marks-reached-once')
def link_without_content(kit):
	element = next(one for one in kit.elements if one.objects() and one.marks()
		and not one.elements())
	element.obj.K = Array([kid for kid in element.obj.K
		if not isinstance(kid, int) and kid.get('/Type') == '/OBJR'])


@damage('destinations-on-pages')
def place_on_no_page(kit):
	kit.destinations[0][1][0] = Dictionary()


@damage('destinations-sorted')
def unsorted_names(kit):
	names = kit.root.Names.Dests.Names
	names[0], names[2] = names[2], names[0]
	names[1], names[3] = names[3], names[1]


@damage('name-tree-limits')
def wrong_limits(kit):
	kit.root.Names.Dests.Limits = Array([String('a'), String('b')])


@damage('destinations-exist')
def outline_to_nowhere(kit):
	kit.outline[-1][1].Dest = String('nowhere')


@damage('destinations-exist')
def empty_names(kit):
	kit.root.Names.Dests.Names = Array()


@damage('outline')
def item_without_words(kit):
	kit.outline[0][1].Title = String('')


@damage('outline-counts')
def wrong_count(kit):
	kit.root.Outlines.Count = 1000


@damage('page-labels')
def labels_from_the_second_page(kit):
	kit.root.PageLabels.Nums[0] = 1


def saved(kit):
	out = io.BytesIO()
	kit.pdf.save(out, fix_metadata_version=False,
		object_stream_mode=pikepdf.ObjectStreamMode.preserve,
		compress_streams=False,
		stream_decode_level=pikepdf.StreamDecodeLevel.none)
	return out.getvalue()


def damaged(originals, function):
	"""Of the first original that has what is damaged."""
	for data in originals:
		kit = Kit(data)
		try:
			return function(kit) or saved(kit)
		except StopIteration:
			continue
	return None


def main():
	originals = []
	for path in sys.argv[1:]:
		with open(path, 'rb') as file:
			originals.append(file.read())
	passed, failed = 0, 0
	for data in originals:
		found = failures(Kit(saved(Kit(data))))
		passed, failed = passed + (not found), failed + bool(found)
		for slug, complaints in found.items():
			print(f'undamaged: {slug}: {complaints[0]}')
	for name, slugs, function in DAMAGES:
		data = damaged(originals, function)
		found = failures(Kit(data), 1) if data is not None else {}
		if data is not None and set(found) == slugs:
			passed += 1
			continue
		failed += 1
		print(f'{name}: wanted {sorted(slugs)}, found '
			f'{found if data is not None else "no kit to damage"}')
	for slug in CLAUSES:
		if not any(slug in slugs for _, slugs, _ in DAMAGES):
			failed += 1
			print(f'{slug}: no damage fails it')
	print(f'{passed} passed, {failed} failed')


main()
