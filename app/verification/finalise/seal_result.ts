import { randomBytes } from 'node:crypto'
import { join } from 'node:path'
import { isActive } from '#verification/engine'
import { canonicalDoc, canonicalJson } from '#verification/canonical'
import { SealBuilder } from '#verification/seal'
import { HASH_BYTES } from '#verification/seal_proof'
import type { Tx } from '#services/scope'
import type { Place } from '#verification/store/index'
import { resultRecords } from './result_records.js'
import { LineFile } from './spool.js'

export interface SealedVillage {
  code: string
  records: number
  persons: number
  root: Uint8Array
}

/** A sealed result on its way: the records and their leaves lie in files of the work folder. */
export interface SealedResult {
  root: Uint8Array
  records: number
  persons: number
  villages: SealedVillage[]
  /** Rows of each group of the instrument, the root among them. */
  rows: Record<string, number>
  /** Lines of `ResultRecord`. */
  recordFile: string
  /** Lines of COPY text: village, key, position, salt, leaf. */
  leafFile: string
}

/**
 * Reads the result once, seals it and spools it into the folder.
 *
 * @param progress called after each chunk with the number of records sealed so far; may throw to stop
 */
export async function sealResult(
  tx: Tx,
  place: Place,
  folder: string,
  progress: (records: number) => Promise<void>,
): Promise<SealedResult> {
  const records = await LineFile.create(join(folder, 'records.ndjson'))
  const leaves = await LineFile.create(join(folder, 'leaves.tsv'))
  const { instrument } = place.module
  const builder = new SealBuilder()
  const persons = new Map<string, number>()
  const rows: Record<string, number> = { [instrument.root.name]: 0 }
  for (const { name } of instrument.groups) rows[name] = 0
  let position = 0
  let village = ''
  for await (const chunk of resultRecords(tx, place)) {
    for (const record of chunk) {
      position = record.village === village ? position + 1 : 0
      village = record.village
      const salt = randomBytes(HASH_BYTES)
      const leaf = builder.add(village, record.key, salt, Buffer.from(canonicalJson(record.doc), 'utf8'))
      const active = (record.doc.groups[instrument.summary.people.group] ?? []).filter((row) => isActive(instrument, row)).length
      persons.set(village, (persons.get(village) ?? 0) + active)
      rows[instrument.root.name]! += 1
      for (const { name } of instrument.groups) rows[name]! += record.doc.groups[name]?.length ?? 0
      await records.add(JSON.stringify({ ...record, doc: canonicalDoc(record.doc) }))
      await leaves.add([village, copyText(record.key), position, bytea(salt), bytea(leaf)].join('\t'))
    }
    await progress(rows[instrument.root.name]!)
  }
  await records.close()
  await leaves.close()
  const { root, households, villages } = builder.finish()
  const sealed = villages.map(({ code, households: count, root: own }) => ({
    ...{ code, records: count, persons: persons.get(code) ?? 0, root: own },
  }))
  const everybody = sealed.reduce((sum, { persons: count }) => sum + count, 0)
  return {
    root,
    records: households,
    persons: everybody,
    villages: sealed,
    rows,
    recordFile: records.path,
    leafFile: leaves.path,
  }
}

function copyText(text: string): string {
  return text.replaceAll('\\', '\\\\').replaceAll('\t', '\\t').replaceAll('\n', '\\n').replaceAll('\r', '\\r')
}

function bytea(bytes: Uint8Array): string {
  return `\\\\x${Buffer.from(bytes).toString('hex')}`
}
