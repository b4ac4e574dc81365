import { NotFound } from '#exceptions/not_found'
import { Refused } from '#kernel/offers/refused'
import { LEAST_REASON, saysWhy } from '#domain/reason'
import { formatMoment } from '#domain/zone'
import { recordActivity } from '#services/activity'
import { query, type Tx } from '#services/scope'
import { loadZones, zoneOf } from '#services/zones'
import type { Place } from '../store/index.js'
import { newsById, type NewsItem } from './list.js'
import { listenerOf } from './listener.js'

/**
 * Does what another module's news proposes. Called alone in the register, so that of two who answer the second is told who was faster.
 *
 * @throws NotFound; Refused `E_NEWS_ANSWERED`, and those of the module
 */
export async function confirmNews(tx: Tx, place: Place, id: string, choice: string): Promise<NewsItem> {
  const item = await openItem(tx, place, id)
  const listener = await listenerOf(place.module.name, item.event)
  const choices = (await listener.choices?.(tx, place, item)) ?? []
  if (choices.length > 0 && !choices.some(({ value }) => value === choice)) {
    throw new Refused(
      'E_NEWS_CHOICE',
      {
        id: 'Pilih salah satu pilihan yang ditawarkan, lalu terapkan lagi.',
        en: 'Choose one of what is offered, then apply again.',
      },
      {
        choice: { id: 'Pilih salah satu.', en: 'Choose one.' },
      },
    )
  }
  await listener.confirm(tx, place, item, choice)
  await close(tx, place, id, 'confirmed', null)
  return item
}

/** @throws NotFound; Refused `E_NEWS_ANSWERED`, `E_NEWS_REASON` */
export async function dismissNews(tx: Tx, place: Place, id: string, reason: string): Promise<void> {
  const why = reason.trim().slice(0, 500)
  await openItem(tx, place, id)
  if (!saysWhy(why)) {
    throw new Refused('E_NEWS_REASON', {
      id: `Tulis alasannya, paling sedikit ${LEAST_REASON} karakter.`,
      en: `Write why, at least ${LEAST_REASON} characters.`,
    }).at('reason')
  }
  await close(tx, place, id, 'dismissed', why)
}

async function openItem(tx: Tx, place: Place, id: string): Promise<NewsItem> {
  const item = await newsById(tx, place, id)
  if (!item) throw new NotFound()
  if (item.state === 'open') return item
  await loadZones()
  const { handledBy: by, handledAt } = item
  const at = handledAt && formatMoment(zoneOf(place.regency), handledAt)
  throw new Refused(
    'E_NEWS_ANSWERED',
    {
      id: `Kabar ini sudah ditanggapi${by && at ? ` oleh ${by} pada ${at}` : ''}, atau tidak berlaku lagi. Muat ulang daftarnya.`,
      en: `This news was answered${by && at ? ` by ${by} on ${at}` : ''}, or holds no longer. Load the list again.`,
    },
    {},
    409,
  )
}

async function close(tx: Tx, { regency, module }: Place, id: string, state: 'confirmed' | 'dismissed', reason: string | null) {
  await query(
    tx,
    `update module_news set state = :state, handled_by_name = :by, handled_at = :at, reason = :reason
     where regency_code = :regency and id = cast(:id as uuid)`,
    { state, by: tx.actor.name, at: tx.now, reason, regency, id },
  )
  await recordActivity(tx, {
    ...{ action: `news.${state}`, regency, object: { type: `${module.name}.news`, id } },
    data: { module: module.name },
  })
}
