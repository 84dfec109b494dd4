/** A browser and the system it runs on; null when its user agent does not say. */
export interface Device {
	browser: string | null;
	system: string | null;
}

/** The first that matches wins: most browsers also name those they descend from. */
const BROWSERS: readonly [RegExp, string][] = [
	[/\bEdg(?:e|A|iOS)?\//, 'Edge'],
	[/\b(?:OPR|Opera)\//, 'Opera'],
	[/\bSamsungBrowser\//, 'Samsung Internet'],
	[/\b(?:Firefox|FxiOS)\//, 'Firefox'],
	[/\b(?:Chrome|CriOS|HeadlessChrome)\//, 'Chrome'],
	[/\bSafari\//, 'Safari']
];
const SYSTEMS: readonly [RegExp, string][] = [
	[/\biPhone\b/, 'iPhone'],
	[/\biPad\b/, 'iPad'],
	[/\bAndroid\b/, 'Android'],
	[/\bCrOS\b/, 'ChromeOS'],
	[/\bWindows\b/, 'Windows'],
	[/\bMac OS X\b|\bMacintosh\b/, 'macOS'],
	[/\bLinux\b/, 'Linux']
];

/** What a user agent says, in the names that people know. */
export function deviceOf(userAgent: string | null): Device {
	const find = (known: readonly [RegExp, string][]): string | null =>
		known.find(([pattern]) => pattern.test(userAgent ?? ''))?.[1] ?? null;
	return { browser: find(BROWSERS), system: find(SYSTEMS) };
}
