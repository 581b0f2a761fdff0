/** What the tables and records of the model have and no run of any deployment reaches, each with the reason. */
const OUT_OF_REACH: Readonly<Record<string, string>> = {};

/** No run of any deployment reaches the item of this key. */
export const isReachedByNoRun = (key: string): boolean => key in OUT_OF_REACH;
