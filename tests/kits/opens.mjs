/*
 * Opens kits in pdf.js. In: names of PDF files, one a line on standard input.
 * Out: a line for each complaint of the reader's, and for what it does not find:
 * text on each page, a structure tree, a place for each item of the outline;
 * last "N passed, M failed", a kit each.
 */
import { readFileSync } from 'node:fs';

/* Without a canvas it says that it will not draw, which is not asked of it. */
const NO_CANVAS = /^Warning: Cannot polyfill `(DOMMatrix|Path2D)`/;

const said = [];
console.log = console.warn = (...words) => said.push(words.join(' '));
const { getDocument } =
	await import('../npm/node_modules/pdfjs-dist/legacy/build/pdf.mjs');

async function readPage(document, number, complaints)
{
	const page = await document.getPage(number);
	const text = await page.getTextContent();

	if (!text.items.some((item) => item.str.trim() !== ''))
		complaints.push(`page ${number}: no text`);
	await page.getOperatorList();
	await page.getAnnotations();
	if (await page.getStructTree() === null)
		complaints.push(`page ${number}: no structure tree`);
	page.cleanup();
}

async function readOutline(document, items, complaints)
{
	for (const item of items) {
		const place = typeof item.dest === 'string' ?
			await document.getDestination(item.dest) : item.dest;
		if (place === null)
			complaints.push(`'${item.title}' leads nowhere`);
		else
			await document.getPageIndex(place[0]);
		await readOutline(document, item.items, complaints);
	}
}

async function read(file)
{
	const complaints = [];

	said.length = 0;
	try {
		const document = await getDocument({ stopAtErrors: true, verbosity: 1,
			data: new Uint8Array(readFileSync(file)) }).promise;
		for (let page = 1; page <= document.numPages; page++)
			await readPage(document, page, complaints);
		await readOutline(document, await document.getOutline() || [],
		    complaints);
		await document.destroy();
	} catch (error) {
		complaints.push(String(error));
	}
	return complaints.concat(said.filter((what) => !NO_CANVAS.test(what)));
}

let passed = 0, failed = 0;
for (const file of readFileSync(0, 'utf8').split('\n').filter(Boolean)) {
	const complaints = await read(file);
	complaints.length === 0 ? passed++ : failed++;
	for (const what of complaints.slice(0, 3))
		process.stdout.write(`${file}: pdf.js: ${what}\n`);
}
process.stdout.write(`${passed} passed, ${failed} failed\n`);
