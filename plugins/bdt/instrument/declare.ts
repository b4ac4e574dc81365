import type { CodeLabel, Text, Variable } from '#core/plugin'

/** What a declaration adds to name, number, label and type. */
export type More = Partial<Omit<Variable, 'name' | 'block' | 'number' | 'label' | 'type'>>

type Names = readonly [name: string, id: string, en: string]

export function text(id: string, en: string): Text {
  return { id, en }
}

export function codes(...entries: readonly (readonly [code: number, id: string, en: string])[]): readonly CodeLabel[] {
  return entries.map(([code, id, en]) => ({ code, label: text(id, en) }))
}

/** Answers of a line printed as 1 = Ya, 2 = Tidak: Block IV throughout, in Block V the odd lines. */
export const YES_1 = { codes: codes([1, 'Ya', 'Yes'], [2, 'Tidak', 'No']), yesNo: { yes: 1, no: 2 } } as const satisfies More

/** Answers of a line printed as 3 = Ya, 4 = Tidak: in Block V the even lines. */
export const YES_3 = { codes: codes([3, 'Ya', 'Yes'], [4, 'Tidak', 'No']), yesNo: { yes: 3, no: 4 } } as const satisfies More

/** Flags of the centre: 1 = Ya, 0 = Tidak. */
export const YES_FLAG = { codes: codes([1, 'Ya', 'Yes'], [0, 'Tidak', 'No']), yesNo: { yes: 1, no: 0 } } as const satisfies More

/** Starts the declarations of one block: `inBlock('III')('3', 'code', ['lantai', …], {…})`. */
export function inBlock(block: string) {
  return (number: string, type: Variable['type'], [name, id, en]: Names, more: More = {}): Variable => ({
    name,
    block,
    number,
    label: text(id, en),
    type,
    ...more,
  })
}
