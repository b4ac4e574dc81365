import { createCipheriv, createDecipheriv, createHmac, hkdfSync, timingSafeEqual } from 'node:crypto'
import { clock } from '#services/clock'
import { applicationKey } from '#services/database/addresses'

/** A search word with so many digits is a NIK, a No KK, a card, or one of them mistyped: it never stands in an address. */
const DIGITS = 10
/** So long an address with a hidden number opens the same list. */
const KEPT_DAYS = 7
const DAY_MS = 86_400_000
const MARK = 16

let keys: { mark: Buffer; cipher: Buffer } | undefined

function secrets() {
  const derived = (info: string) => Buffer.from(hkdfSync('sha256', applicationKey(), '', info, 32))
  return (keys ??= { mark: derived('lists.blind.mark'), cipher: derived('lists.blind.cipher') })
}

/** Whether a search word has to be hidden from addresses, histories and logs. */
export function isNumber(word: string): boolean {
  return word.normalize('NFKC').replace(/\D/g, '').length >= DIGITS
}

/**
 * The word as it may stand in an address: only this server reads it again, and only for some days. The same word of one day has the same
 * form, so that two addresses of one list are equal (a synthetic initialisation vector, as in RFC 5297).
 */
export function blind(word: string): string {
  const text = Buffer.from(JSON.stringify([today(), word]))
  const mark = markOf(text)
  const cipher = createCipheriv('aes-256-ctr', secrets().cipher, mark)
  return Buffer.concat([mark, cipher.update(text), cipher.final()]).toString('base64url')
}

/** The word of a hidden form; null for one that is too old, was made with another key, or is none. */
export function unblind(token: string): string | null {
  const sealed = Buffer.from(token, 'base64url')
  if (sealed.length <= MARK) return null
  const mark = sealed.subarray(0, MARK)
  const decipher = createDecipheriv('aes-256-ctr', secrets().cipher, mark)
  const text = Buffer.concat([decipher.update(sealed.subarray(MARK)), decipher.final()])
  if (!timingSafeEqual(mark, markOf(text))) return null
  const [day, word] = JSON.parse(text.toString()) as [number, string]
  return today() - day <= KEPT_DAYS ? word : null
}

function markOf(text: Buffer): Buffer {
  return createHmac('sha256', secrets().mark).update(text).digest().subarray(0, MARK)
}

function today(): number {
  return Math.floor(clock.now().getTime() / DAY_MS)
}
