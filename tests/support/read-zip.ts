import { inflateRawSync } from 'node:zlib';

const END = 0x06054b50;
const DEFLATED = 8;

/** The texts in a zip archive, by the names of their entries. */
export function readZip(bytes: Buffer): Map<string, string> {
	let end = bytes.length - 22;
	while (bytes.readUInt32LE(end) !== END) end--;
	const entries = new Map<string, string>();
	let at = bytes.readUInt32LE(end + 16);
	for (let left = bytes.readUInt16LE(end + 10); left > 0; left--) {
		const [method, size] = [bytes.readUInt16LE(at + 10), bytes.readUInt32LE(at + 20)];
		const [name, extra, comment] = [28, 30, 32].map((from) => bytes.readUInt16LE(at + from)) as [
			number,
			number,
			number
		];
		const file = bytes.readUInt32LE(at + 42);
		const start = file + 30 + bytes.readUInt16LE(file + 26) + bytes.readUInt16LE(file + 28);
		const data = bytes.subarray(start, start + size);
		const text = method === DEFLATED ? inflateRawSync(data) : data;
		entries.set(bytes.toString('utf8', at + 46, at + 46 + name), text.toString('utf8'));
		at += 46 + name + extra + comment;
	}
	return entries;
}
