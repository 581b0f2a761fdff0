import type { BoundCommand, BoundValue } from '../command.js';
import { CMDLETS } from './catalog.js';

/** The line that an administrator would type for a bound command; reading it again gives the same command. */
export function commandText({ cmdlet, parameters }: BoundCommand): string {
  const spec = CMDLETS.find((c) => c.name === cmdlet);
  const words = Object.entries(parameters).map(([name, value]) => {
    const type = spec?.parameters.find((p) => p.name === name)?.type.kind ?? 'switch';
    if (type === 'switch') return value === true ? `-${name}` : `-${name}:$false`;
    return `-${name} ${type === 'timespan' ? timespanText(Number(value)) : valueText(value)}`;
  });
  return [cmdlet, ...words].join(' ');
}

function valueText(value: BoundValue): string {
  if (typeof value === 'boolean') return value ? '$true' : '$false';
  return /^[\w.:-]+$/.test(String(value)) ? String(value) : `'${String(value).replaceAll("'", "''")}'`;
}

/** `[d.]hh:mm:ss[.fff]` */
export function timespanText(ms: number): string {
  const two = (n: number): string => String(n).padStart(2, '0');
  const s = Math.floor(ms / 1000);
  const days = Math.floor(s / 86_400);
  const clock = [Math.floor(s / 3600) % 24, Math.floor(s / 60) % 60, s % 60].map(two).join(':');
  const fraction = ms % 1000 === 0 ? '' : `.${String(ms % 1000).padStart(3, '0')}`;
  return `${days === 0 ? '' : `${days}.`}${clock}${fraction}`;
}
