// The schema of a saved counterexample: what a replay needs of the report of an exploration. Other keys are passed over.
import { z } from 'zod';
import { INVARIANT_IDS } from '../../domain/drill.js';
import { booleanField, enumField, field, integerField, optional, textField } from '../schema.js';

const TEXT_MAX = 100_000;
const STEPS_MAX = 100_000;
const LINE_MAX = 10_000_000;

const text = () => textField(TEXT_MAX);

const digest = () =>
  field<string>((given) =>
    typeof given === 'string' && /^[0-9a-f]{64}$/.test(given)
      ? { value: given }
      : { expected: 'a SHA-256', hint: '64 hexadecimal digits' },
  );

const files = () => z.array(z.object({ path: text(), sha256: digest() })).max(1000);
const tool = () => optional(z.object({ name: text(), version: text() }));

/** What was asked for; what an older version did not know was not asked for. */
const REQUEST = z.object({
  faults: integerField(0, 6),
  repairs: booleanField(),
  free: integerField(0, 12),
  mistakes: integerField(0, 3),
  everywhere: booleanField(),
  hazards: booleanField(),
  only: z.array(text()),
  without: z.array(text()),
  symmetry: booleanField(),
  reduce: booleanField(),
  matrix: booleanField(),
  ends: booleanField(),
  together: booleanField(),
});

/** What stands around the counterexamples. */
export const TRACE_SCHEMA = z.object({
  tool: tool(),
  inputs: files(),
  request: REQUEST,
  explored: z.object({
    file: text(),
    lines: z.array(integerField(0, LINE_MAX)).max(STEPS_MAX),
    sha256: digest(),
  }),
});

const STEP = z.object({
  actor: text(),
  action: text(),
  changed: z.record(z.string(), text()),
  line: integerField(0, LINE_MAX),
  move: text(),
  answer: optional(text()),
});

/** One counterexample. */
export const VIOLATION_SCHEMA = z.object({
  invariant: enumField(INVARIANT_IDS),
  message: text(),
  steps: z.array(STEP).max(STEPS_MAX),
  trace: z.object({
    log: text(),
    cause: optional(text()),
    /** its steps in words; absent = saved by a version that did not */
    moves: z.array(text()).max(STEPS_MAX).optional(),
  }),
});
