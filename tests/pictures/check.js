/*
 * What a program can see in the pictures of a kit. In: node check.js KIT
 * FOLDER PAGES: in FOLDER grey pictures page-*.pgm of 144 dpi, words.html of
 * pdftotext -bbox and destinations of pdfinfo. Out: a line for each complaint
 * and last "N passed, M failed".
 *
 * The cover is the first page and may bleed. Of every other page: nothing is
 * inked within 10 mm of the paper's edge; between header and footer there is
 * something, and it fills a fifth of the page or is a unit's only page. Every
 * word of every page has contrast in grey.
 */
'use strict';

const fs = require('fs');
const path = require('path');

const [kit, folder, wantedPages] = process.argv.slice(2);
const DPI = 144;
const MM = DPI / 25.4, PT = DPI / 72;
const MARGIN = 10 * MM;
/* Where text may stand between header and footer: print.yaml's margins. */
const TOP = 19 * MM, BOTTOM = 16 * MM;
const PAPER = 250;
const MIN_FILL = 0.2;
/* WCAG's ratio for text; large type needs less. */
const MIN_CONTRAST = 4.5, MIN_CONTRAST_LARGE = 3, LARGE = 18 * PT;

let passed = 0, failed = 0;

function verdict(page, complaints)
{
	if (complaints.length === 0) {
		passed++;
		return;
	}
	failed++;
	console.log(`pictures: ${kit}: page ${page}: ${complaints[0]}`);
}

function readPicture(file)
{
	const bytes = fs.readFileSync(file);
	const head = /^P5\s+(\d+)\s+(\d+)\s+255\s/.exec(
	    bytes.subarray(0, 64).toString('latin1'));

	return { width: +head[1], height: +head[2],
		pixels: bytes.subarray(head[0].length) };
}

/* The darkest pixel of a rectangle. */
function darkest({ width, height, pixels }, left, top, right, bottom)
{
	let least = 255;

	for (let y = Math.max(0, Math.floor(top));
	    y < Math.min(height, Math.ceil(bottom)); y++)
		for (let x = Math.max(0, Math.floor(left));
		    x < Math.min(width, Math.ceil(right)); x++)
			least = Math.min(least, pixels[y * width + x]);
	return least;
}

function checkMargins(picture)
{
	const { width, height } = picture;
	const edges = [[0, 0, width, MARGIN], [0, height - MARGIN, width, height],
		[0, 0, MARGIN, height], [width - MARGIN, 0, width, height]];

	return edges.some((edge) => darkest(picture, ...edge) < PAPER) ?
		['something is inked within 10 mm of the edge'] : [];
}

/* How much of the text's height is used, by the lowest inked row. */
function fillOf(picture)
{
	const { width, height } = picture;
	let y = Math.floor(height - BOTTOM) - 1;

	while (y > TOP && darkest(picture, 0, y, width, y + 1) >= PAPER)
		y--;
	return (y - TOP) / (height - BOTTOM - TOP);
}

/* The pages on which a unit starts. */
function unitPages()
{
	const text = fs.readFileSync(path.join(folder, 'destinations'), 'utf8');

	return new Set([...text.matchAll(/^ *(\d+) \[/gm)].map((m) => +m[1]));
}

function checkFill(picture, page, units, pageCount)
{
	const fill = fillOf(picture);
	const isAlone = units.has(page) &&
		(page === pageCount || units.has(page + 1));

	if (fill <= 0)
		return ['nothing but header and footer'];
	return fill < MIN_FILL && !isAlone ?
		[`only ${Math.round(fill * 100)} % of it are used`] : [];
}

/* Luminance of a grey value, by WCAG 2.2. */
function luminance(grey)
{
	const part = grey / 255;

	return part <= 0.04045 ? part / 12.92 : ((part + 0.055) / 1.055) ** 2.4;
}

function contrastOf({ width, height, pixels }, box)
{
	let least = 255, most = 0;

	for (let y = Math.max(0, Math.floor(box.top));
	    y < Math.min(height, Math.ceil(box.bottom)); y++)
		for (let x = Math.max(0, Math.floor(box.left));
		    x < Math.min(width, Math.ceil(box.right)); x++) {
			const grey = pixels[y * width + x];
			least = Math.min(least, grey);
			most = Math.max(most, grey);
		}
	return (luminance(most) + 0.05) / (luminance(least) + 0.05);
}

/* Words that are a dot or a dash have too little ink to be measured. */
function checkContrast(picture, words)
{
	return words.filter((word) => /[\p{L}\p{N}]/u.test(word.text) &&
	    contrastOf(picture, word) < (word.bottom - word.top >= LARGE ?
		MIN_CONTRAST_LARGE : MIN_CONTRAST)).map((word) =>
		`'${word.text}' has a contrast of ` +
		`${contrastOf(picture, word).toFixed(1)} in grey`);
}

function readWords()
{
	const text = fs.readFileSync(path.join(folder, 'words.html'), 'utf8');
	const word = /<word xMin="([^"]+)" yMin="([^"]+)" xMax="([^"]+)" yMax="([^"]+)">([^<]*)/g;

	return text.split('<page ').slice(1).map((page) =>
	    [...page.matchAll(word)].map((m) => ({ left: m[1] * PT,
		top: m[2] * PT, right: m[3] * PT, bottom: m[4] * PT,
		text: m[5] })));
}

const pictures = fs.readdirSync(folder).filter((name) =>
	name.endsWith('.pgm')).sort();
const words = readWords(), units = unitPages();

verdict(0, pictures.length === +wantedPages ? [] :
	[`${pictures.length} pages, the manifest says ${wantedPages}`]);
pictures.forEach((name, index) => {
	const picture = readPicture(path.join(folder, name));
	const page = index + 1;

	verdict(page, checkContrast(picture, words[index]));
	if (page === 1)
		return;
	verdict(page, checkMargins(picture));
	verdict(page, checkFill(picture, page, units, pictures.length));
});
console.log(`${passed} passed, ${failed} failed`);
