import Baby from '@lucide/svelte/icons/baby';
import BookOpen from '@lucide/svelte/icons/graduation-cap';
import Bus from '@lucide/svelte/icons/bus';
import HeartPulse from '@lucide/svelte/icons/heart-pulse';
import House from '@lucide/svelte/icons/house';
import Landmark from '@lucide/svelte/icons/landmark';
import Languages from '@lucide/svelte/icons/languages';
import Laptop from '@lucide/svelte/icons/laptop';
import Lock from '@lucide/svelte/icons/lock';
import Scale from '@lucide/svelte/icons/scale';
import Sprout from '@lucide/svelte/icons/sprout';
import Users from '@lucide/svelte/icons/users-round';
import Wallet from '@lucide/svelte/icons/wallet';
import type { Component } from 'svelte';
import type { BlockerType, RESERVED } from '$lib/domain/blocker';

const ICONS: Record<BlockerType | typeof RESERVED, Component> = {
	mobility: Bus,
	childcare: Baby,
	language: Languages,
	housing: House,
	health: HeartPulse,
	digital: Laptop,
	rights: Landmark,
	budget: Wallet,
	confidence: Sprout,
	qualification: BookOpen,
	isolation: Users,
	discrimination: Scale,
	reserved: Lock
};

/** The icon of a type of blocker; a lock for a reserved one. */
export function blockerIcon(type: BlockerType | typeof RESERVED): Component {
	return ICONS[type];
}
