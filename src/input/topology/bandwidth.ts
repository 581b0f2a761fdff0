// Bandwidths and sizes as the files write them: `100Mbps` in bits per second, `50GiB` in KB.
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

const UNIT_KB: Readonly<Record<string, number>> = { KiB: 1, MiB: 1024, GiB: 1024 ** 2, TiB: 1024 ** 3 };
/** What a control state can count in KB: 2 TiB less 1 KiB. */
const MOST_KB = 2 ** 31 - 1;

/** Reads `0KiB`, `500MiB`, `1.5GiB` as KB of 1,024 bytes, rounded; null for anything else, and for 2 TiB or more. */
export function parseSize(text: string): number | null {
  const match = /^(\d{1,10}(?:\.\d{1,6})?)(KiB|MiB|GiB|TiB)$/.exec(text);
  if (match === null) return null;
  const kilobytes = Math.round(Number(match[1]) * UNIT_KB[match[2]]);
  return kilobytes <= MOST_KB ? kilobytes : null;
}

/** A size with its unit, in KB. */
export const sizeField = () =>
  field<number>((value) => {
    const kilobytes = typeof value === 'string' ? parseSize(value) : null;
    return kilobytes === null
      ? { expected: 'a size', hint: 'write it like 500MiB, 50GiB or 1.5TiB, less than 2TiB' }
      : { value: kilobytes };
  });
