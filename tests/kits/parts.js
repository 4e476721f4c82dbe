/*
 * How a kit is divided: in, its tree and trace; out, complaints about units
 * that do not start a page, a brief that is not one page, leave-behinds that
 * are long, and a tag tree that skips a heading level, heads no table or
 * leaves a figure without words.
 */
'use strict';

const { findAll, hasClass, idOf } = require('./words.js');

/* The element that a page's first text of its own belongs to. */
function opens(trace, page, id)
{
	const first = trace.pages[page - 1].ops.find((op) => op.kind === 'text' &&
		op.element >= 0 && op.text.trim() !== '');
	return first !== undefined && trace.elements[first.element].id === id;
}

function checkUnits(tree, trace)
{
	const complaints = [];
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
		if (!hasClass(section, 'brief'))
			return;
		const next = sections[index + 1];
		const after = trace.destinations.get(idOf(findAll(next,
		    (node) => node.name === 'h2')[0]));
		if (after !== page + 1)
			complaints.push(`the brief takes ${after - page} pages`);
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

module.exports = { checkUnits, checkTags, parseStruct };
