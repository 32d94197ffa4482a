import type { C3dWarning, C3dWarningCode } from './recording';

/** Gathers what a reader repaired. */
export class WarningList {
  readonly warnings: C3dWarning[] = [];

  add(code: C3dWarningCode, message: string, byteOffset?: number): void {
    this.warnings.push(byteOffset === undefined ? { code, message } : { code, message, byteOffset });
  }
}
