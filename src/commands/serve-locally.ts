/**
 * A local web server that pages of other sites and other users of the machine cannot use: it listens on the loopback address
 * only, answers under a random token, and only where the Host header is its own (against DNS rebinding). It reads and writes
 * no file: what it answers with, and what becomes of what a page of its own sends, is decided by whoever started it, so that
 * no path can lead anywhere.
 */
import { randomBytes, timingSafeEqual } from 'node:crypto';
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';

/** The HTML page of a route below the token, such as `` or `drills/2`; null = there is none. */
export type PageOf = (route: string) => Promise<string | null>;

/** What takes what a page sends to a route, and says what became of it; null = nothing can be sent there. */
export type TakerOf = (route: string) => ((body: string) => Promise<Receipt>) | null;

/** What became of what was sent, as HTTP and as people say it. */
export interface Receipt {
  readonly status: number;
  readonly words: string;
}

/** A server that answers. */
export interface LocalServer {
  /** with the token, as a browser takes it */
  readonly address: string;
  /** Tells every page that is open that something has changed. */
  readonly tellAll: () => void;
  readonly close: () => Promise<void>;
}

const LOOPBACK = '127.0.0.1';

const HEADERS = {
  'cache-control': 'no-store',
  'x-content-type-options': 'nosniff',
  'referrer-policy': 'no-referrer',
  'cross-origin-resource-policy': 'same-origin',
  'cross-origin-opener-policy': 'same-origin',
  'x-frame-options': 'DENY',
} as const;

/** The route on which a page hears of changes. */
const EVENTS = 'events';

/** Starts to listen; `port` 0 = any that is free. */
export async function serveLocally(
  port: number,
  pageOf: PageOf,
  takerOf: TakerOf,
): Promise<LocalServer | { readonly problem: string }> {
  const token = randomBytes(24).toString('base64url');
  const listeners = new Set<ServerResponse>();
  let hosts: readonly string[] = [];
  const server = createServer((request, response) => {
    answer(request, response).catch(() => say(response, 500, 'A fault of drydrill itself.'));
  });

  async function answer(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const { method = '', url = '', headers } = request;
    if (!hosts.includes(headers.host ?? '')) return say(response, 403, 'Not under this name.');
    const origin = headers.origin;
    if (origin !== undefined && !hosts.some((host) => origin === `http://${host}`)) {
      return say(response, 403, 'Not from another page.');
    }
    if (method !== 'GET' && method !== 'HEAD' && method !== 'POST') return say(response, 405, 'Only read.');
    // Receipt as it is: nothing is decoded or resolved, so that what is not a route is no route.
    const [, given = '', ...rest] = url.split('?')[0].split('/');
    if (!isEqual(given, token)) return say(response, 404, 'Nothing here.');
    const route = rest.join('/');
    if (method === 'POST') return take(route, request, response);
    if (route === EVENTS) return listen(response);
    const page = await pageOf(route);
    if (page === null) return say(response, 404, 'Nothing here.');
    response.writeHead(200, { ...HEADERS, 'content-type': 'text/html; charset=utf-8' });
    response.end(method === 'HEAD' ? undefined : page);
  }

  /** Only from a page of this server, which a browser says in headers that no other page can set. */
  async function take(route: string, request: IncomingMessage, response: ServerResponse): Promise<void> {
    const taker = takerOf(route);
    if (taker === null) return say(response, 405, 'Only read.');
    const { origin, 'content-type': type, 'sec-fetch-site': site = 'same-origin' } = request.headers;
    if (origin === undefined || site !== 'same-origin') return say(response, 403, 'Not from another page.');
    if (type !== 'application/json') return say(response, 415, 'Only JSON.');
    const body = await textOf(request);
    if (body === null) return say(response, 413, 'Too much.');
    const { status, words } = await taker(body);
    return say(response, status, words);
  }

  function listen(response: ServerResponse): void {
    response.writeHead(200, { ...HEADERS, 'content-type': 'text/event-stream' });
    response.write(': listening\n\n');
    listeners.add(response);
    response.on('close', () => listeners.delete(response));
  }

  const problem = await new Promise<string | null>((resolve) => {
    server.once('error', (error) => resolve(`cannot listen on port ${port} of this machine: ${error.message}`));
    server.listen(port, LOOPBACK, () => resolve(null));
  });
  if (problem !== null) return { problem };
  const bound = (server.address() as AddressInfo).port;
  hosts = [`${LOOPBACK}:${bound}`, `localhost:${bound}`];
  return {
    address: `http://${LOOPBACK}:${bound}/${token}/`,
    tellAll: () => {
      for (const listener of listeners) listener.write('event: changed\ndata:\n\n');
    },
    close: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  };
}

/** A drill of hundreds of pools is far smaller. */
const BODY_MAX_BYTES = 4_000_000;

/** What was sent, as text; null = it is too much. */
async function textOf(request: IncomingMessage): Promise<string | null> {
  const parts: Buffer[] = [];
  let bytes = 0;
  for await (const part of request as AsyncIterable<Buffer>) {
    bytes += part.length;
    if (bytes > BODY_MAX_BYTES) return null;
    parts.push(part);
  }
  return Buffer.concat(parts).toString('utf8');
}

function say(response: ServerResponse, status: number, words: string): void {
  if (response.headersSent) return void response.end();
  response.writeHead(status, { ...HEADERS, 'content-type': 'text/plain; charset=utf-8' });
  response.end(`${words}\n`);
}

/** In a time that does not tell how much of it is right. */
function isEqual(given: string, token: string): boolean {
  const [a, b] = [Buffer.from(given), Buffer.from(token)];
  return a.length === b.length && timingSafeEqual(a, b);
}
