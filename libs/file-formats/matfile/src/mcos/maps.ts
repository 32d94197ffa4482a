import type { MatDictionary, MatMap, MatValue } from '../values';
import { flagProperty, scalarFields, structProperty, textOf, UnknownForm, type Properties } from './shapes';

export function decodeMap(properties: Properties): MatMap {
  const fields = scalarFields(structProperty(properties, 'serialization'));
  const keys = keysOf(fields.get('keys'));
  const stored = fields.get('values');
  const values = stored?.kind === 'cell' ? stored.cells : [];
  if (values.length !== keys.length) throw new UnknownForm(`${keys.length} keys and ${values.length} values`);
  return {
    kind: 'map',
    dims: [keys.length, 1],
    keyType: textOf(fields.get('keyType')),
    valueType: textOf(fields.get('valueType')),
    keys,
    values,
  };
}

function keysOf(stored: MatValue | undefined): (string | number | bigint)[] {
  if (stored?.kind === 'numeric') return Array.from<number | bigint>(stored.values as Float64Array);
  if (stored?.kind !== 'cell') return [];
  return stored.cells.map((key) => {
    if (key.kind === 'char') return key.text;
    if (key.kind === 'numeric' && key.values.length === 1) return key.values[0];
    throw new UnknownForm(`a key of kind ${key.kind}`);
  });
}

export function decodeDictionary(properties: Properties): MatDictionary {
  const fields = scalarFields(structProperty(properties, 'data'));
  const keys = fields.get('Key') ?? null;
  const values = fields.get('Value') ?? null;
  if (!flagProperty(fields, 'Unconfigured') && (keys === null || values === null)) {
    throw new UnknownForm('a dictionary without keys or values');
  }
  return { kind: 'dictionary', dims: [1, 1], keys, values };
}
