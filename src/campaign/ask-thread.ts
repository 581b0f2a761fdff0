/** Request and reply over the messages of a worker thread: one question at a time, and a thread that ends is an error. */
import type { Worker } from 'node:worker_threads';

/** Posts a message to a thread, and waits for the one that answers it. Rejects where the thread fails or ends before. */
export function askThread<Reply>(worker: Worker, question: unknown): Promise<Reply> {
  return new Promise((resolve, reject) => {
    const stopListening = (): void => {
      worker.off('message', onMessage);
      worker.off('error', onError);
      worker.off('exit', onExit);
    };
    const onMessage = (reply: Reply): void => {
      stopListening();
      resolve(reply);
    };
    const onError = (error: Error): void => {
      stopListening();
      reject(error);
    };
    const onExit = (): void => onError(new Error('a thread ended before its task'));
    worker.on('message', onMessage);
    worker.on('error', onError);
    worker.on('exit', onExit);
    worker.postMessage(question);
  });
}
