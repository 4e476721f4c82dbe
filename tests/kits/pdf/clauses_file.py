"""
Clauses on the file as a whole: its syntax, the catalog, what it says of itself.
"""

import re
import xml.etree.ElementTree as xml

from pikepdf import Array, Stream

from .clauses import clause
from .kit import is_dict, is_lang, text_of

RDF = '{http://www.w3.org/1999/02/22-rdf-syntax-ns#}'
NAMESPACES = {
	'dc': 'http://purl.org/dc/elements/1.1/',
	'xmp': 'http://ns.adobe.com/xap/1.0/',
	'xmpMM': 'http://ns.adobe.com/xap/1.0/mm/',
	'xmpRights': 'http://ns.adobe.com/xap/1.0/rights/',
	'pdf': 'http://ns.adobe.com/pdf/1.3/',
	'pdfaid': 'http://www.aiim.org/pdfa/ns/id/',
	'pdfuaid': 'http://www.aiim.org/pdfua/ns/id/',
	'pdfaExtension': 'http://www.aiim.org/pdfa/ns/extension/',
	'pdfaSchema': 'http://www.aiim.org/pdfa/ns/schema#',
	'pdfaProperty': 'http://www.aiim.org/pdfa/ns/property#',
}
# Of XMP's predefined schemas, and of the one that the packet describes.
KNOWN = set("""dc:title dc:creator dc:subject dc:language dc:description
	dc:publisher dc:rights dc:format xmp:CreateDate xmp:ModifyDate
	xmp:MetadataDate xmp:CreatorTool xmpMM:DocumentID xmpMM:InstanceID
	xmpRights:Marked pdf:Producer pdf:Keywords pdfaid:part pdfaid:conformance
	pdfuaid:part pdfaExtension:schemas""".split())
CONTAINERS = {'dc:title': 'Alt', 'dc:description': 'Alt', 'dc:rights': 'Alt',
	'dc:creator': 'Seq', 'dc:subject': 'Bag', 'dc:language': 'Bag',
	'dc:publisher': 'Bag', 'pdfaExtension:schemas': 'Bag'}


def tag(name):
	prefix, local = name.split(':')
	return '{' + NAMESPACES[prefix] + '}' + local


def short(full):
	"""`dc:title` of a tag in braces."""
	for prefix, space in NAMESPACES.items():
		if full.startswith('{' + space + '}'):
			return prefix + ':' + full[len(space) + 2:]
	return full


def rdf_of(kit):
	return xml.fromstring(kit.xmp).find(RDF + 'RDF')


def properties(kit):
	"""Elements by short name; none where the packet is unreadable, which
	is a clause of its own."""
	try:
		return {short(one.tag): one for about in rdf_of(kit) for one in about}
	except (xml.ParseError, TypeError):
		return None


def simple(found, name):
	"""The text of a property; of its first item where it has items."""
	one = found.get(name)
	if one is None:
		return None
	item = one.find('.//' + RDF + 'li')
	return (one if item is None else item).text


# --- the file

@clause('A 6.1.2', 'the header is %PDF-1.7 and a line of binary')
def header(kit):
	if not re.match(rb'%PDF-1\.[0-7]\r?\n%[\x80-\xff]{4,}\r?\n', kit.data):
		yield repr(kit.data[:20])


@clause('A 6.1.3', 'the trailer has an ID')
def trailer_id(kit):
	id = kit.pdf.trailer.get('/ID')
	if not isinstance(id, Array) or len(id) != 2 or \
			any(len(bytes(part)) < 16 for part in id):
		yield f'ID is {id!r}'


@clause('A 6.1.3, UA 7.16', 'the file is not encrypted')
def not_encrypted(kit):
	if '/Encrypt' in kit.pdf.trailer or kit.pdf.is_encrypted:
		yield 'Encrypt'


@clause('A 6.1.3', 'nothing follows the end of the file')
def end_of_file(kit):
	if not re.search(rb'%%EOF(\r\n|\n|\r)?\Z', kit.data):
		yield repr(kit.data[-20:])


def raw_streams(kit):
	"""(object number, what follows `stream`, what precedes `endstream`,
	whether it does) of each stream, by its Length."""
	at, data = 0, kit.data
	opening = re.compile(rb'(\d+) 0 obj\b')
	body = re.compile(rb'endobj|>>\s*stream(\r\n|\n|\r|)')
	while True:
		match = opening.search(data, at)
		if match is None:
			return
		at = match.end()
		mark = body.search(data, at)
		if mark is None:
			return
		if mark.group() == b'endobj':
			at = mark.end()
			continue
		entries = data[at:mark.end()]
		length = re.search(rb'/Length (\d+)( \d+ R)?', entries)
		size = int(length.group(1))
		if length.group(2):
			size = int(kit.pdf.get_object((size, 0)))
		at = mark.end() + size
		yield int(match.group(1)), mark.group(1), data[at:at + 11]


@clause('A 6.1.7.1', 'streams stand between line ends, as long as they say')
def stream_line_ends(kit):
	for number, after, before in raw_streams(kit):
		if after not in (b'\n', b'\r\n'):
			yield f'object {number}: no line end after stream'
		if not re.match(rb'(\r\n|\n|\r)endstream', before):
			yield f'object {number}: {before!r} where endstream should be'


@clause('A 6.1.7.1', 'no stream lies in another file')
def stream_inside(kit):
	for stream in kit.streams:
		if any(key in stream for key in ('/F', '/FFilter', '/FDecodeParms')):
			yield f'object {stream.objgen[0]}'


@clause('A 6.1.7.2', 'only filters that an archive may use')
def filters(kit):
	for stream in kit.streams:
		of = stream.get('/Filter', Array())
		for one in of if isinstance(of, Array) else [of]:
			if str(one) not in ('/FlateDecode', '/DCTDecode', '/ASCIIHexDecode',
					'/ASCII85Decode', '/RunLengthDecode', '/CCITTFaxDecode'):
				yield f'object {stream.objgen[0]}: {one}'


@clause('OWN', 'qpdf has nothing to say, whatever is read')
def no_warnings(kit):
	for stream in kit.streams:
		stream.read_bytes()
	yield from kit.pdf.get_warnings()


@clause('A 6.1.13', 'numbers, strings and names keep within the limits')
def object_limits(kit):
	if len(kit.objects) > 8388607:
		yield 'too many objects'
	# What pikepdf prints is one regular expression away from all of it.
	for one in kit.objects:
		if isinstance(one, Stream):
			one = one.stream_dict
		raw = one.unparse(resolved=True) if hasattr(one, 'unparse') else b''
		if len(raw) > 127 and re.search(rb'/[^\s()<>\[\]{}/%]{128,}', raw):
			yield f'object {one.objgen[0]}: a long name'
		if len(raw) > 32767 and (re.search(rb'\((?:[^()\\]|\\.){32768,}\)', raw)
				or re.search(rb'<[0-9a-f]{65536,}>', raw)):
			yield f'object {one.objgen[0]}: a long string'
		for number in re.findall(rb'(?<![\w(#/+.<-])-?\d{5,}(?:\.\d*)?(?![\w>.])', raw):
			if abs(float(number)) > 2147483647 or \
					b'.' in number and abs(float(number)) > 32767:
				yield f'object {one.objgen[0]}: {number.decode()}'


# --- the catalog

@clause('UA 7.1, A 6.7.2.2', 'the file says that it is tagged')
def mark_info(kit):
	info = kit.root.get('/MarkInfo')
	if not is_dict(info) or info.get('/Marked') is not True:
		yield f'MarkInfo is {info!r}'


@clause('UA 7.1', 'no suspects')
def suspects(kit):
	info = kit.root.get('/MarkInfo', {})
	if info.get('/Suspects', False) is not False:
		yield 'Suspects is true'


@clause('UA 7.2, A 6.7.4', 'the catalog has a language')
def catalog_lang(kit):
	lang = text_of(kit.root.get('/Lang'))
	if not is_lang(lang):
		yield f'Lang is {lang!r}'


@clause('UA 7.1', 'the title is shown instead of the file name')
def display_title(kit):
	view = kit.root.get('/ViewerPreferences', {})
	if view.get('/DisplayDocTitle') is not True:
		yield 'DisplayDocTitle is not true'


@clause('OWN', 'the kit opens at its first page')
def opens_at_first_page(kit):
	dest = kit.root.get('/OpenAction')
	if not isinstance(dest, Array) or \
			dest[0].objgen != kit.pdf.pages[0].obj.objgen:
		yield f'OpenAction is {dest!r}'


@clause('OWN', 'the kit is printed at its own size')
def print_scaling(kit):
	view = kit.root.get('/ViewerPreferences', {})
	if view.get('/PrintScaling') != '/None':
		yield f"PrintScaling is {view.get('/PrintScaling')}"


@clause('UA 7.1, A 6.7.3.2', 'there is a structure tree')
def structure_tree(kit):
	tree = kit.root.get('/StructTreeRoot')
	if not is_dict(tree) or tree.get('/Type') != '/StructTreeRoot':
		yield f'StructTreeRoot is {tree!r}'


@clause('A 6.5.2, 6.5.1', 'no additional actions, no scripts')
def no_actions(kit):
	names = kit.root.get('/Names', {})
	if '/AA' in kit.root or '/JavaScript' in names:
		yield 'the catalog acts'
	for page in kit.pages:
		if '/AA' in page.obj:
			yield f'page {page.number} acts'
	for one in kit.objects:
		if is_dict(one) and str(one.get('/S')) in ('/JavaScript', '/Launch',
				'/Sound', '/Movie', '/ResetForm', '/ImportData', '/Hide',
				'/SetOCGState', '/Rendition', '/Trans', '/GoTo3DView',
				'/SubmitForm', '/GoToE', '/GoToR', '/Named', '/Thread'):
			yield f'object {one.objgen[0]}: {one.S}'


@clause('A 6.9, UA 7.10', 'no optional content')
def no_optional_content(kit):
	if '/OCProperties' in kit.root:
		yield 'OCProperties'


@clause('A 6.4, UA 7.15', 'no forms')
def no_forms(kit):
	if '/AcroForm' in kit.root or '/NeedsRendering' in kit.root:
		yield 'AcroForm'


@clause('A 6.1.12', 'no permissions')
def no_permissions(kit):
	if '/Perms' in kit.root:
		yield 'Perms'


@clause('A 6.10, 6.11', 'no alternate presentations, no requirements')
def no_requirements(kit):
	names = kit.root.get('/Names', {})
	if '/AlternatePresentations' in names or '/Requirements' in kit.root or \
			any('/PresSteps' in page.obj for page in kit.pages):
		yield 'AlternatePresentations, PresSteps or Requirements'


@clause('A 6.8', 'files attached are PDF/A, or part 3 is claimed and they are named')
def attachments(kit):
	names = kit.root.get('/Names', {})
	files = [one for one in kit.objects if is_dict(one) and '/EF' in one]
	if '/EmbeddedFiles' not in names and not files:
		return
	part = simple(properties(kit) or {}, 'pdfaid:part')
	if part != '3':
		yield f'attachments in part {part}'
	for one in files:
		stream = one.EF.get('/F')
		if '/F' not in one or '/UF' not in one or \
				'/AFRelationship' not in one or stream is None or \
				'/Subtype' not in stream:
			yield f'object {one.objgen[0]}: F, UF, AFRelationship or Subtype'


@clause('A 6.2.3', 'one output intent, for PDF/A, with an RGB profile of sRGB size')
def output_intent(kit):
	intents = kit.root.get('/OutputIntents', [])
	ours = [one for one in intents if one.get('/S') == '/GTS_PDFA1']
	if len(intents) != 1 or len(ours) != 1:
		yield f'{len(intents)} intents, {len(ours)} of PDF/A'
		return
	if ours[0].get('/OutputConditionIdentifier') is None:
		yield 'no OutputConditionIdentifier'
	profile = ours[0].DestOutputProfile.read_bytes()
	if profile[36:40] != b'acsp' or profile[12:16] not in (b'mntr', b'prtr') \
			or profile[16:20] != b'RGB ' or profile[8] > 4:
		yield f'profile of {profile[12:20]!r}, version {profile[8]}'


@clause('A 6.2.4.2', 'profiles say how many components they have')
def profile_components(kit):
	for intent in kit.root.get('/OutputIntents', []):
		profile = intent.get('/DestOutputProfile')
		if profile is not None and profile.get('/N') != 3:
			yield f"N is {profile.get('/N')!r}"


# --- what it says of itself

@clause('A 6.6.2.1', 'the metadata is a stream of XML without a filter')
def metadata_stream(kit):
	of = kit.root.get('/Metadata')
	if not isinstance(of, Stream) or of.get('/Type') != '/Metadata' or \
			of.get('/Subtype') != '/XML' or '/Filter' in of:
		yield 'Metadata: Type, Subtype or Filter'


@clause('A 6.6.2.1', 'the packet begins with a mark, an id and nothing else')
def packet_header(kit):
	if not kit.xmp.startswith(b'<?xpacket begin="\xef\xbb\xbf" '
			b'id="W5M0MpCehiHzreSzNTczkc9d"?>'):
		yield repr(kit.xmp[:60])


@clause('OWN', 'the packet has its trailer')
def packet_trailer(kit):
	if not re.search(rb'<\?xpacket end="[rw]"\?>\s*\Z', kit.xmp):
		yield repr(kit.xmp[-40:])


@clause('A 6.6.2.1', 'the packet is well-formed, one rdf:RDF about the document')
def packet_readable(kit):
	rdf = rdf_of(kit)
	if len(rdf) != 1 or rdf[0].get(RDF + 'about') != '':
		yield 'not one rdf:Description with an empty rdf:about'


@clause('A 6.6.2.3', 'only properties that are predefined or described')
def packet_known(kit):
	for name in properties(kit) or {}:
		if name not in KNOWN:
			yield name


@clause('A 6.6.2.3', 'properties have the container of their type')
def packet_containers(kit):
	for name, one in (properties(kit) or {}).items():
		want = CONTAINERS.get(name)
		kids = [kid.tag[len(RDF):] for kid in one]
		if kids != ([want] if want else []):
			yield f'{name} holds {kids}, not {want}'
		elif want == 'Alt' and one.find('.//' + RDF + 'li').get(
				'{http://www.w3.org/XML/1998/namespace}lang') != 'x-default':
			yield f'{name} has no x-default'


@clause('UA 7.1', 'the packet has a title')
def packet_title(kit):
	found = properties(kit)
	if found is not None and not (simple(found, 'dc:title') or '').strip():
		yield 'no dc:title'


@clause('A 6.6.2.3', 'dates have a day and a time')
def packet_dates(kit):
	for name in ('xmp:CreateDate', 'xmp:ModifyDate', 'xmp:MetadataDate'):
		date = simple(properties(kit) or {}, name)
		if date is not None and not re.fullmatch(r'\d{4}-\d\d-\d\dT'
				r'\d\d:\d\d:\d\d(Z|[+-]\d\d:\d\d)', date):
			yield f'{name}: {date}'


@clause('A 6.6.4', 'the packet claims PDF/A, level A')
def claim_archive(kit):
	found = properties(kit)
	if found is not None and (simple(found, 'pdfaid:part') not in ('2', '3') or
			simple(found, 'pdfaid:conformance') != 'A'):
		yield f"part {simple(found, 'pdfaid:part')}, " \
			f"conformance {simple(found, 'pdfaid:conformance')}"


@clause('UA 5', 'the packet claims PDF/UA, part 1, under its prefix')
def claim_accessible(kit):
	found = properties(kit)
	if found is None:
		return
	if simple(found, 'pdfuaid:part') != '1':
		yield f"part {simple(found, 'pdfuaid:part')}"
	if b'xmlns:pdfuaid="' not in kit.xmp:
		yield 'another prefix'


@clause('A 6.6.2.3', 'the packet describes the schema of PDF/UA')
def extension_schema(kit):
	found = properties(kit)
	if found is None:
		return
	schema = found.get('pdfaExtension:schemas')
	items = schema.findall(f'{RDF}Bag/{RDF}li') if schema is not None else []
	if len(items) != 1 or items[0].get(RDF + 'parseType') != 'Resource':
		yield f'{len(items)} schemas'
		return
	text = {short(one.tag): (one.text or '').strip() for one in items[0]}
	if not text.get('pdfaSchema:schema') or \
			text.get('pdfaSchema:namespaceURI') != NAMESPACES['pdfuaid'] or \
			text.get('pdfaSchema:prefix') != 'pdfuaid':
		yield 'schema, namespaceURI or prefix'
	yield from described_property(items[0])


def described_property(item):
	listed = item.findall(f"{tag('pdfaSchema:property')}/{RDF}Seq/{RDF}li")
	if len(listed) != 1 or listed[0].get(RDF + 'parseType') != 'Resource':
		yield f'{len(listed)} properties in a Seq'
		return
	text = {short(one.tag)[13:]: (one.text or '').strip() for one in listed[0]}
	if text.get('name') != 'part' or text.get('valueType') != 'Integer' or \
			text.get('category') != 'internal' or not text.get('description'):
		yield f'the property is {text}'


@clause('OWN', 'Info and XMP say the same')
def info_is_xmp(kit):
	found = properties(kit)
	if found is None:
		return
	info = kit.pdf.trailer.get('/Info', {})
	pairs = {'/Title': 'dc:title', '/Author': 'dc:creator',
		'/Subject': 'dc:description', '/Keywords': 'pdf:Keywords',
		'/Producer': 'pdf:Producer', '/Creator': 'xmp:CreatorTool'}
	for key, name in pairs.items():
		here, there = text_of(info.get(key)), simple(found, name)
		if here != there:
			yield f'{key} is {here!r}, {name} is {there!r}'
	for key, name in {'/CreationDate': 'xmp:CreateDate',
			'/ModDate': 'xmp:ModifyDate'}.items():
		here, there = text_of(info.get(key)), simple(found, name)
		if (here or 'D:').replace('D:', '')[:14] != \
				re.sub(r'\D', '', there or '')[:14]:
			yield f'{key} is {here!r}, {name} is {there!r}'


@clause('OWN', 'the language of the packet is the catalog\'s')
def packet_lang(kit):
	found = properties(kit)
	if found is not None and \
			simple(found, 'dc:language') != text_of(kit.root.get('/Lang')):
		yield f"dc:language is {simple(found, 'dc:language')!r}"
