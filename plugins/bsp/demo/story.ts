import { query, records, type DemoStage, type DemoStory, type Place, type RecordDoc, type Tx } from '#core/plugin'
import { v7 as uuid } from 'uuid'
import { candidatesFor } from '../services/candidates.js'
import { quotaSheet } from '../services/quota.js'
import { takeFamily } from '../services/substitutes.js'
import { doubles } from './twins.js'

/** Families that went out, in turn, and for how many of them somebody was chosen and accepted. */
const OUT = ['well_off', 'moved_out', 'pkh', 'well_off', 'not_found', 'refused', 'pkh', 'moved_out']
const CHOSEN = 5
const ACCEPTED = 3
/** Places that the centre gave beyond the families of the edition. */
const SPARE = 4

/** A list in the middle of its work: a quota nearly used, families that went out, some substitutes chosen, vacancies that wait. */
const story: DemoStory = {
  async later(stage: DemoStage) {
    for (const { code } of stage.regencies) {
      const stands = await stage.asSupervisor(code, 12, async (tx) => {
        const found = await records.period(tx, 'bsp', code)
        if (found) {
          await giveQuota(tx, found.place)
          await cutoffOf2017(tx, found.place)
        }
        return found !== null
      })
      if (!stands) continue
      const keys = await stage.asSupervisor(code, 6, (tx) => takeOff(tx, code))
      await stage.asSupervisor(code, 3, (tx) => choose(tx, code, keys.slice(0, CHOSEN)))
      await stage.asSupervisor(code, 2, async (tx) => doubles(tx, (await records.period(tx, 'bsp', code))!.place))
    }
  },
}

async function giveQuota(tx: Tx, place: Place): Promise<void> {
  const { quota } = await quotaSheet(tx, place)
  const load = uuid()
  const values = { regency: place.regency, quota: quota.used + SPARE, load, at: tx.now }
  await query(
    tx,
    `insert into bsp_quotas (regency_code, quota, stage, load_id, set_by_name, set_at) values (:regency, :quota, 'III', :load, 'Pusdatin', :at)`,
    values,
  )
  await query(
    tx,
    `insert into bsp_quota_changes (regency_code, load_id, quota, stage, set_by_name, set_at) values (:regency, :load, :quota, 'III', 'Pusdatin', :at)`,
    values,
  )
}

/** The list of 27 December 2017: who stands on the list now, without the families that came later. */
async function cutoffOf2017(tx: Tx, place: Place): Promise<void> {
  const { base } = records.tables(place)
  await query(
    tx,
    `insert into bsp_cutoff (regency_code, id_kpm, village_code, nama_pengurus, no_kks, alamat, jenis_bsp, load_id)
     select b.regency_code, b.id_kpm, b.village_code, b.nama_pengurus, b.no_kks, b.alamat, 'BPNT', :load from ${base} b
     where b.edition_id = :edition and b.regency_code = :regency and b.nama_pengurus is not null and right(b.id_kpm, 1) <> '9'
     on conflict do nothing`,
    { edition: place.editionId, regency: place.regency, load: uuid() },
  )
}

async function takeOff(tx: Tx, regency: string): Promise<string[]> {
  const place = (await records.period(tx, 'bsp', regency))!.place
  const rows = await query<{ key: string }>(
    tx,
    `select key from bsp_current where period_id = ? and regency_code = ? and kind = 'none'
     order by row_number() over (partition by village_code order by name_key, key), village_code desc limit ?`,
    [place.periodId, regency, OUT.length],
  )
  const keys = rows.map(({ key }) => key)
  const bases = await records.base(tx, place, keys)
  await records.write(
    tx,
    place,
    { type: 'edit', id: uuid() },
    keys.map((key, index) => ({
      ...{ key, version: 0, kind: 'repair' as const, outcome: OUT[index]!, state: 'received' as const },
      doc: answered(bases.get(key)!, OUT[index]!),
    })),
  )
  await records.decide(tx, place, keys, { take: 'accept' })
  return keys
}

/** The form as it is filled in where that outcome is found. */
function answered(doc: RecordDoc, outcome: string): RecordDoc {
  return outcome === 'pkh' ? { ...doc, values: { ...doc.values, sta_pkh: 1 } } : doc
}

async function choose(tx: Tx, regency: string, keys: readonly string[]): Promise<void> {
  const { place, period } = (await records.period(tx, 'bsp', regency))!
  const made: string[] = []
  for (const key of keys) {
    const [row] = await query<{ village: string }>(
      tx,
      'select village_code as village from bsp_current where period_id = ? and regency_code = ? and key = ?',
      [place.periodId, regency, key],
    )
    const [first] = row ? await candidatesFor(tx, place, row.village, period.today) : []
    if (first) made.push((await takeFamily(tx, place, key, first.family.key)).key)
  }
  const working = await records.working(tx, place, made)
  const clean = made.filter((key) => working.get(key)?.blocking === 0).slice(0, ACCEPTED)
  if (clean.length > 0) await records.decide(tx, place, clean, { take: 'accept' })
}

export default story
