/*
 * How a kit is divided: in, its tree and trace; out, complaints about units
 * that do not start a page, a brief that is not one page, pages that go on with
 * a unit and hold little, a tag tree that skips a heading level, heads no table or leaves a
 * figure without words, and one that is not the document tree's.
 */
'use strict';

const { fullness } = require('./boxes.js');
const { findAll, fold, hasClass, idOf, textOf } = require('./words.js');

/* The element that a page's first text of its own belongs to. */
function opens(trace, page, id)
{
	const first = trace.pages[page - 1].ops.find((op) => op.kind === 'text' &&
		op.element >= 0 && op.text.trim() !== '');
	return first !== undefined && trace.elements[first.element].id === id;
}

const LEAST_FULL = 0.2;

function checkUnits(tree, trace, hasAims)
{
	const complaints = [];
	const starts = new Set([1]);
	const body = findAll(tree, (node) => node.name === 'body')[0];
	const sections = body.children.filter((node) => node.name === 'section');

	sections.forEach((section, index) => {
		if (!hasClass(section, 'unit'))
			return;
		const id = idOf(findAll(section, (node) => node.name === 'h2')[0]);
		const page = trace.destinations.get(id);
		if (page === undefined)
			complaints.push(`unit '${id}' has no destination`);
		else if (!opens(trace, page, id))
			complaints.push(`unit '${id}' does not start page ${page}`);
		starts.add(page);
		if (!hasClass(section, 'brief'))
			return;
		const next = sections[index + 1];
		const after = trace.destinations.get(idOf(findAll(next,
		    (node) => node.name === 'h2')[0]));
		if (after !== page + 1)
			complaints.push(`the brief takes ${after - page} pages`);
	});
	trace.pages.forEach((page, index) => {
		if (hasAims && !starts.has(index + 1) && fullness(page) < LEAST_FULL)
			complaints.push(`page ${index + 1} goes on with a unit and is ${Math.round(100 * fullness(page))} % full`);
	});
	return complaints;
}

function checkTags(elements)
{
	const complaints = [];
	let level = 0;

	elements.forEach((element, index) => {
		const heading = /^H([1-6])$/.exec(element.type);
		if (heading !== null) {
			if (+heading[1] > level + 1)
				complaints.push(`H${heading[1]} follows H${level}`);
			level = +heading[1];
		}
		if (element.type === 'Figure' && (element.alt || '""') === '""')
			complaints.push('a Figure without Alt');
		if (element.type !== 'Table')
			return;
		for (let at = index + 1; at < elements.length &&
		    elements[at].depth > element.depth; at++)
			if (elements[at].type === 'TH')
				return;
		complaints.push('a Table without TH');
	});
	if (level === 0)
		complaints.push('no heading');
	return complaints;
}

/* The elements in what pdfinfo -struct prints. */
function parseStruct(text)
{
	return text.split('\n').map((line) => /^( *)(\w+)/.exec(line))
		.filter((match) => match !== null && match[2] !== 'Object')
		.map((match) => ({ depth: match[1].length / 2, type: match[2] }));
}

/* Elements that become one tag each; others may be cards or lines of text. */
const TAGS = { h1: 'H1', h2: 'H2', h3: 'H3', h4: 'H4', h5: 'H5', h6: 'H6',
	table: 'Table', tr: 'TR', th: 'TH', td: 'TD', ul: 'L', ol: 'L', dl: 'L',
	li: 'LI', dt: 'LI', blockquote: 'BlockQuote' };
const KEPT = new Set(Object.values(TAGS));

/* Nodes of the document tree that a tag is expected for, in their order. A
 * list of contents is the renderer's own, and its page may fall away. */
function taggedNodes(tree, trace)
{
	const hasContents = trace.elements.some((at) => at.type === 'TOC');
	const found = [];
	const walk = (node) => {
		if (['head', 'k:header', 'k:footer', 'k:toc'].includes(node.name) ||
		    (hasClass(node, 'contents') && !hasContents))
			return;
		if (TAGS[node.name] !== undefined)
			found.push(node);
		node.children.forEach(walk);
	};
	walk(tree);
	return found;
}

function compareTags(tree, trace, elements)
{
	const wanted = taggedNodes(tree, trace).map((node) => TAGS[node.name]);
	const found = elements.map((one) => one.type)
		.filter((type) => KEPT.has(type));
	const at = wanted.findIndex((type, index) => type !== found[index]);

	if (at < 0 && wanted.length === found.length)
		return [];
	const near = (list) => list.slice(Math.max(0, at - 3), at + 4).join(' ');
	return [`tags: wanted ${wanted.length}: ${near(wanted)}; ` +
		`found ${found.length}: ${near(found)}`];
}

/* The elements in what pdfinfo -struct-text prints, with their text. */
function parseStructText(text)
{
	const open = [], found = [];

	for (const line of text.split('\n')) {
		const string = /^( *)"(.*)"$/.exec(line);
		const tag = /^( *)([A-Z]\w*)/.exec(line);
		if (string !== null) {
			open.length = Math.min(open.length, string[1].length / 2);
			open.forEach((element) => { element.text += string[2]; });
		} else if (tag !== null) {
			const element = { type: tag[2], text: '' };
			open.length = Math.min(open.length, tag[1].length / 2);
			open.push(element);
			found.push(element);
		}
	}
	return found;
}

/* Letters, as sets: pdfinfo leaves right-to-left lines as they are seen, and
 * sets no spaces between the lines of a paragraph. */
const letters = (text) => [...fold(text).replace(/\s+/g, '')].sort().join('');

function compareTagTexts(tree, trace, text)
{
	const isLeaf = (type) => /^(H[1-6]|TH|TD)$/.test(type);
	const wanted = taggedNodes(tree, trace)
		.filter((node) => isLeaf(TAGS[node.name])).map((node) => textOf(node));
	const found = parseStructText(text).filter((one) => isLeaf(one.type))
		.map((one) => one.text);
	const at = wanted.findIndex((one, index) =>
		letters(one) !== letters(found[index] || ''));
	return at < 0 ? [] : [`text of a tag: wanted '${wanted[at].trim()}', ` +
		`found '${found[at]}'`];
}

module.exports = { checkUnits, checkTags, compareTags, compareTagTexts,
	parseStruct };
