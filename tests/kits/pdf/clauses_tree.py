"""
Clauses on the structure tree, and on the ways through a kit: links,
destinations, outline, page labels.
"""

from pikepdf import Array, Stream, String

from .clauses import clause
from .kit import (STANDARD, Element, is_dict, is_lang, key_of, name_of,
	name_tree, text_of)

HEADINGS = ('H1', 'H2', 'H3', 'H4', 'H5', 'H6')
# What may stand in whom; a type that is missing here may stand anywhere.
PARENTS = {
	'LI': {'L'}, 'LBody': {'LI'}, 'THead': {'Table'}, 'TBody': {'Table'},
	'TFoot': {'Table'}, 'TR': {'Table', 'THead', 'TBody', 'TFoot'},
	'TH': {'TR'}, 'TD': {'TR'}, 'TOCI': {'TOC'},
	'Caption': {'Table', 'L', 'TOC', 'Figure'},
}
CHILDREN = {
	'L': {'L', 'LI', 'Caption'}, 'LI': {'Lbl', 'LBody'},
	'Table': {'Caption', 'THead', 'TBody', 'TFoot', 'TR'},
	'THead': {'TR'}, 'TBody': {'TR'}, 'TFoot': {'TR'}, 'TR': {'TH', 'TD'},
	'TOC': {'TOC', 'TOCI', 'Caption'},
	'TOCI': {'Lbl', 'Reference', 'NonStruct', 'P', 'TOC'},
}
# Empty cells are cells.
MAY_BE_EMPTY = {'TH', 'TD'}


def of_type(kit, *types):
	return [one for one in kit.elements if one.type in types]


def where(element):
	return f'{element.type} {element.key[0]}'


def is_on_page(page, box):
	x0, y0, x1, y1 = (float(side) for side in box)
	_, _, width, height = (float(side) for side in page.obj.MediaBox)
	return -1 <= x0 < x1 <= width + 1 and -1 <= y0 < y1 <= height + 1


# --- elements

@clause('OWN', 'all elements stand in one Document')
def document_element(kit):
	tops = [one.type for one in kit.root_element.elements()]
	if tops != ['Document']:
		yield f'{tops}'


@clause('UA 7.1', 'elements name their parent')
def element_parent(kit):
	for element in kit.elements:
		parent = element.obj.get('/P')
		if not is_dict(parent) or key_of(parent) != element.parent.key:
			yield where(element)


@clause('UA 7.1, A 6.7.3.4', 'types are standard, or are mapped to standard ones')
def element_types(kit):
	roles = kit.root.StructTreeRoot.get('/RoleMap', {})
	for element in kit.elements:
		seen, type = set(), element.type
		while type not in STANDARD and type not in seen:
			seen.add(type)
			type = name_of(roles.get('/' + str(type)))
		if type not in STANDARD:
			yield where(element)


@clause('UA 7.1', 'no standard type is mapped to another')
def role_map(kit):
	for name in kit.root.StructTreeRoot.get('/RoleMap', {}).keys():
		if name[1:] in STANDARD:
			yield name


@clause('UA 7.2, A 6.7.4', 'languages of elements are tags')
def element_lang(kit):
	for element in kit.elements:
		if '/Lang' in element.obj and not is_lang(element.lang):
			yield f'{where(element)}: {element.lang!r}'


@clause('UA 7.2', 'elements stand where their type may')
def nesting(kit):
	for element in kit.elements:
		parent = element.parent.type
		if element.type in PARENTS and parent not in PARENTS[element.type]:
			yield f'{where(element)} in {parent}'
		elif parent in CHILDREN and element.type not in CHILDREN[parent] and \
				element.type in STANDARD:
			yield f'{where(element)} in {parent}'


@clause('OWN', 'text and pictures are not outside the parts of lists and tables')
def containers(kit):
	for element in kit.elements:
		if element.marks() and (element.type in ('Document', 'LI') or
				element.type in CHILDREN and element.type != 'TOCI'):
			yield where(element)


@clause('OWN', 'no element is empty')
def no_empty_elements(kit):
	for element in kit.elements:
		if not element.kids and element.type not in MAY_BE_EMPTY:
			yield where(element)


@clause('PDF 14.7.4.2', 'content on another page than its element names that page')
def marks_on_pages(kit):
	for element in kit.elements:
		for page, mcid in element.marks():
			if page not in kit.page_of:
				yield f'{where(element)}: MCID {mcid}'


@clause('UA 7.1', 'every MCID of an element is on its page')
def marks_exist(kit):
	for element in kit.elements:
		for page, mcid in element.marks():
			if page in kit.page_of and (page, mcid) not in kit.marked:
				yield f'{where(element)}: MCID {mcid} of page ' \
					f'{kit.page_of[page].number}'


@clause('UA 7.1', 'every MCID of a page belongs to one element')
def marks_reached_once(kit):
	count = {}
	for element in kit.elements:
		for mark in element.marks():
			count[mark] = count.get(mark, 0) + 1
	for (page, mcid), sequences in kit.marked.items():
		found = count.get((page, mcid), 0)
		if found != 1 or len(sequences) != 1:
			yield f'page {kit.page_of[page].number}: MCID {mcid} is in ' \
				f'{found} elements, {len(sequences)} sequences'


@clause('PDF 14.7.4.4', 'the parent tree leads from content back to its element')
def parent_tree(kit):
	owner = {mark: element for element in kit.elements
		for mark in element.marks()}
	for page in kit.pages:
		of = kit.parents.get(int(page.obj.get('/StructParents', -1)), [])
		mine = {mcid: one for (key, mcid), one in owner.items()
			if key == page.key}
		for mcid, element in mine.items():
			if (page.key, mcid) not in kit.marked or \
					'/StructParents' not in page.obj:
				continue
			if mcid >= len(of) or key_of(of[mcid]) != element.key:
				yield f'page {page.number}: MCID {mcid} is not of ' + \
					where(element)


@clause('PDF 14.7.4.4', 'pages with marked content have a key in the parent tree')
def struct_parents(kit):
	seen = set()
	for page in kit.pages:
		key = page.obj.get('/StructParents')
		if any(at[0] == page.key for at in kit.marked) and key is None:
			yield f'page {page.number}'
		if key is not None and key in seen:
			yield f'page {page.number}: key {key} is another\'s'
		seen.add(key)


@clause('PDF 14.7.2', 'the next key of the parent tree is free')
def parent_tree_next(kit):
	after = kit.root.StructTreeRoot.get('/ParentTreeNextKey')
	if after is not None and kit.parents and int(after) <= max(kit.parents):
		yield f'{after}'
	keys = list(kit.parents)
	if keys != sorted(keys):
		yield 'the tree is not sorted'


# --- kinds of elements

@clause('UA 7.3', 'figures and formulas have an alternative text')
def figure_alt(kit):
	for element in of_type(kit, 'Figure', 'Formula'):
		if not (element.alt or '').strip() and '/ActualText' not in element.obj:
			yield where(element)


@clause('OWN', 'figures have a box on their page')
def figure_box(kit):
	for element in of_type(kit, 'Figure'):
		box = element.attributes('Layout').get('BBox')
		page = kit.page_of.get(key_of(element.obj.Pg)
			if '/Pg' in element.obj else None)
		if box is None or len(box) != 4 or page is None:
			yield where(element)
			continue
		if not is_on_page(page, box):
			yield f'{where(element)}: {box!r}'


@clause('UA 7.4.2', 'headings begin with H1 and skip no level')
def heading_levels(kit):
	level = 0
	for element in of_type(kit, *HEADINGS):
		here = int(element.type[1])
		if here > level + 1:
			yield f'{where(element)} after H{level}'
		level = here
	if level == 0:
		yield 'no heading'


@clause('UA 7.4.4', 'no H beside H1 to H6')
def heading_kind(kit):
	if of_type(kit, 'H') and of_type(kit, *HEADINGS):
		yield 'H'


@clause('UA 7.9', 'notes have an ID of their own')
def note_id(kit):
	seen = set()
	for element in of_type(kit, 'Note'):
		if not element.id or element.id in seen:
			yield f'{where(element)}: {element.id!r}'
		seen.add(element.id)


@clause('PDF 14.7.2', 'the ID tree holds every ID, sorted, once')
def id_tree(kit):
	root = kit.root.StructTreeRoot
	listed = list(name_tree(root.IDTree)) if '/IDTree' in root else []
	names = [name for name, _ in listed]
	if names != sorted(set(names)):
		yield 'it is not sorted'
	there = {name: key_of(one) for name, one in listed}
	here = {one.id: one.key for one in kit.elements
		if one.id and (one.type != 'Note' or one.id in there)}
	if there != here:
		yield f'{sorted(set(there.items()) ^ set(here.items()))[:2]}'


@clause('PDF 14.8.4.3.3', 'items of a list are numbered as the list says')
def list_numbering(kit):
	for element in of_type(kit, 'L'):
		kind = element.attributes('List').get('ListNumbering')
		if kind is not None and str(kind)[1:] not in ('None', 'Disc', 'Circle',
				'Square', 'Decimal', 'UpperRoman', 'LowerRoman', 'UpperAlpha',
				'LowerAlpha'):
			yield f'{where(element)}: {kind}'


@clause('UA 7.2', 'an item has a body, and a table of contents its references')
def items_complete(kit):
	for element in of_type(kit, 'LI'):
		types = [one.type for one in element.elements()]
		if types.count('LBody') != 1 or types.count('Lbl') > 1:
			yield f'{where(element)}: {types}'
	for element in of_type(kit, 'TOCI'):
		if not any(one.type == 'Reference' for one in element.below()):
			yield where(element)


@clause('OWN', 'references of the contents hold links')
def contents_links(kit):
	for element in of_type(kit, 'TOCI'):
		for one in element.below():
			if one.type == 'Reference' and not any(
					at.type == 'Link' for at in one.below()):
				yield where(one)


@clause('UA 7.2', 'captions stand first or last')
def captions(kit):
	for element in kit.elements:
		types = [one.type for one in element.elements()]
		if types.count('Caption') > 1 or 'Caption' in types[1:-1]:
			yield where(element)


# --- tables

def rows(table):
	"""The rows of a table without those of tables in its cells."""
	for one in table.elements():
		if one.type == 'TR':
			yield one
		elif one.type in ('THead', 'TBody', 'TFoot'):
			yield from (row for row in one.elements() if row.type == 'TR')


def cells(table):
	for row in rows(table):
		yield from (one for one in row.elements() if one.type in ('TH', 'TD'))


@clause('UA 7.2', 'a head of a table comes with a body')
def table_parts(kit):
	for table in of_type(kit, 'Table'):
		types = [one.type for one in table.elements()]
		if 'THead' in types and 'TBody' not in types or \
				types.count('THead') > 1 or types.count('TFoot') > 1:
			yield f'{where(table)}: {types}'


@clause('UA 7.2', 'tables are regular, spans counted')
def table_grid(kit):
	for table in of_type(kit, 'Table'):
		left, width = {}, None
		for row in rows(table):
			at = 0
			for cell in row.elements():
				while left.get(at, 0) > 0:
					left[at] -= 1
					at += 1
				spans = cell.attributes('Table')
				for _ in range(int(spans.get('ColSpan', 1))):
					left[at] = int(spans.get('RowSpan', 1)) - 1
					at += 1
			while left.get(at, 0) > 0:
				left[at] -= 1
				at += 1
			if width not in (None, at):
				yield f'{where(table)}: rows of {width} and {at} columns'
				break
			width = at
		else:
			if any(left.values()):
				yield f'{where(table)}: a cell spans more rows than there are'


@clause('OWN', 'tables have header cells')
def table_headers(kit):
	for table in of_type(kit, 'Table'):
		if not any(cell.type == 'TH' for cell in cells(table)):
			yield where(table)


@clause('UA 7.5', 'header cells say what they head')
def header_scope(kit):
	for cell in of_type(kit, 'TH'):
		scope = cell.attributes('Table').get('Scope')
		if str(scope) not in ('/Row', '/Column', '/Both'):
			yield f'{where(cell)}: {scope}'


# --- annotations

@clause('A 6.3.1, UA 7.18', 'only links are annotations')
def annotation_kinds(kit):
	for page, one in kit.annotations:
		if one.get('/Subtype') != '/Link':
			yield f"page {page.number}: {one.get('/Subtype')}"


@clause('A 6.3.2', 'annotations are printed and shown')
def annotation_flags(kit):
	for page, one in kit.annotations:
		flags = int(one.get('/F', 0))
		if not flags & 4 or flags & (1 | 2 | 32 | 256):
			yield f'page {page.number}: F {flags}'


@clause('UA 7.18.5', 'links say in words where they lead')
def link_contents(kit):
	for page, one in kit.annotations:
		if not (text_of(one.get('/Contents')) or '').strip():
			yield f'page {page.number}'


@clause('UA 7.18.5', 'links are tagged: the annotation stands in a Link')
def link_tagged(kit):
	holders = {}
	for element in kit.elements:
		for _, obj in element.objects():
			holders.setdefault(key_of(obj), []).append(element)
	for page, one in kit.annotations:
		found = holders.get(key_of(one), [])
		if [at.type for at in found] != ['Link']:
			yield f'page {page.number}: in {[at.type for at in found]}'


@clause('PDF 14.7.4.4', 'the parent tree leads from a link to its element')
def link_parent(kit):
	holders = {key_of(obj): element for element in kit.elements
		for _, obj in element.objects()}
	for page, one in kit.annotations:
		holder = holders.get(key_of(one))
		back = kit.parents.get(int(one.get('/StructParent', -1)))
		if holder is not None and (not is_dict(back) or
				key_of(back) != holder.key):
			yield f'page {page.number}: {text_of(one.get("/Contents"))!r}'


@clause('PDF 14.7.4.3', 'references to annotations name their page')
def link_page(kit):
	on = {key_of(one): page.key for page, one in kit.annotations}
	for element in kit.elements:
		for page, obj in element.objects():
			if on.get(key_of(obj)) != page:
				yield where(element)


@clause('OWN', 'links lie on their page and lead somewhere')
def link_target(kit):
	for page, one in kit.annotations:
		if not is_on_page(page, one.Rect):
			yield f'page {page.number}: {one.Rect!r}'
		action = one.get('/A')
		if '/Dest' not in one and not (is_dict(action) and
				action.get('/S') == '/URI' and '/URI' in action):
			yield f'page {page.number}: {text_of(one.get("/Contents"))!r}'


@clause('UA 7.18.5', 'a Link holds words or a figure beside its annotation')
def link_words(kit):
	for element in of_type(kit, 'Link'):
		if not element.objects():
			yield f'{where(element)}: no annotation'
		elif len(element.kids) == len(element.objects()):
			yield f'{where(element)}: no content'


# --- the ways through

def is_place(kit, dest):
	return isinstance(dest, Array) and is_dict(dest[0]) and \
		key_of(dest[0]) in kit.page_of


@clause('OWN', 'destinations are places on pages of the kit')
def destinations_on_pages(kit):
	for name, dest in kit.destinations:
		at = dest.get('/D') if is_dict(dest) else dest
		if not is_place(kit, at):
			yield f'{name!r}'


@clause('PDF 7.9.6', 'names of destinations are sorted, each once')
def destinations_sorted(kit):
	names = [name for name, _ in kit.destinations]
	if names != sorted(set(names)):
		yield f'{names[:6]}'


def limits_of(node, is_root, complaints):
	names = [name for name, _ in name_tree(node)]
	limits = node.get('/Limits')
	if is_root and limits is not None or not is_root and (limits is None or
			[bytes(one) for one in limits] != [names[0], names[-1]]):
		complaints.append(f'limits of {names[:2]}')
	for kid in node.get('/Kids', []):
		limits_of(kid, False, complaints)
	return complaints


@clause('PDF 7.9.6', 'name trees have right limits')
def name_tree_limits(kit):
	trees = [kit.root.get('/Names', {}).get('/Dests'),
		kit.root.StructTreeRoot.get('/IDTree')]
	for tree in trees:
		if tree is not None:
			yield from limits_of(tree, True, [])


@clause('OWN', 'what links and the outline name is a destination')
def destinations_exist(kit):
	names = {name for name, _ in kit.destinations}
	uses = [one.get('/Dest') for _, one in kit.annotations] + \
		[one.get('/Dest') for _, one in kit.outline]
	for dest in uses:
		if dest is None or isinstance(dest, Array) and is_place(kit, dest):
			continue
		if not isinstance(dest, String) or bytes(dest) not in names:
			yield f'{dest!r}'


@clause('PDF 12.3.3', 'the outline is one chain, each item with words and a place')
def outline(kit):
	root = kit.root.get('/Outlines')
	if root is None:
		yield 'there is none'
		return
	yield from outline_level(root, 0)


def outline_level(parent, depth):
	before, at, count = None, parent.get('/First'), 0
	while at is not None and count < 10000:
		if not (text_of(at.get('/Title')) or '').strip() or '/Dest' not in at:
			yield f'item {key_of(at)[0]}: no words or no place'
		if key_of(at.get('/Parent', at)) != key_of(parent) or \
				(at.get('/Prev') is None) != (before is None) or \
				before is not None and key_of(at.Prev) != key_of(before):
			yield f'item {key_of(at)[0]}: Parent or Prev'
		yield from outline_level(at, depth + 1)
		before, at, count = at, at.get('/Next'), count + 1
	last = parent.get('/Last')
	if (last is None) != (before is None) or \
			last is not None and key_of(last) != key_of(before):
		yield f'item {key_of(parent)[0]}: Last'


@clause('PDF 12.3.3', 'counts of the outline are right')
def outline_counts(kit):
	def visible(item):
		"""Items that show below an open item."""
		total, at = 0, item.get('/First')
		while at is not None and total < 10000:
			total += 1
			if int(at.get('/Count', 0)) > 0:
				total += visible(at)
			at = at.get('/Next')
		return total
	root = kit.root.get('/Outlines')
	for item in ([root] if root is not None else []) + \
			[one for _, one in kit.outline]:
		count = abs(int(item.get('/Count', 0)))
		if count != visible(item):
			yield f'item {key_of(item)[0]}: {count}, not {visible(item)}'


@clause('PDF 12.4.2', 'page labels begin with the first page and ascend')
def page_labels(kit):
	labels = kit.root.get('/PageLabels', {}).get('/Nums', [])
	keys = [int(key) for key in list(labels)[::2]]
	if not keys or keys[0] != 0 or keys != sorted(set(keys)) or \
			keys[-1] >= len(kit.pages):
		yield f'{keys}'
