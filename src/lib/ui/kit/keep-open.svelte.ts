import type { DocumentConnection } from '$lib/client/document-connection.svelte';
import { getSaveStates } from './context';

/**
 * Opens documents for as long as the component that calls it lives, and lets the shell tell how they are saved. Call it
 * while the component is made.
 */
export function keepOpen(...connections: DocumentConnection[]): void {
	const saveStates = getSaveStates();
	$effect(() => {
		const leave = connections.map((connection) => {
			connection.connect();
			return saveStates.add(connection);
		});
		return () => {
			for (const stop of leave) stop();
			for (const connection of connections) connection.destroy();
		};
	});
}
