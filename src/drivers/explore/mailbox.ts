/** Messages that one ring holds, a power of two. */
const RING = 1 << 15;
/** Words between two counters, so that two threads do not write to one cache line. */
const APART = 16;

/** What all shards share: a ring of messages for each pair of them, and some numbers. */
export interface Post {
  readonly shards: number;
  /** Words of one message: a state, the reference of its parent, and that one's hash. */
  readonly stride: number;
  /** The rings, from sender s to receiver r at (s * shards + r). */
  readonly rings: Uint32Array;
  /** Of each ring: messages written, messages read, levels that were sent to the end. */
  readonly marks: Int32Array;
  /** Of each shard: counts up whenever there may be something to read. */
  readonly bells: Int32Array;
}

/** The rings for so many shards; about 0.5 MiB for each pair and two words a state. */
export function createPost(words: number, shards: number): Post {
  const stride = words + 2;
  const numbers = (count: number): Int32Array => new Int32Array(new SharedArrayBuffer(count * APART * 4));
  return {
    shards,
    stride,
    rings: new Uint32Array(new SharedArrayBuffer(shards * shards * RING * stride * 4)),
    marks: numbers(shards * shards * 3),
    bells: numbers(shards),
  };
}

/**
 * What one shard sends and gets. Messages wait in a buffer of their own until there is room in the ring, so that
 * sending never waits: `flush` says whether all has gone.
 */
export class Mailbox {
  private readonly waiting: Uint32Array[];
  private readonly ends: number[];
  private readonly starts: number[];

  constructor(
    private readonly post: Post,
    private readonly self: number,
  ) {
    this.waiting = Array.from({ length: post.shards }, () => new Uint32Array(4096 * post.stride));
    this.ends = this.waiting.map(() => 0);
    this.starts = this.waiting.map(() => 0);
  }

  put(shard: number, states: Uint32Array, at: number, parent: number, key: number): void {
    const { stride } = this.post;
    let to = this.ends[shard];
    let buffer = this.waiting[shard];
    if (to + stride > buffer.length) {
      buffer = new Uint32Array(buffer.length * 2);
      buffer.set(this.waiting[shard]);
      this.waiting[shard] = buffer;
    }
    for (const end = to + stride - 2; to < end; to++, at++) buffer[to] = states[at];
    buffer[to] = parent;
    buffer[to + 1] = key;
    this.ends[shard] = to + 2;
  }

  /** Sends what there is room for. True: nothing is left. */
  flush(): boolean {
    const { shards } = this.post;
    let all = true;
    for (let r = 0; r < shards; r++) if (r !== this.self && !this.flushTo(r)) all = false;
    return all;
  }

  /** After a complete `flush`: says to all that this was all of the level. */
  close(level: number): void {
    const { marks, shards } = this.post;
    for (let r = 0; r < shards; r++) {
      if (r === this.self) continue;
      Atomics.store(marks, this.mark(this.self, r, 2), level + 1);
      this.ring(r);
    }
  }

  /** Hands over what has come. True: every other shard has closed the level, and all of it was handed over. */
  read(level: number, take: (messages: Uint32Array, at: number, count: number) => void): boolean {
    const { shards, marks, rings, stride } = this.post;
    let closed = true;
    for (let s = 0; s < shards; s++) {
      if (s === this.self) continue;
      // Asked before reading: what comes in between will be read the next time.
      if (Atomics.load(marks, this.mark(s, this.self, 2)) <= level) closed = false;
      const written = Atomics.load(marks, this.mark(s, this.self, 0));
      const readMark = this.mark(s, this.self, 1);
      let read = marks[readMark];
      while (read !== written) {
        const from = read & (RING - 1);
        const count = Math.min((written - read) | 0, RING - from, 1024);
        take(rings, ((s * shards + this.self) * RING + from) * stride, count);
        read = (read + count) | 0;
        Atomics.store(marks, readMark, read);
      }
    }
    return closed;
  }

  /** The number to pass to `wait`; to be asked before looking whether there is anything. */
  bell(): number {
    return Atomics.load(this.post.bells, this.self * APART);
  }

  /** Sleeps until something comes after `bell` was asked, or for a moment. */
  wait(bell: number): void {
    Atomics.wait(this.post.bells, this.self * APART, bell, 1);
  }

  private flushTo(r: number): boolean {
    const { shards, marks, rings, stride } = this.post;
    const left = (this.ends[r] - this.starts[r]) / stride;
    if (left === 0) return true;
    const writtenMark = this.mark(this.self, r, 0);
    const written = marks[writtenMark];
    const room = RING - ((written - Atomics.load(marks, this.mark(this.self, r, 1))) | 0);
    const count = Math.min(left, room);
    const base = (this.self * shards + r) * RING;
    for (let sent = 0; sent < count; ) {
      const to = (written + sent) & (RING - 1);
      const part = Math.min(count - sent, RING - to);
      const from = this.starts[r] + sent * stride;
      rings.set(this.waiting[r].subarray(from, from + part * stride), (base + to) * stride);
      sent += part;
    }
    if (count > 0) {
      Atomics.store(marks, writtenMark, (written + count) | 0);
      this.ring(r);
    }
    this.starts[r] += count * stride;
    if (count < left) return false;
    this.starts[r] = 0;
    this.ends[r] = 0;
    return true;
  }

  private mark(sender: number, receiver: number, which: number): number {
    return ((sender * this.post.shards + receiver) * 3 + which) * APART;
  }

  private ring(shard: number): void {
    Atomics.add(this.post.bells, shard * APART, 1);
    Atomics.notify(this.post.bells, shard * APART);
  }
}
