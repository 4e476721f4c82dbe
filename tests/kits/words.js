/*
 * The words of a kit: what its document tree says against what pdftotext
 * reads. In: the tree as `fieldkit dump --stage tree` prints it and the text
 * of each page in the order of drawing (`pdftotext -raw`); out: complaints.
 *
 * Every page after the cover repeats the running header and footer, which are
 * drawn first; the contents are the titles of the tree's h2, each with leader
 * dots and a page number. Notes are drawn last on their page, in the order of
 * the tree, where each leaves its number. What is left has to be the tree's
 * paragraphs - every text between two borders of blocks - one after the other:
 * see paragraphs.js, which states the reader's limits.
 *
 * In its own order the reader turns lines from right to left around itself, and
 * every word of them has to be there, but those with vowel marks.
 */
'use strict';

const { RTL, squeeze, sorted, fold, words, compareParagraphs } =
	require('./paragraphs.js');

const INLINE = new Set(['a', 'abbr', 'b', 'bdi', 'bdo', 'cite', 'code', 'del',
	'em', 'i', 'ins', 'k:page', 'k:pages', 'kbd', 'mark', 'q', 's', 'samp',
	'small', 'span', 'strong', 'sub', 'sup', 'u', 'var']);

/* The tree: nodes { name, rest, children, text }. */
function parseTree(dump)
{
	const root = { name: '', rest: '', children: [] };
	const open = [root];

	for (const line of dump.split('\n')) {
		const indent = line.search(/\S/);
		if (indent < 0)
			continue;
		const body = line.slice(indent);
		const depth = indent / 2 + 1;
		const node = body[0] === '"' ?
			{ name: '#', text: JSON.parse(body), children: [] } :
			{ name: body.split(' ')[0], rest: body, children: [] };
		open.length = depth;
		open[depth - 1].children.push(node);
		open.push(node);
	}
	return root;
}

function findAll(node, wanted, found = [])
{
	for (const child of node.children) {
		if (wanted(child))
			found.push(child);
		findAll(child, wanted, found);
	}
	return found;
}

const hasClass = (node, name) => node.rest !== undefined &&
	(/ \.(.*)/.exec(node.rest.replace(/ [a-z-]+=.*/, '')) || ['', ''])[1]
		.split(/[ .]/).includes(name);
const idOf = (node) => (/ #(\S+)/.exec(node.rest || '') || [])[1];

/* The text below a node; blocks are set apart by a line end. */
function textOf(node, special = () => null)
{
	const parts = [];
	const labels = new Map();	/* of items: what stands before them */
	let depth = 0;			/* of items around */
	const number = (list) => {
		let n = Number((/ start="(-?\d+)"/.exec(list.rest) || [0, 1])[1]);
		for (const item of list.children)
			if (item.name === 'li')
				labels.set(item, list.name === 'ol' ? `${n++}. ` :
					depth > 0 ? '– ' : '• ');
	};
	const walk = (at) => {
		const own = special(at);
		if (own !== null) {
			parts.push(own);
			return;
		}
		if (at.name === '#') {
			parts.push(at.text.replace(/\n/g, ' '));
			return;
		}
		const block = !INLINE.has(at.name);
		if (block)
			parts.push('\n');
		if (at.name === 'ol' || at.name === 'ul')
			number(at);
		if (at.name === 'li')
			parts.push(labels.get(at) || '');
		depth += at.name === 'li';
		at.children.forEach(walk);
		depth -= at.name === 'li';
		if (block)
			parts.push('\n');
	};
	walk(node);
	return parts.join('');
}

const paragraphsOf = (text) => text.split('\n').filter((one) => squeeze(one) !== '');

/* What was added to one multiset and what is missing from it. */
function multisetDifference(wanted, found)
{
	const count = new Map();
	for (const item of wanted)
		count.set(item, (count.get(item) || 0) + 1);
	for (const item of found)
		count.set(item, (count.get(item) || 0) - 1);
	const missing = [], added = [];
	for (const [item, n] of count)
		(n > 0 ? missing : added).push(...(n ? [`${item} (${Math.abs(n)})`] : []));
	return [missing, added];
}

/* The words from right to left that bear no vowel mark; `moved` matches marks
 * that are not the word's where a reader moved them. */
function rtlWords(text, moved)
{
	const bare = text.normalize('NFKC')
		.replace(/[\u200e\u200f\u202a-\u202e\u2066-\u2069]/g, '');
	const words = bare.match(/[\p{Script=Arabic}\p{Script=Hebrew}\p{M}\u200c]+/gu);

	return new Set((words || []).map((word) => word.replace(moved, ''))
		.filter((word) => word !== '' && !/\p{M}/u.test(word)));
}

function rtlComplaints(wanted, ordered)
{
	const read = rtlWords(ordered, /^\p{M}+|\p{M}+$/gu);
	const missing = [...rtlWords(wanted, /^\p{M}+/u)].filter((word) => !read.has(word));

	return missing.length === 0 ? [] :
		[`right-to-left words: missing ${missing.slice(0, 12).join(', ')}`];
}

/* Takes the furniture off a page's text; null when it is not there. */
function withoutFurniture(text, furniture, page, pages)
{
	const want = squeeze(furniture.replaceAll('\u0001', page)
		.replaceAll('\u0002', pages));
	let at = 0, taken = '';
	const order = RTL.test(want) ? sorted : (same) => same;
	const wanted = order(want);
	for (const line of text.split('\n')) {
		at += line.length + 1;
		taken += squeeze(line);
		if (taken.length >= want.length)
			break;
	}
	return order(taken) === wanted ? text.slice(at) : null;
}

/* What stands at a note's place in the text: its number. */
const noteNumber = (node) => (/ value="(\d+)"/.exec(node.rest) || ['', ''])[1];

/* Takes the next of the notes off a page's foot, as many as stand there;
 * adds what is wrong with their words. */
function withoutNotes(text, notes, complaints)
{
	const letters = sorted(text).length;
	let at = text.length, have = 0;

	for (let count = notes.length; count > 0; count--) {
		const want = sorted(notes.slice(0, count).join('\n'));
		if (want.length > letters)
			continue;
		for (at = text.length, have = 0; have < want.length; at--)
			have += squeeze(text[at - 1]).length;
		const lines = text.lastIndexOf('\n', at) + 1;
		if (sorted(text.slice(lines)) !== want)
			continue;
		complaints.push(...compareParagraphs(notes.splice(0, count),
		    text.slice(lines)).map((what) => `notes: ${what}`));
		return text.slice(0, lines);
	}
	return text;
}

/* Takes off the head of a table that goes on from the page before. */
function withoutTableHead(text, heads, before)
{
	const seen = squeeze(before);

	for (const head of new Set(heads)) {
		const want = squeeze(head);
		let at = 0;
		if (want === '' || !squeeze(text).startsWith(want) ||
		    seen.split(want).length <= heads.filter((one) => one === head).length)
			continue;
		while (squeeze(text.slice(0, at)) !== want)
			at++;
		return text.slice(at);
	}
	return text;
}

/*
 * Complaints about one kit: { tree, pages: text of each page, ordered: text in
 * the reader's own order, id: of the kit, hasContents: whether a table of
 * contents was set }.
 */
function compareWords({ tree, pages, ordered, id, hasContents })
{
	const complaints = [];
	const withId = (text) => text.replaceAll('--------', id);
	const marks = (node) => node.name === 'k:page' ? '\u0001' :
		node.name === 'k:pages' ? '\u0002' : null;
	const furniture = withId(findAll(tree, (node) =>
		node.name === 'k:header' || node.name === 'k:footer')
		.map((node) => textOf(node, marks)).join('\n'));
	const headings = findAll(tree, (node) => node.name === 'h2' && idOf(node));
	const heads = findAll(tree, (node) => node.name === 'thead')
		.map((node) => textOf(node));
	const skipped = (node) => {
		if (['head', 'k:header', 'k:footer'].includes(node.name))
			return '';
		if (hasClass(node, 'contents') && !hasContents)
			return '';
		if (node.name === 'k:toc')
			return '\n' + headings.map((at) => textOf(at)).join('\n') + '\n';
		return null;
	};
	const noted = (node) => node.name !== 'k:footnote' ? skipped(node) :
		noteNumber(node);
	const notes = findAll(tree, (node) =>
		node.name === 'k:footnote' && node.children.length > 0)
		.map((node) => `${noteNumber(node)} ${textOf(node).replace(/\s+/g, ' ')}`);
	const wanted = withId(textOf(tree, noted));
	const hasCover = findAll(tree, (node) => hasClass(node, 'cover')).length > 0;
	const read = [];

	pages.forEach((text, index) => {
		if (index === 0 && hasCover) {
			read.push(text);
			return;
		}
		const rest = withoutFurniture(text, furniture, String(index + 1),
		    String(pages.length));
		if (rest === null)
			complaints.push(`page ${index + 1}: its head or foot reads '${text.split('\n').slice(0, 3).join(' | ')}'`);
		else if (squeeze(rest) === '')
			complaints.push(`page ${index + 1}: nothing but its head and foot`);
		read.push(withoutNotes(withoutTableHead(rest === null ? text : rest,
		    heads, read.join('\n')), notes, complaints));
	});
	if (notes.length > 0)
		complaints.push(`notes: '${notes[0]}' is not at the foot of a page`);
	/* Leader dots and the page number of a line of the contents. */
	const leaders = /[. \u200e\u200f\u202a-\u202e]{8,}\n?\d+|^[\u200e\u200f\u202a-\u202e]*\d+[. \u200e\u200f\u202a-\u202e]{8,}/gmu;
	const found = read.join('\n').replace(leaders, ' ');

	if (sorted(wanted) !== sorted(found)) {
		const [missing, added] = multisetDifference(words(wanted), words(found));
		complaints.push(`words: missing ${missing.slice(0, 12).join(', ') || 'none'}; added ${added.slice(0, 12).join(', ') || 'none'}`);
	}
	complaints.push(...compareParagraphs(paragraphsOf(wanted), found));
	if (RTL.test(wanted))
		complaints.push(...rtlComplaints(wanted + furniture, ordered));
	return complaints;
}

module.exports = { parseTree, findAll, fold, hasClass, idOf, textOf, compareWords };
