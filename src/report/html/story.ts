/** A counterexample as a story: who did what, step by step, what changed by it, and where it was decided. */
import type { ReportedConsequence } from '../../exploration/exploration-report.js';
import { lossWord } from '../text/exploration-words.js';
import { el, type Html, type HtmlChild } from './element.js';

/** One step of a story. */
export interface StoryStep {
  readonly actor: string;
  /** without what it came to */
  readonly action: string;
  /** in the drill file; 0 = none */
  readonly line: number;
  /** what a command came to where that is not `ok`; null = ok, or no command ended */
  readonly answer: string | null;
  readonly changed: readonly string[];
  /** said after the step, in strong words; null = nothing */
  readonly after: string | null;
}

const KINDS: Readonly<Record<string, string | undefined>> = { fault: 'broken', drill: 'planned' };

/** The steps as a numbered list. */
export const story = (steps: readonly StoryStep[]): Html => el('ol', { class: 'story' }, ...steps.map(storyStep));

const storyStep = (step: StoryStep): Html =>
  el('li', { class: KINDS[step.actor] }, el('span', { class: 'actor' }, step.actor), actionOfStep(step));

/** What is done in a step, what that came to and changed, and what is said after it. */
export function actionOfStep({ action, line, answer, changed, after }: Omit<StoryStep, 'actor'>): Html {
  return el(
    'span',
    { class: 'action' },
    /^[A-Z][a-z]+-\w/.test(action) ? el('code', null, action) : action,
    answer === null ? null : el('strong', { class: 'answer' }, ` ${answer}`),
    line > 0 ? el('span', { class: 'dim' }, ` line ${line}`) : null,
    changed.length === 0 ? null : el('span', { class: 'changed' }, `→ ${changed.join('; ')}`),
    after === null ? null : el('strong', { class: 'decided' }, `▸ ${after}`),
  );
}

/** The steps of the way to a consequence; where something is stranded or lost says so. */
export const wayThere = ({ consequence, example, lossAt }: ReportedConsequence): StoryStep[] =>
  example.map((told, i) => storyStepOf(told, i + 1 === lossAt ? `here it is ${lossWord(consequence)}` : null));

/** A step of an example, which is one line: `actor: action`, and behind it what the command came to. */
export function storyStepOf(told: string, after: string | null): StoryStep {
  const at = told.indexOf(': ');
  const [actor, rest] = at < 0 ? ['', told] : [told.slice(0, at), told.slice(at + 2)];
  const answer = /: ((?:refused|failed|not modelled)[^:]*)$/.exec(rest)?.[1] ?? null;
  const action = answer === null ? rest : rest.slice(0, rest.length - answer.length - 2);
  return { actor, action, line: 0, answer, changed: [], after };
}

/** Where a page that lives puts what leads to the run of that name; of a document nothing is seen of it. */
export const placeToStep = (id: string): Html => el('p', { class: 'to-step screen-only', 'data-run': id });

/** A card around a story: its title, what is said of it, the story, and the lines that show it again. */
export const storyCard = (
  { id, look, title, said }: { id: string; look: string; title: HtmlChild; said: readonly string[] },
  steps: readonly StoryStep[],
  again: readonly (readonly [what: string, command: string])[],
): Html =>
  el(
    'article',
    { class: `tale ${look}`, 'aria-labelledby': id },
    el('h3', { id }, title),
    el('p', { class: 'secondary' }, `${sentenceOf(said.join('; '))}.`),
    placeToStep(id),
    story(steps),
    ...again.map(([what, command]) => el('p', { class: 'again' }, `${what}: `, el('code', null, command))),
  );

const sentenceOf = (text: string): string => text.charAt(0).toUpperCase() + text.slice(1).replace(/\.$/, '');
