/** `drydrill rules`: the rule catalogue, and one rule with all that rests on it: what an auditor opens. */

import { nearest } from '../core/nearest.js';
import { CMDLETS } from '../domain/cmdlets/catalog.js';
import { FACTS } from '../domain/components/tables.js';
import { placesOf, type Rule, readRules } from '../input/rule-catalogue.js';
import { type RuleRecord, reportRule, reportRules } from '../report/terminal/report-rules.js';
import type { CliCommand } from './cli-command.js';
import { EXIT, exitHelp } from './exit-status.js';
import { FLAGS } from './flags.js';
import type { RulesDocument } from './json-documents.js';
import { onScreen } from './reporter-flags.js';

export const rulesCommand: CliCommand = {
  describe: (command) =>
    command
      .summary('the rules behind a report: words, source, which sources and tests name them')
      .description(
        'Lists the rules of the model, or shows one: its words, what it rests on, the commands that refuse by it, the numbers that rest on it, and the sources and tests that name it.',
      )
      .argument('[ID]', 'the id of a rule, as reports name it, such as D41')
      .option(...FLAGS.json)
      .option(...FLAGS.noColor)
      .addHelpText(
        'after',
        `${exitHelp({ passed: 'the rules were shown' })}\n\nAll of them on one page: docs/rules.md`,
      ),
  async act(command, io) {
    const [id] = command.args;
    const flags = command.opts<{ json?: true; color: boolean }>();
    const rules = readRules();
    const wanted = id === undefined ? rules : rules.filter((rule) => rule.id.toLowerCase() === id.toLowerCase());
    if (wanted.length === 0) {
      const close = nearest(
        id.toUpperCase(),
        rules.map((rule) => rule.id),
      );
      command.error(
        `error: there is no rule "${id}"; ${close === null ? 'drydrill rules lists all' : `did you mean ${close}?`}`,
      );
    }
    const records = recordsOf(wanted);
    const screen = onScreen(flags, io);
    if (flags.json)
      io.stdout.write(`${JSON.stringify({ drydrill: 1, rules: records } satisfies RulesDocument, null, 2)}\n`);
    else io.stdout.write(id === undefined ? reportRules(records, screen) : reportRule(records[0], screen));
    return EXIT.passed;
  },
};

/** Each rule with what in the product rests on it. */
function recordsOf(rules: readonly Rule[]): RuleRecord[] {
  const places = placesOf(rules.map(({ id }) => id));
  const facts = Object.entries(FACTS);
  return rules.map((rule) => {
    const named = new RegExp(`\\b${rule.id}\\b`);
    return {
      ...rule,
      refuses: CMDLETS.flatMap(({ name, refusedBy }) => {
        const when = refusedBy[rule.id];
        return when === undefined ? [] : [{ cmdlet: name, when }];
      }),
      numbers: facts.flatMap(([name, fact]) =>
        named.test(fact.source) || named.test(fact.why) ? [{ name, basis: fact.basis, why: fact.why }] : [],
      ),
      implemented: places?.[rule.id].implemented ?? null,
      tested: places?.[rule.id].tested ?? null,
    };
  });
}
