/** Nodes of ours that serve one database, all of them on the first core, over a Redis where there are several. */
import { Redis } from '../../support/redis.ts';
import type { LoadClient } from './load-client.ts';
import { Target, type Served } from './target.ts';
import type { World } from './world.ts';

/** Which node serves whom: each room on one of them, or the people of each room on all of them in turn. */
export type Placement = 'rooms' | 'people';

export class Cluster implements Served {
	readonly keeps = true;
	readonly confirms = true;
	readonly #nodes: readonly Target[];
	readonly #placement: Placement;
	/** The rooms in the order in which they were opened. */
	readonly #rooms = new Map<string, number>();
	readonly #redis: Redis | null;

	private constructor(nodes: readonly Target[], placement: Placement, redis: Redis | null) {
		this.#nodes = nodes;
		this.#placement = placement;
		this.#redis = redis;
	}

	/** Starts `count` nodes from a port on, each with a core's share; one alone has no Redis. */
	static async start(
		world: World,
		{ count, port, placement }: { count: number; port: number; placement: Placement }
	): Promise<Cluster> {
		const redis = count > 1 ? await Redis.start() : null;
		const redisUrl = redis ? { redisUrl: redis.url } : {};
		const nodes = Array.from(
			{ length: count },
			(_, i) => new Target('maillage', { world, port: port + i, ...redisUrl })
		);
		await Promise.all(nodes.map((node) => node.start()));
		return new Cluster(nodes, placement, redis);
	}

	/** Milliseconds of processor that all nodes have spent so far. */
	get cpu(): number {
		return this.#nodes.reduce((sum, { cpu }) => sum + cpu, 0);
	}

	open(caseId: string, who: number): LoadClient {
		const room = this.#rooms.get(caseId) ?? this.#rooms.size;
		this.#rooms.set(caseId, room);
		const place = this.#placement === 'rooms' ? room : who;
		const node = this.#nodes[place % this.#nodes.length];
		if (!node) throw new Error('no node');
		return node.open(caseId, who);
	}

	async stop(): Promise<void> {
		await Promise.all(this.#nodes.map((node) => node.stop('SIGKILL')));
		await this.#redis?.kill();
	}
}
