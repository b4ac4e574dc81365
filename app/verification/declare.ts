import type { CodeLabel, Text, Variable } from './instrument.js'

/** What a declaration adds to name, number, label and type. */
export type More = Partial<Omit<Variable, 'name' | 'block' | 'number' | 'label' | 'type'>>

function text(id: string, en: string): Text {
  return { id, en }
}

function codes(...entries: readonly (readonly [code: number, id: string, en: string])[]): readonly CodeLabel[] {
  return entries.map(([code, id, en]) => ({ code, label: text(id, en) }))
}

function yesNo(yes: number, no: number) {
  return { codes: codes([yes, 'Ya', 'Yes'], [no, 'Tidak', 'No']), yesNo: { yes, no } } satisfies More
}

/** Starts the declarations of one block: `inBlock('III')('3', 'code', ['lantai', …], {…})`. */
function inBlock(block: string) {
  return (
    number: string,
    type: Variable['type'],
    [name, id, en]: readonly [name: string, id: string, en: string],
    more: More = {},
  ): Variable => ({ name, block, number, label: text(id, en), type, ...more })
}

/** The words in which a module writes down its form, its outcomes and its rules. */
export const declare = {
  text,
  codes,
  inBlock,
  /** A line printed as 1 = Ya, 2 = Tidak. */
  YES_1: yesNo(1, 2),
  /** A line printed as 3 = Ya, 4 = Tidak. */
  YES_3: yesNo(3, 4),
  /** A flag of the centre: 1 = Ya, 0 = Tidak. */
  YES_FLAG: yesNo(1, 0),
  SECRET: { sensitivity: 'secret' },
  PERSONAL: { sensitivity: 'personal' },
  /** Columns the centre fills and no form changes. */
  CENTRE: { readonly: true },
  /** Bands of the percentile in which recaps count: four tenths, all above, and what has no rank. */
  DECILES: {
    deciles: [10, 20, 30, 40].map((upTo, index) => ({ upTo, label: text(`Desil ${index + 1}`, `Decile ${index + 1}`) })),
    beyond: text('Desil 4+', 'Decile 4+'),
    unknown: text('Belum ada peringkat', 'Not ranked yet'),
  },
} as const
