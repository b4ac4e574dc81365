import type { Kernel } from '@adonisjs/core/ace'
import { PluginError } from '#kernel/errors'
import { faultOf } from '#services/fault'
import { storeComplaint } from '#services/store_away'

/** What the console's own complaints say; the name of the argument, option or command stands at `%`. */
const SENTENCES: Readonly<Record<string, string>> = {
  E_COMMAND_NOT_FOUND: 'Perintah "%" tidak ada. Jalankan "list" untuk melihat semuanya.',
  E_MISSING_ARG: 'Argumen "%" wajib diisi.',
  E_MISSING_ARG_VALUE: 'Argumen "%" tidak boleh kosong.',
  E_MISSING_FLAG: 'Pilihan --% wajib diisi.',
  E_MISSING_FLAG_VALUE: 'Pilihan --% memerlukan nilai.',
  E_INVALID_FLAG: 'Nilai pilihan --% harus berupa angka.',
  E_UNKNOWN_FLAG: 'Pilihan % tidak dikenal oleh perintah ini. Tambahkan --help untuk melihat pilihannya.',
}

interface Complaint {
  code: string
  message: string
}

/** The console's own complaint, that of a plugin that cannot be loaded, or a database that does not answer or was not prepared, as a sentence; null for what it does not know. */
export function complaintOf(error: unknown): Complaint | null {
  if (error instanceof PluginError) return { code: error.code, message: error.message }
  const stored = storeComplaint(error)
  if (stored) return stored
  if (!(error instanceof Error) || !('code' in error) || typeof error.code !== 'string') return null
  const sentence = SENTENCES[error.code]
  const named = /"([^"]*)"/.exec(error.message)?.[1]
  return sentence && named !== undefined ? { code: error.code, message: sentence.replace('%', named) } : null
}

/**
 * Lets the console refuse a command line it cannot read as the product refuses everything: a sentence, or under `--json` one object with
 * code and sentence. What nobody expected is one object under `--json` too, with its kind and place on stderr, where no program takes it for the answer.
 */
export function speakRefusals(kernel: Kernel, argv: readonly string[]): void {
  const { errorHandler: plain } = kernel
  kernel.errorHandler = {
    async render(error, at) {
      const complaint = complaintOf(error)
      if (complaint && argv.includes('--help')) {
        // The help was shown before the line was found wanting.
        at.exitCode = 0
        return
      }
      if (argv.includes('--json')) {
        if (!complaint) process.stderr.write(`${JSON.stringify(faultOf(error))}\n`)
        const told = complaint ?? { code: 'E_UNEXPECTED', message: 'Perintah ini gagal karena kesalahan yang tidak terduga.' }
        process.stdout.write(`${JSON.stringify({ error: told })}\n`)
      } else if (complaint) at.ui.logger.error(complaint.message)
      else await plain.render(error, at)
    },
  }
}
