/** Machines and file shares: faults and administrators change them, nothing follows by itself. */
import { defineComponent } from '../component.js';
import { HOSTS_TABLE } from './state.js';

export const HOSTS = defineComponent({ table: HOSTS_TABLE, work: {} });
