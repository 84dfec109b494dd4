/** What a row of the agenda asks for. The page carries it out, says it and offers to take it back. */
export type AgendaEdit =
	| { kind: 'move'; index: number }
	| { kind: 'remove' }
	| { kind: 'question'; text: string }
	| { kind: 'title'; text: string }
	| { kind: 'informed'; informed: boolean }
	| { kind: 'presenter'; presenterId: string | null }
	| { kind: 'minutes'; minutes: number };
