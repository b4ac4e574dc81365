import { TOTP } from 'otpauth'
import type User from '#models/user'
import { clock } from '#services/clock'
import { PASSWORD } from '#tests/support/people'
import { Visitor } from '#tests/support/visitor'

const SECOND = 1000

/** The telephone of a person: what it shows at the clock's time. */
export type Phone = (seconds?: number) => string

export async function enter(visitor: Visitor, login: string, password = PASSWORD) {
  await visitor.get('/masuk?ke=%2Fprofil')
  return visitor.post('/masuk', { login, password, ke: '/profil' })
}

/** A person whose second step is in use, with what he keeps. */
export async function enrolled(user: User): Promise<{ visitor: Visitor; phone: Phone; codes: string[] }> {
  const visitor = new Visitor()
  await enter(visitor, user.login)
  await visitor.get('/dua-langkah')
  await visitor.post('/dua-langkah', { current: PASSWORD })
  const page = await visitor.get('/dua-langkah')
  const phone = phoneOf(page.text)
  const answer = await visitor.post('/dua-langkah/aktifkan', { code: phone() })
  return { visitor, phone, codes: codesIn(answer.text) }
}

export function phoneOf(page: string): Phone {
  const secret = /<code>((?:[A-Z2-7]{4} ?)+)<\/code>/.exec(page)![1]!.replaceAll(' ', '')
  const totp = new TOTP({ secret, algorithm: 'SHA1', digits: 6, period: 30 })
  return (seconds = 0) => totp.generate({ timestamp: clock.now().getTime() + seconds * SECOND })
}

export function codesIn(page: string): string[] {
  return [...page.matchAll(/<code>([a-z0-9]{4}(?:-[a-z0-9]{4}){2})<\/code>/g)].map(([, code]) => code!)
}

/** Lets so many seconds go by. */
export function passBy(seconds: number) {
  clock.freeze(new Date(clock.now().getTime() + seconds * SECOND))
}
