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

export const YES_NO = { codes: codes([1, 'Ya', 'Yes'], [2, 'Tidak', 'No']), yesNo: { yes: 1, no: 2 } } as const satisfies More

/** Flags of the centre: 1 = Ya, 0 = Tidak. */
export const YES_FLAG = { codes: codes([1, 'Ya', 'Yes'], [0, 'Tidak', 'No']), yesNo: { yes: 1, no: 0 } } as const satisfies More

export const SECRET = { sensitivity: 'secret' } as const
export const PERSONAL = { sensitivity: 'personal' } as const

/** Columns the centre fills and no form changes. */
export const CENTRE = { readonly: true } as const

/** Starts the declarations of one block: `inBlock('II')('3', 'code', ['jenis_bsp', …], {…})`. */
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
