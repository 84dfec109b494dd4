/** A sync server in a process of its own that may be killed and looked at: `child.ts <options in JSON>`. */
import { connect, type DatabaseUrls } from '../../../src/lib/server/database/database.ts';
import type { Limits } from '../../../src/lib/server/sync/limits.ts';
import { RedisBus } from '../../../src/lib/server/sync/redis-bus.ts';
import { serve, SILENT } from '../serve.ts';
import type { ChildOptions, Measures } from './child-process.ts';

// The tests type faster than people do.
const FREE: Partial<Limits> = {
	framesPerSecond: 1e6,
	framesBurst: 1e6,
	bytesPerSecond: 1e9,
	connectionsPerPerson: 1e4
};

const { urls, port, limits, redisUrl } = JSON.parse(process.argv[2] ?? '{}') as ChildOptions & {
	urls: DatabaseUrls;
};
const server = await serve(connect(urls), {
	port: port ?? 0,
	limits: { ...FREE, ...limits },
	...(redisUrl ? { bus: new RedisBus({ url: redisUrl, log: SILENT }) } : {})
});
process.on('SIGTERM', () => {
	void server.stop().then(() => process.exit(0));
});
process.on('message', () => process.send?.({ measures: measure() }));
process.send?.({ port: server.port });

function measure(): Measures {
	globalThis.gc?.();
	const { awake, asleep, connections } = server.sync.measure();
	const resources = process.getActiveResourcesInfo();
	return {
		documents: awake + asleep,
		connections,
		rss: process.memoryUsage.rss(),
		heap: process.memoryUsage().heapUsed,
		timers: resources.filter((name) => name === 'Timeout' || name === 'Immediate').length
	};
}
