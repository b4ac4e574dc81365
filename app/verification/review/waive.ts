import { LEAST_REASON, saysWhy } from '#domain/reason'
import { recordActivity } from '#services/activity'
import { query, type Tx } from '#services/scope'
import { lockRegister, readWorking, RecordWriter, StaleRecordsError, tableNames, type Place } from '../store/index.js'
import { ReviewError } from './errors.js'

/** What is to be left standing, and why. */
export interface WaiverAsked {
  reason: string
  /** Only this rule; all that may be waived when absent. */
  rule?: string | undefined
  /** The version the person had before him; not compared when absent. */
  version?: number | undefined
}

/**
 * "Kecualikan dengan alasan": leaves the waivable blocking problems of one rule (or of all that stand) on an update, counted on
 * the letter and listed in its annex. Holds for what the rule finds now; when it finds something else, the problem blocks again.
 * @throws ReviewError when the update or reason is missing or no blocking problem of the update may be waived
 * @throws StaleRecordsError when the record is no longer as the person saw it
 */
export async function waive(tx: Tx, place: Place, key: string, { reason, rule, version }: WaiverAsked): Promise<string[]> {
  if (!saysWhy(reason)) {
    throw new ReviewError('E_REASON_MISSING', {
      id: `Tuliskan alasan pengecualian, paling sedikit ${LEAST_REASON} karakter; alasan ini tercantum pada lampiran surat.`,
      en: `Write why it is waived, at least ${LEAST_REASON} characters; the annex of the letter tells it.`,
    }).at('reason')
  }
  await lockRegister(tx, place)
  const record = (await readWorking(tx, place, [key])).get(key)
  if (!record)
    throw new ReviewError('E_UPDATE_MISSING', {
      id: 'Perubahan tidak ditemukan pada periode ini.',
      en: 'The update was not found in this period.',
    })
  if (version !== undefined && version !== record.version) throw new StaleRecordsError([key])
  const standing = [...record.problems, ...record.setProblems]
    .filter(({ severity }) => severity === 'block')
    .map((problem) => problem.rule)
  const waivable = new Set(place.module.rules.filter((entry) => entry.waivable).map(({ code }) => code))
  const rules = [...new Set(standing)].filter((code) => waivable.has(code) && (!rule || code === rule))
  if (!rules.length) {
    const named = rule ?? [...new Set(standing)].join(', ')
    throw new ReviewError('E_RULE_NOT_WAIVABLE', {
      id: `Masalah ${named || 'ini'} tidak dapat dikecualikan. Perbaiki datanya atau tarik perubahan ini.`,
      en: `Problem ${named || ''} cannot be waived. Correct the data or withdraw this update.`,
    })
  }
  await query(
    tx,
    `insert into waivers (regency_code, period_id, module, key, rule, problems_hash, reason, waived_by, waived_by_name, waived_at)
     select u.regency_code, u.period_id, :module, u.key, r.rule, siks_problems_hash(u.problems || u.set_problems, r.rule),
       :reason, :by, :name, :at
     from ${tableNames(place.module.instrument).updates} u cross join unnest(cast(:rules as text[])) r(rule)
     where u.regency_code = :regency and u.period_id = :period and u.key = :key
     on conflict (regency_code, period_id, module, key, rule) do update
     set problems_hash = excluded.problems_hash, reason = excluded.reason, waived_by = excluded.waived_by,
       waived_by_name = excluded.waived_by_name, waived_at = excluded.waived_at`,
    {
      ...{ regency: place.regency, period: place.periodId, module: place.module.name, key, rules, reason: reason.trim() },
      ...{ by: tx.actor.id, name: tx.actor.name, at: tx.now },
    },
  )
  await recordActivity(tx, {
    action: 'update.waive',
    regency: place.regency,
    object: { type: `${place.module.name}.record`, id: key },
    data: { module: place.module.name, rules },
  })
  const writer = new RecordWriter(tx, place, { type: 'decision', id: key })
  await writer.refresh([key])
  await writer.finish()
  return rules
}
