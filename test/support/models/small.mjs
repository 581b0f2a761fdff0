// Small models for the tests of the checker; also made anew in worker threads, so plain JavaScript.

/** Records that are their own keys. */
const named = (nameOf) => ({ key: nameOf, record: nameOf });

/** Counts from 0 to `data.to`; it is violated that it never is at `data.broken`. */
export function counter(data) {
  return {
    words: 1,
    initial(out, at) {
      out[at] = 0;
    },
    expand(states, at, next) {
      if (states[at] === data.to) return;
      next.buffer[next.at] = states[at] + 1;
      next.emit(7, 0);
    },
    violationOf: (states, at) => (states[at] === data.broken ? 1 : 0),
    violations: named(() => 'counted too far'),
    endStateOf: (_states, _at, successors) => (successors === 0 ? 1 : 0),
    endStates: named(() => 'end'),
  };
}

/**
 * `data.count` philosophers, each thinking, holding the left fork, or holding both: the left one first, then the
 * right one, then both down. They wait for each other once all hold the left one.
 */
export function philosophers({ count }) {
  const at = (state, i) => Math.floor(state / 3 ** i) % 3;
  return {
    words: 1,
    initial(out, o) {
      out[o] = 0;
    },
    expand(states, o, next) {
      const s = states[o];
      for (let i = 0; i < count; i++) {
        const own = at(s, i);
        const left = at(s, (i + count - 1) % count);
        const right = at(s, (i + 1) % count);
        let to = -1;
        if (own === 0 && left !== 2) to = s + 3 ** i;
        else if (own === 1 && right === 0) to = s + 3 ** i;
        else if (own === 2) to = s - 2 * 3 ** i;
        if (to === -1) continue;
        next.buffer[next.at] = to;
        next.emit(i, 0);
      }
    },
    endStateOf: (_s, _o, successors) => (successors === 0 ? 1 : 0),
    endStates: named(() => 'deadlock'),
    isGoal: (states, o) => states[o] === 0,
    // Seen from another seat it is the same table.
    canonicalize(states, o) {
      let best = states[o];
      let turned = best;
      for (let i = 1; i < count; i++) {
        turned = Math.floor(turned / 3) + (turned % 3) * 3 ** (count - 1);
        if (turned < best) best = turned;
      }
      states[o] = best;
    },
  };
}

/**
 * A graph as a table: `data.edges[i]` = the successors of node i. A node is written as `data.words` words made
 * from it; `data.broken[i]` = 0 or the number of what node i violates; `data.brokenEdges["i>j"]` that of an edge.
 * `data.goals` = the nodes to which all should find their way back.
 */
export function graph({ words, edges, broken = [], brokenEdges = {}, goals = [] }) {
  const write = (node, out, at) => {
    for (let i = 0; i < words; i++) out[at + i] = i === words - 1 ? node : Math.imul(node, 2654435761 + i) >>> 0;
  };
  const nodeAt = (states, at) => states[at + words - 1];
  return {
    words,
    initial: (out, at) => write(0, out, at),
    expand(states, at, next) {
      const from = nodeAt(states, at);
      for (const [i, to] of edges[from].entries()) {
        write(to, next.buffer, next.at);
        next.emit(i, brokenEdges[`${from}>${to}`] ?? 0);
      }
    },
    violationOf: (states, at) => broken[nodeAt(states, at)] ?? 0,
    violations: named((number) => `violation ${number}`),
    endStateOf: (states, at, successors) => (successors === 0 ? 1 + (nodeAt(states, at) % 2) : 0),
    endStates: named((number) => (number === 1 ? 'even end' : 'odd end')),
    isGoal: (states, at) => goals.includes(nodeAt(states, at)),
  };
}

/** A counter that throws at `data.at`. */
export function faulty({ at: wrong }) {
  const model = counter({ to: 100 });
  return {
    ...model,
    expand(states, at, next) {
      if (states[at] === wrong) throw new Error(`the model is wrong at ${wrong}`);
      model.expand(states, at, next);
    },
  };
}
