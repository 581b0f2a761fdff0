/** A fault as an administrator would call it. */
import type { FaultResult } from '../../domain/drill-input.js';

const NOUNS: Readonly<Record<string, string>> = {
  pool: 'all FE servers of',
  fileStore: 'file store',
  share: 'write access to',
  replicator: 'CMS replication',
  hydration: 'hydration in the failback of',
  service: '',
};

/** Verb, noun and name: `crash site Datacenter1`. */
export function faultInWords({ verb, target, destroy }: FaultResult): string {
  const { kind, ...names } = target;
  const parts = Object.values(names).flatMap((value) =>
    typeof value === 'boolean' ? [] : typeof value === 'object' ? Object.values(value) : [value],
  );
  const name = parts.join(kind === 'link' ? ' – ' : ' on ');
  const words = [verb, NOUNS[kind] ?? kind, name].filter((part) => part !== '').join(' ');
  return words + (destroy ? ', disks destroyed' : '');
}
