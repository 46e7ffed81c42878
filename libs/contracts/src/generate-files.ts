import { asyncApi } from './generate-asyncapi.js';
import { schemaFiles } from './generate-schemas.js';

/** Every generated file: path below libs/contracts → content. Order and bytes are the same at every run. */
export function generatedFiles(): Map<string, string> {
  return new Map(
    [...schemaFiles(), ['asyncapi.json', asyncApi()] as const].map(([path, value]) => [
      path,
      `${JSON.stringify(value, null, 2)}\n`,
    ]),
  );
}
