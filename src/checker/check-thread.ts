/** A thread that does whole checks, one after another. Its code stays compiled from one to the next. */
import { Worker } from 'node:worker_threads';
import type { CheckOptions, CheckResult } from './check-result.js';
import type { ModelSource } from './model-source.js';
import type { CheckJob, WorkerMessage } from './thread-protocol.js';

export class CheckThread {
  private readonly worker = new Worker(new URL('./check-thread-worker.js', import.meta.url));

  /** As `checkModel`, in the thread. For one check at a time. */
  checkModel<V, E>(source: ModelSource, { signal, progress, ...options }: CheckOptions): Promise<CheckResult<V, E>> {
    const { worker } = this;
    const stop = (): void => worker.postMessage('stop');
    let stopListening = (): void => {};
    return new Promise<CheckResult<V, E>>((resolve, reject) => {
      const onMessage = (message: WorkerMessage<V, E>): void => {
        if ('progress' in message) progress?.(message.progress);
        else resolve(message.result);
      };
      const onExit = (): void => reject(new Error('a thread ended before its check'));
      worker.on('message', onMessage);
      worker.on('error', reject);
      worker.on('exit', onExit);
      signal?.addEventListener('abort', stop);
      stopListening = () => {
        worker.off('message', onMessage);
        worker.off('error', reject);
        worker.off('exit', onExit);
        signal?.removeEventListener('abort', stop);
      };
      worker.postMessage({ source, options } satisfies CheckJob);
      if (signal?.aborted) stop();
    }).finally(() => stopListening());
  }

  async end(): Promise<void> {
    await this.worker.terminate();
  }
}
