import { createInterface } from 'node:readline';
import { openMat, readMat, type MatNumbers, type MatValue } from '@emgfm/matfile';

/** Answers `load PATH` and `stream PATH` with seconds, peak MiB and the sum of all values (outside the time of a load). */
for await (const line of createInterface({ input: process.stdin })) {
  const [command, path] = line.split(' ');
  const start = performance.now();
  let total = 0;
  let values: MatValue[] = [];
  if (command === 'load') values = [...(await readMat(path)).variables.values()];
  else total = await streamedSum(path);
  const seconds = (performance.now() - start) / 1000;
  for (const value of values) total += sumOf(value);
  console.log(seconds, process.resourceUsage().maxRSS / 1024, total);
}

async function streamedSum(path: string): Promise<number> {
  const mat = await openMat(path);
  let total = 0;
  for (const { name } of mat.variables) {
    for await (const { values } of mat.stream(name)) total += sum(values);
  }
  await mat.close();
  return total;
}

function sumOf(value: MatValue): number {
  if (value.kind === 'table') return value.columns.reduce((total, column) => total + sumOf(column), 0);
  return value.kind === 'numeric' ? sum(value.values) : 0;
}

function sum(values: MatNumbers): number {
  let total = 0;
  for (let i = 0; i < values.length; i++) total += Number(values[i]);
  return total;
}
