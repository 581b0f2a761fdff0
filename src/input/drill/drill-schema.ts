import { z } from 'zod';
import { INVARIANT_IDS } from '../../domain/drill.js';
import { decimal, duration, flag, integer, leaf, maybe, oneOf, siteName, text } from '../schema.js';

const PARTS_MAX = 10_000;
const RATE_MAX = 10_000;
const COMMAND_MAX = 10_000;

/** Read again, by its own shape, once it is known what it is. */
const raw = () => z.unknown().optional();

const verbs = { crash: raw(), repair: raw(), cut: raw(), mend: raw() };

const ruleId = () =>
  leaf<string>((value) =>
    typeof value === 'string' && /^[SDFMI]\d{1,3}$/.test(value)
      ? { fit: value }
      : { expected: 'the id of a rule', hint: 'e.g. D41; docs/cmdlets.md has those that refuse each cmdlet' },
  );

const fault = z.strictObject({
  at: duration(),
  ...verbs,
  for: maybe(duration(1)),
  destroy: maybe(flag()),
  oneWay: maybe(flag()),
});

/** What a parameter of a script is given. */
const scriptValue = () =>
  leaf<string>((value) =>
    typeof value === 'string' || typeof value === 'number' || typeof value === 'boolean'
      ? { fit: String(value) }
      : { expected: 'a text, a number, true or false', hint: 'several values: "a,b"' },
  );

const step = z.strictObject({
  run: maybe(text(COMMAND_MAX)),
  wait: raw(),
  topologyBuilder: raw(),
  ...verbs,
  note: maybe(text(COMMAND_MAX)),
  script: maybe(text(COMMAND_MAX)),
  params: maybe(z.record(z.string(), scriptValue())),
  decide: maybe(duration()),
  for: maybe(duration(1)),
  at: maybe(duration()),
  expect: maybe(oneOf(['refused'] as const)),
  rule: maybe(ruleId()),
  destroy: maybe(flag()),
  oneWay: maybe(flag()),
});

/** The drill file, key by key; what its names refer to is checked afterwards. */
export const DRILL_SHAPE = z.strictObject({
  drill: text(),
  topology: raw(),
  seed: maybe(integer(0, Number.MAX_SAFE_INTEGER)),
  load: maybe(
    z.strictObject({
      changesPerUserPerHour: maybe(decimal(RATE_MAX)),
      conferenceUploadsPerUserPerHour: maybe(decimal(RATE_MAX)),
      configChangesPerHour: maybe(decimal(RATE_MAX)),
      responseGroupChangesPerHour: maybe(decimal(RATE_MAX)),
    }),
  ),
  faults: maybe(z.array(fault).max(PARTS_MAX)),
  steps: maybe(z.array(step).max(PARTS_MAX)),
  expect: maybe(
    z.strictObject({
      lost: maybe(z.strictObject({ max: integer(0, Number.MAX_SAFE_INTEGER) })),
      rto: maybe(z.record(z.string(), duration())),
      rpo: maybe(duration()),
      violates: maybe(z.array(oneOf(INVARIANT_IDS)).max(INVARIANT_IDS.length)),
    }),
  ),
});

export type DrillShape = z.output<typeof DRILL_SHAPE>;
export type StepShape = NonNullable<DrillShape['steps']>[number];
export type FaultShape = NonNullable<DrillShape['faults']>[number];

const sitePair = () =>
  leaf<readonly [string, string]>((value) =>
    Array.isArray(value) && value.length === 2 && value.every((end) => typeof end === 'string')
      ? { fit: [value[0], value[1]] }
      : { expected: 'a list of two sites', hint: 'e.g. link: [Datacenter1, Datacenter2]' },
  );

/** What a fault hits. */
export const TARGET_SHAPE = z.strictObject({
  site: maybe(siteName()),
  pool: maybe(text(255)),
  server: maybe(text(255)),
  fileStore: maybe(text(255)),
  service: maybe(text(255)),
  link: maybe(sitePair()),
  oneWay: maybe(flag()),
});

export type TargetShape = z.output<typeof TARGET_SHAPE>;

/** `wait: { until: ... }` */
export const WAIT_SHAPE = z.strictObject({
  until: oneOf(['steady', 'final', 'synchronized', 'regular', 'replicated'] as const),
  pool: maybe(text(255)),
  timeout: duration(),
});

/** `wait: 45m` */
export const WAIT_DURATION = duration();
