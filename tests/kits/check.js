/*
 * Reads built kits from outside. In: node check.js FIELDKIT CONTENT OUTPUT
 * AS-OF STEP: the kits of the manifests under OUTPUT, built from CONTENT. Out:
 * a line for each complaint, the spread of page counts, and last "N passed, M
 * failed": where the units of each kit stand and how full its pages are, and
 * eight checks of each STEP-th kit and the first of each language.
 *
 * pdfinfo -struct-text is asked of one kit of each language, with SOAK=1 of
 * every one, and of a copy (plain.py); -struct of each kit.
 */
'use strict';

const { execFile, execFileSync } = require('child_process');
const fs = require('fs');
const os = require('os');
const path = require('path');
const { parseTree, findAll, hasClass, idOf, textOf, compareWords } =
	require('./words.js');
const { RTL } = require('./paragraphs.js');
const { parseTrace, checkBoxes, ticksOf } = require('./boxes.js');
const { checkUnits, checkTags, compareTags, compareTagTexts, parseStruct } =
	require('./parts.js');

const [fieldkit, content, output, asOf, step] = process.argv.slice(2);
/* Length and fullness are aims of the default theme's looks: another theme may
 * take more room (AIMS=no). */
const hasAims = process.env.AIMS !== 'no';
const isSoak = (process.env.SOAK || '') !== '';
const MAX_PAGES = { campaign: 12, 'leave-behind': 4 };
/* Where CLDR says US-Letter; everywhere else it is A4. */
const LETTER = /^(BZ|CA|CL|CO|CR|GT|MX|NI|PA|PH|PR|SV|US|VE)$/;
const PAPERS = { a4: '595.28 x 841.89', letter: '612 x 792' };

function run(command, args)
{
	return new Promise((resolve) => execFile(command, args,
	    { maxBuffer: 1 << 28 }, (error, stdout, stderr) =>
		resolve({ failed: error !== null, stdout, stderr })));
}

const DUMPED_AT_ONCE = 64;

/* Adds what `fieldkit dump` prints of the kits at a stage, kits of an edition
 * together; returns its complaint, or ''. */
async function dumpAll(stage, kits)
{
	for (let at = 0; at < kits.length; at += DUMPED_AT_ONCE) {
		const some = kits.slice(at, at + DUMPED_AT_ONCE);
		/* The first twice: a line goes before each of several only. */
		const { failed, stdout, stderr } = await run(fieldkit, ['dump', '-q',
			'-j', '1', '--content', content, '--as-of', asOf, '--stage',
			stage, ...some.map((kit) => kit.output), some[0].output]);
		if (failed)
			return stderr.trim().split('\n')[0];
		stdout.split(/^==> .* <==\n/m).slice(1, -1)
			.forEach((text, index) => { some[index].dumps[stage] = text; });
	}
	return '';
}

/* The paper of an office: its own field, else its country's. */
function paperOf(office)
{
	for (const name of [`${office}.yaml`, `${office}.md`,
	    `${office}/index.md`, `${office}/index.yaml`]) {
		const file = path.join(content, 'offices', name);
		if (!fs.existsSync(file))
			continue;
		const text = fs.readFileSync(file, 'utf8');
		const paper = /^paper: *(\w+)/m.exec(text);
		const country = /^country: *(\w+)/m.exec(text);
		return paper !== null ? paper[1].toLowerCase() :
			country !== null && LETTER.test(country[1]) ? 'letter' : 'a4';
	}
	return 'a4';
}

async function checkSyntax(kit)
{
	const { failed, stdout, stderr } = await run('qpdf', ['--check', kit.file]);
	return failed || /WARNING/i.test(stdout + stderr) ?
		[(stdout + stderr).trim().split('\n').pop()] : [];
}

/* mupdf, which warns of no more than that Debian builds it without colours. */
async function checkOpens(kit)
{
	const { failed, stderr } = await run('mutool', ['draw', '-q', '-F', 'text',
		'-o', '/dev/null', kit.file]);
	const said = stderr.split('\n').filter((line) => line !== '' &&
		line !== 'warning: ICC support is not available');
	return failed && said.length === 0 ? ['mutool fails'] : said;
}

async function checkInfo(kit, tree)
{
	const complaints = [];
	const { stdout } = await run('pdfinfo', [kit.file]);
	const info = new Map(stdout.split('\n').map((line) =>
		[line.split(':')[0], line.slice(line.indexOf(':') + 1).trim()]));
	const want = (key, wanted) => {
		if (info.get(key) !== wanted)
			complaints.push(`${key}: wanted '${wanted}', found '${info.get(key)}'`);
	};
	const title = textOf(findAll(tree, (node) => node.name === 'title')[0]);

	want('Tagged', 'yes');
	want('Title', title.replace(/\s+/g, ' ').trim());
	want('Pages', String(kit.pages));
	if (!title.includes(kit.title))
		complaints.push(`the manifest's title is '${kit.title}', the page's '${title.trim()}'`);
	const paper = PAPERS[paperOf(kit.office)];
	if (!(info.get('Page size') || '').startsWith(paper))
		complaints.push(`paper: wanted ${paper}, found ${info.get('Page size')}`);
	if (hasAims && kit.pages > MAX_PAGES[kit.kind])
		complaints.push(`a ${kit.kind} kit of ${kit.pages} pages`);
	return complaints;
}

async function checkFonts(kit)
{
	const { stdout } = await run('pdffonts', [kit.file]);
	const fonts = stdout.split('\n').slice(2).filter((line) => line !== '');
	return fonts.length === 0 ? ['no fonts'] : fonts.filter((line) =>
		!/ yes yes yes +\d+ +\d+$/.test(line));
}

/* Without the numbers at the axes of charts, which no element holds. */
function withoutTicks(text, page)
{
	const ticks = ticksOf(page).map((line) => line.replace(/\s+/g, ''));

	return text.split('\n').filter((line) =>
		!ticks.includes(line.replace(/\s+/g, ''))).join('\n');
}

async function checkWords(kit, tree, trace)
{
	const { stdout } = await run('pdftotext', ['-raw', kit.file, '-']);
	const ordered = RTL.test(stdout) ?
		await run('pdftotext', [kit.file, '-']) : { stdout: '' };
	const pages = stdout.split('\f').slice(0, -1)
		.map((text, index) => withoutTicks(text, trace.pages[index]));
	return compareWords({ tree, pages, ordered: ordered.stdout, id: kit.id,
		hasContents: trace.elements.some((at) => at.type === 'TOC') });
}

async function checkStruct(kit, tree, trace)
{
	const { stdout, stderr } = await run('pdfinfo', ['-struct', kit.file]);
	const found = parseStruct(stdout);
	const complaints = stderr === '' ? [] : [stderr.split('\n')[0]];

	/* pdfinfo does not print Alt: the trace is asked for it. */
	complaints.push(...checkTags(found.map((element) =>
		({ ...element, alt: '"not printed"' }))),
	    ...compareTags(tree, trace, found));
	if (kit.isReadAloud) {
		const read = await run('pdfinfo', ['-struct-text', kit.plain]);
		complaints.push(...compareTagTexts(tree, trace, read.stdout));
	}
	return complaints;
}

/* The file that an address of this site leads to; null for other addresses. */
function fileOf(address)
{
	const base = /^base_url: *(\S+)/m.exec(fs.readFileSync(
	    path.join(content, 'site.yaml'), 'utf8'));

	if (base === null || !address.startsWith(base[1]))
		return null;
	const name = decodeURI(address.slice(base[1].length)).replace(/#.*/, '');
	return path.join(output, name.endsWith('/') ? name + 'index.html' : name);
}

/* The page of what a kit is about: its code leads to a page that says whether
 * the kit still holds, and that leads on. */
function pageOf(file)
{
	if (file === null || !fs.existsSync(file))
		return file;
	const main = /<main[^]*<\/main>/.exec(fs.readFileSync(file, 'utf8'));
	const link = main === null ? null :
		/ href="((?:\.\.\/)*(?:campaigns|partners)\/[^"#]*)"/.exec(main[0]);
	return !/\/verify\//.test(file) || link === null ? file :
		path.join(path.dirname(file), link[1]);
}

/* Addresses in the kit exist on the site; and what has an id on the kit's page
 * there and in the kit is a named destination of that name. */
function checkSite(kit, tree, trace)
{
	const complaints = [];
	const links = findAll(tree, (node) => / href=/.test(node.rest || ''));
	const qr = links.filter((node) => node.name === 'k:qr');
	const href = (node) => JSON.parse(/ href=("(?:[^"\\]|\\.)*")/
		.exec(node.rest)[1]).replaceAll('--------', kit.id);

	for (const address of links.map(href)) {
		const file = fileOf(address);
		const id = decodeURI((/#(.*)/.exec(address) || ['', ''])[1]);
		if (file !== null && !fs.existsSync(file))
			complaints.push(`${address} is not on the site`);
		else if (file !== null && id !== '' &&
		    !fs.readFileSync(file, 'utf8').includes(` id="${id}"`))
			complaints.push(`${address} has no such place`);
	}
	for (const file of qr.map((node) => pageOf(fileOf(href(node))))) {
		const page = file !== null && fs.existsSync(file) ?
			fs.readFileSync(file, 'utf8') : '';
		const shared = findAll(tree, (node) => node.name !== 'head' &&
			idOf(node) !== undefined).map(idOf)
			.filter((id) => page.includes(` id="${id}"`));
		if (shared.length < 3)
			complaints.push(`${shared.length} anchors as on its page`);
		complaints.push(...shared.filter((id) =>
			!trace.destinations.has(id))
			.map((id) => `'${id}' of its page is no destination`));
	}
	return complaints;
}

async function checkKit(kit)
{
	const root = parseTree(kit.dumps.tree);
	const pages = parseTrace(kit.dumps.pages);
	const hasCover = findAll(root, (node) => hasClass(node, 'cover')).length > 0;

	return {
		syntax: await checkSyntax(kit),
		opens: await checkOpens(kit),
		facts: await checkInfo(kit, root),
		fonts: await checkFonts(kit),
		words: await checkWords(kit, root, pages),
		boxes: checkBoxes(pages, hasCover),
		site: checkSite(kit, root, pages),
		parts: [...checkTags(pages.elements),
			...await checkStruct(kit, root, pages)],
	};
}

function readKits()
{
	const kits = [];

	for (const edition of fs.readdirSync(output).sort()) {
		const file = path.join(output, edition, 'manifest.json');
		if (!fs.existsSync(file))
			continue;
		for (const entry of JSON.parse(fs.readFileSync(file, 'utf8')).files)
			if (entry.kit !== undefined)
				kits.push({ ...entry.kit, dumps: {},
					output: `${edition}/${entry.path}`,
					file: path.join(output, edition, entry.path) });
	}
	return kits;
}

function spread(kits, kind)
{
	const count = new Map();

	for (const kit of kits.filter((at) => at.kind === kind))
		count.set(kit.pages, (count.get(kit.pages) || 0) + 1);
	return [...count].sort((a, b) => a[0] - b[0])
		.map(([pages, n]) => `${pages}:${n}`).join(' ');
}

/* Chooses the kits that are read aloud; returns the folder of their copies. */
function copyAloud(kits)
{
	const languages = new Set();
	const work = fs.mkdtempSync(path.join(os.tmpdir(), 'kits-'));

	for (const kit of kits) {
		kit.isReadAloud = isSoak || !languages.has(kit.lang);
		languages.add(kit.lang);
		kit.plain = path.join(work, `${kit.id}-${path.basename(kit.file)}`);
	}
	execFileSync(path.join(__dirname, 'plain.py'), { input: kits
		.filter((kit) => kit.isReadAloud)
		.map((kit) => `${kit.file}\t${kit.plain}\n`).join('') });
	return work;
}

/* Counts the kits whose units stand as they should. */
function checkAllUnits(kits)
{
	let passed = 0;

	for (const kit of kits) {
		const complaints = checkUnits(parseTree(kit.dumps.tree),
		    parseTrace(kit.dumps.pages), hasAims);
		passed += complaints.length === 0;
		complaints.slice(0, 6).forEach((what) =>
			console.log(`kits: ${kit.output}: units: ${what}`));
	}
	return passed;
}

async function main()
{
	const all = readKits();
	const languages = new Set();
	const kits = all.filter(({ lang }, index) => {
		const isFirst = !languages.has(lang);
		languages.add(lang);
		return isFirst || index % +step === 0;
	});
	const queue = [...kits];
	let passed = 0, failed = 0;

	for (const stage of ['tree', 'pages']) {
		const complaint = await dumpAll(stage, all);
		if (complaint !== '') {
			console.log(`kits: dump --stage ${stage}: ${complaint}`);
			console.log('0 passed, 1 failed');
			return;
		}
	}
	passed += checkAllUnits(all);
	failed += all.length - passed;
	const work = copyAloud(kits);
	const take = async () => {
		for (let kit = queue.shift(); kit !== undefined; kit = queue.shift()) {
			const found = await checkKit(kit);
			for (const [check, complaints] of Object.entries(found)) {
				complaints.length === 0 ? passed++ : failed++;
				complaints.slice(0, 6).forEach((what) =>
					console.log(`kits: ${kit.output}: ${check}: ${what}`));
			}
		}
	};

	await Promise.all(os.cpus().map(take));
	fs.rmSync(work, { recursive: true });
	if (all.length === 0) {
		console.log(`kits: no kits under ${output}`);
		failed++;
	}
	console.log(`qpdf, poppler, mupdf: ${kits.length} of ${all.length} kits; ` +
		`-struct-text: ${kits.filter((kit) => kit.isReadAloud).length}`);
	for (const kind of new Set(all.map((kit) => kit.kind)))
		console.log(`pages of ${kind} kits: ${spread(all, kind)}`);
	console.log(`${passed} passed, ${failed} failed`);
}

main();
