/** The table of methods as an OpenRPC document, and as what the clients know of it. All are checked in. */
import { z } from 'zod';
import { type Method, methods, PROTOCOL } from './methods.js';

const MADE =
  'Made by `node packages/testbed/dist/jsonrpc/write-schema.js` of packages/testbed/src/jsonrpc/methods.ts.';

const table: readonly (readonly [string, Method])[] = Object.entries(methods);

const schemaOf = (schema: z.ZodType): Record<string, unknown> => {
  const { $schema: _, ...rest } = z.toJSONSchema(schema, { io: 'input', unrepresentable: 'any' });
  return rest;
};

export function openRpc(): object {
  return {
    openrpc: '1.3.2',
    'x-made': MADE,
    info: { title: 'vwifi testbed', version: String(PROTOCOL), license: { name: 'MIT' } },
    methods: table.map(([name, { summary, params, result }]) => {
      const { properties = {}, required = [] } = schemaOf(params) as {
        properties?: Record<string, object>;
        required?: string[];
      };
      return {
        ...{ name, summary, paramStructure: 'by-name' },
        params: Object.entries(properties).map(([param, schema]) => ({
          ...{ name: param, required: required.includes(param), schema },
        })),
        result: { name: 'result', schema: schemaOf(result) },
      };
    }),
  };
}

/** Names of methods and of their parameters, the needed ones and the others. */
export function pythonTable(): string {
  const rows = table.map(([name, { params }]) => {
    const { properties = {}, required = [] } = schemaOf(params) as {
      properties?: Record<string, object>;
      required?: string[];
    };
    const tuple = (names: readonly string[]) =>
      names.length === 0
        ? '()'
        : `(${names.map((each) => `"${each}"`).join(', ')}${names.length === 1 ? ',' : ''})`;
    const others = Object.keys(properties).filter((each) => !required.includes(each));
    return `    "${name}": (${tuple(required)}, ${tuple(others)}),\n`;
  });
  return `# ${MADE}\n"""What a daemon offers: the needed parameters of each method, and the others."""\n\nPROTOCOL = ${PROTOCOL}\n\nMETHODS = {\n${rows.join('')}}\n`;
}

/** Names of methods, and of their parameters. */
export function goTable(): string {
  const rows = table.map(
    ([name, { params }]) => [`"${name}":`, `"${Object.keys(params.shape).join(' ')}",`] as const,
  );
  const width = Math.max(...rows.map(([key]) => key.length));
  const lines = rows.map(([key, value]) => `\t${key.padEnd(width)} ${value}\n`);
  return `// ${MADE}\n\npackage vwifi\n\nconst protocol = ${PROTOCOL}\n\n// The parameters of each method.\nvar methods = map[string]string{\n${lines.join('')}}\n`;
}

/** Paths from the repository's root, and what belongs there. */
export const schemaFiles = (): ReadonlyMap<string, string> =>
  new Map([
    ['packages/clients/openrpc.json', `${JSON.stringify(openRpc(), null, 2)}\n`],
    ['packages/clients/python/vwifi/_methods.py', pythonTable()],
    ['packages/clients/go/methods.go', goTable()],
  ]);
