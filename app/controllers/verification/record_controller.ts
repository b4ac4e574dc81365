import type { HttpContext } from '@adonisjs/core/http'
import { NotFound } from '#exceptions/not_found'
import { leaveUncompressed } from '#services/compression'
import { regionNames } from '#services/regions'
import { scope, type Tx } from '#services/scope'
import { decisionsOn } from '#verification/duplicates/decisions'
import { isOnePerson } from '#verification/instrument'
import { decileLabel } from '#verification/lists/words'
import type { Locale } from '#verification/message'
import { newsOf } from '#verification/news/list'
import { conflictsOf } from '#verification/review/conflict_view'
import type { Take } from '#verification/review/decide'
import { idLabelsOf } from '#verification/persons/id_labels'
import { listingsOf } from '#verification/persons/listings'
import { historyOf } from '#verification/review/history'
import { problemLines } from '#verification/review/problems'
import { logOpening } from '#verification/review/read_log'
import { RecordWords } from '#verification/review/record_words'
import { viewRecord, type RecordView } from '#verification/review/record_view'
import { IN_EDITION, inPeriod } from '#verification/review/secrets'
import { tallyOf } from '#verification/review/tally'
import { sheetOf, type SheetBlock } from '#verification/review/sheet'
import { isDecidable, isEditable } from '#verification/review/writable'
import { placeOf, type RegencyPeriod } from '#verification/periods/index'
import { isSolving } from './solving.js'
import { addressesOf, askedPeriod, shownPeriod } from './addresses.js'

/** What follows from each state; a blocked update is not offered to be accepted. */
const WAYS: Record<string, readonly Take[]> = {
  received: ['accept', 'return', 'reject', 'withdraw'],
  accepted: ['reopen', 'return', 'reject', 'withdraw'],
  returned: ['reopen', 'withdraw'],
  rejected: ['reopen'],
  withdrawn: ['reopen'],
}

/** One record: its form by block with what is proposed beside what is there, problems, clashes and history. */
export default class RecordController {
  async show(ctx: HttpContext) {
    const { module, params, locale } = ctx
    const found = await scope.run(ctx.scope, async (tx) => {
      const period = await shownPeriod(tx, ctx)
      const view = period && (await viewRecord(tx, placeOf(period), String(params.key)))
      if (!view) return null
      const may = ctx.can(`${module.name}.verify`)
      const [decidable, editable] = [may && isDecidable(period), may && isEditable(period)]
      await logOpening(tx, placeOf(period), view.key, { clear: decidable, address: ctx.request.ip() })
      return { decidable, editable, ...(await this.#read(tx, period, view, locale)) }
    })
    if (!found) throw new NotFound()
    leaveUncompressed(ctx)
    const { view, conflicts, decidable } = found
    const sheet = sheetOf(module, { base: view.base, proposed: view.working?.doc ?? null, problems: view.problems }, locale)
    const tally = tallyOf(module, { base: view.base, proposed: view.working?.doc ?? null, outcome: view.row.outcome }, locale)
    const to = addressesOf(ctx)
    const tab = tabOf(ctx.request.qs().tab, sheet, conflicts.length, view.row.blocking)
    const names = await regionNames([view.row.village_code, view.row.district_code])
    const problems = problemLines(module, view.problems, view.waivers, locale)
    return ctx.view.render('pages/verification/record', {
      ...{ module, to, tab, sheet, names, problems, tally, ...found },
      tabs: this.#tabs(ctx, sheet, { ...found, problems: problems.length }, tab),
      block: sheet.find(({ id }) => `blok-${id}` === tab) ?? null,
      ways: decidable ? (WAYS[view.row.state] ?? []).filter((take) => take !== 'accept' || isAcceptable(view)) : [],
      decile: decileLabel(module, view.row.decile, locale),
      idLabel: idLabelsOf(module, locale).record,
      outcome: module.outcomes.find(({ code }) => code === view.row.outcome),
      outcomeName: (code: string) => new RecordWords(module, locale).outcome(code),
      onePerson: isOnePerson(module.instrument),
      solving: decidable && isSolving(ctx),
      edition: IN_EDITION,
      ofPeriod: askedPeriod(ctx) ? inPeriod(found.period.period.id) : '',
    })
  }

  async #read(tx: Tx, period: RegencyPeriod, view: RecordView, locale: Locale) {
    const place = placeOf(period)
    return {
      ...{ period, view },
      conflicts: await conflictsOf(tx, place, view, locale),
      history: await historyOf(tx, place, view, locale),
      news: await newsOf(tx, place, 'open', { record: view.key, limit: 20 }),
      doubles: await decisionsOn(tx, place, view.key),
      listings: await listingsOf(tx, place.regency, numbersOf(view, place.module.instrument.summary.people), locale),
    }
  }

  #tabs(
    ctx: HttpContext,
    sheet: readonly SheetBlock[],
    counts: { problems: number; conflicts: readonly unknown[]; history: readonly unknown[]; view: RecordView },
    current: string,
  ) {
    const t = (name: string) => ctx.i18n.t(`verification.record.tab.${name}`)
    const to = addressesOf(ctx)
    const tab = (id: string, title: string, count: number | null) => ({
      ...{ title, count, current: id === current },
      href: `${to.record(counts.view.key, { tab: id })}#bagian`,
    })
    return [
      ...sheet.map(({ id, changed }) =>
        tab(`blok-${id}`, `${t('block')} ${id}`, counts.view.working && changed ? changed : null),
      ),
      tab('masalah', t('problems'), counts.problems || null),
      ...(counts.conflicts.length ? [tab('bentrok', t('conflicts'), counts.conflicts.length)] : []),
      tab('riwayat', t('history'), counts.history.length || null),
    ]
  }
}

/** NIKs and family cards of everybody in the record. */
function numbersOf({ working, base }: RecordView, people: { group: string; nik: string; kk: string }) {
  const rows = (working?.doc ?? base)?.groups[people.group] ?? []
  const all = (field: string) => [...new Set(rows.flatMap((row) => (typeof row[field] === 'string' ? [row[field]] : [])))]
  return { niks: all(people.nik), cards: all(people.kk) }
}

function isAcceptable({ row }: RecordView): boolean {
  return row.blocking === 0 && !row.conflict
}

/** The tab that was asked for, else the one with work to do, else the first block. */
function tabOf(asked: unknown, sheet: readonly SheetBlock[], conflicts: number, blocking: number): string {
  const blocks = sheet.map(({ id }) => `blok-${id}`)
  const known = [...blocks, 'masalah', 'riwayat', ...(conflicts ? ['bentrok'] : [])]
  if (typeof asked === 'string' && known.includes(asked)) return asked
  return conflicts ? 'bentrok' : blocking ? 'masalah' : blocks[0]!
}
