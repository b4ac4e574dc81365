import { recordActivity } from '#services/activity'
import { query, type Tx } from '#services/scope'
import { readWorking, RecordWriter, type Place } from '../store/index.js'
import { ReviewError } from './errors.js'

/**
 * "Kecualikan dengan alasan": leaves the waivable blocking problems of one rule (or of all that stand) on an update, counted on
 * the letter and listed in its annex.
 * @throws ReviewError when the update or reason is missing or no blocking problem of the update may be waived
 */
export async function waive(tx: Tx, place: Place, key: string, reason: string, rule?: string): Promise<string[]> {
  if (!reason.trim())
    throw new ReviewError('E_REASON_MISSING', 'Tuliskan alasan pengecualian; alasan ini tercantum pada lampiran surat.')
  const record = (await readWorking(tx, place, [key])).get(key)
  if (!record) throw new ReviewError('E_UPDATE_MISSING', 'Perubahan tidak ditemukan pada periode ini.')
  const standing = [...record.problems, ...record.setProblems]
    .filter(({ severity }) => severity === 'block')
    .map((problem) => problem.rule)
  const waivable = new Set(place.module.rules.filter((entry) => entry.waivable).map(({ code }) => code))
  const rules = [...new Set(standing)].filter((code) => waivable.has(code) && (!rule || code === rule))
  if (!rules.length) {
    const named = rule ?? [...new Set(standing)].join(', ')
    throw new ReviewError(
      'E_RULE_NOT_WAIVABLE',
      `Masalah ${named || 'ini'} tidak dapat dikecualikan. Perbaiki datanya atau tarik perubahan ini.`,
    )
  }
  for (const code of rules) {
    await query(
      tx,
      `insert into waivers (regency_code, period_id, module, key, rule, reason, waived_by, waived_by_name, waived_at)
       values (?, ?, ?, ?, ?, ?, ?, ?, ?)
       on conflict (regency_code, period_id, module, key, rule) do update
       set reason = excluded.reason, waived_by = excluded.waived_by, waived_by_name = excluded.waived_by_name, waived_at = excluded.waived_at`,
      [place.regency, place.periodId, place.module.name, key, code, reason.trim(), tx.actor.id, tx.actor.name, tx.now],
    )
  }
  await recordActivity(tx, {
    action: 'update.waive',
    regency: place.regency,
    object: { type: `${place.module.name}.record`, id: key },
    data: { module: place.module.name, rules, reason: reason.trim() },
  })
  const writer = new RecordWriter(tx, place, { type: 'decision', id: key })
  await writer.refresh([key])
  await writer.finish()
  return rules
}
