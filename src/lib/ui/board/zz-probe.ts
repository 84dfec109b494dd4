import { kindText } from '$lib/ui/meeting/meeting-text';
import { connect } from '$lib/server/database/database';
import { goto } from '$app/navigation';
import { Pool } from 'pg';
import { a } from '$lib/domain/zz-probe';
import { Editor } from '@tiptap/core';
export const b = [kindText, connect, goto, Pool, a, Editor];
