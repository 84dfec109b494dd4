import { fieldErrorText } from './admin-text';

/** What the server answered to one of the forms of a page. */
interface Answer {
	/** Which form. */
	form: string;
	done?: boolean;
	values?: Record<string, string>;
	errors?: Record<string, string>;
	code?: string;
}

/** The answer as its form shows it. */
export interface FormState {
	done: boolean;
	/** A refusal of the whole form; empty when there is none. */
	code: string;
	/** What was typed last in a field, else what stands there. */
	value: (field: string, fallback: string) => string;
	/** What is wrong with a field, in the reader's language. */
	error: (field: string) => string | undefined;
}

const NOTHING: FormState = {
	done: false,
	code: '',
	value: (_, fallback) => fallback,
	error: () => undefined
};

/** What a page's answer means for one of its forms: nothing when it is about another. */
export function stateOf(answer: unknown, name: string): FormState {
	const mine = isAnswer(answer) && answer.form === name ? answer : null;
	if (!mine) return NOTHING;
	const { values = {}, errors = {}, code = '' } = mine;
	return {
		done: mine.done === true,
		code: Object.keys(errors).length > 0 ? '' : code,
		value: (field, fallback) => (code === '' ? fallback : (values[field] ?? '')),
		error: (field) => fieldErrorText(errors[field])
	};
}

function isAnswer(value: unknown): value is Answer {
	return typeof value === 'object' && value !== null && 'form' in value;
}
