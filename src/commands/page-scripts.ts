/** The scripts of the HTML report, as the build has written them beside the command. */
import { readFileSync } from 'node:fs';
import type { PageScripts } from '../report/text/page.js';

/** What a report by this name has in it; of the others nothing. */
export const pageScripts = (reporter: string): PageScripts | undefined =>
  reporter === 'html'
    ? JSON.parse(readFileSync(new URL('../../dist/page-scripts.json', import.meta.url), 'utf8'))
    : undefined;
