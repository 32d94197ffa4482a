import { describe, expect, it } from 'vitest';
import type { ReadContext } from './options';
import { charArray, charRows, textFromUnits, unitsFromText } from './text';

function contextWith(legacyCharset: 'none' | 'utf-8'): { context: ReadContext; warnings: string[] } {
  const warnings: string[] = [];
  return {
    context: { file: '', maxBytes: 1e9, maxDepth: 10, legacyCharset, warn: (message) => warnings.push(message) },
    warnings,
  };
}

const { context } = contextWith('none');

describe('charArray', () => {
  it.each([
    [Uint8Array.of(0xe9), 'latin1', 'é'],
    [Uint8Array.of(0xc3, 0xa9), 'utf-8', 'é'],
    [Uint16Array.of(0xd83d, 0xde00), 'utf-16', '😀'],
    [Uint32Array.of(0x1f600), 'utf-32', '😀'],
    [Uint32Array.of(0xffffffff), 'utf-32', '\ufffd'],
  ] as const)('reads %s as %s', (codes, encoding, text) => {
    expect(charArray(codes, encoding, [1, codes.length], context, {})).toEqual({
      kind: 'char',
      dims: [1, text.length],
      text,
    });
  });

  it('refuses a matrix whose characters don’t fill it', () => {
    expect(() => charArray(Uint16Array.of(97), 'utf-16', [2, 2], context, {})).toThrow(/2 x 2 holds 1 characters/);
  });

  it('warns of pairs of UTF-8 bytes in one unit, and decodes them when told to', () => {
    const units = Uint16Array.of(0x63, 0xc3a9);
    const kept = contextWith('none');
    expect(charArray(units, 'uint16', [1, 2], kept.context, {}).text).toBe('c\uc3a9');
    expect(kept.warnings).toHaveLength(1);
    const decoded = contextWith('utf-8');
    expect(charArray(units, 'uint16', [1, 2], decoded.context, {}).text).toBe('cé');
    expect(decoded.warnings).toHaveLength(0);
  });

  it('keeps lone surrogates', () => {
    expect(unitsFromText(textFromUnits(Uint16Array.of(0xd83d, 0x41)))).toEqual(Uint16Array.of(0xd83d, 0x41));
  });
});

describe('charRows', () => {
  it('reads rows across columns', () => {
    expect(charRows({ kind: 'char', dims: [2, 3], text: 'adbecf' })).toEqual(['abc', 'def']);
    expect(charRows({ kind: 'char', dims: [1, 2], text: 'ab' })).toEqual(['ab']);
    expect(charRows({ kind: 'char', dims: [0, 0], text: '' })).toEqual([]);
  });
});
