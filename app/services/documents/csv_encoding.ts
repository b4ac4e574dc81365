import { createReadStream } from 'node:fs'
import { open, stat } from 'node:fs/promises'
import { pipeline } from 'node:stream'
import iconv from 'iconv-lite'
import { kindName, sniff, type FileKind } from '#siks/sniff'
import type { Text } from '#verification/instrument'
import { DocumentRefused } from './errors.js'

export type CsvEncoding = 'UTF-8' | 'UTF-16LE' | 'UTF-16BE' | 'Windows-1252'

const HEAD = 4096
/** What programs call a spreadsheet and is a page. */
const MARKUP = /^(?:\xef\xbb\xbf)?\s*<(?:!doctype|html|head|body|table|meta|style|div|\?xml)\b/i

/** Kinds whose bytes are no text. */
const BINARY: ReadonlySet<string> = new Set<FileKind>(['image', 'rar', 'gzip', 'age', 'database', 'program'])

/** 1 for bytes that Windows-1252 leaves unassigned and for control signs that no text file holds. */
const NOT_WINDOWS_1252 = new Uint8Array(256)
NOT_WINDOWS_1252.fill(1, 0, 0x20)
for (const text of [0x09, 0x0a, 0x0d]) NOT_WINDOWS_1252[text] = 0
for (const unassigned of [0x7f, 0x81, 0x8d, 0x8f, 0x90, 0x9d]) NOT_WINDOWS_1252[unassigned] = 1

/** Accented letters, no-break blanks and curly quotes as UTF-8 writes them; as Windows-1252 they would be "Ã‰" or "â€™", which nobody types. */
const IN_UTF8 = /\xc3[\x80-\xbf]|\xc2[\xa0-\xbf]|\xe2\x80[\x90-\xbf]/

/** What stands in no word that Windows-1252 writes, and which encoding brought it there. */
const OF_ANOTHER = [
  // "JosŽ" and "Mar‡a": the accents of Mac OS.
  /[A-Za-z][\x82-\x84\x86-\x8c\x8e\x9a-\x9c\x9e\x9f]/,
  // "MAÕRUF" and "ÒUJIÓ": its quotation marks. Before ES that letter is one: SIMÕES.
  /\xd5(?=[^]{3})(?!ES(?![A-Za-z]))/,
  /(?:^|[^A-Za-z])\xd2[^\xd2\xd3\r\n]{1,40}\xd3(?=[^])(?![A-Za-z])/,
  // "MAïRUF": signs of DOS, letters of the other case within a word.
  /[A-Z][\xe0-\xf6\xf8-\xff][A-Z]|[a-z][\xc0-\xd6\xd8-\xde][a-z]/,
  // Letters of two bytes, as of Shift-JIS and GBK: signs that no register holds, signs at letters, four beyond ASCII in a row.
  /[\x82-\x84\x86-\x88\x8b\x98\x9b]|[\xc0-\xff][\xa2-\xa9\xac-\xaf\xb1-\xb3\xb5\xb6\xb8\xb9\xbc-\xbe]|[\xa1-\xff]{4}/,
]
/** Signs of a part of the file that the next one may go on from. */
const BEHIND = 48
/** What looks ahead at the end of the file sees lines without letters. */
const ENDED = '\n\n\n'

export function unreadable(reason: Text, cause?: unknown): DocumentRefused {
  return new DocumentRefused('E_CSV_UNREADABLE', reason, { cause })
}

/**
 * Encoding of a text file: by its byte-order mark, else by the zero bytes of UTF-16, else UTF-8 when the whole file is
 * valid, else Windows-1252 when every byte has a meaning there, no letter stands in UTF-8, as in files joined out of two, and none as only another
 * encoding writes it. Reads a file of
 * UTF-8 once, in constant memory.
 *
 * @throws DocumentRefused `E_CSV_UNREADABLE` when reading it would lose letters
 */
export async function detectEncoding(path: string): Promise<CsvEncoding> {
  const head = await readHead(path)
  refuseOtherFiles(head)
  await refuseOtherKinds(head)
  const marked = byMark(head) ?? byZeroBytes(head)
  if (marked?.startsWith('UTF-16')) {
    if ((await stat(path)).size % 2 === 0) return marked
    throw unreadable({
      id: 'Berkas terpotong di tengah sebuah huruf: bagian akhirnya tidak ada. Salin atau unggah ulang berkas aslinya.',
      en: 'The file is cut within a letter: its end is missing. Copy or upload the original file again.',
    })
  }
  if (await isUtf8(path)) return 'UTF-8'
  if (marked === 'UTF-8')
    throw unreadable({
      id: 'Berkas bertanda UTF-8 tetapi berisi byte yang bukan UTF-8. Simpan ulang sebagai CSV UTF-8.',
      en: 'The file is marked as UTF-8 but holds bytes that are not UTF-8. Save it again as CSV UTF-8.',
    })
  if (await isWindows1252(path)) return 'Windows-1252'
  throw unreadable({
    id: 'Berkas bukan teks UTF-8, UTF-16, atau Windows-1252. Simpan ulang sebagai "CSV UTF-8".',
    en: 'The file is not a text in UTF-8, UTF-16 or Windows-1252. Save it again as "CSV UTF-8".',
  })
}

/** Text of a file in that encoding, chunk by chunk, without its byte-order mark. */
export function decodeFile(path: string, encoding: CsvEncoding): AsyncIterable<string> {
  return pipeline(createReadStream(path), iconv.decodeStream(encoding), () => undefined) as AsyncIterable<string>
}

async function readHead(path: string): Promise<Buffer> {
  const file = await open(path)
  try {
    const { buffer, bytesRead } = await file.read({ buffer: Buffer.alloc(HEAD), position: 0 })
    return buffer.subarray(0, bytesRead)
  } finally {
    await file.close()
  }
}

function refuseOtherFiles(head: Buffer): void {
  if (head.length === 0)
    throw unreadable({ id: 'Berkas kosong. Periksa berkas yang dipilih.', en: 'The file is empty. Check which file you chose.' })
  const start = head.subarray(0, 4).toString('latin1')
  if (start === '\xD0\xCF\x11\xE0') {
    throw unreadable({
      id: 'Berkas ini berkas Excel lama (.xls) atau terkunci kata sandi. Buka di Excel, hapus kata sandinya bila ada, lalu simpan sebagai XLSX atau "CSV UTF-8".',
      en: 'This is an old Excel file (.xls) or one that is locked by a password. Open it in Excel, remove the password if there is one, then save it as XLSX or "CSV UTF-8".',
    })
  }
  if (start === 'PK\x03\x04') {
    throw unreadable({
      id: 'Berkas ini berkas Excel atau ZIP, bukan CSV. Buka di Excel, lalu simpan sebagai "CSV UTF-8".',
      en: 'This is an Excel or ZIP file, not a CSV file. Open it in Excel, then save it as "CSV UTF-8".',
    })
  }
  if (start === '%PDF') {
    throw unreadable({
      id: 'Berkas ini PDF, bukan CSV. Unggah tabelnya sebagai CSV atau XLSX.',
      en: 'This is a PDF, not a CSV file. Upload its table as CSV or XLSX.',
    })
  }
  if (MARKUP.test(head.toString('latin1'))) {
    throw unreadable({
      id: 'Berkas ini halaman web (HTML atau XML), bukan CSV. Buka di Excel, lalu simpan sebagai XLSX atau "CSV UTF-8".',
      en: 'This is a web page (HTML or XML), not a CSV file. Open it in Excel, then save it as XLSX or "CSV UTF-8".',
    })
  }
}

/** Files of ours under another name, and files of bytes that are no text. */
async function refuseOtherKinds(head: Buffer): Promise<void> {
  const kind = await sniff(head)
  const isOther = kind.startsWith('siks') || (BINARY.has(kind) && head.some((byte) => NOT_WINDOWS_1252[byte] === 1))
  if (!isOther) return
  const { id, en } = kindName(kind)
  throw unreadable({
    id: `Berkas ini ${id.replace(/^berkas /, '')}, bukan tabel. Unggah tabelnya sebagai CSV atau XLSX.`,
    en: `This is ${en}, not a table. Upload the table as CSV or XLSX.`,
  })
}

function byMark(head: Buffer): CsvEncoding | null {
  if (head[0] === 0xff && head[1] === 0xfe) return 'UTF-16LE'
  if (head[0] === 0xfe && head[1] === 0xff) return 'UTF-16BE'
  return head[0] === 0xef && head[1] === 0xbb && head[2] === 0xbf ? 'UTF-8' : null
}

function byZeroBytes(head: Buffer): CsvEncoding | null {
  const zeros = [0, 0]
  for (let i = 0; i < head.length; i++) if (head[i] === 0) zeros[i % 2]!++
  const half = head.length / 2
  if (zeros[1]! > half * 0.4 && zeros[0]! < half * 0.05) return 'UTF-16LE'
  return zeros[0]! > half * 0.4 && zeros[1]! < half * 0.05 ? 'UTF-16BE' : null
}

async function isUtf8(path: string): Promise<boolean> {
  const decoder = new TextDecoder('utf-8', { fatal: true })
  for await (const chunk of createReadStream(path) as AsyncIterable<Buffer>) {
    if (!decodes(decoder, chunk)) return false
  }
  return decodes(decoder, undefined)
}

async function isWindows1252(path: string): Promise<boolean> {
  let behind = ''
  for await (const chunk of createReadStream(path) as AsyncIterable<Buffer>) {
    if (chunk.some((byte) => NOT_WINDOWS_1252[byte] === 1)) return false
    const text = behind + chunk.toString('latin1')
    refuseOtherLetters(text)
    behind = text.slice(-BEHIND)
  }
  refuseOtherLetters(behind + ENDED)
  return true
}

function refuseOtherLetters(text: string): void {
  if (IN_UTF8.test(text)) {
    throw unreadable({
      id: 'Berkas memuat huruf dalam dua penyandian, UTF-8 dan Windows-1252, sehingga sebagian nama akan rusak. Gabungkan ulang bagian-bagiannya, lalu simpan sebagai "CSV UTF-8".',
      en: 'The file holds letters in two encodings, UTF-8 and Windows-1252, so some names would be spoilt. Join its parts again, then save it as "CSV UTF-8".',
    })
  }
  if (OF_ANOTHER.some((letters) => letters.test(text))) {
    throw unreadable({
      id: 'Huruf di luar abjad biasa pada berkas ini bukan Windows-1252 (mungkin disimpan di Mac atau dengan aksara lain), sehingga sebagian nama akan rusak. Simpan ulang sebagai "CSV UTF-8".',
      en: 'The letters beyond plain ones in this file are not Windows-1252 (perhaps it was saved on a Mac or in another script), so some names would be spoilt. Save it again as "CSV UTF-8".',
    })
  }
}

function decodes(decoder: TextDecoder, chunk: Buffer | undefined): boolean {
  try {
    decoder.decode(chunk, { stream: chunk !== undefined })
    return true
  } catch {
    return false
  }
}
