import { BaseCommand, flags } from '@adonisjs/core/ace'
import type { CommandOptions } from '@adonisjs/core/types/ace'

/** An error a user can cause: a stable code and an Indonesian sentence. */
interface Refusal {
  code: string
  message: string
}

/**
 * A command whose outcome another program may read: under `--json` it prints one JSON object on stdout and nothing else, without it
 * the lines of `describe`. What a user can cause is shown as a sentence, or as `{error: {code, message}}`, and ends with exit code 1.
 */
export abstract class ReportingCommand<Result extends object> extends BaseCommand {
  static override options: CommandOptions = { startApp: true }

  @flags.boolean({ description: 'Print one JSON object and nothing else' })
  declare json: boolean

  protected abstract perform(): Promise<Result>

  protected abstract describe(result: Result): string[]

  override async run() {
    try {
      const result = await this.perform()
      process.stdout.write(this.json ? `${JSON.stringify(result)}\n` : `${this.describe(result).join('\n')}\n`)
    } catch (error) {
      if (!isRefusal(error)) throw error
      this.exitCode = 1
      if (this.json) process.stdout.write(`${JSON.stringify({ error: { code: error.code, message: error.message } })}\n`)
      else this.logger.error(error.message)
    }
  }

  /** Progress for a person who waits; silent under `--json`. */
  protected tell(line: string): void {
    if (!this.json) this.logger.info(line)
  }
}

function isRefusal(error: unknown): error is Refusal {
  return error instanceof Error && 'code' in error && typeof error.code === 'string' && error.code.startsWith('E_')
}
