/** JSON-RPC 2.0 on a stream: a message a line, answered when it is done, whatever came before it. */
import type { Duplex } from 'node:stream';
import { errorMessage, TestbedError } from '../errors.js';
import { errorToMessage } from '../rpc/json.js';
import { type MethodName, methods } from './methods.js';
import type { Service } from './service.js';

/** A line may be so long: what a command is given as its input is in it. */
const MOST_BYTES = 16 * 2 ** 20;

/** The numbers of the standard; what a laboratory refuses has one of our own. */
const Code = {
  parse: -32_700,
  request: -32_600,
  method: -32_601,
  params: -32_602,
  refused: -32_000,
} as const;

type Id = string | number | null;

const failure = (id: Id, code: number, message: string, data?: object) => ({
  jsonrpc: '2.0',
  id,
  error: { code, message, ...(data ? { data } : {}) },
});

/** The answer to one request; undefined for a notification, which has none. */
async function answer(request: unknown, service: Service, signal: AbortSignal): Promise<object | undefined> {
  const { jsonrpc, id, method, params } = (request ?? {}) as Record<string, unknown>;
  const known: Id = typeof id === 'string' || typeof id === 'number' ? id : null;
  const reply = (value: object) => (id === undefined && jsonrpc === '2.0' ? undefined : value);
  if (
    typeof request !== 'object' ||
    Array.isArray(request) ||
    jsonrpc !== '2.0' ||
    typeof method !== 'string'
  )
    return failure(known, Code.request, 'not a request of JSON-RPC 2.0');
  if (!Object.hasOwn(methods, method))
    return reply(
      failure(
        known,
        Code.method,
        `there is no method ${method}; there are ${Object.keys(methods).join(', ')}`,
      ),
    );
  const name = method as MethodName;
  const parsed = methods[name].params.safeParse(params ?? {});
  if (!parsed.success) {
    const [issue] = parsed.error.issues;
    const place = issue?.path.length ? `params.${issue.path.join('.')}` : 'params';
    return reply(failure(known, Code.params, `${name}: ${place}: ${issue?.message}`));
  }
  try {
    const work = service[name] as (params: unknown, signal: AbortSignal) => Promise<unknown>;
    return reply({ jsonrpc: '2.0', id: known, result: (await work(parsed.data, signal)) ?? null });
  } catch (error) {
    const { code, hint, details } = errorToMessage(error);
    return reply(failure(known, Code.refused, errorMessage(error), { code, hint, details }));
  }
}

/** Serves one client until it is gone; what it still waits for is given up then. */
export function serveJsonRpc(stream: Duplex, service: Service): void {
  const gone = new AbortController();
  let pending = Buffer.alloc(0);
  const send = (value: object | undefined) => {
    if (value && !stream.destroyed && !stream.writableEnded) stream.write(`${JSON.stringify(value)}\n`);
  };
  const take = async (line: string) => {
    let request: unknown;
    try {
      request = JSON.parse(line);
    } catch {
      return send(failure(null, Code.parse, 'not JSON'));
    }
    if (!Array.isArray(request)) return send(await answer(request, service, gone.signal));
    if (request.length === 0) return send(failure(null, Code.request, 'a batch of nothing'));
    const answers = await Promise.all(request.map((each) => answer(each, service, gone.signal)));
    const given = answers.filter((each) => each !== undefined);
    if (given.length > 0) send(given);
  };
  stream.on('data', (data: Buffer) => {
    pending = Buffer.concat([pending, data]);
    for (let end = pending.indexOf(10); end >= 0; end = pending.indexOf(10)) {
      const line = pending.subarray(0, end).toString().trim();
      pending = pending.subarray(end + 1);
      if (line !== '') void take(line);
    }
    if (pending.length <= MOST_BYTES) return;
    send(failure(null, Code.request, `a line of more than ${MOST_BYTES} bytes`));
    stream.end();
    pending = Buffer.alloc(0);
  });
  stream.on('error', () => {});
  stream.on('close', () => gone.abort(new TestbedError('RPC_CLOSED', 'the client is gone')));
}
