import { BaseSchema } from '@adonisjs/lucid/schema'
import { widenTable } from '#kernel/register_table'

const LOG = ['activities', 'activity_blocks', 'block_checks']

/** The log of the whole country is read region by region, and each of those looks weighed the codes of all: half a millisecond, 550 times. */
export default class extends BaseSchema {
  async up() {
    for (const table of LOG) widenTable(this, table)
  }

  async down() {
    for (const table of LOG) widenTable(this, table, false)
  }
}
