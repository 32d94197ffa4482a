import { WorkbookError } from './errors';

/** A start tag, an end tag or a piece of text; names come without their namespace prefix. */
export type XmlEvent =
  | { readonly kind: 'open'; readonly name: string; readonly attributes: string }
  | { readonly kind: 'close'; readonly name: string }
  | { readonly kind: 'text'; readonly text: string };

const ENTITIES: Readonly<Record<string, string>> = { amp: '&', lt: '<', gt: '>', quot: '"', apos: "'" };

/** Decodes the bytes of an XML part: UTF-8, or UTF-16 by its byte order mark. */
export function decodeXml(bytes: Uint8Array): string {
  const encoding =
    bytes[0] === 0xff && bytes[1] === 0xfe ? 'utf-16le' : bytes[0] === 0xfe && bytes[1] === 0xff ? 'utf-16be' : 'utf-8';
  return new TextDecoder(encoding).decode(bytes);
}

/**
 * Walks over the tags and texts of an XML document. A tag that closes itself gives an `open` and a `close`.
 *
 * @param part name of the part, for error messages
 * @throws WorkbookError where a tag does not end, or where the document declares entities, as no spreadsheet does
 */
export function* xmlEvents(xml: string, part: string): Generator<XmlEvent, void, undefined> {
  let at = 0;
  while (at < xml.length) {
    const tag = xml.indexOf('<', at);
    const textEnd = tag < 0 ? xml.length : tag;
    if (textEnd > at) yield { kind: 'text', text: unescapeXml(xml.slice(at, textEnd)) };
    if (tag < 0) return;
    if (xml.startsWith('<!--', tag)) at = endOf(xml, '-->', tag + 4, part);
    else if (xml.startsWith('<?', tag)) at = endOf(xml, '?>', tag + 2, part);
    else if (xml.startsWith('<![CDATA[', tag)) {
      at = endOf(xml, ']]>', tag + 9, part);
      yield { kind: 'text', text: xml.slice(tag + 9, at - 3) };
    } else if (xml.startsWith('<!', tag))
      throw new WorkbookError(part, 'XML without declarations', xml.slice(tag, tag + 20));
    else {
      at = endOfTag(xml, tag + 1, part);
      const closing = xml[tag + 1] === '/';
      const selfClosing = xml[at - 2] === '/';
      const inner = xml.slice(tag + (closing ? 2 : 1), at - (selfClosing ? 2 : 1));
      const blank = inner.search(/\s/);
      const qualified = blank < 0 ? inner : inner.slice(0, blank);
      const name = qualified.slice(qualified.indexOf(':') + 1);
      if (closing) yield { kind: 'close', name };
      else {
        yield { kind: 'open', name, attributes: blank < 0 ? '' : inner.slice(blank) };
        if (selfClosing) yield { kind: 'close', name };
      }
    }
  }
}

/** The value of an attribute by its name without prefix; undefined where it is absent. */
export function attribute(attributes: string, name: string): string | undefined {
  for (const [, key, , double, single] of attributes.matchAll(/([^\s=]+)\s*=\s*("([^"]*)"|'([^']*)')/g)) {
    if (key.slice(key.indexOf(':') + 1) === name) return unescapeXml(double ?? single);
  }
  return undefined;
}

/** Escapes a text for XML, control characters in the `_xHHHH_` form of spreadsheets. */
export function escapeXml(text: string): string {
  return text
    .replace(/_(?=x[0-9A-Fa-f]{4}_)/g, '_x005F_')
    .replace(
      /[\u0000-\u0008\u000b-\u001f\ufffe\uffff]/g,
      (char) => `_x${char.charCodeAt(0).toString(16).toUpperCase().padStart(4, '0')}_`,
    )
    .replaceAll('&', '&amp;')
    .replaceAll('<', '&lt;')
    .replaceAll('>', '&gt;')
    .replaceAll('"', '&quot;');
}

/** Resolves the `_xHHHH_` form in which spreadsheets write characters that XML has no room for. */
export function resolveEscapes(text: string): string {
  return text.replace(/_x([0-9A-Fa-f]{4})_/g, (_, code: string) => String.fromCharCode(parseInt(code, 16)));
}

function unescapeXml(text: string): string {
  if (!text.includes('&')) return text;
  return text.replace(
    /&(?:#x([0-9a-f]{1,6})|#(\d{1,7})|(\w{2,4}));/gi,
    (whole, hex?: string, decimal?: string, name?: string) => {
      if (name !== undefined) return ENTITIES[name] ?? whole;
      const code = hex === undefined ? Number(decimal) : parseInt(hex, 16);
      return code <= 0x10ffff ? String.fromCodePoint(code) : whole;
    },
  );
}

function endOf(xml: string, mark: string, from: number, part: string): number {
  const end = xml.indexOf(mark, from);
  if (end < 0) throw new WorkbookError(part, `${mark} after character ${from}`, 'the end of the part');
  return end + mark.length;
}

/** Offset behind the `>` of a tag; one inside a quoted attribute does not count. */
function endOfTag(xml: string, from: number, part: string): number {
  let quote = '';
  for (let at = from; at < xml.length; at++) {
    const char = xml[at];
    if (quote !== '') {
      if (char === quote) quote = '';
    } else if (char === '"' || char === "'") quote = char;
    else if (char === '>') return at + 1;
  }
  throw new WorkbookError(part, `the end of the tag at character ${from - 1}`, 'the end of the part');
}
