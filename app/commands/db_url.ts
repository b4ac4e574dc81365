import { BaseCommand, flags } from '@adonisjs/core/ace'
import type { CommandOptions } from '@adonisjs/core/types/ace'
import { databaseAddresses } from '#services/database/addresses'

export default class DbUrl extends BaseCommand {
  static commandName = 'db:url'
  static description = "Print the database address of the application's role, or of the owner"
  static options: CommandOptions = { startApp: true }

  @flags.string({ description: 'application (default) or owner' }) declare role?: string

  async run() {
    if (this.role && this.role !== 'owner' && this.role !== 'application') {
      this.exitCode = 1
      return this.logger.error(`Nilai pilihan --role "${this.role}" tidak dikenal. Pilih salah satu: application, owner.`)
    }
    const addresses = await databaseAddresses()
    console.log(this.role === 'owner' ? addresses.owner : addresses.application)
  }
}
