import { writeXlsx } from 'hucre/xlsx'
import { columnLetters } from '#services/documents/spoilt'
import type { KindPart } from './kind.js'

/** Rows of a template for which Excel offers the codes. */
const OFFERED_ROWS = 10_000
const WIDEST = 40
const KEPT_AS_TEXT = '@'

/**
 * A workbook to fill in: a sheet for each part with its headings, every column kept as text so that no number loses a digit, the codes
 * offered where a column has them, and a sheet that says what they mean. Every code that it offers is one that the load takes.
 */
export function templateOf(parts: readonly KindPart[], locale: 'id' | 'en'): Promise<Uint8Array> {
  const sheets = parts.map((part) => ({
    name: sheetName(part.label[locale]),
    columns: part.columns.map(({ name }) => ({ numFmt: KEPT_AS_TEXT, width: Math.min(WIDEST, name.length + 4) })),
    rows: [part.columns.map(({ name }) => name)],
    freezePane: { rows: 1 },
    dataValidations: part.columns.flatMap(({ codes }, at) =>
      codes && codes.length <= MOST_OFFERED
        ? [
            {
              ...{ type: 'list' as const, values: codes.map(({ code }) => String(code)), allowBlank: true },
              range: `${columnLetters(at)}2:${columnLetters(at)}${OFFERED_ROWS}`,
            },
          ]
        : [],
    ),
  }))
  const meanings = parts.flatMap((part) =>
    part.columns.flatMap(({ name, label, codes }) =>
      (codes ?? []).map((entry) => [part.label[locale], name, label[locale], String(entry.code), entry.label[locale]]),
    ),
  )
  const legend = {
    name: LEGEND[locale].name,
    rows: [LEGEND[locale].headings, ...meanings],
  }
  return writeXlsx({ sheets: meanings.length > 0 ? [...sheets, legend] : sheets })
}

/** The sheet that says what the codes of the others mean. */
const LEGEND = {
  id: { name: 'Kode', headings: ['Lembar', 'Kolom', 'Arti kolom', 'Kode', 'Arti kode'] },
  en: { name: 'Codes', headings: ['Sheet', 'Column', 'Meaning of the column', 'Code', 'Meaning of the code'] },
}

/** Excel takes a list of at most 255 signs; codes of more would be cut. */
const MOST_OFFERED = 60

function sheetName(label: string): string {
  return label.replace(/[\\/?*[\]:]/g, ' ').slice(0, 31)
}
