import { createHmac } from 'node:crypto'
import encryption from '@adonisjs/core/services/encryption'
import { Secret, TOTP } from 'otpauth'
import { applicationKey } from '#services/database/addresses'
import { readableGroups, readOneTimePassword } from '../passwords.js'

/** Seconds a code stands on the telephone (RFC 6238). */
const PERIOD = 30
/** Intervals before and after the present one whose code is good too, for telephones that go wrong. */
const WINDOW = 1
const SECRET_BYTES = 20
export const RECOVERY_CODES = 10

/** A new secret as it is kept: encrypted with the application's key, for this account alone. */
export function newSecret(userId: string): string {
  return encryption.encrypt(new Secret({ size: SECRET_BYTES }).base32, { purpose: purposeOf(userId) })
}

/** What an authenticator application takes in: as the address that its QR code holds, and in letters to be typed. */
export interface Enrolment {
  address: string
  typed: string
}

/** @param secret as it is kept; one of another application key gives null */
export function enrolmentOf(userId: string, login: string, secret: string): Enrolment | null {
  const totp = totpOf(userId, login, secret)
  return totp && { address: totp.toString(), typed: totp.secret.base32.match(/.{1,4}/g)!.join(' ') }
}

/**
 * The interval whose code was typed, of the present one and its neighbours; null for a wrong code, as every one is for a secret of another
 * application key. @param at milliseconds
 */
export function stepOf(userId: string, secret: string, typed: string, at: number): number | null {
  const token = typed.replace(/[\s-]/g, '')
  if (!/^\d{6}$/.test(token)) return null
  const delta = totpOf(userId, '', secret)?.validate({ token, timestamp: at, window: WINDOW }) ?? null
  return delta === null ? null : Math.floor(at / 1000 / PERIOD) + delta
}

/** Ten codes for who has lost the telephone, each good once. */
export function newRecoveryCodes(): string[] {
  return Array.from({ length: RECOVERY_CODES }, readableGroups)
}

/** What is kept of a recovery code: about 59 bits of chance under the application's key. */
export function markOf(userId: string, typed: string): string {
  return createHmac('sha256', applicationKey())
    .update(`second-step:${userId}:${readOneTimePassword(typed.trim())}`)
    .digest('hex')
}

function totpOf(userId: string, login: string, kept: string): TOTP | null {
  const secret = encryption.decrypt<string>(kept, purposeOf(userId))
  return secret === null
    ? null
    : new TOTP({ issuer: 'SIKS-NG', label: login, algorithm: 'SHA1', digits: 6, period: PERIOD, secret })
}

const purposeOf = (userId: string) => `second-step:${userId}`
