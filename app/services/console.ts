import { existsSync, statSync } from 'node:fs'
import { BaseCommand, flags } from '@adonisjs/core/ace'
import type { CommandOptions } from '@adonisjs/core/types/ace'
import { faultsOfFields, isSpoken } from '#services/fault'
import { showNumber } from '#services/format'
import { placeNamed } from '#services/named_region'
import { isDiskFull } from '#services/disk_full'
import { storeComplaint } from '#services/store_away'
import { isStoreBusy, STORE_BUSY } from '#services/store_busy'

/** Options that name a region by its code. */
const PLACES = ['region', 'within', 'regency', 'district', 'village'] as const

/** What a numeric option may be; whole numbers unless fractions are allowed. */
export interface NumberRange {
  from: number
  to: number
  fractions?: true
}

const ANY_AMOUNT: NumberRange = { from: 0, to: 1_000_000 }

/** An error a user can cause: a stable code and an Indonesian sentence. */
interface Refusal {
  code: string
  message: string
  /** Faults of single fields, by name. */
  fields?: Record<string, string>
}

/**
 * A command whose outcome another program may read: under `--json` it prints one JSON object on stdout and nothing else, without it
 * the lines of `describe`. What a user can cause is shown as a sentence, or as `{error: {code, message}}`, and ends with exit code 1.
 */
export abstract class ReportingCommand<Result extends object> extends BaseCommand {
  static override options: CommandOptions = { startApp: true }

  /** What the numeric options of a command may be, by name; an amount from 0 to a million where nothing is said. */
  static ranges: Readonly<Record<string, NumberRange>> = {}

  /** The words that an option of a command may be, by name of the option; any other is refused and not taken for the usual one. */
  static choices: Readonly<Record<string, readonly string[]>> = {}

  @flags.boolean({ description: 'Print one JSON object and nothing else' })
  declare json: boolean

  /** Codes and keys stay as they are typed: of an option that may be repeated the parser would make numbers, 33.1 of the regency 33.10. */
  static override getParserOptions(options?: Parameters<typeof BaseCommand.getParserOptions>[0]) {
    const found = super.getParserOptions(options)
    found.flagsParserOptions.string.push(...found.flagsParserOptions.array)
    return found
  }

  protected abstract perform(): Promise<Result>

  protected abstract describe(result: Result): string[]

  override async run() {
    try {
      this.#refuseMore()
      this.#checkNumbers()
      this.#checkChoices()
      await this.#namePlaces()
      const result = await this.perform()
      process.stdout.write(this.json ? `${JSON.stringify(result)}\n` : `${this.describe(result).join('\n')}\n`)
    } catch (error) {
      const refusal = asRefusal(error, this.#named())
      if (!refusal) throw error
      this.exitCode = 1
      if (this.json) process.stdout.write(`${JSON.stringify({ error: refusal })}\n`)
      else
        this.logger.error(
          [refusal.message, ...Object.entries(refusal.fields ?? {}).map((field) => `  ${field.join(': ')}`)].join('\n'),
        )
    }
  }

  /** What stands behind the last argument was meant for something, and is not passed over. */
  #refuseMore(): void {
    const [more] = this.parsed?._ ?? []
    if (more === undefined) return
    const sentence = `"${more}" tidak dimengerti: perintah ini tidak menerima argumen sebanyak itu. Apit isian yang berisi spasi dengan tanda kutip.`
    throw Object.assign(new Error(sentence), { code: 'E_EXTRA_ARG' })
  }

  #checkNumbers(): void {
    const { flags: options, ranges } = this.constructor as typeof ReportingCommand
    for (const { name, flagName, type } of options) {
      const typed: unknown = type === 'number' ? Reflect.get(this, name) : undefined
      if (typeof typed !== 'number') continue
      const { from, to, fractions } = ranges[name] ?? ANY_AMOUNT
      if (typed >= from && typed <= to && (fractions || Number.isInteger(typed))) continue
      const sentence = `Nilai pilihan --${flagName} harus ${fractions ? 'angka' : 'bilangan bulat'} dari ${showNumber(from)} sampai ${showNumber(to)}.`
      throw Object.assign(new Error(sentence), { code: 'E_INVALID_FLAG' })
    }
  }

  #checkChoices(): void {
    for (const [name, words] of Object.entries((this.constructor as typeof ReportingCommand).choices)) {
      const typed: unknown = Reflect.get(this, name)
      if (typeof typed !== 'string' || words.includes(typed)) continue
      const sentence = `Nilai pilihan --${name} "${typed}" tidak dikenal. Pilih salah satu: ${words.join(', ')}.`
      throw Object.assign(new Error(sentence), { code: 'E_INVALID_FLAG' })
    }
  }

  /** `3371011003` is the village 33.71.01.1003, and 92.71 the city 96.71, in every option that names a region. */
  async #namePlaces(): Promise<void> {
    for (const option of PLACES) {
      const typed: unknown = Reflect.get(this, option)
      if (typeof typed === 'string') Reflect.set(this, option, await placeNamed(typed))
      else if (Array.isArray(typed)) Reflect.set(this, option, await Promise.all(typed.map(String).map(placeNamed)))
    }
  }

  /** Every text that was typed behind the command. */
  #named(): string[] {
    const { args = [], flags: given = {} } = this.parsed ?? {}
    return [args, Object.values(given)].flat(3).filter((value) => typeof value === 'string')
  }

  /** Progress for a person who waits; silent under `--json`. */
  protected tell(line: string): void {
    if (!this.json) this.logger.info(line)
  }
}

/** What the system says of a file that a person named, in words. */
const UNREADABLE: Record<string, string> = {
  ENOENT: 'tidak ditemukan. Periksa nama dan foldernya.',
  ENOTDIR: 'tidak ditemukan: bagian depannya bukan folder. Periksa nama dan foldernya.',
  ENAMETOOLONG: 'terlalu panjang untuk nama berkas. Periksa namanya.',
  ELOOP: 'menunjuk kepada dirinya sendiri. Pilih berkas yang sebenarnya.',
  EACCES: 'tidak boleh dibuka oleh pengguna ini. Periksa izinnya.',
  EPERM: 'tidak boleh dibuka oleh pengguna ini. Periksa izinnya.',
  EEXIST: 'sudah ada dan bukan folder. Pilih nama lain.',
  EROFS: 'terletak pada tempat yang tidak dapat ditulisi. Pilih folder lain.',
  EISDIR: 'adalah folder, bukan berkas. Sebut berkas di dalamnya.',
}
/** Under this ending a file grows until it is whole. */
const GROWING = /\.[\da-f-]{36}\.part$/

/**
 * What a user caused or can end, in words: a refusal of the product, a file he named that cannot be opened, a disk without room,
 * a database that does not answer.
 * Where the system does not say which file is a folder, `named` are those among which it is.
 */
function asRefusal(error: unknown, named: readonly string[]): Refusal | null {
  const stored = storeComplaint(error)
  if (stored) return stored
  if (isStoreBusy(error)) return STORE_BUSY
  if (!(error instanceof Error) || !('code' in error) || typeof error.code !== 'string') return null
  if (isDiskFull(error)) {
    return {
      code: 'E_DISK_FULL',
      message: 'Ruang penyimpanan penuh, sehingga pekerjaan ini dibatalkan. Kosongkan ruang lalu ulangi.',
    }
  }
  if (error.code in UNREADABLE) {
    const path =
      'path' in error
        ? String(error.path).replace(GROWING, '')
        : named.find((text) => existsSync(text) && statSync(text).isDirectory())
    if (path !== undefined) return { code: 'E_FILE_UNREADABLE', message: `${path} ${UNREADABLE[error.code]}` }
  }
  if (!isSpoken(error)) return null
  const faults = Object.entries(faultsOfFields('problems' in error ? error.problems : null, { locale: 'id' }))
  const fields = Object.fromEntries(faults.filter(([, fault]) => fault !== error.message))
  return { code: error.code, message: error.message, ...(Object.keys(fields).length ? { fields } : {}) }
}
