import { createHash } from 'node:crypto'
import { findFile, openFile } from '#services/files'
import type { Tx } from '#services/scope'
import { placeOf, type RegencyPeriod } from '#verification/periods/index'
import { sealDifferences } from '../invariants.js'
import type { LetterRow } from '../letter_rows.js'
import { resultFiles } from '../results.js'

/** Result files are read again on the page up to this size together, in bytes; larger ones are checked by `check:invariants`. */
const READ_BYTES = 20 * 1024 * 1024

/** One file with the hash that was kept of it and whether its content still has it. */
export interface CheckedFile {
  kind: 'letter' | 'scan' | 'result'
  name: string
  sha256: string
  sound: boolean
}

/** What was counted and read again just now. */
export interface SealCheck {
  at: Date
  /** Whether the root follows from the leaves of every village. */
  rootSound: boolean
  /** Whether the letter names that root. */
  letterAgrees: boolean
  files: CheckedFile[]
  /** Bytes of result files that were not read again, for there were too many. */
  unread: number
  sound: boolean
}

/** Recomputes the root of a standing seal from its leaves and reads its files again; null before there is a seal. */
export async function checkSeal(tx: Tx, period: RegencyPeriod, letter: LetterRow | null): Promise<SealCheck | null> {
  const { sealRoot } = period.finalisation
  if (!sealRoot) return null
  const place = placeOf(period)
  const differences = await sealDifferences(tx, place.regency, place.periodId, sealRoot)
  const results = await resultFiles(tx, place)
  const size = results.reduce((sum, file) => sum + Number(file.size), 0)
  const wanted = [
    ...(letter ? [{ kind: 'letter' as const, id: letter.fileId, sha256: letter.sha256 }] : []),
    ...(letter?.scanFileId ? [{ kind: 'scan' as const, id: letter.scanFileId, sha256: letter.scanSha256! }] : []),
    ...(size <= READ_BYTES ? results.map((file) => ({ kind: 'result' as const, id: file.fileId, sha256: file.sha256 })) : []),
  ]
  const files: CheckedFile[] = []
  for (const { kind, id, sha256 } of wanted) {
    const file = await findFile(tx, id)
    files.push({ kind, name: file?.name ?? id, sha256, sound: file !== null && (await hashOf(file)) === sha256 })
  }
  const [rootSound, letterAgrees] = [differences.length === 0, letter === null || letter.sealRoot === sealRoot]
  return {
    ...{ at: tx.now, rootSound, letterAgrees, files, unread: size <= READ_BYTES ? 0 : size },
    sound: rootSound && letterAgrees && files.every(({ sound }) => sound),
  }
}

async function hashOf(file: { key: string }): Promise<string | null> {
  const hash = createHash('sha256')
  try {
    for await (const chunk of await openFile(file)) hash.update(chunk as Buffer)
  } catch {
    return null
  }
  return hash.digest('hex')
}
