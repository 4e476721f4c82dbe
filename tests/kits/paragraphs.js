/*
 * Paragraphs that were wanted against the text that pdftotext read in the
 * order of drawing (-raw). In: the paragraphs in reading order, and the text;
 * out: complaints. Each paragraph has to begin where the one before it ended,
 * none may run into the next, and each has to be there word for word.
 *
 * What the reader does, and we therefore do to both sides:
 * - it ends a line, or a word, where a mark stands under or over its letter
 *   (Devanagari, vowelled Arabic), and sets no space, or one too many, beside
 *   letters of a script without spaces: there, white space is left out;
 * - Thai sara am is drawn, and comes back, as its two halves, which is its
 *   compatibility decomposition: both sides are decomposed;
 * - it leaves the words of a right-to-left line as they are seen, each between
 *   marks of direction: they are turned around again (logicalLine). Which way
 *   punctuation and numbers stood among them is not known then: they are
 *   compared as sets, a paragraph each.
 */
'use strict';

const RTL = /[\u0590-\u08ff\ufb1d-\ufdff\ufe70-\ufefc]/;
const SPACELESS = '\\u0900-\\u0dff\\u0e00-\\u0eff\\u1000-\\u109f\\u1780-\\u17ff' +
	'\\u3000-\\u30ff\\u3400-\\u9fff\\uac00-\\ud7af\\uff00-\\uffef';
/* Their wide punctuation is ASCII's when folded. */
const HAS_SPACELESS = new RegExp(`[${SPACELESS}]`, 'u');
const WITH_SIGNS = `${SPACELESS}!-/:-@\\[-\`{-~`;
const BESIDE_SPACELESS =
	new RegExp(`(?<=[${WITH_SIGNS}])\\s+|\\s+(?=[${WITH_SIGNS}])`, 'gu');
const DIRECTION = /[\u061c\u200b-\u200f\u202a-\u202e\u2060\u2066-\u2069\ufeff]/g;

const MAX_JOINTS = 8;

/* Equal letters, whatever form they come in. */
function fold(text)
{
	return text.replace(/\u00ad\s*/g, '').normalize('NFKD').normalize('NFKC')
		.replace(/\u00ad/g, '').replace(DIRECTION, '');
}
const squeeze = (text) => fold(text).replace(/\s+/g, '');
const sorted = (text) => [...squeeze(text)].sort().join('');
/* A word that goes on after a hyphen at a line's end is one word. */
function words(text)
{
	const folded = fold(text)
		.replace(/([-\/\u2013\u2014\u2010.,@_])\s+/g, '$1');
	return (HAS_SPACELESS.test(folded) ?
		folded.replace(BESIDE_SPACELESS, '') : folded)
		.split(/\s+/).filter((word) => word !== '');
}

/*
 * The text of a line as it is written. The reader's pieces - each between marks
 * of direction, a vowel mark alone, white space - stand in the order of their
 * places. All are turned around where isRtl, but a run from left to right keeps
 * its order; else only pieces that stand together are turned.
 */
function logicalLine(line, isRtl)
{
	const pieces = line.match(/\u202b[^\u202c]*\u202c?|\p{M}+|\s+|[^\u202b\p{M}\s]+/gu) || [];
	const goes = isRtl ? (piece) => /^[^\u202b\p{M}]*[\p{L}\p{N}]/u.test(piece) :
		(piece) => /[\u202b\p{M}]/u.test(piece);
	const stays = isRtl ? (piece) => !/[\u202b\p{M}]/u.test(piece) :
		(piece) => /^[^\p{L}\p{N}]*$|[\u202b\p{M}]/u.test(piece);
	const out = [];

	for (let at = 0; at < pieces.length;) {
		let end = at + 1;
		while (goes(pieces[at]) && end < pieces.length && stays(pieces[end]))
			end++;
		while (end - 1 > at && !goes(pieces[end - 1]))
			end--;
		const run = pieces.slice(at, end);
		out.push((isRtl ? run : run.reverse()).join(''));
		at = end;
	}
	return (isRtl ? out.reverse() : out).join('');
}

/* Words without punctuation: from right to left in order, others as a set. */
function bareWords(text)
{
	const all = fold(text).replace(/\s*(\p{M})\s*/gu, '$1')
		.match(/(?:(?=\p{L})[^\P{L}\u0590-\u08ff]|\p{M})+|[\u0590-\u08ff\p{M}]+|\p{N}+/gu) || [];
	return [...all.filter((word) => RTL.test(word)), '|',
		...all.filter((word) => !RTL.test(word)).sort()];
}

/* The ways in which what was read may be lines: the reader also ends one at a
 * vowel mark, and then its parts are one line still. */
function *linesOf(found)
{
	const lines = found.split('\n').map((line) => line.trim());
	const joints = lines.map((line, index) => index).filter((index) =>
		index > 0 && (/^\p{M}/u.test(lines[index]) ||
		/\p{M}$/u.test(lines[index - 1])));
	const count = Math.min(joints.length, MAX_JOINTS);

	for (let ways = 0; ways < 1 << count; ways++) {
		const joined = joints.filter((_, bit) => ways & 1 << bit);
		yield lines.reduce((all, line, index) => {
			if (joined.includes(index))
				all.push(all.pop() + line);
			else
				all.push(line);
			return all;
		}, []);
	}
}

function difference(wanted, found)
{
	let at = 0;
	while (at < wanted.length && wanted[at] === found[at])
		at++;
	const near = (of) => of.slice(Math.max(0, at - 3), at + 5).join(' ');
	return `wanted '${near(wanted)}', read '${near(found)}'`;
}

/* What was read for a paragraph, or why not. */
function compareOne(wanted, found, isTurned)
{
	const same = (a, b) => a.join(' ') === b.join(' ');

	if (!RTL.test(wanted) && same(words(wanted), words(found)))
		return null;
	if (!isTurned)
		return difference(words(wanted), words(found));
	if (sorted(wanted) !== sorted(found))
		return `letters: wanted '${wanted.trim()}', read '${found.trim()}'`;
	const want = bareWords(wanted);
	let first = null;
	for (const lines of linesOf(found))
		for (const isRtl of [true, false]) {
			const read = bareWords(lines.map((line) =>
				logicalLine(line, isRtl)).join('\n'));
			if (same(want, read))
				return null;
			first ||= read;
		}
	return difference(want, first);
}

/* How many code units of the text hold as many letters as are wanted. */
function extentOf(text, at, letters)
{
	let end = at;
	for (let left = letters; left > 0 && end < text.length; end++)
		left -= squeeze(text[end]) === '' ? 0 : 1;
	return end;
}

/*
 * Complaints: the first paragraph that is not where it should be, and how many
 * are after it, which were not compared.
 */
function compareParagraphs(paragraphs, text)
{
	const hasTurned = RTL.test(text);
	/* Folded first, so that letters can be counted; marks of direction stay
	 * where they say which way a piece stands. */
	const read = hasTurned ? text.replace(/\u00ad\s*/g, '')
		.normalize('NFKD').normalize('NFKC') : fold(text);
	const complaints = [];
	let at = 0;

	paragraphs.forEach((wanted, index) => {
		if (complaints.length > 0)
			return;
		const end = extentOf(read, at, squeeze(wanted).length);
		const close = /^[\u202c\u200e\u200f]*/.exec(read.slice(end))[0].length;
		const found = read.slice(at, end + close);
		const what = compareOne(wanted, found, hasTurned);
		at = end + close;
		if (what !== null)
			complaints.push(`paragraph ${index + 1} of ${paragraphs.length}: ${what}`);
		else if (/^\S/.test(read.slice(at)))
			complaints.push(`paragraph ${index + 1} runs into '${read.slice(at, at + 20)}': ${wanted.slice(-40)}`);
	});
	if (complaints.length === 0 && squeeze(read.slice(at)) !== '')
		complaints.push(`after the last paragraph: '${read.slice(at).trim().slice(0, 60)}'`);
	return complaints;
}

module.exports = { RTL, fold, squeeze, sorted, words, compareParagraphs };
