/*
 * Where things lie on the pages of a kit. In: the trace as `fieldkit dump
 * --stage pages` prints it; out: complaints about what leaves the page, the
 * text area or the coloured box it starts in, about text over other text or
 * over a picture, and about pages that hold nothing of their own.
 *
 * Lengths are in pt from the top left. A text's box is taken as tight as its
 * letters: from three quarters of the size above the baseline to a fifth below.
 */
'use strict';

const fs = require('fs');
const path = require('path');

const MM = 72 / 25.4;
/* The default theme's; the others set theirs no nearer to the edge. */
const MARGIN = (([, top, side, bottom]) =>
	({ top: top * MM, side: side * MM, bottom: bottom * MM }))(
	/^ {2}margin: (\d+)mm (\d+)mm (\d+)mm/m.exec(fs.readFileSync(
	path.join(__dirname, '../../themes/default/print.yaml'), 'utf8')));
const EDGE = 10 * MM;		/* furniture stays this far from the edge */
const SLACK = 0.6;

const PLACE = /^ {2}(\w+) (?:-|(\w+)#(\d+)) (-?[\d.]+),(-?[\d.]+) (.*)$/;

function parseOp(line)
{
	const match = PLACE.exec(line);
	if (match === null)
		throw new Error(`no operation: ${line}`);
	const [, kind, type, element, x, y, rest] = match;
	const op = { kind, type, element: element === undefined ? -1 : +element,
		x: +x, y: +y };
	if (kind === 'text') {
		const text = /^(-?[\d.]+) (\S+) ([\d.]+) #\w+ (".*")$/.exec(rest);
		Object.assign(op, { width: +text[1], size: +text[3],
			text: JSON.parse(text[4]) });
		op.box = [op.x, op.y - 0.75 * op.size, op.x + op.width,
			op.y + 0.2 * op.size];
	} else {
		const [width, height] = rest.split(' ')[0].split('x').map(Number);
		op.box = [op.x, op.y, op.x + width, op.y + height];
	}
	return op;
}

/* { pages: [{ width, height, ops, links }], elements, destinations }. */
function parseTrace(dump)
{
	const trace = { pages: [], elements: [], destinations: new Map() };
	let part = '';

	for (const line of dump.split('\n')) {
		const page = /^page \d+ ([\d.]+)x([\d.]+)$/.exec(line);
		if (page !== null) {
			trace.pages.push({ width: +page[1], height: +page[2],
				ops: [], links: [] });
			part = 'page';
		} else if (/^(elements|destinations|outline)$/.test(line)) {
			part = line;
		} else if (part === 'page' && line !== '') {
			const at = trace.pages[trace.pages.length - 1];
			const op = parseOp(line);
			(op.kind === 'link' ? at.links : at.ops).push(op);
		} else if (part === 'elements' && line !== '') {
			const match = /^ {2}\d+ ( *)(\w+)(.*)$/.exec(line);
			trace.elements.push({ depth: match[1].length / 2,
				type: match[2],
				id: (/ id (\S+)/.exec(match[3]) || [])[1],
				alt: (/ (".*")$/.exec(match[3]) || [])[1] });
		} else if (part === 'destinations' && line !== '') {
			const [name, at] = line.trim().split(' ');
			trace.destinations.set(name, +at);
		}
	}
	return trace;
}

const within = (inner, outer, slack = SLACK) => inner[0] >= outer[0] - slack &&
	inner[1] >= outer[1] - slack && inner[2] <= outer[2] + slack &&
	inner[3] <= outer[3] + slack;
const overlap = (a, b) => Math.min(a[2], b[2]) - Math.max(a[0], b[0]) > SLACK &&
	Math.min(a[3], b[3]) - Math.max(a[1], b[1]) > SLACK;
const name = (op) => op.text !== undefined ? `'${op.text.slice(0, 40)}'` :
	`${op.kind} at ${op.x},${op.y}`;
const isBlank = (op) => op.kind === 'text' && op.text.trim() === '';

/* Text that starts inside a coloured box stays in it. */
function checkFill(page, op, say)
{
	for (const rect of page.ops) {
		if (rect.kind !== 'rect' || rect.box[3] - rect.box[1] < 8)
			continue;
		const starts = op.x >= rect.box[0] && op.x < rect.box[2] &&
			op.y >= rect.box[1] && op.y < rect.box[3];
		if (starts && rect.box[2] - rect.box[0] > 12 &&
		    !within(op.box, rect.box))
			say(`${name(op)} leaves its box of ${rect.box.map(Math.round)}`);
	}
}

/* May bleed. */
const isDecoration = (op) => ['rect', 'line', 'path'].includes(op.kind) ||
	(op.kind === 'image' && op.element < 0);

function checkPlace(page, op, isCover, say)
{
	const sheet = [0, 0, page.width, page.height];
	const area = [MARGIN.side, MARGIN.top, page.width - MARGIN.side,
		page.height - MARGIN.bottom];
	const safe = [EDGE, EDGE, page.width - EDGE, page.height - EDGE];

	if (!within(op.box, sheet))
		say(`${name(op)} leaves the sheet`);
	else if (isDecoration(op))
		return;
	else if (!within(op.box, safe))
		say(`${name(op)} is nearer than 10 mm to the edge`);
	else if (!isCover && op.element >= 0 && !within(op.box, area))
		say(`${name(op)} leaves the text area`);
}

function checkPage(page, isCover, say)
{
	const solid = page.ops.filter((op) => !isBlank(op) &&
		['text', 'image', 'qr'].includes(op.kind) && !isDecoration(op));

	if (!solid.some((op) => op.element >= 0))
		say('it holds nothing of its own');
	for (const op of page.ops)
		checkPlace(page, op, isCover, say);
	solid.forEach((op, index) => {
		if (op.kind === 'text')
			checkFill(page, op, say);
		for (const other of solid.slice(index + 1))
			if (overlap(op.box, other.box))
				say(`${name(op)} and ${name(other)} overlap`);
	});
}

/* Lines of text in the text area that are artifacts: the numbers of an axis. */
function ticksOf(page)
{
	const lines = new Map();

	for (const op of page.ops)
		if (op.kind === 'text' && op.element < 0 && op.y > MARGIN.top &&
		    op.y < page.height - MARGIN.bottom)
			lines.set(op.y, (lines.get(op.y) || '') + op.text);
	return [...lines.values()];
}

/* How much of a page's text area its own content takes, of its height: each
 * line with the room around it. */
function fullness(page)
{
	const rows = new Set();

	for (const op of page.ops) {
		if (op.element < 0 || isBlank(op))
			continue;
		const room = op.kind === 'text' ? op.size / 2 : 0;
		for (let y = Math.floor(op.box[1] - room); y < op.box[3] + room; y++)
			rows.add(y);
	}
	return rows.size / (page.height - MARGIN.top - MARGIN.bottom);
}

function checkBoxes(trace, hasCover)
{
	const complaints = [];

	trace.pages.forEach((page, index) => checkPage(page,
	    hasCover && index === 0,
	    (what) => complaints.push(`page ${index + 1}: ${what}`)));
	return complaints;
}

module.exports = { parseTrace, checkBoxes, fullness, ticksOf };
