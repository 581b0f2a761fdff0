// The schema of a drill file, key by key; what its names refer to is checked afterwards.
import { z } from 'zod';
import { EXPORT_KINDS } from '../../domain/deployment.js';
import { INVARIANT_IDS } from '../../domain/drill.js';
import {
  booleanField,
  decimalField,
  durationField,
  enumField,
  field,
  integerField,
  optional,
  siteNameField,
  sitePairField,
  textField,
} from '../schema.js';
import { ROUTE_LIMITS } from '../topology/topology-schema.js';

const PARTS_MAX = 10_000;
const RATE_MAX = 10_000;
const COMMAND_MAX = 10_000;

/** Read again, by its own shape, once it is known what it is. */
const raw = () => z.unknown().optional();

const verbs = { crash: raw(), repair: raw(), cut: raw(), mend: raw() };

const ruleId = () =>
  field<string>((value) =>
    typeof value === 'string' && /^[SDFMI]\d{1,3}$/.test(value)
      ? { value: value }
      : { expected: 'the id of a rule', hint: 'e.g. D41; docs/cmdlets.md has those that refuse each cmdlet' },
  );

const fault = z.strictObject({
  at: durationField(),
  ...verbs,
  for: optional(durationField(1)),
  destroy: optional(booleanField()),
  oneWay: optional(booleanField()),
});

/** An export made before the drill (D34). */
const earlierExport = z.strictObject({
  path: textField(),
  holds: enumField(EXPORT_KINDS),
  of: optional(textField(255)),
  age: durationField(),
});

/** What a command outside of the model answers. */
const givenAnswer = z.strictObject({ command: textField(COMMAND_MAX), returns: raw() });

/** What a parameter of a script is given. */
const scriptValue = () =>
  field<string>((value) =>
    typeof value === 'string' || typeof value === 'number' || typeof value === 'boolean'
      ? { value: String(value) }
      : { expected: 'a text, a number, true or false', hint: 'several values: "a,b"' },
  );

/** What is done on every server of a pool. */
const onPool = () => z.strictObject({ pool: textField(255) });

const step = z.strictObject({
  run: optional(textField(COMMAND_MAX)),
  on: optional(textField(255)),
  wait: raw(),
  topologyBuilder: raw(),
  bootstrap: optional(onPool()),
  update: optional(z.strictObject({ pool: optional(textField(255)), server: optional(textField(255)) })),
  ...verbs,
  note: optional(textField(COMMAND_MAX)),
  script: optional(textField(COMMAND_MAX)),
  params: optional(z.record(z.string(), scriptValue())),
  decide: optional(durationField()),
  for: optional(durationField(1)),
  at: optional(durationField()),
  expect: optional(enumField(['refused'] as const)),
  rule: optional(ruleId()),
  destroy: optional(booleanField()),
  oneWay: optional(booleanField()),
});

/** `served: { except: [pools] }`; the other forms are true and false. */
export const SERVED_EXCEPT_SCHEMA = z.strictObject({ except: z.array(textField(255)).min(1).max(PARTS_MAX) });

/** The drill file, key by key; what its names refer to is checked afterwards. */
export const DRILL_SCHEMA = z.strictObject({
  drill: textField(),
  topology: raw(),
  seed: optional(integerField(0, Number.MAX_SAFE_INTEGER)),
  asRole: optional(textField(100)),
  load: optional(
    z.strictObject({
      changesPerUserPerHour: optional(decimalField(RATE_MAX)),
      conferenceUploadsPerUserPerHour: optional(decimalField(RATE_MAX)),
      configChangesPerHour: optional(decimalField(RATE_MAX)),
      responseGroupChangesPerHour: optional(decimalField(RATE_MAX)),
    }),
  ),
  assumptions: optional(z.record(z.string(), z.unknown())),
  faults: optional(z.array(fault).max(PARTS_MAX)),
  steps: optional(z.array(step).max(PARTS_MAX)),
  files: optional(z.array(earlierExport).max(PARTS_MAX)),
  answers: optional(z.array(givenAnswer).max(PARTS_MAX)),
  expect: optional(
    z.strictObject({
      lost: optional(z.strictObject({ max: integerField(0, Number.MAX_SAFE_INTEGER) })),
      rto: optional(z.record(z.string(), durationField())),
      rpo: optional(durationField()),
      violates: optional(z.array(enumField(INVARIANT_IDS)).max(INVARIANT_IDS.length)),
      served: raw(),
      routes: optional(ROUTE_LIMITS),
    }),
  ),
});

export type DrillShape = z.output<typeof DRILL_SCHEMA>;
export type StepShape = NonNullable<DrillShape['steps']>[number];
export type FaultShape = NonNullable<DrillShape['faults']>[number];
export type FileShape = NonNullable<DrillShape['files']>[number];

/** The Central Management Store is one: `true`, or the name of a pool that has it. */
const replicatorField = () =>
  field<string | true>((value) =>
    value === true || typeof value === 'string'
      ? { value }
      : { expected: 'true, or a pool with the Central Management Store', hint: 'e.g. { replicator: true }' },
  );

/** What a fault hits. */
export const TARGET_SCHEMA = z.strictObject({
  site: optional(siteNameField()),
  pool: optional(textField(255)),
  server: optional(textField(255)),
  fileStore: optional(textField(255)),
  service: optional(textField(255)),
  module: optional(z.strictObject({ pool: textField(255), name: textField(255) })),
  share: optional(textField(255)),
  replicator: optional(replicatorField()),
  hydration: optional(textField(255)),
  link: optional(sitePairField('link')),
  oneWay: optional(booleanField()),
});

export type TargetShape = z.output<typeof TARGET_SCHEMA>;

/** Waiting for a condition: `wait: { until: ... }`. */
export const WAIT_SCHEMA = z.strictObject({
  until: enumField(['steady', 'final', 'synchronized', 'regular', 'replicated'] as const),
  pool: optional(textField(255)),
  timeout: durationField(),
});

/** Waiting for a length of time: `wait: 45m`. */
export const WAIT_DURATION_SCHEMA = durationField();
