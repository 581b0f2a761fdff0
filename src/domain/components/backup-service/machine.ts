/**
 * One module of one direction of the Backup Service (D30-D33, D37): its cycle and whether the last one failed.
 * source = the exporting pool's service, store and file store are there; path = the WAN carries it both ways;
 * target = the partner's service, store and file store are there; work = there is something to export.
 * The three export states of D33 that depend on the backlog are worked out when they are read.
 */
import { setup } from 'xstate';
import { MachineTable, signals, whether } from '../../../core/state-machine.js';

export const BACKUP_MODULE = new MachineTable(
  'backup-module',
  setup({
    types: {
      events: {} as {
        type: 'cycle' | 'look' | 'exported' | 'copied' | 'imported' | 'discard' | 'initialise';
        [k: string]: unknown;
      },
    },
    guards: {
      ...whether('source', 'path', 'target', 'work'),
      ready: ({ event }) => event.source === true && event.path === true && event.target === true,
      readyWithWork: ({ event }) =>
        event.source === true && event.path === true && event.target === true && event.work === true,
    },
    actions: signals('export', 'copy', 'import', 'apply', 'abort', 'finishCycle'),
  }).createMachine({
    id: 'backupModule',
    initial: 'idle',
    states: {
      notInitialized: { on: { initialise: 'idle' } },
      idle: {
        on: {
          cycle: [
            { guard: 'readyWithWork', target: 'exporting', actions: 'export' },
            { guard: 'ready' },
            { target: 'error' },
          ],
        },
      },
      /** The last cycle failed or could not begin; the next one tries again (D37). */
      error: {
        on: {
          cycle: [
            { guard: 'readyWithWork', target: 'exporting', actions: 'export' },
            { guard: 'ready', target: 'idle' },
            {},
          ],
        },
      },
      exporting: {
        on: {
          look: [{ guard: 'source' }, { target: 'error', actions: 'abort' }],
          exported: { target: 'copying', actions: 'copy' },
          discard: { target: 'idle', actions: 'abort' },
        },
      },
      copying: {
        on: {
          look: [{ guard: 'ready' }, { target: 'error', actions: 'abort' }],
          copied: { target: 'importing', actions: 'import' },
          discard: { target: 'idle', actions: 'abort' },
        },
      },
      /** The batch lies in the partner's file store: the source is no longer needed. */
      importing: {
        on: {
          look: [{ guard: 'target' }, { target: 'error', actions: 'abort' }],
          imported: { target: 'idle', actions: ['apply', 'finishCycle'] },
          discard: { target: 'idle', actions: 'abort' },
        },
      },
    },
  }),
  {
    cycle: ['source', 'path', 'target', 'work'],
    look: ['source', 'path', 'target'],
    exported: [],
    copied: [],
    imported: [],
    discard: [],
    initialise: [],
  },
);
