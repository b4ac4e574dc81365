import type { Instrument, RowGroup, Variable } from '../instrument.js'
import { conditionText, numberOf, skipsOf, type Skip } from './skips.js'

/** A question as it is printed: its codes in the order of the form, each with where its arrow leads. */
export interface Question {
  variable: Variable
  number: string
  label: string
  /** `1 Sendiri`, `4 Tidak ada → III.12`. */
  codes: readonly string[]
  condition: string
}

/** A block of the form, or the part of one that is asked of each row of a group. */
export interface FormPart {
  block: string
  title: string
  group: RowGroup
  /** When the rows of the group are asked for at all. */
  condition: string
  questions: readonly Question[]
  skips: readonly Skip[]
}

/** The printed form of an instrument: what is asked in the field. Columns that the centre fills are left out unless the form numbers them. */
export function formParts(instrument: Instrument): FormPart[] {
  return instrument.blocks.flatMap(({ id, label, group: name }) => {
    const group = [instrument.root, ...instrument.groups].find((entry) => entry.name === name)
    const asked = (group?.variables ?? []).filter(({ block, number, readonly }) => block === id && (number !== '' || !readonly))
    if (!group || asked.length === 0 || asked.every(({ readonly }) => readonly)) return []
    const skips = skipsOf(asked)
    return [
      {
        ...{ block: id, title: `${id}. ${label.id}`, group, skips, condition: conditionText(instrument, group, group.variables) },
        questions: asked.map((variable) => questionOf(instrument, group, variable, asked, skips)),
      },
    ]
  })
}

function questionOf(
  instrument: Instrument,
  group: RowGroup,
  variable: Variable,
  asked: readonly Variable[],
  skips: readonly Skip[],
): Question {
  const target = (code: number) => {
    const skip = skips.find(({ from, codes }) => from === variable.name && codes.includes(code))
    if (!skip) return ''
    const to = asked.find(({ name }) => name === skip.to)
    return ` → ${to ? numberOf(to) : 'selesai'}`
  }
  return {
    ...{ variable, number: variable.number, label: variable.label.id },
    codes: (variable.codes ?? []).map(
      ({ code, label }) => `${label.id === String(code) ? code : `${code} ${label.id}`}${target(code)}`,
    ),
    condition: conditionText(instrument, variable, group.variables),
  }
}
