import vine from '@vinejs/vine'
import { TAKES } from '#verification/review/decide'
import { LISTS } from './addresses.js'

const reason = vine.string().maxLength(500).optional()
const take = vine.enum(TAKES)
const record = vine.string().maxLength(64)

/** As the database holds whole numbers. */
const wholeNumber = vine.number().withoutDecimals().range([0, 2_147_483_647])

export const single = vine.create({ take, reason, key: record, version: wholeNumber })
const jenis = vine.enum(LISTS)
export const many = vine.create({ take, reason, jenis })
/** What the page showed when the person asked, and when; absent where the form says nothing of it, and then nothing matches. */
export const seen = vine.create({
  jumlah: wholeNumber.clone().optional(),
  pilihan: vine.string().maxLength(64).optional(),
  dilihat: vine.number().withoutDecimals().range([0, 8.64e15]).optional(),
})
export const waiver = vine.create({
  key: record,
  reason,
  version: vine.number().withoutDecimals(),
  rule: vine.string().maxLength(40).optional(),
})
export const clash = vine.create({
  key: record,
  reason,
  file: vine.string().uuid(),
  line: wholeNumber,
  version: wholeNumber,
  take: vine.enum(['file', 'ours', 'fields'] as const),
})
