import { maskSecret } from '#domain/mask'
import { query, type Tx } from '#services/scope'
import type { VerificationModule } from '#kernel/registry'
import { isOnePerson, type Value, type Variable } from '../instrument.js'
import { answerText, type Locale } from '../message.js'
import { secretKind } from '../review/record_words.js'
import { tableNames, type Place } from '../store/index.js'
import type { Choice } from './words.js'

const USUAL = ['nik', 'alamat', 'anggota', 'desil', 'status', 'masalah'] as const
type UsualColumn = (typeof USUAL)[number]
/** Most columns of one list: more would not be read by anybody. */
const MOST_COLUMNS = 14

const WORDS: Record<UsualColumn, string> = {
  ...{ nik: 'verification.nik_masked', alamat: 'verification.address', anggota: 'verification.persons' },
  ...{ desil: 'verification.decile', status: 'verification.state_and_outcome', masalah: 'verification.problems' },
}

/** Columns that a list has by itself beside the name, in their order; of a record that is one person none counts its people. */
export function usualColumns({ instrument }: Pick<VerificationModule, 'instrument'>): UsualColumn[] {
  return USUAL.filter((name) => name !== 'anggota' || !isOnePerson(instrument))
}

/** A column that the reader can choose of the instrument: an answer about the record, or about the person who heads it. */
interface OfInstrument {
  id: string
  of: 'record' | 'head'
  variable: Variable
  /** Where the value stands: the variable's own name, or the column of the list of persons. */
  column: string
}

const choices = new WeakMap<VerificationModule, readonly OfInstrument[]>()

function ofInstrument(module: VerificationModule): readonly OfInstrument[] {
  const known = choices.get(module)
  if (known) return known
  const { root, groups, summary } = module.instrument
  const { people } = summary
  const persons = groups.find(({ name }) => name === people.group)?.variables ?? []
  const head = [
    ['kk', people.kk],
    ['birth_date', people.birthDate],
    ['sex', people.sex],
  ] as const
  const shown: string[] = [summary.name, summary.address, summary.registerKey]
  const found: OfInstrument[] = [
    ...head.flatMap(([column, name]) => {
      const variable = persons.find((person) => person.name === name)
      return variable ? [{ id: `kepala.${name}`, of: 'head' as const, variable, column }] : []
    }),
    ...root.variables
      .filter(({ name }) => !shown.includes(name))
      .map((variable) => ({ id: `isian.${variable.name}`, of: 'record' as const, variable, column: variable.name })),
  ]
  choices.set(module, found)
  return found
}

/** Every column a list of the module can have, in the order in which it would stand. */
export function columnChoices(module: VerificationModule, locale: Locale, t: (key: string, data?: object) => string): Choice[] {
  return [
    ...usualColumns(module).map((value) => ({ value, label: t(WORDS[value]) })),
    ...ofInstrument(module).map(({ id, of, variable }) => ({
      value: id,
      label: of === 'head' ? t('lists.columns.of_head', { item: variable.label[locale] }) : variable.label[locale],
    })),
  ]
}

/** The columns an address asks for, in their order; null where it asks for none and the usual ones stand. */
export function readColumns(module: VerificationModule, asked: unknown): string[] | null {
  const given = (Array.isArray(asked) ? asked : [asked]).flatMap((text) => (typeof text === 'string' ? text.split(',') : []))
  const usual = usualColumns(module)
  const known = [...usual, ...ofInstrument(module).map(({ id }) => id)]
  const chosen = known.filter((id) => given.includes(id)).slice(0, MOST_COLUMNS)
  return chosen.length > 0 && chosen.join() !== usual.join() ? chosen : null
}

/** The columns as one value of an address; null for the usual ones. */
export function columnParameter(columns: readonly string[] | null): string | null {
  return columns && columns.join(',')
}

/** Answers of the chosen columns in words, by record and column; secrets masked, an empty answer is absent. */
export async function columnTexts(
  tx: Tx,
  place: Place,
  keys: readonly string[],
  columns: readonly string[] | null,
  locale: Locale,
): Promise<Map<string, Record<string, string>>> {
  const wanted = ofInstrument(place.module).filter(({ id }) => columns?.includes(id))
  const texts = new Map<string, Record<string, string>>(keys.map((key) => [key, {}]))
  for (const part of ['record', 'head'] as const) {
    const here = wanted.filter(({ of }) => of === part)
    if (!here.length || !keys.length) continue
    const read = part === 'record' ? recordRows : headRows
    for (const row of await read(tx, place, keys, here)) {
      const text = texts.get(String(row.key))
      for (const { id, variable, column } of here) {
        const value = row[column]
        if (text && value !== null && value !== undefined) text[id] = shown(variable, value, locale)
      }
    }
  }
  return texts
}

function shown(variable: Variable, value: Value, locale: Locale): string {
  const kind = secretKind(variable)
  return kind ? maskSecret(kind, String(value)) : answerText(variable, value, locale)
}

type Row = Record<string, Value | null>

/** The record as the period has it: its working copy, else the edition. */
function recordRows(tx: Tx, place: Place, keys: readonly string[], columns: readonly OfInstrument[]): Promise<Row[]> {
  const { base, updates } = tableNames(place.module.instrument)
  const of = (alias: string) => [`${alias}.key`, ...columns.map(({ column }) => `${alias}.${column}`)].join(', ')
  return query<Row>(
    tx,
    `select ${of('u')} from ${updates} u where u.period_id = :period and u.regency_code = :regency and u.key = any (:keys)
     union all
     select ${of('b')} from ${base} b where b.edition_id = :edition and b.regency_code = :regency and b.key = any (:keys)
       and not exists (select 1 from ${updates} u where u.period_id = :period and u.regency_code = :regency and u.key = b.key)`,
    { period: place.periodId, edition: place.editionId, regency: place.regency, keys },
  )
}

function headRows(tx: Tx, place: Place, keys: readonly string[], columns: readonly OfInstrument[]): Promise<Row[]> {
  return query<Row>(
    tx,
    `select distinct on (record_key) record_key as key, ${columns.map(({ column }) => column).join(', ')}
     from ${tableNames(place.module.instrument).people}
     where period_id = ? and regency_code = ? and record_key = any (?) and active order by record_key, relation nulls last, key`,
    [place.periodId, place.regency, keys],
  )
}

/** Label of each chosen column of the instrument, for headings of a page or a file. */
export function chosenOfInstrument(
  module: VerificationModule,
  columns: readonly string[] | null,
  locale: Locale,
  t: (key: string, data?: object) => string,
): Choice[] {
  return columns ? columnChoices(module, locale, t).filter(({ value }) => columns.includes(value) && value.includes('.')) : []
}
