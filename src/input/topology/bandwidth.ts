// Bandwidths as the files write them (`100Mbps`), in bits per second.
import { field } from '../schema.js';

const UNIT_BITS: Readonly<Record<string, number>> = { k: 1_000, M: 1_000_000, G: 1_000_000_000 };
const MOST = 1_000_000_000_000;

/** Reads `512kbps`, `100Mbps`, `1Gbps` as bits per second; null for anything else, for 0 and for more than 1000Gbps. */
export function parseBandwidth(text: string): number | null {
  const match = /^(\d{1,12}(?:\.\d{1,9})?)([kMG])bps$/.exec(text);
  if (match === null) return null;
  const bits = Number((Number(match[1]) * UNIT_BITS[match[2]]).toFixed(3));
  return Number.isInteger(bits) && bits > 0 && bits <= MOST ? bits : null;
}

/** A bandwidth with its unit, in bits per second. */
export const bandwidthField = () =>
  field<number>((value) => {
    const bits = typeof value === 'string' ? parseBandwidth(value) : null;
    return bits === null
      ? { expected: 'a bandwidth', hint: 'write it like 512kbps, 100Mbps or 1Gbps, at most 1000Gbps' }
      : { value: bits };
  });
