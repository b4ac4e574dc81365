import yauzl from 'yauzl'
import { pictureKind } from '#services/documents/images'
import { isPdf } from '#services/documents/pdf_pages'
import { showSize } from '#services/format'
import type { Text } from '#verification/instrument'
import { DeskRefused } from './errors.js'

/** A form's body holds no more; what is larger belongs into the base data of a module. */
export const DOCUMENT_BYTES = 10 * 1024 * 1024

export interface JudgedFile {
  content: Buffer
  contentType: string
  extension: 'pdf' | 'xlsx' | 'docx' | 'csv' | 'png' | 'jpg'
}

const OFFICE = 'application/vnd.openxmlformats-officedocument'
/** Parts that a package of Office has besides its list of types, and what it is then. */
const PACKAGES = [
  { part: 'word/document.xml', extension: 'docx', contentType: `${OFFICE}.wordprocessingml.document` },
  { part: 'xl/workbook.xml', extension: 'xlsx', contentType: `${OFFICE}.spreadsheetml.sheet` },
] as const
const MACROS = /vbaProject\.bin$/i

/**
 * Tells by its content what a document is; the name and the type that came with it are never asked. Packages with macros and files that
 * a browser would run are refused.
 *
 * @throws DeskRefused `E_DESK_FILE`
 */
export async function judgeFile(content: Buffer): Promise<JudgedFile> {
  if (content.length === 0)
    throw refused({ id: 'Berkas kosong. Pilih berkas yang berisi.', en: 'The file is empty. Choose one that holds something.' })
  if (content.length > DOCUMENT_BYTES) {
    throw refused({
      id: `Berkas lebih besar dari ${showSize(DOCUMENT_BYTES)}. Perkecil atau pecah berkas itu, lalu unggah lagi.`,
      en: `The file is larger than ${showSize(DOCUMENT_BYTES, 'en')}. Make it smaller or split it, then upload it again.`,
    })
  }
  if (isPdf(content)) return { content, contentType: 'application/pdf', extension: 'pdf' }
  const picture = pictureKind(content)
  if (picture === 'png' || picture === 'jpeg')
    return { content, contentType: `image/${picture}`, extension: picture === 'png' ? 'png' : 'jpg' }
  if (content.subarray(0, 2).toString('latin1') === 'PK') return judgePackage(content)
  if (isTable(content)) return { content, contentType: 'text/csv', extension: 'csv' }
  throw refused({
    id: 'Jenis berkas ini tidak diterima. Unggah PDF, DOCX, XLSX, CSV, PNG, atau JPG.',
    en: 'This kind of file is not taken. Upload PDF, DOCX, XLSX, CSV, PNG or JPG.',
  })
}

async function judgePackage(content: Buffer): Promise<JudgedFile> {
  const names = await namesIn(content).catch(() => null)
  if (!names) {
    throw refused({
      id: 'Berkas rusak atau terpotong. Simpan ulang, lalu unggah lagi.',
      en: 'The file is damaged or cut off. Save it again, then upload it once more.',
    })
  }
  if (names.some((name) => MACROS.test(name))) {
    throw refused({
      id: 'Berkas memuat makro. Simpan tanpa makro, lalu unggah lagi.',
      en: 'The file holds macros. Save it without them, then upload it again.',
    })
  }
  const found = PACKAGES.find(({ part }) => names.includes(part) && names.includes('[Content_Types].xml'))
  if (!found) {
    throw refused({
      id: 'Berkas ZIP ini bukan dokumen DOCX atau XLSX.',
      en: 'This ZIP file is no DOCX or XLSX document.',
    })
  }
  return { content, contentType: found.contentType, extension: found.extension }
}

function namesIn(content: Buffer): Promise<string[]> {
  return new Promise((done, failed) => {
    yauzl.fromBuffer(content, { lazyEntries: false }, (error, zip) => {
      if (error) return failed(error)
      const names: string[] = []
      zip.on('entry', ({ fileName }: { fileName: string }) => names.push(fileName))
      zip.on('end', () => done(names))
      zip.on('error', failed)
    })
  })
}

/** Text in UTF-8 whose first line has a separator, and no markup at its beginning. */
function isTable(content: Buffer): boolean {
  try {
    const text = new TextDecoder('utf-8', { fatal: true }).decode(content)
    return !text.includes('\0') && !/^\s*</.test(text) && /^[^\n]*[;,\t][^\n]*/.test(text)
  } catch {
    return false
  }
}

function refused(said: Text): DeskRefused {
  return new DeskRefused('E_DESK_FILE', said, { file: said })
}
