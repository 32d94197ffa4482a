import type { MatDims, MatFunctionHandle, MatValue } from './values';

/** A function handle from its description: its text stands in the field `function`, alone or inside `function_handle`. */
export function functionHandle(description: MatValue, dims: MatDims): MatFunctionHandle {
  return { kind: 'functionHandle', dims, text: functionText(description), description };
}

function functionText(description: MatValue | undefined): string {
  if (description?.kind === 'char') return description.text;
  if (description?.kind !== 'struct') return '';
  const inner = description.fields.get('function_handle')?.[0] ?? description.fields.get('function')?.[0];
  return functionText(inner);
}
