import { describe, expect, it } from 'vitest';
import { isMatError, MatAccessError, MatCorruptError, MatLimitError, MatPathError } from './errors';

describe('errors', () => {
  it('say where, and carry it as fields', () => {
    const error = new MatCorruptError('bad tag', { file: 'a.mat', variable: 'emg', offset: 136 });
    expect(error.message).toBe('bad tag (file a.mat, variable emg, byte 136)');
    expect(error).toMatchObject({
      tag: 'mat-corrupt',
      file: 'a.mat',
      variable: 'emg',
      offset: 136,
      name: 'MatCorruptError',
    });
  });

  it('carry what their kind adds', () => {
    expect(new MatLimitError('too large', 10, 5)).toMatchObject({ tag: 'mat-limit', requested: 10, limit: 5 });
    expect(new MatPathError('missing', 'a.b')).toMatchObject({ tag: 'mat-path', path: 'a.b' });
    const cause = new Error('EACCES');
    expect(new MatAccessError("can't open", {}, cause).cause).toBe(cause);
  });

  it('are told from others by the predicate', () => {
    expect(isMatError(new MatCorruptError('x'))).toBe(true);
    expect(isMatError(new Error('x'))).toBe(false);
  });
});
