/** What `drydrill explore` is asked for where a test says nothing. */
export const PLAIN = {
  faults: 0,
  repairs: false,
  free: 0,
  mistakes: 0,
  hazards: false,
  only: [],
  without: [],
  fold: true,
  reduce: true,
  ends: false,
  together: false,
};
