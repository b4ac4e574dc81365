import { randomInt } from 'node:crypto'
import type { Text } from '#verification/instrument'
import { AccountError } from './errors.js'

export const MIN_LENGTH = 10
const MAX_LENGTH = 128
/** Without letters and digits that look alike on paper. */
const ALPHABET = 'abcdefghjkmnpqrstuvwxyz23456789'

/** A password that is read out or printed once. */
export function oneTimePassword(): string {
  return readableGroups()
}

/**
 * A one-time password as somebody copies it from paper or screen: with blanks for its hyphens, with neither, or in capitals. What cannot be
 * one stays as it was typed.
 */
export function readOneTimePassword(typed: string): string {
  const groups = typed
    .toLowerCase()
    .replace(/[\s-]/g, '')
    .match(/^([a-z0-9]{4})([a-z0-9]{4})([a-z0-9]{4})$/)
  return groups ? groups.slice(1).join('-') : typed
}

/** About 59 bits of chance in three groups of four, to be read out or copied by hand. */
export function readableGroups(): string {
  const group = () => Array.from({ length: 4 }, () => ALPHABET[randomInt(ALPHABET.length)]).join('')
  return [group(), group(), group()].join('-')
}

/** @throws AccountError `E_PASSWORD_WEAK` */
export function checkPassword(password: string, login: string): void {
  if ([...password].length < MIN_LENGTH)
    weak({ id: `Kata sandi paling sedikit ${MIN_LENGTH} karakter.`, en: `A password has at least ${MIN_LENGTH} characters.` })
  if (password.length > MAX_LENGTH)
    weak({ id: `Kata sandi paling banyak ${MAX_LENGTH} karakter.`, en: `A password has at most ${MAX_LENGTH} characters.` })
  if (password.toLowerCase().includes(login.toLowerCase()))
    weak({ id: 'Kata sandi tidak boleh memuat nama pengguna.', en: 'The password must not contain the user name.' })
  if (new Set(password).size < 5)
    weak({
      id: 'Kata sandi terlalu mudah: pakai paling sedikit lima karakter yang berbeda.',
      en: 'The password is too easy: use at least five different characters.',
    })
  if (jumpsIn(password) < 3)
    weak({
      id: 'Kata sandi terlalu mudah: karakternya berurutan, seperti 123456 atau abcdef.',
      en: 'The password is too easy: its characters follow one another, like 123456 or abcdef.',
    })
}

/** How often a sign is neither the one before it nor its neighbour in order. */
function jumpsIn(password: string): number {
  const signs = [...password].map((sign) => sign.codePointAt(0)!)
  return signs.slice(1).filter((sign, at) => Math.abs(sign - signs[at]!) > 1).length
}

function weak(said: Text): never {
  throw new AccountError('E_PASSWORD_WEAK', said)
}
