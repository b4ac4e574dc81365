import { recordActivity } from '#services/activity'
import { recordRead } from '#services/reads'
import { query, type Tx } from '#services/scope'
import { canonicalJson } from '#verification/canonical'
import { placeOf, type RegencyPeriod } from '#verification/periods/index'
import { inclusionPath } from '#verification/seal'
import { householdLeaf, PROOF_FORMAT, villageLeaf, type ProofPath, type SealProof } from '#verification/seal_proof'
import { tableNames, type Place } from '#verification/store/index'
import { FinaliseError } from './errors.js'
import { OF_STANDING_SEAL } from './finalisation.js'
import { lettersOf } from './letter_rows.js'
import { resultRecord, type ResultRecord } from './result_records.js'
import { resultsAvailable } from './results.js'

type Located = Pick<ResultRecord, 'village' | 'key'>

interface Sealed {
  position: number
  salt: Buffer
  leaf: Buffer
}

/** Whether a proof of the record can be given: its period's results are out, and it is among them. */
export async function hasProof(tx: Tx, period: RegencyPeriod, record: Located): Promise<boolean> {
  return resultsAvailable(period.finalisation.state) && (await sealedAs(tx, placeOf(period), record)) !== null
}

/**
 * The proof of one record of a sealed result. Whoever takes it is logged, for it holds the record in clear.
 *
 * @param address network address of the reader, where there is one
 * @throws FinaliseError `E_PROOF_UNKNOWN`, `E_FINALISE_STATE` before results are given out, `E_PROOF_OUTSIDE`, `E_PROOF_CHANGED`
 */
export async function sealProof(tx: Tx, period: RegencyPeriod, key: string, address?: string): Promise<SealProof> {
  const place = placeOf(period)
  if (!(await isListed(tx, place, key)))
    throw new FinaliseError('E_PROOF_UNKNOWN', {
      id: `Tidak ada data itu pada ${period.period.name}.`,
      en: `${period.period.name} has no such record.`,
    })
  if (!resultsAvailable(period.finalisation.state)) {
    throw new FinaliseError('E_FINALISE_STATE', {
      id: 'Bukti segel dapat diunduh setelah surat bertanda tangan diunggah.',
      en: 'The proof can be downloaded once the signed letter is uploaded.',
    })
  }
  const record = await resultRecord(tx, place, key)
  if (!record)
    throw new FinaliseError('E_PROOF_OUTSIDE', {
      id: 'Data ini tidak termasuk dalam hasil yang disegel.',
      en: 'This record is not part of the sealed result.',
    })
  const [sealed, text] = [await sealedAs(tx, place, record), canonicalJson(record.doc)]
  if (!sealed?.leaf.equals(householdLeaf(sealed.salt, new TextEncoder().encode(text)))) {
    throw new FinaliseError('E_PROOF_CHANGED', {
      id: 'Data yang tersimpan tidak lagi sama dengan yang disegel, misalnya karena kode wilayahnya berubah. Gunakan berkas hasil pada Unduh Hasil.',
      en: 'What is stored is no longer what was sealed, for instance because a region code changed. Use the files of the results.',
    })
  }
  await logProof(tx, place, key, address)
  const { module } = period
  const letter = (await lettersOf(tx, place)).find(({ periodId, state }) => periodId === place.periodId && state === 'in_force')
  return {
    ...{ format: PROOF_FORMAT, version: 1 },
    about: { module: module.name, period: period.period.name, regency: place.regency, letter: letter?.code ?? '' },
    ...{ village: record.village, salt: sealed.salt.toString('hex'), record: text },
    in_village: await pathInVillage(tx, place, record.village, sealed.position),
    in_regency: await pathInRegency(tx, place, record.village),
  }
}

async function isListed(tx: Tx, { module, periodId, regency }: Place, key: string): Promise<boolean> {
  const { current } = tableNames(module.instrument)
  const found = await query(tx, `select 1 from ${current} where period_id = ? and regency_code = ? and key = ?`, [
    periodId,
    regency,
    key,
  ])
  return found.length > 0
}

async function sealedAs(tx: Tx, { periodId, regency }: Place, { village, key }: Located): Promise<Sealed | null> {
  const [row] = await query<Sealed>(
    tx,
    `select position, salt, leaf from seal_salts s
     where s.period_id = ? and s.regency_code = ? and s.village_code = ? and s.key = ? and ${OF_STANDING_SEAL}`,
    [periodId, regency, village, key],
  )
  return row ?? null
}

async function pathInVillage(tx: Tx, { periodId, regency }: Place, village: string, position: number): Promise<ProofPath> {
  const rows = await query<{ leaf: Buffer }>(
    tx,
    `select leaf from seal_salts s where s.period_id = ? and s.regency_code = ? and s.village_code = ? and ${OF_STANDING_SEAL} order by position`,
    [periodId, regency, village],
  )
  return pathOf(
    rows.map(({ leaf }) => leaf),
    position,
  )
}

async function pathInRegency(tx: Tx, { periodId, regency }: Place, village: string): Promise<ProofPath> {
  const rows = await query<{ code: string; root: string }>(
    tx,
    `select village_code as code, root from seal_villages s where s.period_id = ? and s.regency_code = ? and ${OF_STANDING_SEAL}
     order by village_code collate "C"`,
    [periodId, regency],
  )
  return pathOf(
    rows.map(({ code, root }) => villageLeaf(code, Buffer.from(root, 'hex'))),
    rows.findIndex(({ code }) => code === village),
  )
}

function pathOf(leaves: readonly Uint8Array[], index: number): ProofPath {
  return { index, size: leaves.length, path: inclusionPath(leaves, index).map((hash) => Buffer.from(hash).toString('hex')) }
}

async function logProof(tx: Tx, { module, regency, periodId }: Place, key: string, address?: string): Promise<void> {
  if (tx.actor.id) {
    const object = { type: `${module.name}.record`, id: key }
    await recordRead(tx, { regency, action: 'download', purpose: 'verval', object, ...(address ? { address } : {}) })
  }
  await recordActivity(tx, {
    ...{ action: 'results.proof', regency, object: { type: `${module.name}.record`, id: key } },
    data: { module: module.name, period: periodId },
  })
}
