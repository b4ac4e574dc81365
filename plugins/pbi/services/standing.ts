import { personsGone } from '#plugins/bdt/api'
import { query, records, type ModuleBlocker, type Place, type Tx, type VillageShare } from '#core/plugin'
import { NEWBORN } from '../instrument/reasons.js'
import { outcomesThat } from '../outcomes.js'
import { NAMED, REPLACED } from './pairs.js'
import { balanceOf, grown, type VillageBalance } from './quota.js'

/** What stands against finalising: the balance, replacements that are not whole, newborns without their mother, and whom the BDT holds no longer. */
export async function standing(tx: Tx, place: Place, limit: number): Promise<{ list: ModuleBlocker[]; total: number }> {
  const all = [
    ...(await ofBalance(tx, place)),
    ...(await ofReplaced(tx, place)),
    ...(await ofSubstitutes(tx, place)),
    ...(await ofNewborns(tx, place)),
    ...(await ofGone(tx, place)),
  ]
  return { list: all.slice(0, limit), total: all.length }
}

async function ofBalance(tx: Tx, place: Place): Promise<ModuleBlocker[]> {
  const { given, quota, edition, ...sums } = await balanceOf(tx, place)
  const whole = { id: 'kuota', village: null, href: '/pbi/kuota' }
  if (!given) return [{ ...whole, message: { key: 'pbi.standing.no_quota' } }]
  if (!quota.exceeded) return []
  const { used, limit, excess } = quota
  const params = { edition, out: sums.out, in: sums.in, used, limit, excess }
  return [{ ...whole, message: { key: 'pbi.standing.exceeded', params }, villages: grown(sums.villages, excess).map(shareOf) }]
}

/** Where somebody comes in, the proposals that were accepted; else the participants, of whom one may go out. */
function shareOf({ code, district, edition, out, in: into, result }: VillageBalance): VillageShare {
  const figures = { edition, out, in: into, used: result, difference: result - edition }
  const of = `kecamatan=${district}&desa=${code}`
  const href = into > 0 ? `/pbi/usulan-masuk?${of}&status=accepted` : `/pbi/daftar-peserta?${of}`
  return { village: code, figures, message: { key: 'pbi.standing.village', params: { ...figures } }, href }
}

interface Named {
  key: string
  name: string | null
  village: string
}

const of = (alias: string) => `${alias}.period_id = :period and ${alias}.regency_code = :regency`
const pairBlocker = ({ key, name, village }: Named, sentence: string, href: string): ModuleBlocker => ({
  ...{ id: `ganti:${key}`, record: { key, name }, village, message: { key: `pbi.standing.${sentence}` }, href },
})
const at = (page: string, key: string) => `/pbi/${page}/${encodeURIComponent(key)}`

/** Accepted to be replaced, but nobody was accepted to come in. */
async function ofReplaced(tx: Tx, place: Place): Promise<ModuleBlocker[]> {
  const { current, updates } = records.tables(place)
  const rows = await query<Named & { held: boolean }>(
    tx,
    `select v.key, v.name, v.village_code as village, ${records.heldSql('v')} as held from ${current} v where ${of('v')} and ${REPLACED} and v.state = 'accepted'
       and not exists (select 1 from ${updates} u where ${of('u')} and u.peserta_diganti = ${NAMED} and u.outcome = 'substitute' and u.state = 'accepted')
     order by v.village_code, v.name_key, v.key`,
    { period: place.periodId, regency: place.regency },
  )
  return rows.map((row) => pairBlocker(row, row.held ? 'held' : 'replaced', at('penggantian', row.key)))
}

/** Accepted to come in for somebody who stays after all. */
async function ofSubstitutes(tx: Tx, place: Place): Promise<ModuleBlocker[]> {
  const { current, updates } = records.tables(place)
  const rows = await query<Named>(
    tx,
    `select n.key, n.name, n.village_code as village from ${updates} u join ${current} n on ${of('n')} and n.key = u.key
     where ${of('u')} and u.kind = 'new' and u.outcome = 'substitute' and u.state = 'accepted'
       and not exists (select 1 from ${current} v where ${of('v')} and ${REPLACED} and v.state = 'accepted' and (v.register_id = u.peserta_diganti or v.key = u.peserta_diganti))
     order by n.village_code, n.name_key, n.key`,
    { period: place.periodId, regency: place.regency },
  )
  return rows.map((row) => pairBlocker(row, 'substitute', at('peserta', row.key)))
}

/** Accepted newborns whose mother is not, or no longer, on the list. */
async function ofNewborns(tx: Tx, place: Place): Promise<ModuleBlocker[]> {
  const { current, people, updates } = records.tables(place)
  const rows = await query<Named>(
    tx,
    `select n.key, n.name, n.village_code as village from ${updates} u join ${current} n on ${of('n')} and n.key = u.key
     where ${of('u')} and u.kind = 'new' and u.outcome = 'new' and u.state = 'accepted' and u.alasan_masuk = ${NEWBORN}
       and not exists (select 1 from ${current} m join ${people} p on ${of('p')} and p.record_key = m.key and p.stays and p.sex = 2
         where ${of('m')} and m.register_id = u.ibu_pbi)
     order by n.village_code, n.name_key, n.key`,
    { period: place.periodId, regency: place.regency },
  )
  return rows.map(({ key, name, village }) => ({
    ...{ id: `bayi:${key}`, rule: 'PBI-R43', record: { key, name }, village, href: '/pbi/bayi' },
    message: { key: 'pbi.standing.newborn' },
  }))
}

/** Accepted to come in, and by the BDT dead or moved since. */
async function ofGone(tx: Tx, place: Place): Promise<ModuleBlocker[]> {
  const { current, people } = records.tables(place)
  const rows = await query<Named & { nik: string | null; id: string | null }>(
    tx,
    `select n.key, n.name, n.village_code as village, p.nik, p.register_id as id from ${current} n
     join ${people} p on ${of('p')} and p.record_key = n.key and p.stays
     where ${of('n')} and n.kind = 'new' and n.state = 'accepted' and n.outcome = any (:joining) order by n.village_code, n.name_key, n.key`,
    { period: place.periodId, regency: place.regency, joining: outcomesThat('in') },
  )
  const gone = await personsGone(tx, place.regency, rows)
  return gone.map(({ key, name, village }) => ({
    ...{ id: `masuk:${key}`, record: { key, name }, village, href: at('peserta', key) },
    message: { key: 'pbi.standing.gone' },
  }))
}
