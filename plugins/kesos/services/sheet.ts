import type { HttpContext } from '@adonisjs/core/http'
import { persons, type papers } from '#core/plugin'
import { reasonFor, type ListRow } from './list.js'

type Sheet = Parameters<typeof papers.workbook>[0]
type Line = (string | number | null)[]

/** The answer as a sheet: a line for each row of the list, and for each person where a NIK stands on several. */
export function listSheet(
  rows: readonly ListRow[],
  villages: Readonly<Record<string, string>>,
  { i18n, locale }: Pick<HttpContext, 'i18n' | 'locale'>,
): { sheet: Sheet; lines: Line[] } {
  const say = (key: string) => i18n.t(`kesos.${key}`)
  const column = (key: string, type: 'text' | 'number' | 'date', width: number) => ({ header: say(`column.${key}`), type, width })
  const columns = [
    ...[column('row', 'number', 8), column('given', 'text', 22), column('state', 'text', 24), column('reason', 'text', 40)],
    ...[column('name', 'text', 32), column('born', 'date', 14), column('village', 'text', 24), column('register', 'text', 26)],
    column('decile', 'text', 20),
  ]
  const lines = rows.flatMap((line): Line[] => {
    const { row, given, state, persons: found } = line
    const reason = reasonFor(line, locale)
    const start: Line = [row, given, say(`state.${state}`), state === 'twice' ? `${say('same_as')} ${reason}` : reason]
    if (found.length === 0) return [[...start, null, null, null, null, null]]
    return found.map((hit) => [
      ...start,
      ...[
        hit.name,
        hit.birthDate,
        villages[hit.village] ?? hit.village,
        hit.registerId,
        persons.decile(hit.module, hit.decile, locale),
      ],
    ])
  })
  return { sheet: { name: say('list.sheet'), columns }, lines }
}
