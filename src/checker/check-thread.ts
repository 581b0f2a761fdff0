import { Worker } from 'node:worker_threads';
import type { WorkerMessage } from './check-thread-worker.js';
import type { ModelSource } from './model-source.js';
import type { CheckOptions, CheckResult } from './result.js';

/** One search of a thread; what can be sent of its options. */
export interface CheckJob {
  readonly source: ModelSource;
  readonly options: Omit<CheckOptions, 'signal' | 'progress'>;
}

/** A thread that does whole searches, one after another. Its code stays compiled from one to the next. */
export class CheckThread {
  private readonly worker = new Worker(new URL('./check-thread-worker.js', import.meta.url));

  /** As `explorePacked`. For one search at a time. */
  explore<V, E>(
    source: ModelSource,
    { signal, progress, ...options }: CheckOptions,
  ): Promise<CheckResult<V, E>> {
    const { worker } = this;
    const stop = (): void => worker.postMessage('stop');
    let done = (): void => {};
    return new Promise<CheckResult<V, E>>((resolve, reject) => {
      const hear = (said: WorkerMessage<V, E>): void => {
        if ('progress' in said) progress?.(said.progress);
        else resolve(said.result);
      };
      const ended = (): void => reject(new Error('a thread ended before its search'));
      worker.on('message', hear);
      worker.on('error', reject);
      worker.on('exit', ended);
      signal?.addEventListener('abort', stop);
      done = () => {
        worker.off('message', hear);
        worker.off('error', reject);
        worker.off('exit', ended);
        signal?.removeEventListener('abort', stop);
      };
      worker.postMessage({ source, options } satisfies CheckJob);
      if (signal?.aborted) stop();
    }).finally(() => done());
  }

  async end(): Promise<void> {
    await this.worker.terminate();
  }
}
