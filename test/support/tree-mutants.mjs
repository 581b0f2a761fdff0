// Structure-aware mutation of documents: a value of YAML or JSON with one to four of its parts replaced, dropped, doubled or
// exchanged. What comes out is a document still, so that it gets past the parser to what reads its meaning.
import { parse } from 'yaml';

/** Values that readers trip over. */
const ODD = [
  ...[
    null,
    true,
    false,
    0,
    -1,
    1,
    0.5,
    1e308,
    -0,
    2 ** 31,
    2 ** 53,
    '',
    ' ',
    'x'.repeat(3000),
    [],
    {},
    [[]],
    { a: {} },
  ],
  ...[
    '0s',
    '1h',
    '1ms',
    '99999h',
    '1e9h',
    '-5m',
    '24:00:00',
    '1970-01-01',
    '1Gbps',
    '0bps',
    '40ms',
    '50%',
    'none',
    'NaN',
  ],
  ...[
    'pool1.contoso.com',
    'pool2.contoso.com',
    'fe1a.contoso.com',
    'sql1a.contoso.com',
    'Datacenter1',
    'link',
    'regular',
  ],
  ...[
    '__proto__',
    'constructor',
    'D41',
    'I1',
    'rtc',
    '*',
    '../x.yaml',
    'C:\\x',
    '\u0000',
    '\u202e',
    '\ud800',
    '$x',
    "'",
  ],
  ...['Invoke-CsPoolFailOver -PoolFqdn pool1.contoso.com', 'Get-CsPool', 'x; y', 'steady', { until: 'steady' }],
];

/** All places of a value: each as the object that holds it and the key there. */
function placesOf(root) {
  const places = [];
  const walk = (value) => {
    if (typeof value !== 'object' || value === null) return;
    for (const key of Object.keys(value)) {
      places.push([value, key]);
      walk(value[key]);
    }
  };
  walk(root);
  return places;
}

/** Documents that were parsed before, as JSON: reading that is quicker by far. Null = it is no document. */
const PARSED = new Map();

function parsed(text) {
  if (!PARSED.has(text)) {
    if (PARSED.size > 1000) PARSED.clear();
    let json = null;
    try {
      json = JSON.stringify(/^\s*[{[]/.test(text) ? JSON.parse(text) : parse(text)) ?? null;
    } catch {
      // A text that is damaged is for the other mutants.
    }
    PARSED.set(text, json);
  }
  const json = PARSED.get(text);
  return json === null ? null : { root: JSON.parse(json) };
}

/** The document, changed; the same numbers give the same. `below(n)` draws a whole number from 0 to n - 1. */
export function treeMutant(text, below) {
  const root = parsed(text);
  if (root === null) return null;
  for (let left = 1 + below(4); left > 0; left--) {
    const places = placesOf(root);
    if (places.length === 0) break;
    const [holder, key] = places[below(places.length)];
    const [other, otherKey] = places[below(places.length)];
    switch (below(7)) {
      case 0:
      case 1:
        holder[key] = structuredClone(ODD[below(ODD.length)]);
        break;
      case 2:
        if (Array.isArray(holder)) holder.splice(Number(key), 1);
        else delete holder[key];
        break;
      case 3:
        holder[key] = structuredClone(other[otherKey]);
        break;
      case 4:
        if (Array.isArray(holder)) holder.splice(Number(key), 0, structuredClone(holder[key]));
        else holder[String(otherKey)] = structuredClone(holder[key]);
        break;
      case 5:
        if (typeof holder[key] === 'number') holder[key] = [0, 1, -1, holder[key] * 1000, holder[key] / 3][below(5)];
        else [holder[key], other[otherKey]] = structuredClone([other[otherKey], holder[key]]);
        break;
      default:
        if (Array.isArray(holder)) holder.reverse();
        else holder[String(ODD[below(ODD.length)]).slice(0, 60)] = structuredClone(other[otherKey]);
    }
  }
  return JSON.stringify(root.root, null, 1) ?? 'null';
}
