import type { Content } from 'pdfmake'
import type { Column } from 'pdfmake/interfaces.js'
import { pictureUrl } from './pdf.js'
import { words } from './strings.js'

export interface Letterhead {
  /** Logo of the regency, PNG or JPEG, as `readImage` gives it. */
  logo?: Buffer
  /** Government and office, e.g. `PEMERINTAH KOTA MAGELANG`, `DINAS SOSIAL`; the last line is the largest. */
  lines: readonly string[]
  /** Address, telephone, mail: small lines below. */
  address: readonly string[]
}

/**
 * How the official signs: in the own right, on behalf of a higher one (`an.`), as acting head (`plt.`), or for the
 * beneficiary of a mandate (`u.b.`).
 */
export type Capacity = 'own' | 'an.' | 'plt.' | 'u.b.'

export interface Signatory {
  capacity: Capacity
  /** On whose behalf, e.g. `Wali Kota Magelang`; needed for `an.` and `u.b.`. */
  principal?: string
  /** Official between the two, whose mandate a `u.b.` uses, e.g. `Sekretaris Daerah`. */
  through?: string
  /** `Kepala Dinas Sosial`. */
  position: string
  name: string
  /** Rank and class, e.g. `Pembina Utama Muda (IV/c)`. */
  rank?: string
  /** 18 digits; absent where the official has none, as a mayor. */
  nip?: string
}

const LOGO = 62

/** Letterhead over the width given: logo at the left, lines in the middle of the page, a thick and a thin rule below. */
export function letterhead({ logo, lines, address }: Letterhead, width: number): Content {
  const names = lines.map((text, i): Content => ({
    text,
    fontSize: i === lines.length - 1 ? 15 : 12.5,
    bold: i === lines.length - 1,
  }))
  const middle: Column = {
    stack: [...names, ...address.map((text): Content => ({ text, fontSize: 8, margin: [0, 1.5, 0, 0] }))],
    alignment: 'center',
    width: '*',
  }
  const beside = (): Column => ({ text: '', width: logo ? LOGO : 0 })
  const left: Column = logo ? { image: pictureUrl(logo), fit: [LOGO, LOGO], width: LOGO } : beside()
  return {
    stack: [
      { columns: [left, middle, beside()], columnGap: 6 },
      {
        canvas: [
          { type: 'line', x1: 0, y1: 6, x2: width, y2: 6, lineWidth: 2.2 },
          { type: 'line', x1: 0, y1: 9, x2: width, y2: 9, lineWidth: 0.6 },
        ],
      },
    ],
    margin: [0, 0, 0, 12],
  }
}

/** Lines above the name: whom the official stands for, and the position with the comma that letters put there. */
export function capacityLines({ capacity, principal, through, position }: Signatory): string[] {
  if (capacity === 'plt.') return [`Plt. ${position},`]
  if (capacity === 'own' || !principal) return [`${position},`]
  if (capacity === 'an.') return [`a.n. ${principal}`, `${position},`]
  return [`a.n. ${principal}`, ...(through ? [through] : []), 'u.b.', `${position},`]
}

/** What stands above the room for a signature, and what below it, the name underlined. */
export function signatureParts(signatory: Signatory): { above: string[]; below: Content[] } {
  const below = [signatory.rank, signatory.nip ? words.employeeNumber(spacedNip(signatory.nip)) : undefined]
  return {
    above: capacityLines(signatory),
    below: [{ text: signatory.name, bold: true, decoration: 'underline' }, ...below.filter((line) => line !== undefined)],
  }
}

/** Signature block with room for signature and stamp. */
export function signatureBlock(signatory: Signatory, room = 58): Column {
  const { above, below } = signatureParts(signatory)
  return { width: '*', stack: [...above, { stack: below, margin: [0, room, 0, 0] }], alignment: 'left' }
}

/** NIP as it is printed: birth date, appointment, sex and serial apart. */
export function spacedNip(nip: string): string {
  return nip.replace(/^(\d{8})(\d{6})(\d)(\d{3})$/, '$1 $2 $3 $4')
}
