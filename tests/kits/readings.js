/*
 * The comparison of paragraphs, on texts made for it: what a reader may do to
 * each, and what it may not. Out: "N passed, M failed", a row each.
 */
'use strict';

const { compareParagraphs } = require('./paragraphs.js');

/* A word from right to left, as the reader marks it. */
const turned = (word) => `\u202b${word}\u202c`;

const ROWS = [
	['equal', true, ['One word.', 'Two'], 'One\nword.\nTwo\n'],
	['hyphen at a line end', true, ['hyphenated'], 'hyphen\u00ad\nated\n'],
	['table cells on a line', true, ['left', 'right'], 'left right\n'],
	['a word is missing', false, ['One small word.'], 'One word.\n'],
	['a word is another', false, ['One small word.'], 'One smart word.\n'],
	['two words are one', false, ['One small word.'], 'One smallword.\n'],
	['a word is two', false, ['One small word.'], 'One sm all word.\n'],
	['two words change places', false, ['One small word.'], 'small One word.\n'],
	['a paragraph is missing', false, ['One', 'Two', 'Three'], 'One\nThree\n'],
	['paragraphs change places', false, ['One', 'Two'], 'Two\nOne\n'],
	['a paragraph runs into the next', false, ['One', 'Two'], 'OneTwo\n'],
	['more than was wanted', false, ['One'], 'One\nTwo\n'],
	['Japanese over lines', true, ['日本語の Linux で動く'], '日本語の\nLinux\nで動\nく\n'],
	['Japanese, a wide colon', true, ['承認日：2026年'], '承認日： 2026年\n'],
	['Japanese, a Latin word split', false, ['日本語の Linux で'], '日本語の Lin ux で\n'],
	['Japanese, characters change places', false, ['日本語'], '本日語\n'],
	['Devanagari at a mark', true, ['की बात'], 'क\nी बात\n'],
	['Korean', true, ['한국어 문서'], '한국어\n문서\n'],
	['Hebrew as seen', true, ['שלום עולם טוב'],
		`${turned('עולם')} ${turned('שלום')}\n${turned('טוב')}\n`],
	['Hebrew, words change places', false, ['שלום עולם טוב'],
		`${turned('שלום')} ${turned('עולם')}\n${turned('טוב')}\n`],
	['Hebrew, lines change places', false, ['שלום עולם טוב'],
		`${turned('טוב')}\n${turned('עולם')} ${turned('שלום')}\n`],
	['Hebrew, a word is missing', false, ['שלום עולם טוב'],
		`${turned('עולם')} ${turned('שלום')}\n`],
	['Hebrew around Latin', true, ['שלום Two Words עולם'],
		`${turned('עולם')} Two Words ${turned('שלום')}\n`],
	['Hebrew in Latin', true, ['One שלום עולם two'],
		`One ${turned('עולם')} ${turned('שלום')} two\n`],
	['Hebrew and a number', true, ['שלום 12, 34'], `34 ,12 ${turned('שלום')}\n`],
	['Hebrew and another number', false, ['שלום 12'], `13 ${turned('שלום')}\n`],
	['Arabic in pieces', true, ['الأولى من'],
		`${turned('من')} ${turned('لى')}${turned('و')}${turned('لأ')}${turned('ا')}\n`],
	['Arabic, pieces change places', false, ['الأولى من'],
		`${turned('من')} ${turned('ا')}${turned('و')}${turned('لأ')}${turned('لى')}\n`],
	['Arabic, a line ends at a mark', true, ['تفضّلون أن'],
		`${turned('أن')} ${turned('لون')} \u0651\n${turned('تفض')}\n`],
];

let passed = 0, failed = 0;
for (const [name, isFine, wanted, text] of ROWS) {
	const complaints = compareParagraphs(wanted, text);
	if ((complaints.length === 0) === isFine) {
		passed++;
		continue;
	}
	failed++;
	console.log(`readings: ${name}: ${complaints.join('; ') || 'passes'}`);
}
console.log(`${passed} passed, ${failed} failed`);
