import { v7 as uuid } from 'uuid'
import { cleanIdentifier, DomainError, isCalendarDate, nameKey, Nik } from '#core/domain'
import { activity, query, records, regions, type Place, type RecordDoc, type Text, type Tx } from '#core/plugin'
import { badNewborn, unknownMother } from '../errors.js'
import { NEWBORN, STATE_PAYS } from '../instrument/reasons.js'

const FEMALE = 2
const CHILD = 3
const NEW_PARTICIPANT = 4
const LONGEST_NAME = 250

/** What is written down of a child that is born to a participant. */
export interface Newborn {
  /** Identifier or card number of the mother on the list. */
  mother: string
  name: string
  sex: number
  /** `YYYY-MM-DD` */
  birth: string
  /** Empty while the child has none. */
  nik: string
}

export interface NewbornLine {
  key: string
  name: string | null
  village: string
  state: string
  /** Identifier of the mother, whose name is a secret beside her child's. */
  participant: string
  /** Key of her record; null where she is not on the list. */
  parent: string | null
}

/**
 * Proposes a newborn of a participant, at her address and on her family card; it waits to be accepted as every proposal does. Called
 * alone in the register, so that a form sent twice makes one child.
 *
 * @throws Refused `E_PBI_NEWBORN`, `E_PBI_MOTHER`
 */
export async function proposeNewborn(tx: Tx, place: Place, given: Newborn): Promise<string> {
  const today = await regions.today(place.regency, tx.now)
  const child = { ...given, name: given.name.trim(), nik: numberOf(given.nik), mother: numberOf(given.mother) }
  const problems = faultsOf(child, today)
  if (Object.keys(problems).length > 0) throw badNewborn(problems)
  const mother = await motherOf(tx, place, child.mother)
  if (!mother) throw unknownMother()
  const twin = await sameChild(tx, place, mother.id, child)
  if (twin) return twin
  const key = uuid()
  await records.write(tx, place, { type: 'edit', id: key }, [
    { ...{ key, version: 0, kind: 'new', outcome: 'new', state: 'received' }, doc: docOf(key, child, mother, today) },
  ])
  await activity(tx, {
    ...{ action: 'pbi.newborn_proposed', regency: place.regency, object: { type: 'pbi.record', id: key } },
    data: { module: 'pbi' },
  })
  return key
}

/** A typed number without what is put between its digits, empty where there is none; anything else as it was typed. */
function numberOf(typed: string): string {
  try {
    return cleanIdentifier(typed, null) ?? ''
  } catch (error) {
    if (error instanceof DomainError) return typed.trim()
    throw error
  }
}

function faultsOf({ name, sex, birth, nik, mother }: Newborn, today: string): Record<string, Text> {
  return {
    ...(mother === ''
      ? {
          mother: {
            id: 'Isi ID peserta atau nomor kartu BPJS ibunya.',
            en: 'Fill in the identifier or the BPJS card of the mother.',
          },
        }
      : {}),
    ...(/\p{L}.*\p{L}/u.test(name) && name.length <= LONGEST_NAME
      ? {}
      : {
          name: {
            id: 'Tulis nama bayi sesuai akta atau surat lahir.',
            en: 'Write the name of the child as on its birth certificate.',
          },
        }),
    ...(sex === 1 || sex === FEMALE ? {} : { sex: { id: 'Pilih jenis kelamin.', en: 'Choose the sex.' } }),
    ...(isCalendarDate(birth) && birth <= today
      ? {}
      : { birth: { id: 'Isi tanggal lahir yang tidak di masa depan.', en: 'Fill in a birth date that is not ahead.' } }),
    ...(nik === '' || Nik.tryParse(nik)
      ? {}
      : {
          nik: {
            id: 'NIK tidak sah. Salin kembali dari KK, atau kosongkan.',
            en: 'The NIK is not valid. Copy it again from the family card, or leave it empty.',
          },
        }),
  }
}

interface Mother {
  key: string
  id: string
  doc: RecordDoc
}

/** A woman on the list, as it now stands, by identifier or by card number. */
async function motherOf(tx: Tx, place: Place, named: string): Promise<Mother | null> {
  const { base, current, people, updates } = records.tables(place)
  const of = (alias: string) => `${alias}.period_id = :period and ${alias}.regency_code = :regency`
  const [row] = await query<{ key: string; id: string }>(
    tx,
    `select c.key, coalesce(c.register_id, c.key) as id from ${current} c
     join ${people} p on ${of('p')} and p.record_key = c.key and p.stays and p.sex = ${FEMALE}
     where ${of('c')} and c.key in (
       select r.key from ${current} r where ${of('r')} and r.register_id = :named
       union select u.key from ${updates} u where ${of('u')} and u.no_bpjs = :named
       union select b.key from ${base} b where b.edition_id = :edition and b.regency_code = :regency and b.no_bpjs = :named)
     limit 1`,
    { period: place.periodId, edition: place.editionId, regency: place.regency, named },
  )
  if (!row) return null
  const working = (await records.working(tx, place, [row.key])).get(row.key)
  const doc = working?.doc ?? (await records.base(tx, place, [row.key])).get(row.key)
  return doc ? { ...row, doc } : null
}

/** The same child proposed before: same mother, name and birth date. */
async function sameChild(tx: Tx, place: Place, mother: string, { name, birth }: Newborn): Promise<string | null> {
  const { people, updates } = records.tables(place)
  const [row] = await query<{ key: string }>(
    tx,
    `select u.key from ${updates} u join ${people} p on p.period_id = u.period_id and p.regency_code = u.regency_code and p.record_key = u.key
     where u.period_id = :period and u.regency_code = :regency and u.ibu_pbi = :mother and u.state not in ('rejected', 'withdrawn')
       and p.birth_date = cast(:birth as date) and p.name_key = :name limit 1`,
    { period: place.periodId, regency: place.regency, mother, birth, name: nameKey(name) },
  )
  return row?.key ?? null
}

function docOf(key: string, { name, sex, birth, nik }: Newborn, { id, doc }: Mother, today: string): RecordDoc {
  const own = doc.groups.persons?.[0] ?? { key: '' }
  const kept = (row: Readonly<Record<string, unknown>>, names: readonly string[]) =>
    Object.fromEntries(names.flatMap((field) => (row[field] === undefined ? [] : [[field, row[field] as string]])))
  const place = ['village_code', 'kdprop', 'kdkab', 'kdkec', 'kddesa', 'nama_sls', 'alamat']
  return {
    key,
    values: {
      ...{ ...kept(doc.values, place), nama_peserta: name, segmen_bpjs: STATE_PAYS, alasan_masuk: NEWBORN, ibu_pbi: id },
      tanggal_verval: today,
    },
    groups: {
      persons: [
        {
          ...{ key: uuid(), nama: name, jns_kel: sex, tgl_lahir: birth, hubkel: CHILD, sta_keberadaan: NEW_PARTICIPANT },
          ...{ ...(nik === '' ? {} : { nik }), ...kept(own, ['no_kk']) },
          ...(typeof own.nama === 'string' ? { namagadis_ibukandung: own.nama } : {}),
        },
      ],
    },
  }
}

/** Newborns of this period with their mothers, those that wait first. */
export function newbornsOf(tx: Tx, place: Place, limit = 200): Promise<NewbornLine[]> {
  const { current, updates } = records.tables(place)
  return query<NewbornLine>(
    tx,
    `select c.key, c.name, c.village_code as village, c.state, u.ibu_pbi as participant, m.key as parent
     from ${updates} u join ${current} c on c.period_id = u.period_id and c.regency_code = u.regency_code and c.key = u.key
     left join ${current} m on m.period_id = u.period_id and m.regency_code = u.regency_code and m.register_id = u.ibu_pbi
     where u.period_id = :period and u.regency_code = :regency and u.kind = 'new' and u.outcome = 'new' and u.alasan_masuk = ${NEWBORN} and u.ibu_pbi is not null
     order by c.state = 'accepted', c.village_code, c.name_key, c.key limit :limit`,
    { period: place.periodId, regency: place.regency, limit },
  )
}
