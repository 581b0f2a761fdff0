export const HAS_REDIS: boolean;

export class RedisServer {
  static start(flags?: Readonly<Record<string, string | number>>): Promise<RedisServer>;
  readonly port: number;
  readonly url: string;
  begin(): Promise<void>;
  kill(): Promise<void>;
  end(): Promise<void>;
}

export function freePort(): Promise<number>;
