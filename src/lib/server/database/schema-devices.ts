import type { Generated } from 'kysely';

export interface DeviceSecrets {
	profile_id: string;
	secret: Generated<string>;
}
