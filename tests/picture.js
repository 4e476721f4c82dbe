// Writes a PNG for tests: node tests/picture.js KIND WIDTH HEIGHT FILE
//
//	photograph	many colours that change softly, with a little noise
//	drawing		bars of few colours
//
// It has a tEXt chunk with the words "a private note", which no output of the
// program may hold.
"use strict";
const zlib = require("zlib"), fs = require("fs");
const [, , kind, width, height, file] = process.argv;

const crc = (bytes) => {
	let c = ~0;
	for (const byte of bytes) {
		c ^= byte;
		for (let k = 0; k < 8; k++)
			c = c & 1 ? (c >>> 1) ^ 0xEDB88320 : c >>> 1;
	}
	return ~c >>> 0;
};
const chunk = (type, bytes) => {
	const body = Buffer.concat([Buffer.from(type), bytes]);
	const out = Buffer.alloc(body.length + 8);
	out.writeUInt32BE(bytes.length, 0);
	body.copy(out, 4);
	out.writeUInt32BE(crc(body), body.length + 4);
	return out;
};
let seed = 1;
const noise = () => {
	seed = (Math.imul(seed, 1664525) + 1013904223) >>> 0;
	return (seed >>> 28) - 8;
};
const wave = (x, y, a) =>
	128 + 100 * Math.sin(x / (40 + a)) * Math.cos(y / (60 - a)) + noise();
const colors = [[20, 40, 80], [240, 240, 240], [200, 60, 30]];
const pixel = {
	photograph: (x, y) => [wave(x, y, 0), wave(x, y, 9), wave(x, y, 23)],
	drawing: (x, y) => colors[(x >> 6) * 7 % 3 === 0 && y > (x % 300) ? 0 :
		y % 97 < 3 ? 2 : 1],
}[kind];

const row = +width * 3 + 1;
const rows = Buffer.alloc(row * +height);
for (let y = 0; y < +height; y++)
	for (let x = 0; x < +width; x++)
		pixel(x, y).forEach((sample, c) => {
			rows[y * row + 1 + x * 3 + c] =
				Math.max(0, Math.min(255, Math.round(sample)));
		});
const head = Buffer.alloc(13);
head.writeUInt32BE(+width, 0);
head.writeUInt32BE(+height, 4);
head.set([8, 2, 0, 0, 0], 8);
fs.writeFileSync(file, Buffer.concat([
	Buffer.from([137, 80, 78, 71, 13, 10, 26, 10]), chunk("IHDR", head),
	chunk("tEXt", Buffer.from("Comment\0a private note")),
	chunk("IDAT", zlib.deflateSync(rows)), chunk("IEND", Buffer.alloc(0))]));
