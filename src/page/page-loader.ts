/** What begins a page that lives: inflates its script and lets it run, by the hash of it that the policy of the page names. */
/// <reference lib="dom" />
import { inflatedText } from './inflated-text.js';

const packed = document.getElementById('page');
if (packed !== null) {
  // Where it cannot be inflated the page stays the document that it is.
  inflatedText(packed).then(
    (text) => {
      const script = document.createElement('script');
      script.textContent = text;
      document.body.append(script);
    },
    () => {},
  );
}
