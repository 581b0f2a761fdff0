/** Saving the changed drill: as a download of the browser, or, where the page has a server of its own, beside the drill. */
/// <reference lib="dom" />
import { h } from 'preact';
import { useState } from 'preact/hooks';
import type { Html } from '../report/html/element.js';
import { SAVE_AT } from '../report/html/embedded-drill.js';
import type { PlainDrill } from './messages.js';
import type { Simulator } from './page-simulator.js';

interface SaveDrillFileProps {
  readonly simulator: Simulator;
  readonly drill: PlainDrill;
  readonly isChanged: boolean;
}

/** Where the server of the page takes drills; null = the page is a file. */
const saveAt = (): string | null => document.querySelector<HTMLMetaElement>(`meta[name=${SAVE_AT}]`)?.content ?? null;

/** What can be pressed; nothing is sent or written before. */
export function SaveDrillFile({ simulator, drill, isChanged }: SaveDrillFileProps): Html {
  const place = saveAt();
  const [name, setName] = useState('what-if');
  const [said, setSaid] = useState('');
  const title = isChanged ? `${drill.name} (changed)` : drill.name;
  const withText = (use: (text: string) => void): void =>
    simulator.ask({ kind: 'text', drill: { ...drill, name: title } }, (answer) => {
      if (answer.kind === 'text') use(answer.text);
      if (answer.kind === 'fault') setSaid(answer.message);
    });
  const button = (words: string, press: () => void): Html => h('button', { type: 'button', onClick: press }, words);
  const download = button('Save as a drill file', () =>
    withText((text) => downloaded(text, isChanged ? 'changed-drill.yaml' : 'drill.yaml')),
  );
  if (place === null) return h('p', null, download);
  return h(
    'div',
    { class: 'editor' },
    h('p', null, download),
    h(
      'div',
      { class: 'adder' },
      h(
        'label',
        null,
        'Name of a new drill beside this one ',
        h('input', {
          type: 'text',
          value: name,
          maxLength: 80,
          onInput: (event: Event) => setName((event.target as HTMLInputElement).value),
        }),
      ),
      button('Save beside the drill', () => withText((text) => sent(place, { name, text }).then(setSaid))),
    ),
    h('p', { class: 'save-said', role: 'status' }, said),
  );
}

/** Puts a text into the downloads of the browser. */
export function downloaded(text: string, name: string, type = 'application/yaml'): void {
  const link = document.createElement('a');
  link.href = URL.createObjectURL(new Blob([text], { type }));
  link.download = name;
  link.click();
  URL.revokeObjectURL(link.href);
}

/** To the server of the page; what it says of it. */
const sent = (place: string, drill: { readonly name: string; readonly text: string }): Promise<string> =>
  fetch(place, { method: 'POST', headers: { 'content-type': 'application/json' }, body: JSON.stringify(drill) }).then(
    (response) => response.text(),
    () => 'The server of this page does not answer: it has ended, or the page is of an earlier one.',
  );
