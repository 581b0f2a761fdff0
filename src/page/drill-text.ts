/** A drill of the page as the text of a drill file: YAML whose lists have one entry a line, its topology in it. */
import type { Drill } from '../domain/drill.js';
import { type DrillData, drillData } from '../input/drill/drill-data.js';
import { writeTopology } from '../input/topology/write-yaml.js';
import { escapeInJson } from '../report/text/printable.js';

/** The text; `drydrill run` reads the same drill out of it. JSON is YAML: what stands on one line is JSON. */
export function savedDrillText(drill: Drill, title: string): string {
  const { topology: _, drill: __, ...entries } = drillData(drill, '');
  const lines = Object.entries(entries).flatMap(([key, value]) =>
    Array.isArray(value) ? [`${key}:`, ...value.map((item) => `  - ${inline(item)}`)] : [`${key}: ${inline(value)}`],
  );
  const topology = writeTopology(drill.deployment)
    .trimEnd()
    .split('\n')
    .map((line) => `  ${line}`);
  return `${[`drill: ${inline(title)}`, ...lines, 'topology:', ...topology].join('\n')}\n`;
}

const inline = (value: DrillData | unknown): string => escapeInJson(JSON.stringify(value));
