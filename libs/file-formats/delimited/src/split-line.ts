import type { Delimiter } from './layout';

/** Cuts one line into trimmed cells without quotation marks; an unclosed quotation mark runs to the end of the line. */
export function splitLine(line: string, delimiter: Delimiter): string[] {
  if (delimiter === 'blanks') return line.match(/"(?:[^"]|"")*"|[^\s"]\S*|"\S*/g)?.map(unquote) ?? [];
  if (!line.includes('"')) return line.split(delimiter).map((cell) => cell.trim());
  const cells: string[] = [];
  let start = 0;
  let quoted = false;
  for (let i = 0; i <= line.length; i++) {
    if (line[i] === '"' && (quoted || line.slice(start, i).trim() === '')) quoted = !quoted;
    else if (i === line.length || (line[i] === delimiter && !quoted)) {
      cells.push(unquote(line.slice(start, i)));
      start = i + 1;
    }
  }
  return cells;
}

function unquote(cell: string): string {
  const text = cell.trim();
  return text.length > 1 && text.startsWith('"') && text.endsWith('"')
    ? text.slice(1, -1).replaceAll('""', '"').trim()
    : text;
}
