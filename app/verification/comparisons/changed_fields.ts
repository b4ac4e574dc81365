import type { VerificationModule } from '#kernel/registry'
import { query, type Tx } from '#services/scope'
import { diff } from '../diff.js'
import { givenVariables } from '../editions/compare.js'
import type { RecordDoc } from '../instrument.js'
import { itemName, type Locale } from '../message.js'
import { readBase, readWorking, type Place } from '../store/index.js'
import type { Comparison } from './kept.js'

const STEP = 400
/** Most fields that a row names; a record with more says only so many. */
const MOST = 40

interface Pair {
  n: number
  before: string
  after: string
}

/** The state of records on one side of a comparison; keys that it does not hold are absent. */
export async function sideDocs(
  tx: Tx,
  of: Pick<Place, 'module' | 'regency'>,
  { edition, period }: { edition: string; period: string | null },
  keys: readonly string[],
): Promise<Map<string, RecordDoc>> {
  const place = { ...of, editionId: edition, periodId: period ?? edition }
  const docs = await readBase(tx, place, keys)
  if (!period) return docs
  for (const [key, { doc, state }] of await readWorking(tx, place, keys)) {
    if (state === 'received' || state === 'accepted') docs.set(key, doc)
  }
  return docs
}

/** Writes to every changed or moved row which questions differ. */
export async function fillFields(
  tx: Tx,
  of: Pick<Place, 'module' | 'regency'>,
  { id, beforeEdition, afterEdition, afterPeriod }: Comparison,
  told: (done: number) => Promise<void>,
): Promise<void> {
  for (let after = 0; ;) {
    const pairs = await query<Pair>(
      tx,
      `select n, key_before as before, key_after as after from comparison_rows
       where regency_code = ? and comparison_id = ? and change in ('changed', 'moved') and key_before is not null and key_after is not null
         and n > ? order by n limit ${STEP}`,
      [of.regency, id, after],
    )
    if (pairs.length === 0) return
    const [older, newer] = [
      await sideDocs(
        tx,
        of,
        { edition: beforeEdition, period: null },
        pairs.map(({ before }) => before),
      ),
      await sideDocs(
        tx,
        of,
        { edition: afterEdition, period: afterPeriod },
        pairs.map((pair) => pair.after),
      ),
    ]
    const rows = pairs.map(({ n, before, after: key }) => ({
      n,
      fields: changedFields(of.module, older.get(before) ?? null, newer.get(key) ?? null),
    }))
    await query(
      tx,
      `update comparison_rows r set fields = array(select jsonb_array_elements_text(x.fields))
       from jsonb_to_recordset(cast(:rows as jsonb)) as x(n int, fields jsonb)
       where r.regency_code = :regency and r.comparison_id = cast(:id as uuid) and r.n > :after and r.n <= :last and r.n = x.n`,
      { regency: of.regency, id, rows: JSON.stringify(rows), after, last: pairs.at(-1)!.n },
    )
    after = pairs.at(-1)!.n
    await told(after)
  }
}

/** Questions in which two states of a record differ, without what place and centre give, in the order of the form. */
export function changedFields({ instrument }: VerificationModule, before: RecordDoc | null, after: RecordDoc | null): string[] {
  const given = givenVariables(instrument)
  const { fields, added, removed } = diff(before, after)
  const names = fields
    .filter(({ field }) => !given.has(field))
    .map(({ group, field }) => `${group ?? instrument.root.name}.${field}`)
  const order = [instrument.root, ...instrument.groups].flatMap(({ name, variables }) => [
    ...variables.map((variable) => `${name}.${variable.name}`),
    ...[`${name}.+`, `${name}.-`],
  ])
  const found = new Set([...names, ...added.map(({ group }) => `${group}.+`), ...removed.map(({ group }) => `${group}.-`)])
  return order.filter((name) => found.has(name)).slice(0, MOST)
}

const ROWS = { '+': { id: 'bertambah', en: 'added' }, '-': { id: 'berkurang', en: 'removed' } }

/** The names of changed questions as pages and papers say them. */
export function fieldWords({ instrument }: VerificationModule, fields: readonly string[], locale: Locale): string[] {
  return fields.map((path) => {
    const [name, field] = path.split('.')
    const group = [instrument.root, ...instrument.groups].find((entry) => entry.name === name)
    const label = group?.label[locale] ?? path
    if (field === '+' || field === '-') return `${label} ${ROWS[field][locale]}`
    const variable = group?.variables.find((entry) => entry.name === field)
    return variable ? itemName(variable, locale) : path
  })
}
