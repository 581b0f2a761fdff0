// Mutants of scripts: a seeded generator of damaged texts, token by token and letter by letter. The same seed and number
// give the same text, whatever else was made before.

/** Pieces that change how what is around them is read. */
const PIECES = [
  ...'{ } ( ) [ ] @( @{ $( " \' @" "@ @\' \'@ ` # <# #> | ; , . .. = += -eq -not ! $ @ % & && ? :: : \\ / ++ -- +'.split(
    ' ',
  ),
  ...'0 -1 1e9 1KB 99999999999 0x7fffffff $x $_ $null $true @args @{} $this $input $Matches'.split(' '),
  ...'if else switch default foreach while do until try catch finally function filter param return break continue'.split(
    ' ',
  ),
  ...'throw exit class enum begin process end trap data using in -match -split -replace -f -join -is -as'.split(' '),
  ...'[int] [string[]] [datetime] [void] [ordered] [Plan]::new( .Count .Add( ForEach-Object Where-Object Sort-Object'.split(
    ' ',
  ),
  ...'Get-CsPool Invoke-CsPoolFailOver -PoolFqdn -ErrorAction Start-Sleep Read-Host Select-Object -First 1..100000'.split(
    ' ',
  ),
  ...'(a+)+b (?<n>x)* [^x]*x.*y ^(a|b|c)*$ \\L'.split(' '),
  '“',
  '’',
  '–',
  '\u0000',
  '\ufeff',
  '\u00a0',
  '\r',
  '\ud800',
  '\n',
  ' ',
  '\t',
  '',
];

const TOKEN = /[\p{L}\p{N}_$@-]+|\s+|./gsu;

/** A small generator of numbers (mulberry32), by a seed and the number of the mutant. */
export function numbersOf(seed, index) {
  let state = (Math.imul(seed, 0x9e3779b1) ^ Math.imul(index + 1, 0x85ebca6b)) >>> 0;
  return (below) => {
    state = (state + 0x6d2b79f5) >>> 0;
    let t = Math.imul(state ^ (state >>> 15), state | 1);
    t ^= t + Math.imul(t ^ (t >>> 7), t | 61);
    return Math.floor((((t ^ (t >>> 14)) >>> 0) / 4294967296) * below);
  };
}

/** The mutant of a number: one of the texts with one to six changes. */
export function mutantOf(texts, seed, index) {
  const below = numbersOf(seed, index);
  let text = texts[below(texts.length)];
  for (let left = 1 + below(6); left > 0; left--) {
    text = below(3) === 0 ? byLetters(text, below) : byTokens(text, below, texts);
  }
  return text.slice(0, 60_000);
}

function byLetters(text, below) {
  const at = below(text.length + 1);
  switch (below(5)) {
    case 0:
      return text.slice(0, at) + text.slice(at + 1 + below(8));
    case 1:
      return text.slice(0, at) + String.fromCharCode(below(0x180)) + text.slice(at + below(2));
    case 2:
      return below(8) === 0 ? text.slice(0, at) : text;
    case 3: {
      const piece = text.slice(at, at + 1 + below(30));
      return text.slice(0, at) + piece.repeat(1 + below(below(20) === 0 ? 200 : 3)) + text.slice(at);
    }
    default:
      return text.slice(0, at) + PIECES[below(PIECES.length)] + text.slice(at);
  }
}

function byTokens(text, below, texts) {
  const tokens = text.match(TOKEN) ?? [];
  if (tokens.length === 0) return text;
  const at = below(tokens.length);
  switch (below(7)) {
    case 0:
      tokens.splice(at, 1 + below(3));
      break;
    case 1:
      tokens[at] = PIECES[below(PIECES.length)];
      break;
    case 2: {
      const other = below(tokens.length);
      [tokens[at], tokens[other]] = [tokens[other], tokens[at]];
      break;
    }
    case 3: {
      const others = texts[below(texts.length)].match(TOKEN) ?? [''];
      tokens.splice(at, below(2), ...others.slice(below(others.length)).slice(0, 1 + below(12)));
      break;
    }
    case 4:
      tokens.splice(at, 0, tokens[below(tokens.length)]);
      break;
    case 5: {
      const lines = text.split('\n');
      const moved = lines.splice(below(lines.length), 1 + below(6));
      lines.splice(below(lines.length + 1), 0, ...moved, ...(below(2) === 0 ? moved : []));
      return lines.join('\n');
    }
    default:
      if (/^\d+$/.test(tokens[at])) tokens[at] = String([0, 1, -1, 1e6, 2 ** 31, 1e300][below(6)]);
      else tokens.splice(at, 0, PIECES[below(PIECES.length)], ' ');
  }
  return tokens.join('');
}
