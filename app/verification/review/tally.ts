import type { VerificationModule } from '#kernel/registry'
import { countOf, type Counted } from '../counters.js'
import { groupOf } from '../engine.js'
import type { RecordDoc } from '../instrument.js'
import { answerText, type Locale } from '../message.js'

/** What is said beside a figure: a sentence of `verification.record.tally` with its parts. */
export interface TallyNote {
  key: string
  params: Record<string, string | number>
}

export interface TallyLine {
  label: string
  /** The figure as the edition has it; null where nothing is proposed, or the record is a new one. */
  current: Counted | null
  /** The figure of what is proposed, else of the edition. */
  shown: Counted
  off: boolean
  note: TallyNote | null
}

/**
 * The figures of one record beside each other, as the instrument declares them (`summary.counters`). Where the record leaves the register no
 * figure is held against another, as no rule asks anything of it then.
 */
export function tallyOf(
  { instrument, outcomes }: VerificationModule,
  record: { base: RecordDoc | null; proposed: RecordDoc | null; outcome: string },
  locale: Locale,
): TallyLine[] {
  const { base, proposed } = record
  const doc = proposed ?? base
  if (!doc) return []
  const leaves = outcomes.find(({ code }) => code === record.outcome)?.effect === 'deactivate'
  return (instrument.summary.counters ?? []).map((counter) => {
    const shown = countOf(instrument, counter, doc)
    const off = shown.off && !leaves
    return {
      label: counter.label[locale],
      current: proposed && base ? countOf(instrument, counter, base) : null,
      ...{ shown, off },
      note: noteOf(shown, off),
    }
  })

  function noteOf({ count, of, enough, against }: Counted, off: boolean): TallyNote | null {
    if (enough) return { key: 'enough', params: {} }
    if (of !== null) return off ? { key: 'missing', params: { count: of - count } } : null
    if (!against) return null
    if ('variable' in against) {
      const { variable, value } = against
      if (value === undefined) return null
      return {
        key: 'answer',
        params: {
          item: [variable.block, variable.number].filter(Boolean).join('.'),
          answer: answerText(variable, value, locale),
        },
      }
    }
    if ('rows' in against) {
      return { key: 'rows', params: { item: groupOf(instrument, against.rows).label[locale], count: against.count } }
    }
    if (!off) return null
    return against.from === against.to
      ? { key: 'exactly', params: { count: against.from! } }
      : count < (against.from ?? 0)
        ? { key: 'least', params: { count: against.from! } }
        : { key: 'most', params: { count: against.to! } }
  }
}
