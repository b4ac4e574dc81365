import type { Text } from '#verification/instrument'
import { SiksError } from './errors.js'
import { KINDS } from './kinds.js'
import { chunksOf, streamOf } from './streams.js'

export type FileKind = keyof typeof KINDS
export type EnvelopeKind = 'siks' | 'siksdb' | 'siksback' | 'sikswork' | 'siksanswer'

/** Bytes from the start of a file that are enough to tell its kind. */
export const HEAD_BYTES = 4096

/** The kind of a file by its content alone; name and stated type are never asked. `head` = its first bytes. */
export async function sniff(head: Uint8Array): Promise<FileKind> {
  if (head.length === 0) return 'empty'
  const text = String.fromCharCode(...head.subarray(0, HEAD_BYTES))
  const envelope = /^SIKS(DB|BACK|WORK|ANSWER|RECOVER)?(?:\d+ |\d*$)/.exec(text)
  if (envelope) return `siks${(envelope[1] ?? '').toLowerCase()}` as FileKind
  for (const [kind, magic] of MAGIC_NUMBERS) if (text.startsWith(magic)) return kind
  if (text.startsWith('PK\x03\x04') || text.startsWith('PK\x05\x06')) return sniffZip(text)
  if (text.startsWith('\x1f\x8b')) return sniffGzip(head)
  if (text.slice(257, 262) === 'ustar') return sniffTar(text)
  return sniffText(head)
}

/** Refusal of a file of kind `found` where `expected` was due; one that begins like the expected kind and cannot be read was changed. */
export function wrongKind(expected: EnvelopeKind | 'siksrecover', found: FileKind): SiksError {
  if (found === 'empty') return new SiksError('E_SIKS_EMPTY_FILE')
  if (found === 'unknown') return new SiksError('E_SIKS_NOT_SIKS')
  if (found === expected) return new SiksError('E_SIKS_TAMPERED')
  const { name, hint } = KINDS[found]
  return new SiksError('E_SIKS_WRONG_KIND', { expected: `.${expected}`, kind: name, hint, found })
}

/** Name of a kind for screens. */
export function kindName(kind: FileKind): Text {
  return KINDS[kind].name
}

const MAGIC_NUMBERS: readonly (readonly [FileKind, string])[] = [
  ['age', 'age-encryption.org/'],
  ['age', '-----BEGIN AGE ENCRYPTED FILE'],
  ['pdf', '%PDF-'],
  ['xls', '\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1'],
  ['image', '\x89PNG\r\n'],
  ['image', '\xff\xd8\xff'],
  ['image', 'GIF8'],
  ['rar', 'Rar!\x1a\x07'],
  ['rar', '7z\xbc\xaf\x27\x1c'],
  ['database', 'SQLite format 3\0'],
  ['program', 'MZ'],
  ['program', '\x7fELF'],
]

function sniffZip(text: string): FileKind {
  const names = namesIn(text)
  const has = (pattern: RegExp) => names.some((name) => pattern.test(name))
  if (has(/\.siks$/i)) return 'zip'
  if (has(/(^|\/)(siks-plugin\.json|plugin\.[jt]s)$/)) return 'plugin'
  if (has(/^xl\/.+\.(xml|rels|bin)$|^workbook\.xml$/)) return 'xlsx'
  if (has(/^(word|ppt)\/.+\.(xml|rels)$/)) return 'document'
  if (text.includes('mimetypeapplication/vnd.oasis.opendocument')) return text.includes('.spreadsheet') ? 'xlsx' : 'document'
  return has(/^\[Content_Types\]\.xml$|^_rels\/\.rels$/) ? 'xlsx' : 'zip'
}

/** Names of the entries that begin in the head of a ZIP; what is packed in them says nothing. */
function namesIn(text: string): string[] {
  const headers = text.split('PK\x03\x04').slice(1)
  return headers.map((header) => header.slice(26, 26 + header.charCodeAt(22) + 256 * header.charCodeAt(23)))
}

function sniffTar(text: string): FileKind {
  return /^[\w./-]*plugin\.(ts|js|json)\0/.test(text) ? 'plugin' : 'rar'
}

async function sniffGzip(head: Uint8Array): Promise<FileKind> {
  async function* once() {
    yield head
  }
  let start = ''
  try {
    const unpacked = streamOf(once()).pipeThrough(new DecompressionStream('gzip') as ReadableWritablePair<Uint8Array, Uint8Array>)
    for await (const chunk of chunksOf(unpacked)) {
      start += String.fromCharCode(...chunk.subarray(0, HEAD_BYTES))
      if (start.length >= 1024) break
    }
  } catch {
    // Only the first bytes of the file are here, so the packing always ends too early; what came out is enough.
  }
  if (/^\{"format":"siksresult"/.test(start)) return 'siksresult'
  if (start.slice(257, 262) === 'ustar') return /plugin\.(ts|js|json)/.test(start) ? 'plugin' : 'gzip'
  return 'gzip'
}

function sniffText(head: Uint8Array): FileKind {
  if (head.some((byte) => byte === 0 || (byte < 32 && byte !== 9 && byte !== 10 && byte !== 13))) return 'unknown'
  const text = new TextDecoder().decode(head).trimStart()
  if (text.startsWith('{') || text.startsWith('[')) return 'json'
  if (/^<(\?xml|!doctype|html|svg)/i.test(text)) return 'html'
  const [first = '', second = ''] = text.split(/\r\n|\n|\r/)
  if (/^sep=.$/.test(first)) return 'csv'
  const separated = [';', ',', '\t'].some((mark) => {
    const columns = first.split(mark).length
    return columns > 1 && (second === '' || second.split(mark).length === columns)
  })
  return separated ? 'csv' : 'text'
}
