import { v7 as uuid } from 'uuid'
import { addDays } from '#core/domain'
import { query, records, regions, type DemoStage, type DemoStory, type Place, type RecordDoc, type Tx } from '#core/plugin'
import { matchAll } from '../services/matching.js'
import { candidatesFor } from '../services/candidates.js'
import { pair, takePerson } from '../services/pairing.js'
import { looseSubstitutes, pairByKey } from '../services/pairs.js'
import { balanceOf } from '../services/quota.js'
import { doubles, newborns } from './families.js'

/** Participants who go out, in turn: the outcome and the reason. */
const OUT = [
  ...[['removed', 1] as const, ['removed', 3] as const, ['removed', 4] as const, ['removed', 6] as const],
  ...[['replaced', 3] as const, ['replaced', 1] as const, ['replaced', 4] as const],
  ...[['replaced', 3] as const, ['replaced', 4] as const],
]
/** Substitutes of whom the first is paired and accepted and the second waits; the register was asked for the last replacement but one, and is left to be asked. */
const SUBSTITUTES = 2
/** Places that the centre gave beyond the participants of the edition. */
const SPARE = 3

/** A list in the middle of its work: a quota nearly used, a file of BPJS compared, people who go out, some of them replaced. */
const story: DemoStory = {
  async later(stage: DemoStage) {
    for (const { code } of stage.regencies) {
      const stands = await stage.asSupervisor(code, 12, async (tx) => {
        const found = await records.period(tx, 'pbi', code)
        if (found) await centre(tx, found.place)
        return found !== null
      })
      if (!stands) continue
      await stage.asSupervisor(code, 6, (tx) => takeOff(tx, code))
      await stage.asSupervisor(code, 3, (tx) => bringIn(tx, code))
      await stage.asSupervisor(code, 2, async (tx) => {
        const place = await placeFor(tx, code)
        await newborns(tx, place, addDays(stage.today, -2))
        await doubles(tx, place)
      })
    }
  },
}

const placeFor = async (tx: Tx, regency: string): Promise<Place> => (await records.period(tx, 'pbi', regency))!.place

/** Quota, and what BPJS knows: most of the list as it is declared, some under another number, paid by others, or dead. */
async function centre(tx: Tx, place: Place): Promise<void> {
  const { quota } = await balanceOf(tx, place)
  const load = uuid()
  const values = { regency: place.regency, quota: quota.used + SPARE, load, at: tx.now }
  await query(
    tx,
    `insert into pbi_quotas (regency_code, quota, load_id, set_by_name, set_at) values (:regency, :quota, :load, 'Pusdatin', :at)`,
    values,
  )
  await query(
    tx,
    `insert into pbi_quota_changes (regency_code, load_id, quota, set_by_name, set_at) values (:regency, :load, :quota, 'Pusdatin', :at)`,
    values,
  )
  const { base, people } = records.tables(place)
  await query(
    tx,
    `insert into pbi_bpjs (regency_code, no_bpjs, nik, nama, name_key, tgl_lahir, segmen, status, load_id)
     select :regency, case when n.at % 37 = 0 then '000' || lpad(cast(9900000000 + n.at as text), 10, '0') else n.no_bpjs end, n.nik, n.name, n.name_key,
       n.birth_date, case when n.at % 29 = 0 then 3 when n.at % 31 = 0 then 4 else 1 end, case when n.at % 41 = 0 then 3 when n.at % 43 = 0 then 2 else 1 end, :load
     from (select p.*, b.no_bpjs, row_number() over (order by p.record_key) as at from ${people} p
       join ${base} b on b.edition_id = :edition and b.regency_code = :regency and b.key = p.record_key and length(b.no_bpjs) = 13
       where p.period_id = :period and p.regency_code = :regency and p.stays) n
     where n.at % 23 <> 0 on conflict do nothing`,
    { regency: place.regency, edition: place.editionId, period: place.periodId, load },
  )
  await matchAll(tx, place)
}

async function takeOff(tx: Tx, regency: string): Promise<void> {
  const place = await placeFor(tx, regency)
  const rows = await query<{ key: string }>(
    tx,
    `select key from pbi_current where period_id = ? and regency_code = ? and kind = 'none' and blocking = 0 and inherited = 0
     order by row_number() over (partition by village_code order by name_key, key), village_code desc limit ?`,
    [place.periodId, regency, OUT.length],
  )
  const keys = rows.map(({ key }) => key)
  const bases = await records.base(tx, place, keys)
  await records.write(
    tx,
    place,
    { type: 'edit', id: uuid() },
    keys.map((key, index) => {
      const [outcome, reason] = OUT[index]!
      const doc = bases.get(key)!
      return {
        ...{ key, version: 0, kind: 'repair' as const, outcome, state: 'received' as const },
        doc: { ...doc, values: { ...doc.values, alasan_keluar: reason } },
      }
    }),
  )
  await records.decide(tx, place, keys, { take: 'accept' })
}

/** Substitutes after the likeness of those who go out, as a village would name them; all but the first are paired with nobody yet. */
async function bringIn(tx: Tx, regency: string): Promise<void> {
  const place = await placeFor(tx, regency)
  const out = await query<{ key: string }>(
    tx,
    `select key from pbi_current where period_id = ? and regency_code = ? and outcome = 'replaced' order by village_code desc, name_key, key`,
    [place.periodId, regency],
  )
  const bases = await records.base(
    tx,
    place,
    out.map(({ key }) => key),
  )
  const docs = out.slice(0, SUBSTITUTES).map(({ key }, index) => substitute(bases.get(key)!, index))
  await records.write(
    tx,
    place,
    { type: 'edit', id: uuid() },
    docs.map((doc) => ({
      key: doc.key,
      version: 0,
      kind: 'new' as const,
      outcome: 'substitute',
      state: 'received' as const,
      doc,
    })),
  )
  const [first] = await looseSubstitutes(tx, place)
  await fromRegister(tx, place, out.at(-2)?.key)
  if (!out[0] || !first) return
  await pair(tx, place, out[0].key, first.key)
  const working = (await records.working(tx, place, [first.key])).get(first.key)
  if (working?.blocking === 0) await records.decide(tx, place, [first.key], { take: 'accept' })
}

/** A replacement that found its person in the register; he waits to be accepted. */
async function fromRegister(tx: Tx, place: Place, out: string | undefined): Promise<void> {
  const found = out === undefined ? null : await pairByKey(tx, place, out)
  const [first] = found ? await candidatesFor(tx, place, found.village, await regions.today(place.regency, tx.now)) : []
  if (found && first) await takePerson(tx, place, found.key, { family: first.family.key, person: first.person.key })
}

const NAMES = ['SRI LESTARI', 'WAHYUNINGSIH']

function substitute(of: RecordDoc, index: number): RecordDoc {
  const { village_code: village, alamat, nama_sls: locality } = of.values
  const own = of.groups.persons![0]!
  return {
    key: uuid(),
    values: {
      ...{ village_code: village!, alamat: alamat!, nama_peserta: NAMES[index]!, segmen_bpjs: 1 },
      ...(locality === undefined ? {} : { nama_sls: locality }),
    },
    groups: {
      persons: [
        {
          ...{
            key: uuid(),
            nama: NAMES[index]!,
            hubkel: 8,
            jns_kel: 2,
            tgl_lahir: `198${index}-03-1${index}`,
            sta_keberadaan: 4,
          },
          ...(own.no_kk === undefined ? {} : { no_kk: own.no_kk }),
        },
      ],
    },
  }
}

export default story
