import { MatCorruptError, type MatPlace } from '../errors';
import { checkBytes, type ReadContext } from '../options';
import { elementCount, type MatTable, type MatTimetable, type MatValue } from '../values';
import {
  wholeCount,
  numberProperty,
  scalarFields,
  structProperty,
  textOf,
  textsOf,
  UnknownForm,
  type Properties,
} from './shapes';
import { decodeRowTimes } from './times';

const KNOWN_TABLE_VERSIONS = [1, 4] as const;
const KNOWN_TIMETABLE_VERSIONS = [3, 6] as const;

/** @throws mat-corrupt when a column has another number of rows than the table. */
export function decodeTable(properties: Properties, place: MatPlace): MatTable {
  const more = new Map(properties);
  const further = properties.get('props');
  if (further?.kind === 'struct') {
    more.delete('props');
    for (const [name, value] of scalarFields(further)) more.set(name, value);
  }
  checkVersion(more, KNOWN_TABLE_VERSIONS);
  const taken = new PropertyTaker(more);
  const rowCount = wholeCount(numberProperty(properties, 'nrows'), 'the number of rows');
  const variableNames = textsOf(taken.take('varnames'));
  const columns = columnsOf(taken.take('data'), variableNames, rowCount, 'table', place);
  taken.take('nrows');
  taken.take('nvars');
  taken.take('ndims');
  return {
    kind: 'table',
    dims: [rowCount, columns.length],
    variableNames,
    columns,
    rowNames: textsOf(taken.take('rownames')),
    variableUnits: textsOf(taken.take('VariableUnits')),
    variableDescriptions: textsOf(taken.take('VariableDescriptions')),
    dimensionNames: textsOf(taken.take('DimensionNames')),
    description: textOf(taken.take('Description')),
    properties: taken.rest,
  };
}

/** @throws mat-corrupt when a column has another number of rows than the timetable; mat-limit when its row times are too many. */
export function decodeTimetable(properties: Properties, place: MatPlace, context: ReadContext): MatTimetable {
  const fields = scalarFields(structProperty(properties, 'any'));
  checkVersion(fields, KNOWN_TIMETABLE_VERSIONS);
  const taken = new PropertyTaker(fields);
  const rowCount = wholeCount(numberProperty(fields, 'numRows'), 'the number of rows');
  const variableNames = textsOf(taken.take('varNames'));
  const columns = columnsOf(taken.take('data'), variableNames, rowCount, 'timetable', place);
  taken.take('numRows');
  taken.take('numVars');
  checkBytes(context, rowCount * 8, 'the row times of a timetable', place);
  const times = decodeRowTimes(taken.take('rowTimes'), rowCount);
  const timeCount = elementCount(times.rowTimes.dims);
  if (timeCount !== rowCount)
    throw new MatCorruptError(`a timetable of ${rowCount} rows has ${timeCount} times`, place);
  return {
    kind: 'timetable',
    dims: [rowCount, columns.length],
    variableNames,
    columns,
    ...times,
    variableUnits: textsOf(taken.take('varUnits')),
    variableDescriptions: textsOf(taken.take('varDescriptions')),
    dimensionNames: textsOf(taken.take('dimNames')),
    properties: taken.rest,
  };
}

/** Hands out properties one by one and keeps those nobody asked for. */
class PropertyTaker {
  readonly rest: Map<string, MatValue>;

  constructor(properties: Properties) {
    this.rest = new Map(properties);
  }

  take(name: string): MatValue | undefined {
    const value = this.rest.get(name);
    this.rest.delete(name);
    return value;
  }
}

function checkVersion(properties: Properties, [oldest, newest]: readonly [number, number]): void {
  if (!properties.has('versionSavedFrom')) return;
  const version = numberProperty(properties, 'versionSavedFrom');
  if (version < oldest || version > newest) {
    throw new UnknownForm(`saved by version ${version}, known are ${oldest} to ${newest}`);
  }
}

function columnsOf(
  stored: MatValue | undefined,
  variableNames: readonly string[],
  rowCount: number,
  className: string,
  place: MatPlace,
): readonly MatValue[] {
  const columns = stored?.kind === 'cell' ? stored.cells : null;
  if (columns === null) throw new UnknownForm(`its columns are ${stored?.kind ?? 'missing'}, not a cell`);
  if (columns.length !== variableNames.length) {
    throw new MatCorruptError(`a ${className} has ${columns.length} columns and ${variableNames.length} names`, place);
  }
  columns.forEach((column, i) => {
    // How many rows an object counts only its class knows.
    if (column.kind !== 'object' && column.kind !== 'opaque' && column.dims[0] !== rowCount) {
      throw new MatCorruptError(
        `column ${variableNames[i]} of a ${className} has ${column.dims[0]} rows, the ${className} has ${rowCount}`,
        place,
      );
    }
  });
  return columns;
}
