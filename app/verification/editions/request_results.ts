import { v7 as uuid } from 'uuid'
import type { VerificationModule } from '#kernel/registry'
import { dispatch } from '#services/jobs/dispatch'
import { LoadError } from '#services/loads/errors'
import { changeLoad } from '#services/loads/loads'
import { NATIONAL, query, type Tx } from '#services/scope'
import { decreeDateFault } from './decree_date.js'
import { assertNameFree } from './find.js'

/** A period that results can be taken from, with the standing of its regencies: records of the accepted result, else of the edition. */
export interface ResultPeriod {
  id: string
  module: string
  name: string
  edition: { id: string; name: string; decree: string }
  regencies: { code: string; name: string; state: string; accepted: boolean; records: number }[]
}

/** Periods of a module in which the ministry has accepted a result, the newest first. */
export async function periodsWithResults(
  tx: Tx,
  module: VerificationModule,
): Promise<{ id: string; name: string; accepted: number; regencies: number }[]> {
  return query(
    tx,
    `select p.id, p.name, count(*) filter (where f.state = 'accepted')::int as accepted, count(*)::int as regencies
     from periods p join finalisations f on f.period_id = p.id where p.module = ? group by p.id
     having count(*) filter (where f.state = 'accepted') > 0 order by p.opens_on desc, p.created_at desc`,
    [module.name],
  )
}

/** @throws LoadError `E_LOAD_CHOICE` */
export async function resultPeriod(tx: Tx, module: VerificationModule, id: string): Promise<ResultPeriod> {
  const [period] = await query<Omit<ResultPeriod, 'regencies'>>(
    tx,
    `select p.id, p.module, p.name, json_build_object('id', e.id, 'name', e.name, 'decree', e.decree) as edition
     from periods p join editions e on e.id = p.edition_id where p.id::text = ? and p.module = ?`,
    [id, module.name],
  )
  if (!period)
    throw new LoadError('E_LOAD_CHOICE', {
      id: `Periode "${id}" dari modul ${module.words.short} tidak ada.`,
      en: `Module ${module.words.short} has no period "${id}".`,
    })
  const regencies = await query<ResultPeriod['regencies'][number]>(
    tx,
    `select r.code, r.name, coalesce(f.state, 'open') as state, coalesce(f.state = 'accepted', false) as accepted,
       coalesce(case when f.state = 'accepted' then (f.totals ->> 'records')::int end, e.records) as records
     from edition_regencies e join regions r on r.code = e.regency_code
     left join finalisations f on f.period_id = :period and f.regency_code = e.regency_code
     where e.edition_id = :edition order by r.code`,
    { period: period.id, edition: period.edition.id },
  )
  return { ...period, regencies }
}

export interface ResultsRequest {
  period: string
  name: string
  decree: string
  decreeDate: string
  /** Regencies whose results are taken. */
  results: readonly string[]
  /** The officer knows that the other regencies keep the values of the edition before. */
  confirmed: boolean
}

/**
 * Asks for the next edition out of accepted results. Gives the id of its load.
 * @throws LoadError `E_LOAD_CHOICE`; EditionError `E_EDITION_EXISTS`
 */
export async function requestFromResults(tx: Tx, module: VerificationModule, request: ResultsRequest): Promise<string> {
  const period = await resultPeriod(tx, module, request.period)
  const [name, decree] = [request.name.trim(), request.decree.trim()]
  if (!name || !decree)
    throw new LoadError('E_LOAD_CHOICE', {
      id: 'Isi nama edisi dan nomor SK.',
      en: 'Enter the name of the edition and the number of the decree.',
    }).at(name ? 'sk' : 'nama')
  const fault = decreeDateFault(request.decreeDate)
  if (fault) throw new LoadError('E_LOAD_CHOICE', fault).at('tanggal_sk')
  const accepted = new Set(period.regencies.filter((regency) => regency.accepted).map(({ code }) => code))
  const results = [...new Set(request.results)].sort()
  const stranger = results.find((code) => !accepted.has(code))
  if (stranger)
    throw new LoadError('E_LOAD_CHOICE', {
      id: `Hasil ${stranger} belum diterima Kementerian.`,
      en: `The results of ${stranger} are not accepted by the Ministry yet.`,
    })
  if (results.length === 0)
    throw new LoadError('E_LOAD_CHOICE', {
      id: 'Pilih paling sedikit satu kabupaten/kota yang hasilnya dibawa.',
      en: 'Choose at least one regency whose results are taken over.',
    })
  const kept = period.regencies.length - results.length
  if (kept > 0 && !request.confirmed) {
    throw new LoadError('E_LOAD_CHOICE', {
      id: `${kept} kabupaten/kota tetap pada nilai edisi sebelumnya. Nyatakan bahwa Anda mengetahuinya.`,
      en: `${kept === 1 ? '1 regency keeps' : `${kept} regencies keep`} the values of the edition before. State that you know this.`,
    }).at('tetap')
  }
  await assertNameFree(tx, module, name)
  const id = uuid()
  const options = { name, decree, decree_date: request.decreeDate, period: period.id, results }
  await tx.trx.table('loads').insert({
    ...{ id, regency_code: NATIONAL, kind: `${module.name}.edition`, source: 'results', state: 'applying' },
    ...{ options: JSON.stringify(options), created_by: tx.actor.id, created_by_name: tx.actor.name, created_at: tx.now },
  })
  await startResults(tx, module, id)
  return id
}

/** Starts the work of such a load, or starts it again where it stopped. */
export async function startResults(tx: Tx, module: VerificationModule, load: string): Promise<string> {
  const payload = { module: module.name }
  const job = await dispatch(tx, { name: 'editions.results', regency: NATIONAL, subject: load, payload })
  await changeLoad(tx, load, { state: 'applying', job_id: job, reason: null, reason_code: null })
  return job
}
