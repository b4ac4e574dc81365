import { v7 as uuid } from 'uuid'
import type { CalendarDate } from '#domain/calendar_date'
import { BpsCode } from '#domain/region_code'
import { recordActivity } from '#services/activity'
import { insertRead } from '#services/reads'
import { query, scope, type Tx } from '#services/scope'
import type { Instrument, RecordDoc, Values } from '../instrument.js'
import { findByName } from '../persons/by_name.js'
import { findByNumber } from '../persons/by_number.js'
import { distinctPersons, modulesOf, subjectOf, type PersonHit } from '../persons/hits.js'
import { elsewhereOf } from '../persons/search.js'
import { RecordWriter, type Place } from '../store/index.js'
import { versionOf } from './conflicts.js'
import { outcomesFor } from './edit.js'
import { villageUnknown } from './errors.js'
import { judge } from './judge.js'
import { newRowIn } from './rows.js'
import { todayOf } from './today.js'

/** Who heads a record that nobody knows yet, as far as he was asked for before. */
export interface ProposedPerson {
  name: string
  /** 16 digits */
  nik: string | null
  born: CalendarDate | null
  /** Kemendagri code of a village of the regency. */
  village: string
}

/** Persons of the module who may be the one that is typed. */
export interface Matches {
  /** Best first. */
  hits: PersonHit[]
  /** Another regency has this NIK; nothing else is told of it. */
  elsewhere: boolean
}

/** Below it a name is of somebody else. */
const LIKELY = 0.75
const MOST = 10

/**
 * Looks for the same person before anything is typed twice: by NIK, by name and birth date in the regency, by name in the village. The
 * read log names everybody who is shown.
 */
export async function findSame(tx: Tx, { module, regency }: Place, person: ProposedPerson, address: string): Promise<Matches> {
  const own = (await modulesOf(tx, regency)).find((one) => one.module.name === module.name)
  if (!own) return { hits: [], elsewhere: false }
  const { name, born, nik, village } = person
  const numbered = nik ? await findByNumber(tx, regency, own, nik) : []
  const named = [
    ...(born ? await findByName(tx, regency, own, { name, born, village: null }) : []),
    ...(await findByName(tx, regency, own, { name, born, village })),
  ]
  const likely = named.filter(({ score }) => score >= LIKELY).sort((a, b) => b.score - a.score)
  const hits = distinctPersons([...numbered, ...likely]).slice(0, MOST)
  const elsewhere = nik !== null && (await elsewhereOf(tx, regency, own, 'nik', [nik])).size > 0
  await scope.aside(tx.scope, (aside) =>
    insertRead(aside, {
      ...{ regency, action: 'search', purpose: 'verval', address, object: { type: `${module.name}.list` } },
      subjects: hits.map(subjectOf),
    }),
  )
  return { hits, elsewhere }
}

/**
 * Begins a proposal with the person who heads it. The same form sent twice begins it once. Returns whether it is new.
 * @param key the form's own, made before the record
 * @throws ReviewError `E_VILLAGE_UNKNOWN`
 */
export async function beginProposal(tx: Tx, place: Place, key: string, person: ProposedPerson): Promise<boolean> {
  if ((await versionOf(tx, place, key)) > 0) return false
  const doc = firstDoc(place.module.instrument, key, person, await placeValues(tx, place, person.village))
  const outcome = outcomesFor(place, 'new')[0]!
  const problems = judge(place.module, { doc, outcome, kind: 'new', base: null }, await todayOf(tx, place.regency))
  const writer = new RecordWriter(tx, place, { type: 'edit', id: uuid() })
  await writer.write([{ key, version: 0, kind: 'new', outcome, state: 'received', doc, problems }])
  await recordActivity(tx, {
    action: 'update.proposed',
    regency: place.regency,
    object: { type: `${place.module.name}.record`, id: key },
    data: { module: place.module.name },
  })
  await writer.finish()
  return true
}

/** A record with one person who heads it and, where the form has families, the first of them. */
function firstDoc(
  instrument: Instrument,
  key: string,
  person: Pick<ProposedPerson, 'name' | 'nik' | 'born'>,
  at: Values,
): RecordDoc {
  const { summary } = instrument
  const { people } = summary
  const doc: RecordDoc = { key, values: { ...at, [summary.name]: person.name }, groups: {} }
  const group = instrument.groups.find(({ name }) => name === people.group)
  if (!group) return doc
  const row = newRowIn(instrument, doc, group, `${key}-1`)
  row[people.name] = person.name
  if (person.nik) row[people.nik] = person.nik
  if (person.born) row[people.birthDate] = person.born
  for (const { variable, code } of people.heads ?? []) row[variable] = code
  return doc
}

async function placeValues(tx: Tx, { module, regency }: Place, village: string): Promise<Values> {
  const { summary } = module.instrument
  const [row] = await query<{ bps: string | null }>(
    tx,
    `select v.bps_code as bps from regions v join regions d on d.code = v.parent where v.level = 4 and v.code = ? and d.parent = ?`,
    [village, regency],
  )
  if (!row) throw villageUnknown()
  const parts: readonly string[] = row.bps ? BpsCode.parse(row.bps).parts : []
  const named = (summary.placeParts ?? []).flatMap((name, index) =>
    parts[index] === undefined ? [] : [[name, parts[index]] as const],
  )
  return { [summary.village]: village, ...Object.fromEntries(named) }
}
