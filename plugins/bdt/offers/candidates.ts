import { records, type Place } from '#core/plugin'

type Which = 'keys' | 'village' | 'district' | 'regency'

const RANKED: Record<Which, string> = {
  keys: `and h.key = any (array(select record_key from bdt_families where edition_id = :edition and regency_code = :regency and key = any (:keys)))`,
  village: 'order by h.percentile, h.key limit :size offset :from',
  district: 'order by h.percentile, h.key limit :size offset :from',
  regency: 'order by h.percentile, h.key limit :size offset :from',
}

/** Codes by which a household of the form says yes, and by which the centre does. */
const PKH = 'coalesce(h.sta_pkh = 1, false) or coalesce(h.ada_pkh = 1, false)'
const RASTRA = 'coalesce(h.sta_rastra = 3, false) or coalesce(h.ada_bpnt = 1, false)'

const MEMBER = `json_build_object('key', m.key, 'id', m.idartbdt, 'name', p.name, 'nik', p.nik, 'card', coalesce(p.kk, f.card),
  'birth', p.birth_date, 'birthPlace', m.tmp_lahir, 'sex', p.sex, 'relation', m.hubkel, 'mother', m.namagadis_ibukandung)`

/** The row that tells how far the step went. */
const SEEN = `union all
    select null, null, null, null, null, null, null, null, null, null, null, null, null, null, (select count(*)::int from ranked)
    order by percentile, household nulls last, number`

/**
 * SQL of families with their living members, as `RegisterFamily`. Read from the edition, with what the running period changed on top:
 * households that leave, persons who died or moved, and PKH that was answered anew. Without `keys` only families that may come in are
 * given, and a last row tells how many households were looked through. Families are looked at one by one in their order, each by its keys,
 * until enough are found: no join over whole tables, whatever the statistics say.
 */
export function candidatesSql(
  place: Place,
  { which, where, withPkh = false }: { which: Which; where?: string; withPkh?: boolean },
): string {
  const names = records.tables(place)
  const of = (alias: string) => `${alias}.period_id = :period and ${alias}.regency_code = :regency`
  const inEdition = (alias: string) => `${alias}.edition_id = :edition and ${alias}.regency_code = :regency`
  const stands = records.standing(place, 'h')
  const within =
    which === 'village' ? `and ${stands.within(':within')}` : which === 'district' ? `and ${stands.village} like :within` : ''
  const undismissed = `state in ('received', 'accepted')`
  return `
    with ranked as materialized (
      select h.key, h.idbdt, ${stands.village} as village_code, h.nama_sls, h.alamat, h.nama_krt, h.percentile, (${PKH}) as pkh, (${RASTRA}) as rastra
      from ${names.base} h ${stands.join} where ${inEdition('h')} ${within} ${RANKED[which]}),
    touched as materialized (
      select u.key, u.outcome = any (:leaving) as leaves, coalesce(u.sta_pkh = 1, false) or coalesce(u.ada_pkh = 1, false) as pkh,
        array(select m.family_key from ${names.updateGroup('members')} m where ${of('m')} and m.record_key = u.key and m.ada_pkh = 1) as pkh_families
      from ${names.updates} u where ${of('u')} and u.key = any (array(select key from ranked)) and u.${undismissed}),
    households as materialized (
      select r.key, r.idbdt, r.village_code, r.nama_sls, r.alamat, r.nama_krt, r.percentile, r.rastra,
        r.pkh or coalesce(t.pkh, false) as pkh, t.pkh_families, not coalesce(t.leaves, false) as stands
      from ranked r left join touched t on t.key = r.key),
    families as materialized (
      select h.*, f.key as family, f.nuk, f.nokk as card from households h
      cross join lateral (select * from ${names.baseGroup('families')} c where ${inEdition('c')} and c.record_key = h.key offset 0) f
      ${which === 'keys' ? 'where f.key = any (:keys)' : `where h.stands ${withPkh ? '' : 'and not h.pkh'}`}),
    found as materialized (select f.* from (
      select f.family, f.key as household, f.idbdt, f.village_code, f.nama_sls, f.alamat, f.nama_krt, f.percentile, f.nuk, f.card, f.rastra,
        f.stands, f.pkh or coalesce(m.pkh, false) or coalesce(f.family = any (f.pkh_families), false) as pkh, coalesce(m.members, '[]') as members, coalesce(m.niks, '{}') as niks
      from (select * from families order by percentile, key, nuk offset 0) f cross join lateral (
        select bool_or(coalesce(m.ada_pkh = 1, false)) as pkh, json_agg(${MEMBER} order by m.hubkel, m.key) as members,
          array_remove(array_agg(p.nik), null) as niks
        from (select * from ${names.baseGroup('members')} c
          where ${inEdition('c')} and c.record_key = f.key and c.family_key = f.family offset 0) m
        cross join lateral (select * from ${names.people} c
          where ${of('c')} and c.record_key = m.record_key and c.key = m.key and c.stays offset 0) p) m
      ${which === 'keys' ? '' : 'where m.members is not null'}) f
      ${which === 'keys' ? '' : `where ${withPkh ? '' : 'not f.pkh and'} (${where ?? 'true'}) limit :most`})
    select f.family as key, f.household, f.idbdt, f.village_code as village, f.nama_sls as locality, f.alamat as address, f.nama_krt as head,
      cast(f.percentile as float) as percentile, f.nuk as number, f.card, f.pkh, f.rastra, f.stands, f.members${which === 'keys' ? '' : ', null as seen'}
    from found f ${which === 'keys' ? '' : SEEN}`
}
