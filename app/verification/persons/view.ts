import type { PersonIdentity } from '#kernel/contributions'
import { NotFound } from '#exceptions/not_found'
import type { VerificationModule } from '#kernel/registry'
import { query, type Tx } from '#services/scope'
import { isActive } from '../engine.js'
import type { ChildRow, RecordDoc } from '../instrument.js'
import { decileLabel, outcomeLabel } from '../lists/words.js'
import type { Locale } from '../message.js'
import { linesBetween, type HistoryLine } from '../review/history.js'
import { RecordWords } from '../review/record_words.js'
import { inEdition } from '../review/secrets.js'
import { sheetOf, type SheetField } from '../review/sheet.js'
import { tableNames } from '../store/columns.js'
import { cardParts, type CardPart } from './cards.js'
import { HIT, modulesOf, withDecile, type HitRow, type PersonHit, type PersonReference } from './hits.js'
import { listingsOf, type Listing } from './listings.js'
import { idLabelsOf, type IdLabels } from './id_labels.js'
import { NOW, statesOf, type StateOf } from './states.js'

/** A person's own answers, or those of his record, of one block of the form. */
export interface CardBlock {
  title: string
  fields: SheetField[]
}

/** One of the people of the record. */
export interface Relative {
  key: string
  name: string
  relation: string
  sex: string
  birthDate: string | null
  active: boolean
  /** In clear, for the secret component, which opens it by the reference. */
  nik: string | null
  reference: string
  /** Row of the parent group, `Keluarga 1`. */
  family: string
  self: boolean
}

/** A person and his record, as one state has them. */
export interface ShownState {
  id: string
  /** Reference of its secrets: the object, and what stands behind a field. */
  secrets: { objectType: string; objectId: string; suffix: string }
  name: string
  village: string
  address: string
  registerId: string | null
  personId: string | null
  /** What the instrument calls the two. */
  idLabels: IdLabels
  decile: string
  active: boolean
  own: CardBlock[]
  household: CardBlock[]
  relatives: Relative[]
}

/** The card of one person: the states that all modules know, the one shown, and what changed between two of them. */
export interface PersonView {
  hit: PersonHit
  identity: PersonIdentity
  title: string
  words: VerificationModule['words']
  /** Newest first. */
  states: readonly (Omit<StateOf, 'doc' | 'person'> & { outcomeLabel: string | null })[]
  /** The state that is shown. */
  shown: ShownState | null
  /** What the other modules' own registers say of him now. */
  elsewhere: readonly { module: string; title: string; shown: ShownState }[]
  /** What the newer state of the two says otherwise; null where there are not two. */
  changes: { from: string; to: string; lines: (HistoryLine & { own: boolean })[] } | null
  parts: readonly CardPart[]
  /** Every list on which he or his family stands now; `namesake` where it is somebody else with his NIK. */
  listings: readonly (Listing & { namesake: boolean })[]
}

export interface Asked {
  /** Id of the state to show; the newest when absent. */
  state?: string
  /** Id of the state to compare it with; the next older one when absent, of the oldest the next newer. */
  against?: string
}

/** Everything that is known of one person: as one state has it, what has changed since another, and what each module adds. */
export async function viewPerson(
  tx: Tx,
  regency: string,
  reference: PersonReference,
  asked: Asked,
  locale: Locale,
): Promise<PersonView> {
  const modules = await modulesOf(tx, regency)
  const own = modules.find(({ module }) => module.name === reference.module)
  const hit = own && (await hitOf(tx, regency, own, reference))
  if (!hit) throw new NotFound()
  const { module } = own
  const identity = { name: hit.name, nik: hit.nik, kk: hit.kk, birthDate: hit.birthDate }
  const states = await statesOf(tx, regency, own, reference, hit)
  const at = Math.max(
    0,
    states.findIndex(({ id }) => id === asked.state),
  )
  const shown = states[at]
  const parts = await cardParts(tx, regency, { reference, states, person: identity })
  const listings = await listingsOf(tx, regency, { niks: hit.nik ? [hit.nik] : [], cards: hit.kk ? [hit.kk] : [] }, locale)
  const other = states.find(({ id }) => id === asked.against && id !== shown?.id) ?? states[at + 1] ?? states[at - 1]
  return {
    ...{ hit, identity, title: module.title, words: module.words },
    states: states.map(({ doc: _doc, person: _person, ...state }) => ({
      ...state,
      outcomeLabel: state.proposal && outcomeLabel(module, state.proposal.outcome, locale),
    })),
    shown: shown ? sideOf(module, shown, locale) : null,
    changes: shown && other ? changesBetween(module, states, shown, other, locale) : null,
    parts,
    elsewhere: parts.flatMap(({ module: name, title, states: [newest] }) => {
      const known = modules.find((one) => one.module.name === name && name !== reference.module)
      return known && newest ? [{ module: name, title, shown: sideOf(known.module, newest, locale) }] : []
    }),
    listings: listings.map((one) => ({
      ...one,
      namesake: one.person !== null && parts.some(({ module: name, namesake }) => namesake && name === one.module),
    })),
  }
}

async function hitOf(
  tx: Tx,
  regency: string,
  { module, periods }: Awaited<ReturnType<typeof modulesOf>>[number],
  { recordKey, key }: PersonReference,
): Promise<PersonHit | null> {
  const { people } = tableNames(module.instrument)
  const rows = await query<HitRow & { decile: number }>(
    tx,
    `${withDecile(
      module,
      `select 'register' as by, ${HIT} from ${people} p where p.period_id = any (cast(:periods as uuid[])) and p.regency_code = :regency
         and p.record_key = :record and p.key = :key`,
    )} order by array_position(cast(:periods as uuid[]), "periodId"), active desc limit 1`,
    { regency, record: recordKey, key, periods: periods.map(({ period }) => period.id) },
  )
  const [row] = rows
  return row ? { ...row, module: module.name, score: 1, past: row.periodId !== periods[0]!.period.id } : null
}

function sideOf(module: VerificationModule, state: StateOf, locale: Locale): ShownState {
  const { summary } = module.instrument
  const { doc, key, person, id } = state
  const text = (value: unknown) => (value === undefined ? '' : String(value))
  const sheet = sheetOf(module, { base: doc, proposed: null, problems: [] }, locale)
  const sections = sheet.flatMap((block) => block.sections)
  const answered = (fields: readonly SheetField[]) => fields.filter(({ now }) => now !== '')
  const blocks = (group: string, row: string) =>
    sections.flatMap((section) => {
      const found = section.group === group && section.rows.find((one) => one.key === row)
      const fields = found ? answered(found.fields) : []
      return fields.length > 0 ? [{ title: section.label, fields }] : []
    })
  return {
    ...{ id, active: state.active, name: text(person[summary.people.name]), village: text(doc.values[summary.village]) },
    address: [doc.values[summary.address], doc.values[summary.locality]].filter(Boolean).join(', '),
    registerId: text(doc.values[summary.registerKey]) || null,
    personId: text(person[summary.people.registerKey]) || null,
    idLabels: idLabelsOf(module, locale),
    decile: decileLabel(module, bandOf(module, doc), locale),
    secrets: { objectType: `${module.name}.record`, objectId: doc.key, suffix: id === NOW ? '' : inEdition(id) },
    own: blocks(summary.people.group, key),
    household: blocks(module.instrument.root.name, ''),
    relatives: relativesOf(module, doc, key, locale),
  }
}

/** The band of the welfare rank, as the lists count it. */
function bandOf({ instrument, recap }: VerificationModule, doc: RecordDoc): number {
  const rank = doc.values[instrument.summary.percentile]
  if (rank === undefined) return 0
  const at = recap.deciles.findIndex(({ upTo }) => Number(rank) <= upTo)
  return at < 0 ? recap.deciles.length + 1 : at + 1
}

function relativesOf(module: VerificationModule, doc: RecordDoc, self: string, locale: Locale): Relative[] {
  const { people } = module.instrument.summary
  const words = new RecordWords(module, locale, doc)
  const parent = module.instrument.groups.find(({ name }) => name === people.group)?.parent
  const answer = (row: ChildRow, field: string) => {
    const text = words.answer({ group: people.group, key: row.key, field }, row[field])
    return text.replace(/^\d+ · /, '')
  }
  return (doc.groups[people.group] ?? [])
    .map((row) => ({
      ...{ key: row.key, name: String(row[people.name] ?? ''), self: row.key === self, active: isActive(module.instrument, row) },
      ...{ relation: answer(row, people.relation), sex: answer(row, people.sex), order: Number(row[people.relation] ?? 99) },
      birthDate: row[people.birthDate] === undefined ? null : String(row[people.birthDate]),
      nik: row[people.nik] === undefined ? null : String(row[people.nik]),
      reference: `${people.group}/${row.key}/${people.nik}`,
      family: parent ? words.row({ group: parent.group, key: String(row[parent.field]), field: 'key' }) : '',
    }))
    .sort((a, b) => a.order - b.order || (a.key < b.key ? -1 : 1))
    .map(({ order: _order, ...relative }) => relative)
}

function changesBetween(
  module: VerificationModule,
  states: readonly StateOf[],
  shown: StateOf,
  other: StateOf,
  locale: Locale,
): PersonView['changes'] {
  const [to, from] = states.indexOf(shown) < states.indexOf(other) ? [shown, other] : [other, shown]
  const { people } = module.instrument.summary
  const side = ({ doc }: StateOf) => ({ outcome: undefined, doc })
  const own = `${people.group}/${to.key}/`
  const lines = linesBetween(module, side(from), side(to), locale).map((line) => ({ ...line, own: line.id.startsWith(own) }))
  return { from: from.id, to: to.id, lines: lines.sort((a, b) => Number(b.own) - Number(a.own)) }
}
