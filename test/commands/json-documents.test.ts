import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Ajv2020, type ValidateFunction } from 'ajv/dist/2020.js';
import { afterAll, describe, expect, test } from 'vitest';
import { ROOT } from '../support/built.js';
import { inProcess } from '../support/in-process.js';

const SCHEMA = JSON.parse(readFileSync(`${ROOT}docs/result.schema.json`, 'utf8'));
const ajv = new Ajv2020({ allErrors: true, strict: true, allowUnionTypes: true });
const whole = ajv.addSchema(SCHEMA, 'result').compile(SCHEMA);

/** The schema of one document alone says better what is wrong. */
const schemaOf = (document: string): ValidateFunction => ajv.getSchema(`result#/$defs/${document}`)!;

/** What speaks against a document: nothing, or the places with what is wrong there. */
function wrongIn(value: unknown, document: string): string[] {
  const validate = schemaOf(document);
  if (validate(value)) return whole(value) ? [] : ['it fits none of the documents'];
  return validate.errors!.map(
    ({ instancePath, message, params }) => `${instancePath} ${message} ${JSON.stringify(params)}`,
  );
}

async function printed(...argv: string[]): Promise<Record<string, unknown>> {
  const { stdout, stderr } = await inProcess([...argv, '--json']);
  expect(stderr).toBe('');
  return JSON.parse(stdout);
}

const directory = mkdtempSync(join(tmpdir(), 'drydrill-json-'));
afterAll(() => rmSync(directory, { recursive: true }));

const SIMS = readdirSync(`${ROOT}sims`).filter(
  (file) => file.endsWith('.yaml') && /^drill:/m.test(readFileSync(`${ROOT}sims/${file}`, 'utf8')),
);

describe('the documents are as the schema has them', () => {
  test.each(SIMS)('run of sims/%s', async (file) => {
    const result = await printed('run', `sims/${file}`, '--seeds', '2');
    expect(wrongIn(result, 'run')).toEqual([]);
  });

  test('run of a runbook, with answers and branches', async () => {
    const argv = ['sims/16-planned-failover.ps1', '--topology', 'sims/contoso-cms2.yaml'];
    const result = await printed('run', ...argv, '--seeds', '1');
    expect(wrongIn(result, 'run')).toEqual([]);
    expect(result.runbooks).not.toEqual([]);
  });

  test('explore with a counterexample, its trace, and its replay', async () => {
    const argv = ['sims/08a-skip-verification.yaml', '--faults', '0', '--ends'];
    const explored = await printed('explore', ...argv, '--out', directory);
    expect(wrongIn(explored, 'explore')).toEqual([]);
    const name = readdirSync(directory).find((file) => file.endsWith('.trace.json'))!;
    expect(wrongIn(JSON.parse(readFileSync(join(directory, name), 'utf8')), 'trace')).toEqual([]);
    expect(wrongIn(await printed('replay', join(directory, name), '--at', '2'), 'replay')).toEqual([]);
  });

  test('explore with further faults', async () => {
    const argv = [
      'sims/05b-sql-no-witness.yaml',
      '--faults',
      '1',
      '--repairs',
      '--only',
      'server',
      '--max-states',
      '3000',
    ];
    expect(wrongIn(await printed('explore', ...argv), 'explore')).toEqual([]);
  });

  test('check, its shards put together, and what changed since', async () => {
    const drills = ['sims/05a-sql-witness.yaml', 'sims/11-wrong-poolfqdn.yaml', 'sims/contoso.yaml'];
    const checked = await printed('check', ...drills, '--runs', '2', '--seeds', '2');
    expect(wrongIn(checked, 'check')).toEqual([]);
    const shards = ['1/2', '2/2'].map((shard) => ({ shard, out: join(directory, `shard-${shard[0]}`) }));
    for (const { shard, out } of shards)
      await printed('check', ...drills, '--seeds', '2', '--shard', shard, '--out', out);
    expect(wrongIn(await printed('merge', ...shards.map(({ out }) => out)), 'check')).toEqual([]);
    const file = join(directory, 'check.json');
    writeFileSync(file, JSON.stringify(checked));
    expect(wrongIn(await printed('compare', file, file), 'compare')).toEqual([]);
  });

  test('topology', async () => {
    for (const file of ['contoso.yaml', 'contoso-2019.yaml', 'contoso-three-sites.yaml'])
      expect(wrongIn(await printed('topology', `sims/${file}`), 'topology')).toEqual([]);
  });

  test('compare, what-if and rules', async () => {
    const drill = 'sims/05a-sql-witness.yaml';
    expect(wrongIn(await printed('compare', drill, 'sims/05b-sql-no-witness.yaml'), 'compare')).toEqual([]);
    const varied = await printed('what-if', drill, '--vary', 'backupService.syncInterval=1m,5m');
    expect(wrongIn(varied, 'whatIf')).toEqual([]);
    expect(wrongIn(await printed('rules'), 'rules')).toEqual([]);
  });
});

describe('the schema is worth something', () => {
  test('a key that nobody documented is seen, wherever it stands', async () => {
    const result = await printed('run', 'sims/03-site-loss.yaml', '--seeds', '1');
    const objects: { readonly at: string; readonly object: Record<string, unknown> }[] = [];
    const walk = (value: unknown, at: string): void => {
      if (typeof value !== 'object' || value === null) return;
      if (!Array.isArray(value)) objects.push({ at, object: value as Record<string, unknown> });
      // One of a list stands for all.
      for (const [key, each] of Object.entries(value).slice(0, Array.isArray(value) ? 1 : undefined))
        walk(each, `${at}/${key}`);
    };
    walk(result, '');
    expect(objects.length).toBeGreaterThan(50);
    // What is named by the input can have any key: parameters, assumptions, targets by pool.
    const open = /\/(?:parameters|assumptions|rtoMs|output\/0)$/;
    const unseen = objects.flatMap(({ at, object }) => {
      object.newKey = [];
      const isSeen = wrongIn(result, 'run').length > 0;
      delete object.newKey;
      return isSeen || open.test(at) ? [] : [at];
    });
    expect(unseen).toEqual([]);
  });

  test('a key that is missing, a time with a fraction and another word are seen', async () => {
    const result = await printed('run', 'sims/05a-sql-witness.yaml', '--seeds', '1');
    const { verdict: _, ...without } = result;
    expect(wrongIn(without, 'run')).not.toEqual([]);
    expect(wrongIn({ ...result, endedAtMs: 0.5 }, 'run')).not.toEqual([]);
    expect(wrongIn({ ...result, verdict: 'perhaps' }, 'run')).not.toEqual([]);
  });
});
