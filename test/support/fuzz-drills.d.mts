/** Random valid drills; `play` throws where the result of one contradicts its schema or itself. */
export interface RandomDrills {
  readonly draw: (seed: number, index: number) => string;
  readonly play: (text: string) => Promise<void>;
}

export function drillsOf(modules: string): Promise<RandomDrills>;
